"""The guided procedures of this room. A procedure has a file here and a line in the table."""

from collections.abc import Mapping

from leeward.safeguarding.rules.procedures.allegation_ended import ALLEGATION_ENDED
from leeward.safeguarding.rules.procedures.allegations import ALLEGATIONS
from leeward.safeguarding.rules.procedures.low_level import LOW_LEVEL
from leeward.safeguarding.rules.procedures.nudes import NUDES
from leeward.safeguarding.rules.procedures.shape import Procedure

PROCEDURES: Mapping[str, Procedure] = {
    procedure.key: procedure for procedure in (NUDES, ALLEGATIONS, ALLEGATION_ENDED, LOW_LEVEL)
}
"""By key, in the order they are offered."""
