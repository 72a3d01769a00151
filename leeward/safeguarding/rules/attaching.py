"""When a file may be added to a case at all. Pure.

Sharing nudes and semi-nudes: advice for education settings (UK Council for Internet Safety, March 2024): such pictures
are never stored, so the question comes before the upload, and a case about one has no upload.
"""

from collections.abc import Collection
from enum import StrEnum

from leeward.safeguarding.rules.lifecycle import State
from leeward.safeguarding.rules.procedures.nudes import NUDES


class Could(StrEnum):
    """Could this show a nude or sexual picture of anyone under 18? Only a plain no opens the upload."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"


NEVER = NUDES.never
"""What nobody does with such a picture."""


def takes_files(state: State, procedures: Collection[str]) -> bool:
    """May files be added? Not once the case is closed, and never once the procedure for nudes was begun in it."""
    return state is not State.CLOSED and NUDES.key not in procedures
