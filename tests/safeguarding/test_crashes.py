"""A crash at any statement of a transition leaves everything or nothing; doing it again afterwards does it once."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction

from leeward.foundation.approvals.actions import AlreadyAsked, ApprovalError, approve
from leeward.foundation.audit.trail import verify
from leeward.people.rules import Post
from leeward.safeguarding import actions
from leeward.safeguarding.actions import DecisionText
from leeward.safeguarding.rules.facts import ConcernKind, Facts, Severity
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.lifecycle import Closing, Outcome, Refused, Step
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.route_table import RouteRule
from leeward.safeguarding.rules.security_half import Half, Happened, Need, System
from leeward.safeguarding.rules.telling import Source, Telling
from tests.crash import Crash, crash_at, every_crash_point
from tests.safeguarding.made import NOW, TELLING, House, about, needs_noted, raised, triaged

EVERY_READ = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
"""A soak crashes at every statement, a change at every statement that may write."""
TOUCHED = ("safeguarding", "foundation")
"""The apps such a step may write to."""
CLOSING = Closing("A summary", "Talked with her", Outcome.RESOLVED, "It has stopped", "Nothing new")
DECISION = DecisionText("What next?", "internal, refer", "internal", "The threshold is not met because …")
TO_DIRECTOR = RouteRule(kinds=frozenset({ConcernKind.STAFF_CONDUCT.value}), lead=Post.MANAGING_DIRECTOR.value)
POINTS = [criterion.key for criterion in actions.ROUTES_KIND.criteria]
LATER = NOW + timedelta(hours=1)
HALF = Half.of(Happened.PHISHING, System.EMAIL, [Need.RESET], NOW)

Rows = dict[str, list[dict[str, object]]]


def everything() -> Rows:
    """Every row a step may touch, byte for byte as the database has it."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in (one for one in apps.get_models() if one._meta.app_label in TOUCHED):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}" ORDER BY "{model._meta.pk.column}"')
            names = [column[0] for column in cursor.description]
            rows = [
                {name: bytes(one) if isinstance(one, memoryview) else one for name, one in zip(names, row, strict=True)}
                for row in cursor.fetchall()
            ]
            if rows:
                found[model._meta.label] = rows
    return found


def shape(rows: Rows) -> dict[str, object]:
    """What does not depend on chance: how many rows there are, how the cases stand, and which jobs wait."""
    counts: dict[str, object] = {label: len(found) for label, found in rows.items()}
    counts["cases"] = sorted(
        str([row[key] for key in ("compartment", "state", "severity", "version", "closed_at", "outside")])
        for row in rows.get("safeguarding.Case", [])
    )
    counts["bars"] = sorted(
        str([row[key] for key in ("mark", "why", "certain", "lifted_at")]) for row in rows.get("safeguarding.Bar", [])
    )
    counts["jobs"] = sorted(str((row["kind"], row["due"], row["state"])) for row in rows.get("foundation.Job", []))
    return counts


@dataclass(frozen=True, slots=True)
class Transition:
    """A step to take, and what doing it a second time raises (nothing where twice is once)."""

    do: Callable[[], object]
    again: tuple[type[Exception], ...] = ()


def pass_on(house: House) -> Transition:
    """What a parent said by phone, with an action for whoever reads it, and a half for those who keep systems safe."""
    submission, tutor = uuid4(), house.actor("tutor")
    telling = Telling(about=TELLING.about, happened="Her mother rang: she hides her phone.", on_behalf_of="Her mother")

    def do() -> None:
        raised(
            telling,
            submission=submission,
            actor=tutor,
            source=Source.ON_BEHALF,
            learned_at=NOW - timedelta(hours=2),
            facts=Facts(severity=Severity.SERIOUS),
            to_do="Ring her mother back.",
            security_half=HALF,
        )

    return Transition(do)


def submit(_house: House) -> Transition:
    submission = uuid4()
    return Transition(lambda: raised(about("Oseitutu in year 12"), submission=submission))


def received(house: House) -> str:
    ref = raised().ref
    actions.open_case(house.actor("lead"), ref, NOW)
    return ref


def acknowledged(house: House) -> str:
    ref = received(house)
    actions.acknowledge(actor=house.actor("lead"), ref=ref, now=NOW)
    return ref


def taken_on(house: House, severity: int = 1) -> str:
    ref = acknowledged(house)
    triaged(house.actor("lead"), ref, severity=severity)
    actions.decide(actor=house.actor("lead"), ref=ref, decision=DECISION, step=Step.TAKE_ON, now=NOW)
    needs_noted(house.actor("lead"), ref)
    return ref


def acknowledge(house: House) -> Transition:
    ref, lead = received(house), house.actor("lead")
    return Transition(lambda: actions.acknowledge(actor=lead, ref=ref, now=LATER), (Refused,))


def first_look(house: House) -> Transition:
    ref, lead = acknowledged(house), house.actor("lead")
    more = {"take_on": True, "seen": 1}
    text = actions.TriageText(
        safe_now="She is at home.",
        severity=3,
        kinds=frozenset({CaseKind.BULLYING}),
        why="It goes on.",
        owner=house.person["deputy"],
        places="the common room",
    )
    return Transition(lambda: actions.triage(actor=lead, ref=ref, text=text, now=LATER, **more), (Refused,))


def close(house: House) -> Transition:
    ref, lead = taken_on(house), house.actor("lead")
    return Transition(lambda: actions.close(actor=lead, ref=ref, closing=CLOSING, now=LATER), (Refused,))


def ask_to_close(house: House) -> Transition:
    ref, lead = taken_on(house, severity=3), house.actor("lead")
    return Transition(lambda: actions.close(actor=lead, ref=ref, closing=CLOSING, now=LATER), (Refused,))


def agree_to_close(house: House) -> Transition:
    ref, deputy = taken_on(house, severity=3), house.actor("deputy")
    actions.close(actor=house.actor("lead"), ref=ref, closing=CLOSING, now=NOW)

    def do() -> None:
        actions.read_second(actor=deputy, ref=ref, agreed=True, reason="All is there", now=LATER)

    return Transition(do, (Refused,))


def reopen(house: House) -> Transition:
    ref, lead = taken_on(house), house.actor("lead")
    actions.close(actor=lead, ref=ref, closing=CLOSING, now=NOW)
    return Transition(lambda: actions.reopen(actor=lead, ref=ref, reason="Again", now=LATER), (Refused,))


def add_the_lead(house: House) -> Transition:
    """The case leaves the whole team: keys, bars, grants and letters go together."""
    ref, lead = taken_on(house), house.actor("lead")

    def do() -> None:
        actions.add_person(actor=lead, ref=ref, name="", person=house.person["lead"], role=Role.ABOUT, now=LATER)

    return Transition(do, (actions.NoSuchCase,))


def step_back(house: House) -> Transition:
    ref, lead = taken_on(house), house.actor("lead")
    return Transition(lambda: actions.self_recuse(actor=lead, ref=ref, now=LATER), (actions.NoSuchCase,))


def clear(house: House) -> Transition:
    ref, director = raised(about("Oseitutu in year 12")).ref, house.actor("director")
    bar = next(line for line in actions.open_case(director, ref, NOW).bars if not line.certain)

    def do() -> None:
        actions.clear_conflict(actor=director, ref=ref, bar_id=bar.id, reason="Her nephew", now=LATER)

    return Transition(do, (actions.NoSuchCase, ValueError))


def propose_route(house: House) -> Transition:
    director = house.actor("director")
    return Transition(
        lambda: actions.add_route(actor=director, rule=TO_DIRECTOR, why="Agreed", now=LATER), (AlreadyAsked,)
    )


def agree_to_route(house: House) -> Transition:
    request = actions.add_route(actor=house.actor("director"), rule=TO_DIRECTOR, why="Agreed", now=NOW)
    chair = house.actor("chair")
    return Transition(
        lambda: approve(actor=chair, request_id=request, reason="Yes", confirmed=POINTS, now=LATER), (ApprovalError,)
    )


def set_facts(house: House) -> Transition:
    """What it is said to be takes it to the managing director, by the route in force."""
    agree_to_route(house).do()
    ref, lead = raised(now=LATER).ref, house.actor("lead")
    facts = Facts(kind=ConcernKind.STAFF_CONDUCT)
    later = LATER + timedelta(minutes=1)
    return Transition(lambda: actions.set_facts(actor=lead, ref=ref, facts=facts, now=later), (actions.NoSuchCase,))


TRANSITIONS = [
    submit,
    pass_on,
    acknowledge,
    first_look,
    close,
    ask_to_close,
    agree_to_close,
    reopen,
    add_the_lead,
    step_back,
    clear,
    propose_route,
    agree_to_route,
    set_facts,
]


def done_alone(transition: Transition) -> dict[str, object]:
    """The shape of everything after the step, had nothing crashed; undone again."""
    with transaction.atomic():
        transition.do()
        after = shape(everything())
        transaction.set_rollback(True)
    return after


def tried_again(transition: Transition) -> dict[str, object]:
    """The shape after taking the step once more; undone again."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                transition.do()
        except transition.again:
            pass
        after = shape(everything())
        transaction.set_rollback(True)
    return after


@pytest.mark.parametrize("made", TRANSITIONS, ids=[made.__name__ for made in TRANSITIONS])
def test_a_crash_at_any_statement_leaves_all_or_nothing_and_once_more_does_it_once(house: House, made) -> None:
    transition = made(house)
    before = everything()
    whole = done_alone(transition)
    assert whole != shape(before)

    def check(statement: int, finished: bool) -> None:
        if not finished:
            assert everything() == before, statement
            if statement % 7 == 0:
                assert tried_again(transition) == whole, statement
            return
        assert shape(everything()) == whole
        # A doubled press: the trail may say that it came again, nothing else grows.
        again = tried_again(transition)
        grown = {label for label in again if again[label] != whole.get(label)}
        assert grown <= {"foundation.AuditEntry"}, grown
        assert verify() == []

    assert every_crash_point(transition.do, check, writes=not EVERY_READ) >= 2


def test_a_reader_s_crash_while_opening_leaves_no_trace_of_reading(house: House) -> None:
    """Otherwise somebody could say "I have read it" of what never came to their screen."""
    ref, lead = raised().ref, house.actor("lead")
    with pytest.raises(Crash), crash_at(6):
        actions.open_case(lead, ref, NOW)
    with pytest.raises(Refused, match="not-read"):
        actions.acknowledge(actor=lead, ref=ref, now=NOW)
