"""The guided procedures of this room. A procedure has a file here and a line in the table."""

from collections.abc import Mapping

from leeward.safeguarding.rules.procedures.nudes import NUDES
from leeward.safeguarding.rules.procedures.shape import Procedure

PROCEDURES: Mapping[str, Procedure] = {procedure.key: procedure for procedure in (NUDES,)}
"""By key, in the order they are offered."""
