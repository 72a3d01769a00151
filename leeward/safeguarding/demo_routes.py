"""A route of the demonstration: how somebody who works here behaves goes to the managing director."""

from datetime import datetime, timedelta

from leeward.foundation.approvals.actions import approve
from leeward.people.demo import DemoPeople
from leeward.people.rules import Post
from leeward.safeguarding import actions
from leeward.safeguarding.rules.facts import ConcernKind
from leeward.safeguarding.rules.route_table import RouteRule


def build(people: DemoPeople, *, now: datetime) -> None:
    """Proposed by the managing director, agreed to by the chair, three weeks ago."""
    asked = now - timedelta(days=21)
    request = actions.add_route(
        actor=people.actor("managing-director", asked),
        rule=RouteRule(kinds=frozenset({ConcernKind.STAFF_CONDUCT.value}), lead=Post.MANAGING_DIRECTOR.value),
        why="Agreed at the meeting of trustees: what may become an allegation starts with the managing director.",
        now=asked,
    )
    approve(
        actor=people.actor("chair", asked),
        request_id=request,
        reason="Tried it on the page of routes; it reads as agreed.",
        confirmed=[criterion.key for criterion in actions.ROUTES_KIND.criteria],
        now=asked + timedelta(hours=3),
    )
