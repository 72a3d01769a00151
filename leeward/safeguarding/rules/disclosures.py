"""Who asks for what is in a case, how far the request is, and by when it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Asker(StrEnum):
    """Who asks. Stored in clear."""

    POLICE = "police"
    AUTHORITY = "authority"
    COURT = "court"
    SETTING = "setting"
    THEMSELVES = "themselves"
    PARENT = "parent"
    LEARNING = "learning"


class Stage(StrEnum):
    """How far a request is. Stored in clear."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    RELEASED = "released"


LIMITS: Mapping[Asker, str] = {
    Asker.THEMSELVES: "safeguarding.subject-access",
    Asker.PARENT: "safeguarding.subject-access",
}
"""The limit of the rule pack by which a request is answered; the others by that for authorities."""
LIMIT, COMPLEX = "safeguarding.disclosure-answered", "safeguarding.subject-access-complex"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for, how one knows who they are, on which basis, and what the least is that will do."""

    who: str
    identity: str
    basis: str
    asked: str
    least: str


def missing(asked: Asked) -> list[str]:
    """The answers still missing: each must be there before anything is prepared (ICO ten-step guide, 2023)."""
    return [name for name in ("who", "identity", "basis", "asked", "least") if not getattr(asked, name).strip()]
