"""How long records are kept, what holds them, and shredding by two people."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.audit.trail import verify
from leeward.foundation.vault import shred_list, store
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions import retention
from leeward.safeguarding.actions.way_back import WrongWordsGiven
from leeward.safeguarding.models import Case, Entry, ShredCertificate
from leeward.safeguarding.queries.retention import certificate_of, kept_lines, shredded_lines
from leeward.safeguarding.rules.lifecycle import Step
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.retention import (
    KEEPS,
    Basis,
    Facts,
    Stands,
    in_the_way,
    months_after,
    review_on,
)
from tests.safeguarding.made import NOW, about, raised
from tests.signed_in import sign_in

MONTHS = {
    "safeguarding.keep-file": 300,
    "safeguarding.keep-sexual-abuse": 900,
    "safeguarding.pension-age": 804,
    "safeguarding.keep-allegation": 120,
    "safeguarding.keep-unfounded": 1,
    "safeguarding.keep-low-level": 1,
    "safeguarding.keep-adult": 84,
    "safeguarding.keep-not-safeguarding": 12,
    "safeguarding.keep-look-again": 12,
}
CLOSED = date(2026, 11, 25)
BORN = date(2010, 2, 3)
LONG_AGO = date(1980, 1, 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2008, 2, 29), 300, date(2033, 3, 1)),
        (date(2008, 2, 29), 48, date(2012, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 3, 31), 12, date(2027, 3, 31)),
    ],
)
def test_a_day_that_a_month_lacks_is_never_taken_too_early(day, months, expected):
    assert months_after(day, months) == expected


@pytest.mark.parametrize(
    ("basis", "facts", "expected"),
    [
        (Basis.CHILD, Facts(CLOSED, BORN), (date(2035, 2, 3), True)),
        (Basis.CHILD, Facts(CLOSED), (date(2027, 11, 25), False)),
        (Basis.CHILD, Facts(CLOSED, LONG_AGO), (CLOSED, True)),
        (Basis.SEXUAL_ABUSE, Facts(CLOSED, BORN), (date(2085, 2, 3), True)),
        (Basis.STAFF_ALLEGATION, Facts(CLOSED, date(1990, 5, 6)), (date(2057, 5, 6), True)),
        (Basis.STAFF_ALLEGATION, Facts(CLOSED, date(1961, 5, 6)), (date(2036, 11, 25), True)),
        (Basis.UNFOUNDED, Facts(CLOSED), (date(2026, 12, 25), True)),
        (Basis.LOW_LEVEL, Facts(CLOSED), (date(2027, 11, 25), False)),
        (Basis.LOW_LEVEL, Facts(CLOSED, left=date(2027, 7, 31)), (date(2027, 8, 31), True)),
        (Basis.ADULT, Facts(CLOSED), (date(2033, 11, 25), True)),
        (Basis.NOT_SAFEGUARDING, Facts(CLOSED), (date(2027, 11, 25), True)),
    ],
)
def test_each_record_is_kept_by_its_rule(basis, facts, expected):
    assert review_on(basis, facts, MONTHS) == expected


@given(
    st.sampled_from(Basis),
    st.dates(date(1930, 1, 1), date(2026, 1, 1)),
    st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2040, 1, 1))),
)
def test_nothing_is_due_before_it_was_closed(basis, born, left):
    day, _end = review_on(basis, Facts(CLOSED, born, left), MONTHS)
    assert day >= CLOSED


def test_a_hold_beats_every_date():
    free = {"closed": True, "review": LONG_AGO, "is_end": True, "today": CLOSED}
    assert in_the_way(held=False, **free) == ()
    assert in_the_way(held=True, **free) == (Stands.HELD,)
    assert set(in_the_way(held=True, closed=False, review=None, is_end=False, today=CLOSED)) == {
        Stands.HELD,
        Stands.OPEN,
        Stands.NO_PLAN,
    }
    assert in_the_way(held=False, **free | {"is_end": False}) == (Stands.UNKNOWN,)
    assert in_the_way(held=False, **free | {"review": CLOSED + timedelta(days=1)}) == (Stands.TOO_EARLY,)


def test_every_rule_that_keeps_is_in_the_pack(db):
    known = {line.rule.id for line in queries.rule_lines(NOW)}
    assert {keep.rule for keep in KEEPS.values()} <= known
    assert retention.months_now(NOW) == MONTHS


def closed(house, key="lead", **more):
    """A concern that was no safeguarding matter, closed by whoever reads it."""
    receipt = raised(**more)
    reader = house.actor(key)
    actions.open_case(reader, receipt.ref, NOW)
    actions.acknowledge(actor=reader, ref=receipt.ref, now=NOW)
    actions.add_entry(
        actor=reader, ref=receipt.ref, text="CANARY-LINE", event_at=None, precision=Precision.UNKNOWN, now=NOW
    )
    actions.decide(
        actor=reader,
        ref=receipt.ref,
        decision=actions.DecisionText("?", "", "No", "A broken lock."),
        step=Step.NOT_SAFEGUARDING,
        now=NOW,
    )
    return receipt


def planned(house, key="lead", **more):
    receipt = closed(house, key, **more)
    retention.plan_keeping(
        actor=house.actor(key), ref=receipt.ref, basis=Basis.CHILD, born=LONG_AGO, reason="Old enough", now=NOW
    )
    return receipt


def proposed(house, key="lead", **more):
    receipt = planned(house, key, **more)
    retention.propose_shredding(actor=house.actor(key), ref=receipt.ref, why="Nobody needs it", now=NOW)
    return receipt


def test_two_people_shred_and_nothing_can_be_read_again(house):
    receipt = proposed(house)
    case = Case.objects.get(ref=receipt.ref)
    records = [case.record, *case.concerns.values_list("record", flat=True)]
    sealed = Entry.objects.get(case=case)
    with pytest.raises(retention.CannotShred):
        retention.decide_shredding(actor=house.actor("lead"), ref=receipt.ref, agree=True, now=NOW)
    retention.decide_shredding(actor=house.actor("deputy"), ref=receipt.ref, agree=True, now=NOW)
    with pytest.raises(store.Shredded):
        store.open_text(case.record, f"entry {sealed.pk}", sealed.body)
    assert not case.persons.exists()
    with pytest.raises(WrongWordsGiven):
        actions.come_back(receipt.words, NOW)
    for key in ("lead", "deputy"):
        assert queries.find_case(house.actor(key), receipt.ref, NOW) is None
        assert [line.ref for line in shredded_lines(house.actor(key), NOW)] == [receipt.ref]
    with pytest.raises(actions.NoSuchCase):
        actions.open_case(house.actor("lead"), receipt.ref, NOW)
    assert {row["record"] for row in _shredded_rows()} == set(records)


def _shredded_rows():
    from leeward.foundation.vault.models import ShreddedRecord

    return ShreddedRecord.objects.values("record")


def test_the_certificate_holds_no_word_of_the_case_and_is_chained_into_the_audit_trail(house):
    receipt = proposed(house)
    retention.decide_shredding(actor=house.actor("deputy"), ref=receipt.ref, agree=True, now=NOW)
    text = certificate_of(house.actor("lead"), receipt.ref, NOW)
    assert "CANARY" not in text
    assert "Deborah Oseitutu" in text
    assert "Tomasz Wren" in text
    entry = AuditEntry.objects.get(action="safeguarding.decide-shredding")
    assert entry.details["certificate"] in text
    assert verify() == []


def test_what_is_shredded_is_on_the_list_that_restores_apply(house, django_capture_on_commit_callbacks):
    receipt = proposed(house)
    with django_capture_on_commit_callbacks(execute=True):
        retention.decide_shredding(actor=house.actor("deputy"), ref=receipt.ref, agree=True, now=NOW)
    assert Case.objects.get(ref=receipt.ref).record in shred_list.read()


def test_a_hold_ends_a_proposal_and_takes_two_to_lift(house):
    receipt = proposed(house)
    lead, deputy = house.actor("lead"), house.actor("deputy")
    retention.hold(actor=deputy, ref=receipt.ref, asked_by="The police", why="An inquiry", now=NOW)
    with pytest.raises(retention.CannotShred):
        retention.decide_shredding(actor=deputy, ref=receipt.ref, agree=True, now=NOW)
    with pytest.raises(retention.CannotShred):
        retention.propose_shredding(actor=lead, ref=receipt.ref, why="Once more", now=NOW)
    hold = UUID(str(retention.open_keeping(lead, receipt.ref, NOW).holds[0].id))
    assert not retention.lift_hold(actor=lead, ref=receipt.ref, hold_id=hold, now=NOW)
    assert not retention.lift_hold(actor=lead, ref=receipt.ref, hold_id=hold, now=NOW)
    assert retention.lift_hold(actor=deputy, ref=receipt.ref, hold_id=hold, now=NOW)
    retention.propose_shredding(actor=lead, ref=receipt.ref, why="Once more", now=NOW)


@pytest.mark.parametrize(
    "plan", [None, {"basis": Basis.CHILD, "born": BORN}, {"basis": Basis.LOW_LEVEL}, {"basis": Basis.NOT_SAFEGUARDING}]
)
def test_nothing_is_shredded_before_its_day(house, plan):
    receipt = closed(house)
    if plan is not None:
        retention.plan_keeping(actor=house.actor("lead"), ref=receipt.ref, reason="Rule", now=NOW, **plan)
    with pytest.raises(retention.CannotShred):
        retention.propose_shredding(actor=house.actor("lead"), ref=receipt.ref, why="x", now=NOW)


def test_a_day_by_hand_may_only_keep_it_longer(house):
    receipt = closed(house)
    lead = house.actor("lead")
    with pytest.raises(ValueError, match="later"):
        retention.plan_keeping(
            actor=lead, ref=receipt.ref, basis=Basis.CHILD, born=BORN, keep_until=CLOSED, reason="x", now=NOW
        )
    day = retention.plan_keeping(
        actor=lead,
        ref=receipt.ref,
        basis=Basis.CHILD,
        born=BORN,
        keep_until=date(2060, 1, 1),
        reason="A claim may come",
        now=NOW,
    )
    assert day == date(2060, 1, 1)
    assert kept_lines(lead, NOW)[0].review_on == day


def test_where_nobody_else_may_read_it_the_next_post_is_let_in_to_decide(house):
    receipt = proposed(house, "director", telling=about("Deborah Oseitutu"))
    assert queries.find_case(house.actor("chair"), receipt.ref, NOW) is not None
    assert queries.find_case(house.actor("lead"), receipt.ref, NOW) is None
    retention.decide_shredding(actor=house.actor("chair"), ref=receipt.ref, agree=True, now=NOW)
    assert ShredCertificate.objects.get().keys == 2


@pytest.mark.parametrize("key", ["lead", "deputy", "it", "tutor", "hr"])
def test_a_barred_person_learns_nothing_of_a_case_that_is_kept_or_shredded(house, monkeypatch, key):
    hidden = proposed(house, "director", telling=about("Deborah Oseitutu"))
    browser = sign_in(monkeypatch, house.actor(key))

    def seen():
        paths = [f"/safeguarding/{hidden.ref}/keeping{rest}" for rest in ("", "/plan", "/hold", "/shred")]
        paths += [f"/safeguarding/shredded/{hidden.ref}", f"/safeguarding/shredded/{hidden.ref}.txt"]
        assert {browser.get(path).status_code for path in paths} == {404}
        assert hidden.ref not in browser.get("/safeguarding/keeping").content.decode()

    seen()
    retention.decide_shredding(actor=house.actor("chair"), ref=hidden.ref, agree=True, now=NOW)
    seen()
    assert shredded_lines(house.actor(key), NOW) == []


def test_the_database_itself_wants_two_people_and_keeps_certificates_as_written(house):
    receipt = proposed(house)
    case = Case.objects.get(ref=receipt.ref)
    row = case.shred_proposals.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        case.shred_proposals.filter(pk=row.pk).update(agreed=True, decided_by=row.by, decided_at=NOW)
    retention.decide_shredding(actor=house.actor("deputy"), ref=receipt.ref, agree=True, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        ShredCertificate.objects.update(keys=9)


def test_readers_are_told_on_mondays_when_a_day_has_come(house):
    planned(house)
    monday = NOW + timedelta(days=5)
    assert retention.remind_of_reviews(NOW) == 0
    assert retention.remind_of_reviews(monday) == 2


def test_a_refusal_keeps_the_case(house):
    receipt = proposed(house)
    retention.decide_shredding(actor=house.actor("deputy"), ref=receipt.ref, agree=False, now=NOW)
    assert "CANARY-LINE" in str(actions.open_case(house.actor("lead"), receipt.ref, NOW))
    assert replace(retention.open_keeping(house.actor("lead"), receipt.ref, NOW), plan=None).proposed_by == ""
