"""Reviews held and due, and looks between them, for whoever keeps policies."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.evidence.findings import State
from leeward.foundation.settings_history.queries import value
from leeward.policy.choices import REVIEW_LEAD
from leeward.policy.models import Publication, Reconsideration, Reconsidered, Review
from leeward.policy.queries.naming import person_words
from leeward.policy.queries.publications import cycle_of, dates_of, in_force
from leeward.policy.refusals import NoSuchPolicy, NotAllowed
from leeward.policy.rules.cycles import Cycle, Done
from leeward.policy.rules.reconsidering import Decision, Trigger, reconsideration_state
from leeward.policy.rules.reviewing import review_state

MANAGE = "policy.manage"


@dataclass(frozen=True, slots=True)
class Held:
    """A review that was held. `late`: days after it was due."""

    planned: date
    done: date
    late: int
    by: str
    decision: str
    finding: str


@dataclass(frozen=True, slots=True)
class Due:
    """A policy in force with its next review. `promised`: the months its text promises, 0 for none."""

    policy: UUID
    title: str
    label: str
    due: date
    state: State
    said: str
    cycle: Cycle
    promised: int
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A look between reviews, decided or waiting."""

    id: UUID
    policy: UUID
    title: str
    trigger: str
    why: str
    opened_on: date
    due: date
    state: State
    said: str
    decision: str = ""
    reason: str = ""
    decided_on: date | None = None
    by: str = ""


def decision_words(decision: str) -> str:
    """What came of it, in words."""
    words = {Decision.STANDS: _("The text stands as it is"), Decision.NEW_VERSION: _("A new version is to be written")}
    return words[Decision(decision)]


def trigger_words(trigger: str) -> str:
    """What happened, in words."""
    words = {
        Trigger.INCIDENT: _("An incident or a concern"),
        Trigger.LAW: _("New law or guidance"),
        Trigger.TECHNOLOGY: _("New technology"),
        Trigger.FINDING: _("A finding of monitoring, an audit or an inspection"),
        Trigger.COMPANY: _("A change in the organisation"),
        Trigger.LEAD_CHANGED: _("Another safeguarding lead"),
        Trigger.RULES_CHANGED: _("A new edition of the rules"),
    }
    return words[Trigger(trigger)]


def reviews_due(actor: Actor, *, now: datetime) -> list[Due]:
    """Every policy in force with its next review, the soonest first. Raises NotAllowed."""
    if not actor.may(MANAGE):
        raise NotAllowed
    return sorted((_due(live, now) for live in in_force(now)), key=lambda line: (line.due, line.title))


def review_of(actor: Actor, policy: UUID, *, now: datetime) -> Due:
    """One policy in force with its reviews. Raises NotAllowed, NoSuchPolicy."""
    if not actor.may(MANAGE):
        raise NotAllowed
    live = in_force(now).filter(policy=policy).first()
    if live is None:
        raise NoSuchPolicy
    return _due(live, now)


def looks(actor: Actor, *, now: datetime) -> list[Look]:
    """Looks between reviews: those that wait, the soonest due first, then what was decided, the newest first."""
    if not actor.may(MANAGE):
        raise NotAllowed
    rows = Reconsideration.objects.select_related("version", "outcome")
    waiting = rows.filter(outcome__isnull=True).order_by("due", "opened_at")
    decided = rows.filter(outcome__isnull=False).order_by("-outcome__at")
    return [_look(row, now) for row in (*waiting, *decided)]


def look_of(actor: Actor, look: UUID, *, now: datetime) -> Look:
    """One look. Raises NotAllowed, NoSuchPolicy."""
    if not actor.may(MANAGE):
        raise NotAllowed
    row = Reconsideration.objects.select_related("version", "outcome").filter(pk=look).first()
    if row is None:
        raise NoSuchPolicy
    return _look(row, now)


def _due(live: Publication, now: datetime) -> Due:
    due, lead = dates_of(live, now).review_due, timedelta(days=value(REVIEW_LEAD, at=now))
    state = review_state(due, timezone.localdate(now), lead)
    words = {State.TRUE: _("In time"), State.SLIPPING: _("Due soon"), State.SLIPPED: _("Overdue")}
    held = tuple(
        Held(
            row.planned_for,
            row.done_on,
            Done(row.planned_for, row.done_on).days_late,
            person_words(row.by),
            decision_words(row.decision),
            row.finding,
        )
        for row in Review.objects.filter(policy=live.policy_id, at__lte=now).order_by("-done_on")
    )
    version = live.version
    return Due(
        live.policy_id,
        version.title,
        version.label,
        due,
        state,
        words[state],
        cycle_of(live, now),
        version.review_months,
        held,
    )


def _look(row: Reconsideration, now: datetime) -> Look:
    outcome: Reconsidered | None = getattr(row, "outcome", None)
    state = State.TRUE if outcome else reconsideration_state(row.due, timezone.localdate(now))
    words = {State.TRUE: _("In time"), State.SLIPPING: _("Due soon"), State.SLIPPED: _("Overdue")}
    return Look(
        row.pk,
        row.policy_id,
        row.version.title,
        trigger_words(row.trigger),
        row.why,
        timezone.localdate(row.opened_at),
        row.due,
        state,
        _("Decided") if outcome else words[state],
        decision_words(outcome.decision) if outcome else "",
        outcome.reason if outcome else "",
        timezone.localdate(outcome.at) if outcome else None,
        person_words(outcome.by) if outcome else "",
    )
