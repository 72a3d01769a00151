"""The kinds of request rooms declare, and what a decision tells them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.holders import known_posts
from leeward.foundation.settings_history import declared
from leeward.foundation.settings_history.declared import Setting
from leeward.foundation.settings_history.shapes import JSON, Names

CHAIR = "chair"
OWN_PAGE = "/approvals"
"""The page of kinds whose room has none for them."""


class Purpose(StrEnum):
    """What is asked for; pages choose their words by it."""

    PERMISSION = "permission"
    ATTESTATION = "attestation"
    SECOND_READER = "second-reader"


class Outcome(StrEnum):
    """How a request ended."""

    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class AfterDelay(StrEnum):
    """What happens when nobody without a conflict exists, all holders were told, and the delay is over."""

    TAKES_EFFECT = "takes-effect"
    LAPSES = "lapses"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing the decider must have made sure of before approving; `text` is shown as a sentence to confirm."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a room's handler is told, in the transaction of the decision.

    `by` is None when a request lapsed, or took effect after the delay because nobody else could decide.
    `until`: when what was approved ends, None for no end.
    """

    request: UUID
    kind: str
    subject: str
    outcome: Outcome
    requester: UUID | None
    by: UUID | None = None
    until: datetime | None = None
    after_delay: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a request is about, as its room puts it to somebody who may decide it: a sentence, and where to look."""

    text: str = ""
    path: str = ""


DecisionHandler = Callable[[Decided, Actor, datetime], None]


def _nothing(decided: Decided, actor: Actor, now: datetime) -> None:
    """For kinds whose decision is only looked up."""


def _about_nothing(subject: str, actor: Actor) -> About:
    return About()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request. `key` is stored for ever (`filtering.unblock`).

    `deciders`: posts in order; the first with somebody free of conflict decides, its deputies standing in. They are the
    default of the setting `approvals.<key>.deciders`, which each company and site may change. `last_resort`: who
    decides when none of them can (the chair). When not even they can, every holder is told and after `delay` the
    request takes effect or lapses. `waits_for`: unanswered for so long, a request lapses. `longest`: an approval ends
    at the latest after this. `on_decision` runs in the transaction of the decision; `on_end` in that of its end.
    `describe(subject, actor)`: what the page of a request says it is about; asked only for those who may know of it.
    `gone`: no room declares it any more; its requests are shown, can be withdrawn and end by time, nobody decides them.
    `strangers_may_ask`: accept a request without a known person (nobody can then be kept from deciding on their own).
    """

    key: str
    label: str
    deciders: tuple[str, ...]
    purpose: Purpose = Purpose.PERMISSION
    criteria: tuple[Criterion, ...] = ()
    last_resort: tuple[str, ...] = (CHAIR,)
    delay: timedelta = timedelta(days=3)
    after_delay: AfterDelay = AfterDelay.LAPSES
    waits_for: timedelta | None = timedelta(days=30)
    longest: timedelta | None = None
    strangers_may_ask: bool = False
    page: str = OWN_PAGE
    describe: Callable[[str, Actor], About] = _about_nothing
    on_decision: DecisionHandler = _nothing
    on_end: DecisionHandler = _nothing
    gone: bool = False


@dataclass(frozen=True, slots=True)
class PostNames:
    """Posts in order, each from the catalogue and once only. "General manager" is read as `general-manager`."""

    def read(self, entered: str) -> tuple[str, ...]:
        return tuple("-".join(name.lower().split()) for name in Names().read(entered))

    def check(self, value: tuple[str, ...]) -> None:
        """Raises SettingError for a post that the catalogue does not have: nobody would ever decide."""
        Names(tuple(self.say((post,)) for post in known_posts()), most=10).check(
            tuple(self.say((post,)) for post in value)
        )

    def keep(self, value: tuple[str, ...]) -> JSON:
        return list(value)

    def load(self, kept: JSON) -> tuple[str, ...]:
        return Names().load(kept)

    def say(self, value: tuple[str, ...]) -> str:
        return ", ".join(post.replace("-", " ") for post in value)


_kinds: dict[str, Kind] = {}
_deciders: dict[str, Setting[tuple[str, ...]]] = {}


def declare(kind: Kind) -> Kind:
    """Makes a kind known, with its setting for who decides. Called when `frontdoor` wires the rooms."""
    if not kind.deciders:
        raise ValueError(f"{kind.key}: name at least one post that decides.")
    _kinds[kind.key] = kind
    _deciders[kind.key] = declared.declare(
        Setting(
            f"approvals.{kind.key}.deciders",
            kind.label,
            PostNames(),
            kind.deciders,
            help="The posts that decide, in order: the first whose holder has no conflict of interest.",
        )
    )
    return kind


def every_kind() -> list[Kind]:
    """Every declared kind, by key."""
    return [_kinds[key] for key in sorted(_kinds)]


def kind_named(key: str) -> Kind:
    """The kind of that key. Raises LookupError for one no room declares."""
    try:
        return _kinds[key]
    except KeyError:
        raise LookupError(f"No room declares requests of kind {key!r}.") from None


def kind_or_gone(key: str) -> Kind:
    """The kind of that key, or one that says it is no longer known: an old request must not break a page."""
    return _kinds.get(key) or Kind(key, gettext_noop("Kind of request no longer known"), (), gone=True)


def deciders_setting(key: str) -> Setting[tuple[str, ...]]:
    """The setting that says which posts decide."""
    return _deciders[key]
