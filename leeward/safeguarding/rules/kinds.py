"""What kinds of concern there are, which guided procedure each calls for, and what else closing one asks about.

The kinds are the product's own, so that figures of many years can be compared; how grave something is follows the
organisation's own scale.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class CaseKind(StrEnum):
    """What a case is about. A case may be of several kinds. Stored sealed, found by a keyed mark."""

    ABUSE = "abuse-or-neglect"
    NUDES = "nudes"
    SEXUAL_HARM = "sexual-harm"
    BULLYING = "bullying"
    ONLINE_CONTACT = "online-contact"
    SELF_HARM = "self-harm"
    EXTREMISM = "extremism"
    ADULT_AT_RISK = "adult-at-risk"
    FGM = "fgm"
    STAFF_ALLEGATION = "staff-allegation"
    LOW_LEVEL = "low-level"
    MISCONDUCT = "misconduct"
    COMPUTER_MISUSE = "computer-misuse"
    IDENTITY_TAKEN = "identity-taken"
    OTHER = "other"


CALLS_FOR: Mapping[CaseKind, str] = {
    CaseKind.ABUSE: "referral",
    CaseKind.NUDES: "nudes",
    CaseKind.SEXUAL_HARM: "sexual-harm",
    CaseKind.BULLYING: "cyberbullying",
    CaseKind.EXTREMISM: "prevent",
    CaseKind.ADULT_AT_RISK: "adults-at-risk",
    CaseKind.FGM: "fgm",
    CaseKind.STAFF_ALLEGATION: "allegations",
    CaseKind.LOW_LEVEL: "low-level",
}
"""The procedure a kind calls for, by its key."""

ABOUT_STAFF = frozenset({CaseKind.STAFF_ALLEGATION})
MAY_BE_CRIME = frozenset({CaseKind.COMPUTER_MISUSE, CaseKind.IDENTITY_TAKEN})
UNDER_A_CODE = frozenset({CaseKind.MISCONDUCT, CaseKind.COMPUTER_MISUSE, CaseKind.IDENTITY_TAKEN})
"""Kinds for which it is decided whether it goes to the procedure for conduct, of learners or of staff."""


def called_for(kinds: Iterable[CaseKind]) -> tuple[str, ...]:
    """The procedures these kinds call for, each once, in the order of the kinds."""
    found = {CALLS_FOR[kind]: None for kind in sorted(kinds, key=list(CaseKind).index) if kind in CALLS_FOR}
    return tuple(found)
