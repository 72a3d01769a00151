"""Monitoring is off until purpose, notice and lawful basis are recorded by one person and approved by another."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from leeward.foundation.approvals.actions import CannotDecide, approve, refuse
from leeward.foundation.approvals.queries import NoSuchRequest, waiting_for
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.evidence.findings import State
from leeward.foundation.outbox.jobs import work_off
from leeward.monitoring.actions import BasisRefused, receive, record_basis, switch_off
from leeward.monitoring.evidence import lawful as lawful_check
from leeward.monitoring.journal import Form
from leeward.monitoring.models import Finding, LawfulBasis, ReceivedMessage, Source
from leeward.monitoring.queries import NotMonitored, sources
from tests.monitoring.made import JOURNAL, LATER, MOVE, NOW, details, found, house, lawful, letter

pytestmark = pytest.mark.django_db


def test_a_recorded_basis_keeps_the_source_off_until_somebody_else_approves():
    made = house()
    record_basis(actor=made.actor("ism"), details=details(), now=NOW)
    (line,) = sources()
    assert (line.on, line.basis) == (False, None)
    assert line.waiting is not None
    with pytest.raises(NotMonitored) as refusal:
        receive(letter(), address=JOURNAL, now=NOW)
    assert refusal.value.known
    (request,) = waiting_for(made.actor("md"), now=NOW)
    with pytest.raises(CannotDecide):
        approve(actor=made.actor("ism"), request_id=request.id, reason="Mine", confirmed=[], now=NOW)
    with pytest.raises(NoSuchRequest):
        approve(actor=made.actor("it"), request_id=request.id, reason="Mine", confirmed=[], now=NOW)
    assert not sources()[0].on


def test_an_approved_basis_switches_the_source_on():
    made = house()
    lawful(made)
    (line,) = sources()
    assert line.on
    assert line.basis is not None
    assert (line.basis.recorded_by, line.basis.approved_by) == (made.people["ism"], made.people["md"])
    assert lawful_check("general", NOW).state is State.TRUE


def test_a_refused_basis_leaves_it_off():
    made = house()
    record_basis(actor=made.actor("ism"), details=details(), now=NOW)
    (request,) = waiting_for(made.actor("md"), now=NOW)
    refuse(actor=made.actor("md"), request_id=request.id, reason="Tell people first", now=NOW)
    assert not sources()[0].on
    assert LawfulBasis.objects.get().state == LawfulBasis.State.REFUSED


def test_a_second_basis_replaces_the_one_that_waited_and_then_the_one_in_force():
    made = house()
    lawful(made)
    record_basis(actor=made.actor("ism"), details=details(purpose="Wider"), now=LATER)
    assert sources()[0].basis.purpose != "Wider"
    (request,) = waiting_for(made.actor("md"), now=LATER)
    confirmed = ["purpose", "notice", "assessment"]
    approve(actor=made.actor("md"), request_id=request.id, reason="Yes", confirmed=confirmed, now=LATER)
    assert sources()[0].basis.purpose == "Wider"
    assert sorted(LawfulBasis.objects.values_list("state", flat=True)) == ["ended", "in-force"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("purpose", " "),
        ("purpose", "x" * 5000),
        ("proportionate", ""),
        ("notice_where", ""),
        ("dpia", ""),
        ("dpia", "x" * 201),
        ("address", "nobody"),
        ("address", "a@b.example, c@d.example"),
        ("notice_on", date(2026, 11, 26)),
        ("dpia_on", date(2026, 11, 26)),
        ("review_on", date(2026, 11, 25)),
        ("review_on", date(2028, 1, 1)),
    ],
)
def test_a_basis_with_something_missing_is_not_recorded_and_says_what(field, value):
    made = house()
    with pytest.raises(BasisRefused) as refusal:
        record_basis(actor=made.actor("ism"), details=details(**{field: value}), now=NOW)
    assert list(refusal.value.faults) == [field]
    assert not Source.objects.exists()


def test_the_switch_ends_monitoring_at_once_and_what_waited_is_destroyed_unread():
    made = house()
    lawful(made)
    message = receive(letter(MOVE), address=JOURNAL, now=NOW)
    assert switch_off(actor=made.actor("dsl"), source_id=sources()[0].id, why="Wrong mailbox", now=NOW)
    work_off(NOW)
    row = ReceivedMessage.objects.get(pk=message)
    assert (row.body, row.state) == (None, ReceivedMessage.State.ASSESSED)
    assert not Finding.objects.exists()
    with pytest.raises(NotMonitored):
        receive(letter(), address=JOURNAL, now=LATER)
    assert not switch_off(actor=made.actor("dsl"), source_id=sources()[0].id, why="Again", now=LATER)
    assert LawfulBasis.objects.get().ended_why == "Wrong mailbox"
    assert AuditEntry.objects.filter(action="monitoring.switch-off").count() == 2


def test_switching_off_needs_a_reason():
    made = house()
    lawful(made)
    with pytest.raises(BasisRefused):
        switch_off(actor=made.actor("dsl"), source_id=sources()[0].id, why=" ", now=NOW)
    assert sources()[0].on


def test_the_database_refuses_a_source_that_is_on_without_a_basis():
    Source.objects.create(kind=Source.Kind.MAIL_JOURNAL, address=JOURNAL)
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.update(on=True)


def test_the_database_refuses_a_basis_approved_by_who_recorded_it():
    made = house()
    record_basis(actor=made.actor("ism"), details=details(), now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        LawfulBasis.objects.update(approved_by=made.people["ism"])


@pytest.mark.parametrize(
    ("days", "state"),
    [(0, State.TRUE), (285, State.SLIPPING), (310, State.SLIPPING), (311, State.SLIPPED)],
)
def test_the_promise_slips_when_the_review_comes_near_and_is_missed(days, state):
    lawful(house())
    assert lawful_check("general", NOW + timedelta(days=days)).state is state


def test_where_nothing_is_monitored_the_promise_does_not_apply():
    assert lawful_check("general", NOW).state is State.NOT_APPLICABLE


def test_the_form_of_a_source_is_used_for_reading_its_mail():
    lawful(house(), form=Form.REPORTS)
    assert found() is not None
    assert ReceivedMessage.objects.get().problems == ["not-a-report"]
