"""The demonstration of web filtering: a policy with history, a list of invented sites, requests in every state."""

from datetime import datetime, timedelta
from pathlib import Path

from leeward.engine.load.lists import ListFormat
from leeward.engine.web.values import Reason, Verdict
from leeward.filtering.actions.lists import bring_list
from leeward.filtering.actions.policy import add_exception, begin_policy, set_categories, set_members
from leeward.filtering.actions.unblock import decide_unblock, request_unblock
from leeward.people.demo import DemoPeople

LIST = Path(__file__).parent / "demo_list"

BOTH_POINTS = ["looked", "needed"]


def build(people: DemoPeople, *, now: datetime) -> None:
    """Makes all of it through the actions people use, as the people whose business it is.

    Every browser on this machine counts as a learner; one that comes from 127.0.0.2 as staff, from 127.0.0.3 as a
    learner under 18, so that one machine can show what each group sees.
    """
    it, manager = people.actor("it-manager", now), people.actor("general-manager", now)
    weeks = timedelta(weeks=1)
    begin_policy(actor=it, now=now - 4 * weeks)
    bring_list(
        actor=it,
        name="harbour-lane",
        source=LIST,
        form=ListFormat.FOLDER,
        licence="Apache-2.0",
        described="Made for the demonstration",
        now=now - 3 * weeks,
    )
    set_members(actor=it, group="staff", users=[], networks=["127.0.0.2/32", "10.20.0.0/24"], now=now - 3 * weeks)
    set_members(actor=it, group="under-18", users=[], networks=["127.0.0.3/32", "10.20.3.0/24"], now=now - 3 * weeks)
    set_categories(
        actor=it,
        group="staff",
        verdicts={"shopping": Verdict.WARN, "games": Verdict.ALLOW},
        why="Agreed at the staff meeting: a reminder for shopping, games are left to the break",
        now=now - 2 * weeks,
    )
    add_exception(
        actor=it,
        address="chatter-quay.example/rate-my-tutor",
        groups=["learners", "under-18"],
        verdict=Verdict.BLOCK,
        starts=now - weeks,
        ends=None,
        reason=Reason.SAFEGUARDING,
        why="Posts about named people; the designated safeguarding lead asked for it",
        now=now - weeks,
    )
    _requests(people, now)
    add_exception(
        actor=manager,
        address="block-stackers.example",
        groups=["learners"],
        verdict=Verdict.ALLOW,
        starts=now,
        ends=now + timedelta(days=2),
        why="Reward for the enterprise week",
        now=now - timedelta(hours=2),
    )


def _requests(people: DemoPeople, now: datetime) -> None:
    """One opened, one kept blocked, one waiting."""
    manager, tutor = people.actor("general-manager", now), people.actor("tutor", now)
    asked_at, decided_at = now - timedelta(days=2), now - timedelta(days=1)
    opened = request_unblock(
        actor=tutor,
        address="https://bets.harbour-odds.example/",
        group="learners",
        why="Level 2 maths: we work out why the bookmaker always wins.",
        until=now + timedelta(days=5),
        now=asked_at,
    )
    decide_unblock(
        actor=manager,
        reference=opened.reference,
        approve=True,
        reason="Fits the unit. Adult group only, until the end of the week.",
        confirmed=BOTH_POINTS,
        until=now + timedelta(days=4),
        now=decided_at,
    )
    kept = request_unblock(
        actor=people.actor("adult-learner", now),
        address="tunnel-away.example",
        group="learners",
        why="I want to watch films from home in the break.",
        until=now + timedelta(days=7),
        now=asked_at,
    )
    decide_unblock(
        actor=manager,
        reference=kept.reference,
        approve=False,
        reason="It would carry everything past the filter. Films are fine on your own device in the break.",
        confirmed=[],
        until=None,
        now=decided_at,
    )
    request_unblock(
        actor=tutor,
        address="https://www.lucky-gull.example/terms",
        group="learners",
        why="Reading the small print of a bonus offer in the money unit on Thursday.",
        until=now + timedelta(days=3),
        now=now - timedelta(hours=3),
    )
