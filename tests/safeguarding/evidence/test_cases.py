"""Checks that count cases: kept, not kept, nothing to look at; and nothing of it for whoever may not know of them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.evidence.findings import State
from leeward.foundation.evidence.models import Observation
from leeward.foundation.evidence.queries import live, on_day
from leeward.foundation.evidence.registry import checks
from leeward.safeguarding import actions
from leeward.safeguarding.actions import disclosing
from leeward.safeguarding.actions.recording import PARTS
from leeward.safeguarding.evidence.cases import BASE
from leeward.safeguarding.evidence.closing import CLOSING
from leeward.safeguarding.evidence.keeping import KEEPING
from leeward.safeguarding.evidence.reading import READING
from leeward.safeguarding.evidence.work import WORK
from leeward.safeguarding.models import Case, CaseMark, NeedsNote, Transfer
from leeward.safeguarding.rules.disclosures import Asked, Asker
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.lifecycle import Step
from leeward.safeguarding.rules.procedures import PROCEDURES
from leeward.safeguarding.rules.procedures.shape import next_screen
from tests.safeguarding.cases.test_closing import CLOSING as WORDS
from tests.safeguarding.cases.test_closing import DECISION, worked_on
from tests.safeguarding.made import NOW, House, about, raised

COUNTED = [check for check in (*READING, *WORK, *CLOSING, *KEEPING) if check.look_all is not None]
LONG = timedelta(days=60)


def state(house: House, key: str, *, who: str = "lead", now=NOW) -> State:
    return live(house.actor(who), f"safeguarding.{key}", now=now).state


def test_there_are_checks_that_count_cases():
    assert len(COUNTED) == 8


@pytest.mark.parametrize("key", [check.key.removeprefix("safeguarding.") for check in COUNTED])
def test_without_a_case_nothing_is_claimed_to_be_kept(house: House, key: str):
    assert state(house, key) is State.NOT_APPLICABLE


def test_a_concern_read_in_time_is_kept_and_one_read_late_is_not(house: House):
    receipt = raised()
    assert state(house, "read-in-time") is State.TRUE
    assert state(house, "read-in-time", now=NOW + timedelta(days=3)) is State.SLIPPED
    actions.open_case(house.actor("lead"), receipt.ref, NOW)
    actions.acknowledge(actor=house.actor("lead"), ref=receipt.ref, now=NOW)
    assert state(house, "read-in-time", now=NOW + timedelta(days=3)) is State.TRUE


def test_a_case_looked_at_has_its_kinds_and_one_without_them_falls_short(house: House):
    worked_on(house.actor("lead"), raised(), kinds=(CaseKind.BULLYING,))
    assert state(house, "kinds-given") is State.TRUE
    CaseMark.objects.all().delete()
    assert state(house, "kinds-given") is State.SLIPPED


def test_a_closed_case_holds_all_it_calls_for(house: House):
    lead = house.actor("lead")
    ref = worked_on(lead, raised())
    assert actions.close(actor=lead, ref=ref, closing=WORDS, now=NOW)
    found = live(lead, "safeguarding.closed-complete", now=NOW)
    assert (found.state, found.good, found.total) == (State.TRUE, 1, 1)


def test_a_case_closed_although_it_lacks_something_is_noticed_and_not_what_it_lacks(house: House):
    lead = house.actor("lead")
    ref = worked_on(lead, raised())
    actions.close(actor=lead, ref=ref, closing=WORDS, now=NOW)
    case = Case.objects.get(ref=ref)
    with connection.cursor() as cursor:
        # As it would be after somebody changed the database behind the product's back.
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER safeguarding_needsnote_no_delete")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE safeguarding_needsnote DISABLE TRIGGER USER")
    NeedsNote.objects.filter(case=case).delete()
    found = live(lead, "safeguarding.closed-complete", now=NOW)
    assert (found.state, found.detail) == (State.SLIPPED, "A closed case lacks something that it calls for.")
    whole = live(lead, "safeguarding.register-whole", now=NOW)
    assert (whole.state, whole.good, whole.total) == (State.SLIPPED, 13, 14)


def test_a_concern_that_is_no_safeguarding_matter_is_closed_with_its_reason_alone(house: House):
    lead = house.actor("lead")
    ref = worked_on(lead, raised())
    actions.decide(actor=lead, ref=ref, decision=DECISION, step=Step.NOT_SAFEGUARDING, now=NOW)
    assert state(house, "closed-complete") is State.TRUE


def test_what_was_closed_long_ago_is_no_longer_asked_about(house: House):
    lead = house.actor("lead")
    actions.close(actor=lead, ref=worked_on(lead, raised()), closing=WORDS, now=NOW)
    assert state(house, "closed-complete", now=NOW + LONG) is State.NOT_APPLICABLE


def test_a_support_plan_past_its_review_falls_short(house: House):
    lead = house.actor("lead")
    ref = worked_on(lead, raised())
    actions.begin_plan(actor=lead, ref=ref, person="She", needs="Quiet", steps="A talk a week", now=NOW)
    assert state(house, "plans-reviewed") is State.TRUE
    assert state(house, "plans-reviewed", now=NOW + LONG) is State.SLIPPED


def test_a_duty_to_an_agency_past_its_time_falls_short(house: House):
    lead = house.actor("lead")
    ref = worked_on(lead, raised())
    run = actions.begin_procedure(actor=lead, ref=ref, procedure="prevent", now=NOW)
    answer_all(lead, ref, run)
    assert Case.objects.get(ref=ref).duties.exists()
    assert state(house, "duties-in-time") is State.TRUE
    assert state(house, "duties-in-time", now=NOW + LONG) is State.SLIPPED


def answer_all(actor, ref: str, run) -> None:
    """Every question with the answer that asks for the most."""
    answers: dict[str, str] = {}
    while (screen := next_screen(PROCEDURES["prevent"], answers)) is not None:
        given = {one.key: one.choices[0][0] if one.choices else "So it is." for one in screen.questions}
        answers |= given
        actions.answer_procedure(actor=actor, ref=ref, run=run, screen=screen.key, answers=given, now=NOW)


def test_a_request_of_an_authority_past_its_time_falls_short(house: House):
    lead = house.actor("lead")
    ref = worked_on(lead, raised())
    asked = Asked("DC Ama Blackwood", "Rang back", "Public task", "What he wrote", "Chronology")
    disclosing.begin_disclosure(
        actor=lead, ref=ref, asker=Asker.POLICE, asked=asked, asked_on=NOW.date(), parts=PARTS, now=NOW
    )
    assert state(house, "disclosures-answered") is State.TRUE
    assert state(house, "disclosures-answered", now=NOW + LONG) is State.SLIPPED


@pytest.mark.parametrize("key", [check.key for check in COUNTED])
def test_many_units_are_answered_as_one_by_one(house: House, key: str):
    lead = house.actor("lead")
    for number in range(3):
        ref = worked_on(lead, raised())
        if number:
            actions.begin_plan(actor=lead, ref=ref, person="She", needs="Quiet", steps="A talk", now=NOW)
    later = NOW + timedelta(days=20)
    (check,) = [check for check in COUNTED if check.key == key]
    units = list(check.units(later))
    assert check.look_all is not None
    assert check.admits_all is not None
    assert units[0] == BASE
    assert check.look_all(units, later) == {unit: check.look(unit, later) for unit in units}
    for who in ("lead", "director", "tutor"):
        actor = house.actor(who)
        assert list(check.admits_all(actor, units)) == [unit for unit in units if check.admits(actor, unit)]


def test_the_lead_is_told_nothing_of_a_case_about_the_lead(house: House):
    without = {check.key: live(house.actor("lead"), check.key, now=NOW) for check in checks()}
    director = house.actor("director")
    ref = worked_on(director, raised(about("Deborah Oseitutu")), kinds=(CaseKind.OTHER,))
    actions.begin_plan(actor=director, ref=ref, person="He", needs="Quiet", steps="A talk", now=NOW)
    assert {check.key: live(house.actor("lead"), check.key, now=NOW) for check in checks()} == without
    assert state(house, "plans-reviewed", who="director") is State.TRUE


def test_somebody_who_knows_of_no_case_gets_the_same_today_and_from_what_was_observed(house: House):
    lead, board = house.actor("lead"), house.actor("it")
    actions.close(actor=lead, ref=worked_on(lead, raised()), closing=WORDS, now=NOW)
    observe_all(now=NOW)
    for check in COUNTED:
        assert live(board, check.key, now=NOW).state is State.NOT_APPLICABLE, check.key
        assert on_day(board, check.key, NOW.date()).state is State.NOT_APPLICABLE, check.key
    assert on_day(lead, "safeguarding.closed-complete", NOW.date()).state is State.TRUE


def test_what_is_stored_of_a_case_names_no_kind_and_nothing_it_lacked(house: House):
    lead = house.actor("lead")
    worked_on(lead, raised(), kinds=(CaseKind.EXTREMISM,))
    observe_all(now=NOW)
    stored = Observation.objects.filter(unit__startswith=f"{BASE}/")
    assert stored.exists()
    assert {row.check_key for row in stored} <= {check.key for check in COUNTED}
    assert not [row for row in stored if "extrem" in row.detail.lower() or row.records]


def test_a_hundred_cases_ask_the_database_no_more_than_three(house: House):
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            live(house.actor("lead"), "safeguarding.read-in-time", now=NOW)
        return len(asked)

    for _number in range(3):
        raised()
    few = statements()
    for _number in range(30):
        raised()
    assert statements() == few


def test_a_record_sent_whose_receipt_is_overdue_falls_short(house: House):
    lead = house.actor("lead")
    ref = worked_on(lead, raised())
    Transfer.objects.create(
        case=Case.objects.get(ref=ref),
        made_at=NOW,
        made_by=house.person["lead"],
        what=b"sealed",
        sha256="0" * 64,
        size=1,
        receipt_mark="m",
        receipt_due=NOW + timedelta(days=5),
    )
    assert state(house, "records-received") is State.TRUE
    assert state(house, "records-received", now=NOW + LONG) is State.SLIPPED
