"""Somebody who works on cases leaves: the team's work goes to whoever reads the case, and HR learns of nothing."""

from datetime import timedelta

import pytest

from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.open_ends.registry import left_behind
from leeward.foundation.outbox.jobs import work_off
from leeward.people.actions import leave
from leeward.safeguarding import actions
from leeward.safeguarding.models import Case, CaseAction, Grant
from tests.safeguarding.made import NOW, House, raised

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


@pytest.fixture
def case(house):
    raised()
    case = Case.objects.get()
    actions.open_case(actor=house.actor("deputy"), ref=case.ref, now=NOW)
    actions.acknowledge(actor=house.actor("deputy"), ref=case.ref, now=NOW)
    actions.add_action(
        actor=house.actor("deputy"), ref=case.ref, what="Ring home", due=NOW + timedelta(days=2), now=NOW
    )
    return case


def test_what_a_leaver_was_to_do_goes_to_who_reads_the_case_and_their_way_in_ends(house, case):
    Grant.objects.get_or_create(case=case, person=house.person["deputy"], post="", reason="asked", granted_at=NOW)
    leave(actor=house.actor("hr"), now=NOW, person=house.person["deputy"], last_day=NOW.date())
    work_off(NOW)
    assert set(CaseAction.objects.values_list("owner", flat=True)) == {house.person["lead"]}
    assert not Grant.objects.filter(person=house.person["deputy"], ended_at=None).exists()


def test_what_hr_is_told_of_a_leaver_is_the_same_with_and_without_a_case(house):
    ask = lambda: left_behind(house.person["deputy"], actor=house.actor("hr"), now=NOW)  # noqa: E731
    without = ask()
    raised()
    ref = Case.objects.get().ref
    actions.open_case(actor=house.actor("deputy"), ref=ref, now=NOW)
    actions.acknowledge(actor=house.actor("deputy"), ref=ref, now=NOW)
    actions.add_action(actor=house.actor("deputy"), ref=ref, what="Ring home", due=NOW + timedelta(days=2), now=NOW)
    assert ask() == without


def test_handing_over_leaves_its_trace_in_the_compartment_of_the_case_alone(house, case):
    leave(actor=house.actor("hr"), now=NOW, person=house.person["deputy"], last_day=NOW.date())
    work_off(NOW)
    entries = AuditEntry.objects.filter(action="safeguarding.hand-over")
    assert set(entries.values_list("compartment", flat=True)) == {case.compartment}
