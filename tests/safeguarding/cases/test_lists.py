"""Lists of cases: filtered, ordered and cut by the database, and no more statements for many cases than for one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leeward.safeguarding import actions, queries
from leeward.safeguarding.queries import Wanted, waiting
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.precision import Precision
from tests.safeguarding.cases.test_closing import worked_on
from tests.safeguarding.made import NOW, about, raised


@pytest.fixture
def lead(house):
    return house.actor("lead")


def refs(actor, **wanted) -> list[str]:
    return [line.ref for line in queries.case_page(actor, NOW, Wanted(**wanted)).lines]


def test_a_list_is_narrowed_to_who_leads_kind_severity_and_what_is_overdue(house, lead):
    grave = worked_on(lead, raised(), kinds=[CaseKind.BULLYING, CaseKind.SELF_HARM], severity=3)
    mild = worked_on(house.actor("deputy"), raised(), kinds=[CaseKind.OTHER], severity=1)
    actions.add_action(actor=lead, ref=mild, what="Ring", due=NOW - timedelta(hours=1), now=NOW)
    unread = raised().ref
    assert set(refs(lead)) == {grave, mild, unread}
    assert refs(lead, owner=house.person["deputy"]) == [mild]
    assert refs(lead, kind=CaseKind.SELF_HARM) == [grave]
    assert refs(lead, severity=2) == [grave]
    assert refs(lead, overdue=True) == [mild]
    assert dict(queries.case_owners(lead, NOW)) == {
        house.person["lead"]: "Deborah Oseitutu",
        house.person["deputy"]: "Tomasz Wren",
    }


def test_pages_hold_every_case_once_in_one_order(house, lead, monkeypatch):
    monkeypatch.setattr(waiting, "PAGE", 2)
    for hours in range(5):
        raised(now=NOW - timedelta(hours=hours))
    pages = [queries.case_page(lead, NOW, Wanted(), page) for page in (1, 2, 3, 99)]
    assert [(found.page, found.pages, found.total) for found in pages] == [(1, 3, 5), (2, 3, 5), (3, 3, 5), (3, 3, 5)]
    seen = [line.ref for found in pages[:3] for line in found.lines]
    assert seen == [line.ref for line in queries.case_lines(lead, NOW)]
    assert len(set(seen)) == 5


def test_a_list_asks_the_database_no_more_often_for_many_cases(house, lead):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            queries.case_page(lead, NOW, Wanted())
            queries.concerns_waiting(lead, NOW)
            queries.next_due(lead, NOW, 3)
        return len(seen)

    worked_on(lead, raised())
    few = statements()
    for _number in range(6):
        worked_on(lead, raised())
    assert statements() == few


def test_opening_a_case_asks_the_database_no_more_often_for_a_long_chronology(house, lead):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            actions.open_case(lead, ref, NOW)
        return len(seen)

    ref = worked_on(lead, raised())

    def add() -> None:
        actions.add_entry(actor=lead, ref=ref, text="x", event_at=NOW, precision=Precision.DAY, now=NOW)
        actions.add_action(actor=lead, ref=ref, what="x", due=NOW, now=NOW)
        actions.decide(actor=lead, ref=ref, decision=actions.DecisionText("q", "", "c", "r"), now=NOW)

    add()
    actions.open_case(lead, ref, NOW)
    few = statements()
    for _number in range(10):
        add()
    assert statements() == few


def test_filters_and_names_of_who_leads_are_those_without_a_hidden_case(house, lead):
    worked_on(lead, raised(), kinds=[CaseKind.OTHER])
    before = (refs(lead), queries.case_owners(lead, NOW), refs(lead, kind=CaseKind.STAFF_ALLEGATION))
    worked_on(house.actor("director"), raised(about("Tomasz Wren")), kinds=[CaseKind.STAFF_ALLEGATION])
    assert before == (refs(lead), queries.case_owners(lead, NOW), refs(lead, kind=CaseKind.STAFF_ALLEGATION))
