"""“Prove they cannot”: the walk finds what leaks, changes nothing, and says honestly what it did not look at."""

from unittest.mock import patch

import pytest
from django.db import connections, transaction
from django.http import HttpResponse

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.audit.trail import verify
from leeward.foundation.outbox.models import Job
from leeward.frontdoor.as_somebody import Pages, account_of
from leeward.people.models import OpenSession
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions.hiding import hide, marks_of, rows_of
from leeward.safeguarding.models import Case, Certificate, Concern, Entry
from leeward.safeguarding.rules.proof import Answer, Found, judge
from tests.house.demo import Demo, build_everything
from tests.safeguarding.made import NOW, about, raised

CANARY = "CANARY-OF-A-HIDDEN-CASE"
PAGE, OTHER = Answer(200, "", b"<p>3 cases</p>"), Answer(200, "", b"<p>4 cases</p>")
TOKEN = Answer(200, "", b'<input name="csrfmiddlewaretoken" value="abc1">')
TOKEN_AFTER = Answer(200, "", b'<input name="csrfmiddlewaretoken" value="xyz2">')


@pytest.mark.parametrize(
    ("real", "without", "again", "found"),
    [
        (PAGE, PAGE, None, Found.SAME),
        (TOKEN, TOKEN_AFTER, None, Found.SAME),
        (PAGE, OTHER, PAGE, Found.DIFFERS),
        (PAGE, OTHER, OTHER, Found.UNSTEADY),
        (PAGE, OTHER, None, Found.UNSTEADY),
        (Answer(200, "", b"see ABCD-2345"), Answer(200, "", b"see ABCD-2345"), None, Found.SHOWS),
        (Answer(302, "/safeguarding/ABCD-2345", b""), Answer(404, "", b""), None, Found.SHOWS),
        (Answer(404, "", b""), Answer(200, "", b""), Answer(404, "", b""), Found.DIFFERS),
        (None, PAGE, None, Found.FAILED),
        (PAGE, None, None, Found.FAILED),
    ],
)
def test_what_one_address_shows(real, without, again, found):
    assert judge(real, without, again, ["ABCD-2345"], "/home") is found


def test_an_address_that_was_asked_for_by_its_reference_may_repeat_it():
    echoed = Answer(200, "", b"nothing found for ABCD-2345")
    assert judge(echoed, echoed, None, ["ABCD-2345"], "/people?q=ABCD-2345") is Found.SAME
    assert judge(echoed, echoed, None, ["ABCD-2345", "nothing"], "/people?q=ABCD-2345") is Found.SHOWS


def test_hidden_a_case_is_gone_from_every_table_and_comes_back_by_itself(house):
    hidden, other = raised(about("Deborah Oseitutu")), raised()
    director = house.actor("director")
    actions.open_case(director, hidden.ref, NOW)
    actions.add_entry(
        actor=director, ref=hidden.ref, text="x", event_at=None, precision="unknown", corrects=None, now=NOW
    )
    case = Case.objects.get(ref=hidden.ref)
    rows = rows_of(case)
    assert {Case, Concern, Entry, Job} <= rows.keys()
    before = [model.objects.count() for model in rows]
    with transaction.atomic():
        hide(rows)
        assert list(Case.objects.values_list("ref", flat=True)) == [other.ref]
        assert not queries.case_lines(director, NOW)
        assert [model.objects.count() for model in rows] == [
            count - len(keys) for count, keys in zip(before, rows.values(), strict=True)
        ]
        with act(director, "safeguarding.look-at-what-is-due", now=NOW):
            pass  # a page that leaves its trace still works
        transaction.set_rollback(True)
    assert [model.objects.count() for model in rows] == before
    assert verify() == []


def test_hiding_outside_a_transaction_is_refused():
    outside = patch.object(connections["default"], "in_atomic_block", False)
    with outside, pytest.raises(RuntimeError, match="rolled back"):
        hide({})


def test_marks_are_the_reference_and_random_keys_alone(house):
    case = Case.objects.get(ref=raised().ref)
    marks = marks_of(case, rows_of(case))
    assert {case.ref, str(case.pk), str(case.record)} <= set(marks)
    assert all(len(mark) in (9, 36) for mark in marks)


def test_whoever_may_read_it_gets_no_certificate_and_whoever_may_not_cannot_ask(house):
    ref = raised(about("Deborah Oseitutu")).ref
    with pytest.raises(actions.CanRead):
        actions.prove_cannot(actor=house.actor("director"), ref=ref, person=house.person["director"], now=NOW)
    for key in ("lead", "it", "chair"):
        with pytest.raises(actions.NoSuchCase):
            actions.prove_cannot(actor=house.actor(key), ref=ref, person=house.person["it"], now=NOW)
    assert not Certificate.objects.exists()


def test_somebody_without_a_sign_in_is_said_to_have_none(house):
    ref = raised(about("Deborah Oseitutu")).ref
    director = house.actor("director")
    made = actions.prove_cannot(actor=director, ref=ref, person=house.person["hr"], now=NOW)
    found = actions.open_certificate(director, ref, made, NOW)
    assert (found.name, found.sign_in, found.found) == ("Francesca Delacourt", False, {})
    other = raised().ref
    with pytest.raises(actions.NoSuchCase):
        actions.open_certificate(house.actor("lead"), other, made, NOW)
    assert [one.id for one in actions.open_certificates(director, ref, NOW)] == [made]
    assert b"Francesca" not in bytes(Certificate.objects.get().body)


@pytest.fixture
def demo(db) -> Demo:
    return build_everything()


def hidden_from_the_lead(demo: Demo) -> tuple[Actor, str]:
    receipt = raised(about("Deborah Oseitutu", happened=CANARY), now=demo.now)
    director = demo.actor("managing-director")
    actions.open_case(director, receipt.ref, demo.now)
    return director, receipt.ref


def state() -> tuple[int, ...]:
    models = (AuditEntry, Job, OpenSession, Case, Concern)
    return tuple(model.objects.count() for model in models)


@pytest.mark.slow
def test_a_lead_a_case_is_about_is_proven_unable_and_nothing_is_changed_by_the_walk(demo, monkeypatch):
    director, ref = hidden_from_the_lead(demo)
    lead = demo.people.by_post["dsl"]
    before = state()
    made = actions.prove_cannot(actor=director, ref=ref, person=lead, now=demo.now)
    after = state()
    assert (after[0] - before[0], after[1:]) == (1, before[1:])
    found = actions.open_certificate(director, ref, made, demo.now)
    assert found.holds, found.named
    # Adding a second step needs a browser of one's own; it is said so.
    assert all(path.startswith("/account/second-step/") for path in found.named.get("failed", [])), found.named
    assert found.found["same"] > 100
    assert found.found["shut"] > 20
    # The walk can fail: a page that counts every case is found out, and one that names it.
    real = Pages.look

    def leaking(pages, person, path, now):
        if path == "/safeguarding":
            return Answer(200, "", str(Case.objects.count()).encode())
        if path == "/help":
            return Answer(200, "", f"see {ref}".encode())
        return real(pages, person, path, now) if path in ("/", "/safeguarding/closed") else Answer(404, "", b"")

    monkeypatch.setattr(Pages, "look", leaking)
    made = actions.prove_cannot(actor=director, ref=ref, person=lead, now=demo.now)
    found = actions.open_certificate(director, ref, made, demo.now)
    assert not found.holds
    assert (found.named["differs"], found.named["shows"]) == (["/safeguarding"], ["/help"])


@pytest.mark.slow
def test_a_walk_sees_what_the_person_sees(demo):
    """Otherwise sameness would prove nothing: the lead's own page of cases is really opened."""
    lead = demo.people.by_post["dsl"]
    assert account_of(lead) is not None
    with transaction.atomic():
        answer = Pages().look(lead, "/safeguarding", demo.now)
        transaction.set_rollback(True)
    real = demo.client("dsl").get("/safeguarding")
    assert isinstance(real, HttpResponse)
    assert answer is not None
    for line in queries.case_lines(demo.actor("dsl"), demo.now):
        assert line.ref.encode() in answer.body
        assert line.ref.encode() in real.content
