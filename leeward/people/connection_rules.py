"""What an identity provider may say and do here: whom it means, what it may set, what a person must confirm. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leeward.people.naming import folded
from leeward.people.rules import PersonClass
from leeward.people.scim.schema import ENTERPRISE


class Provider(StrEnum):
    """Which product it is; only words on pages depend on it."""

    ENTRA = "entra"
    OKTA = "okta"
    GOOGLE = "google"
    OTHER = "other"


class Standing(StrEnum):
    """Whether a user is taken for a person here, or why not yet."""

    LINKED = "linked"
    NAMELESS = "nameless"
    CLASSLESS = "classless"
    INACTIVE = "inactive"
    CONFIRM = "confirm"
    REFUSED = "refused"
    IGNORED = "ignored"


class ClassBy(StrEnum):
    """Where a rule looks for what somebody is."""

    USER_TYPE = "user-type"
    DEPARTMENT = "department"
    TITLE = "title"
    GROUP = "group"
    EVERYBODY = "everybody"


class GiftState(StrEnum):
    """What came of a post that a group gives."""

    WAITING = "waiting"
    GIVEN = "given"
    REFUSED = "refused"
    ENDED = "ended"


SETTABLE = ("given_name", "family_name", "known_as", "email", "reference")
"""Fields of the directory a provider may be allowed to set; every other is HR's always."""

Document = Mapping[str, Any]
"""A user as SCIM has it. Any: JSON values, tidied by `scim.shaping`."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider says of somebody, in the directory's own words. Empty: it does not say."""

    given_name: str = ""
    family_name: str = ""
    known_as: str = ""
    email: str = ""
    reference: str = ""


def said_by(document: Document) -> Said:
    """The directory's fields in a user. A name given as one is split at its last space."""
    name = document.get("name") or {}
    given, family = _plain(name.get("givenName"), 80), _plain(name.get("familyName"), 80)
    if not given and not family:
        whole = _plain(name.get("formatted") or document.get("displayName"), 160)
        given, _space, family = whole.rpartition(" ")
    if not folded(given) or not folded(family):
        given = family = ""
    extension = document.get(ENTERPRISE) or {}
    return Said(
        given[:80],
        family[:80],
        _plain(document.get("nickName"), 80),
        address_in(document),
        _plain(extension.get("employeeNumber"), 40),
    )


def address_in(document: Document) -> str:
    """The e-mail address that counts: the primary one, else that for work, else the first, else the user name."""
    emails = [one for one in document.get("emails") or [] if one.get("value")]
    ranked = sorted(emails, key=lambda one: (one.get("primary") is not True, one.get("type") != "work"))
    for candidate in [*(one["value"] for one in ranked), document.get("userName") or ""]:
        plain = str(candidate).strip().lower()
        before, at, after = plain.rpartition("@")
        if at and before and "." in after and len(plain) <= 254 and plain.isprintable() and " " not in plain:
            return plain
    return ""


def _plain(value: object, most: int) -> str:
    return " ".join(str(value or "").split())[:most].strip()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule for classes."""

    by: ClassBy
    value: str
    kind: PersonClass


def classes_for(document: Document, groups: Iterable[str], rules: Iterable[Rule]) -> frozenset[PersonClass]:
    """What the rules make of a user. Values compare without case and spaces around; `everybody` only where no other."""
    extension = document.get(ENTERPRISE) or {}
    values: dict[ClassBy, set[str]] = {
        ClassBy.USER_TYPE: {_key(document.get("userType"))},
        ClassBy.DEPARTMENT: {_key(extension.get("department"))},
        ClassBy.TITLE: {_key(document.get("title"))},
        ClassBy.GROUP: {_key(group) for group in groups},
    }
    rules = list(rules)
    found = frozenset(rule.kind for rule in rules if rule.value and _key(rule.value) in values.get(rule.by, set()))
    return found or frozenset(rule.kind for rule in rules if rule.by is ClassBy.EVERYBODY)


def _key(value: object) -> str:
    return " ".join(str(value or "").split()).casefold()


def could_be(one: Said, given_name: str, family_name: str) -> bool:
    """People marry and correct their names, but hardly change both at once. Without a name anybody could be it."""
    if not one.family_name:
        return False
    return folded(one.family_name) == folded(family_name) or folded(one.given_name) == folded(given_name)
