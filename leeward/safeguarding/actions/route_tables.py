"""Changing the routes: one person proposes, another agrees. Until then the routes in force stay."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.approvals.actions import AlreadyAsked, ask
from leeward.foundation.approvals.kinds import About, Criterion, Decided, Kind, Outcome, Purpose
from leeward.safeguarding.models import RouteTable, RouteTableInForce
from leeward.safeguarding.queries.routes import KIND, posts_that_receive, routes_in_force, table_line, waiting_table
from leeward.safeguarding.route_words import rule_in_words
from leeward.safeguarding.rules.route_table import RouteRule, faults_of

SUBJECT = "safeguarding-routes:"
PAGE = "/safeguarding/routes"


class RouteRefused(ValueError):
    """The route cannot be taken; `faults` as `rules.route_table.faults_of` names them, or `there` when it exists."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


def add_route(*, actor: Actor, rule: RouteRule, why: str, now: datetime) -> UUID:
    """Proposes the routes in force with one more. Returns the request.

    Raises RouteRefused, and what `approvals.ask` raises: AlreadyAsked while another change waits, ApprovalError.
    """
    faults = faults_of(rule, posts_that_receive())
    before = routes_in_force(now)
    if rule in before:
        faults.append("there")
    if faults:
        raise RouteRefused(faults)
    return _propose(actor, (*before, rule), {"added": rule.to_json()}, why, now)


def remove_route(*, actor: Actor, number: int, why: str, now: datetime) -> UUID:
    """Proposes the routes in force without the one of that number, from 1. Raises LookupError, and as `add_route`."""
    before = routes_in_force(now)
    if not 1 <= number <= len(before):
        raise LookupError("There is no route of that number.")
    gone = before[number - 1]
    left = tuple(rule for rule in before if rule != gone)
    return _propose(actor, left, {"removed": gone.to_json()}, why, now)


def _propose(actor: Actor, rules: tuple[RouteRule, ...], what: dict[str, object], why: str, now: datetime) -> UUID:
    assert actor.person is not None
    with act(actor, "safeguarding.propose-routes", now=now) as entry:
        table = RouteTable.objects.create(
            rules=[rule.to_json() for rule in rules], what=what, made_at=now, made_by=actor.person
        )
        entry.subject = f"{SUBJECT}{table.pk}"
        entry.details["routes"] = len(rules)
        # Two tables made from the same one would undo each other.
        if waiting_table() is not None:
            raise AlreadyAsked(_("Another change of the routes waits for a decision: one at a time."))
        return ask(actor=actor, kind=KIND, subject=entry.subject, why=why, now=now)


def _decided(decided: Decided, actor: Actor, now: datetime) -> None:
    """Hears how the request ended, in its transaction. Only what another person agreed to comes into force."""
    table = RouteTable.objects.filter(pk=UUID(decided.subject.removeprefix(SUBJECT))).first()
    if table is None or decided.outcome is not Outcome.APPROVED or decided.by is None:
        return
    RouteTableInForce.objects.create(table=table, at=now, by=decided.by)


def _describe(subject: str, actor: Actor) -> About:
    line = table_line(UUID(subject.removeprefix(SUBJECT)))
    if line is None:
        return About()
    if line.added is not None:
        return About(_("A new route: %(route)s") % {"route": rule_in_words(line.added)}, PAGE)
    if line.removed is not None:
        return About(_("No longer a route: %(route)s") % {"route": rule_in_words(line.removed)}, PAGE)
    return About("", PAGE)


ROUTES_KIND = Kind(
    KIND,
    gettext_noop("Change who receives concerns"),
    deciders=("chair", "managing-director", "dsl"),
    purpose=Purpose.SECOND_READER,
    criteria=(
        Criterion("tried", gettext_noop("I have tried on the page of routes who would read such a concern today.")),
        Criterion("fit", gettext_noop("Those who would read it are trained for it and free to act on it.")),
    ),
    page=PAGE,
    describe=_describe,
    on_decision=_decided,
)
