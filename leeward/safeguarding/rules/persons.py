"""The part a person has in one case. The same person may have another part in another; no label follows them."""

from enum import StrEnum


class Role(StrEnum):
    """A role in one case."""

    ABOUT = "about"
    HARMED = "harmed"
    MAY_HAVE_CAUSED_HARM = "may-have-caused-harm"
    WITNESS = "witness"
    REPORTER = "reporter"
    FAMILY = "family"
    CLOSE = "close-to-somebody-in-it"


CONFLICTED = frozenset({Role.ABOUT, Role.HARMED, Role.MAY_HAVE_CAUSED_HARM, Role.FAMILY, Role.CLOSE})
"""Roles that keep somebody from reading the case. A witness or reporter who leads on safeguarding may still act."""
