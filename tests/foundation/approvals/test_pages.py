"""The pages of requests, as people meet them."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from leeward.foundation.access import STRANGER
from leeward.foundation.approvals import kinds
from leeward.foundation.approvals.actions import ask
from leeward.foundation.approvals.endings import declare_letters, start_delays
from leeward.foundation.approvals.kinds import About, Criterion, Kind, Purpose
from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.outbox.jobs import work_off
from tests.foundation.approvals.conftest import House, id_of
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letters() -> None:
    declare_letters()


def open_page(house: House, **given: object) -> UUID:
    return ask(
        actor=house.tutor,
        kind="test.unblock",
        subject=f"unblock:{uuid4()}",
        why="For <b>Tuesday</b>",
        now=timezone.now(),
        **given,  # type: ignore[arg-type]  # keyword arguments of ask
    )


def test_the_decider_reads_decides_and_the_asker_reads_the_reason(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = open_page(house)
    manager, tutor = sign_in(monkeypatch, house.manager), sign_in(monkeypatch, house.tutor)
    assert f"/approvals/{made}" in manager.get("/approvals").content.decode()
    page = manager.get(f"/approvals/{made}").content.decode()
    assert "For &lt;b&gt;Tuesday&lt;/b&gt;" in page
    answer = manager.post(f"/approvals/{made}", {"decision": "approve", "reason": "Fits the course"})
    assert (answer.status_code, answer["Location"]) == (302, "/approvals")
    assert "Fits the course" in tutor.get(f"/approvals/{made}").content.decode()
    assert house.told[0].by == house.manager.person


def test_what_was_entered_stays_when_something_is_missing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made = open_page(house)
    manager = sign_in(monkeypatch, house.manager)
    page = manager.post(f"/approvals/{made}", {"reason": "Half done"}).content.decode()
    assert "Choose one." in page
    assert "Half done" in page
    late = {"until_0": "1", "until_1": "1", "until_2": "2099"}
    page = manager.post(f"/approvals/{made}", {"decision": "approve", "reason": "Fine", **late}).content.decode()
    assert "30 days at most" in page
    assert not house.told


def test_a_last_day_holds_to_its_end_in_london(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made = open_page(house)
    day = timezone.localdate() + timedelta(days=2)
    given = {"until_0": str(day.day), "until_1": str(day.month), "until_2": str(day.year)}
    sign_in(monkeypatch, house.manager).post(f"/approvals/{made}", {"decision": "approve", "reason": "Fine", **given})
    until = house.told[0].until
    assert until is not None
    assert timezone.localtime(until).strftime("%Y-%m-%d %H:%M:%S") == f"{day} 23:59:59"


def test_a_second_reader_confirms_each_point(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds.declare(
        Kind(
            "test.attest",
            "Attest",
            ("safeguarding-lead",),
            purpose=Purpose.ATTESTATION,
            criteria=(Criterion("one", "It is complete."),),
            describe=lambda subject, actor: About("the yearly check", "/promises"),
        )
    )
    made = ask(actor=house.tutor, kind="test.attest", subject="check:1", why="Please", now=timezone.now())
    lead = sign_in(monkeypatch, house.lead)
    page = lead.get(f"/approvals/{made}").content.decode()
    for words in ("It is complete.", "Yes, this is true", "the yearly check", 'href="/promises"'):
        assert words in page
    page = lead.post(f"/approvals/{made}", {"decision": "approve", "reason": "Seen"}).content.decode()
    assert "Confirm every point" in page
    lead.post(f"/approvals/{made}", {"decision": "approve", "reason": "Seen", "confirmed": ["one"]})
    assert ApprovalRequest.objects.get(pk=made).state == "approved"


def test_whoever_may_not_know_of_a_request_finds_what_a_missing_one_gives(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = open_page(house, conflicts=[id_of(house.manager)])
    missing = uuid4()
    for actor in (house.manager, house.chair, house.outsider):
        client = sign_in(monkeypatch, actor)
        assert str(made) not in client.get("/approvals").content.decode()
        for path in ("", "/delegate", "/withdraw"):
            send = client.post if path else client.get
            known, unknown = send(f"/approvals/{made}{path}"), send(f"/approvals/{missing}{path}")
            assert known.status_code == unknown.status_code == 404
            assert known.content == unknown.content.replace(str(missing).encode(), str(made).encode())
        decided = client.post(f"/approvals/{made}", {"decision": "approve", "reason": "Mine"})
        assert decided.status_code == 404
    assert Client().get(f"/approvals/{made}").status_code == 302
    assert STRANGER.person is None


def test_the_asker_withdraws_and_cannot_decide(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made = open_page(house)
    tutor = sign_in(monkeypatch, house.tutor)
    assert "Withdraw my request" in tutor.get(f"/approvals/{made}").content.decode()
    tutor.post(f"/approvals/{made}", {"decision": "approve", "reason": "Mine"})
    assert ApprovalRequest.objects.get(pk=made).state == "waiting"
    tutor.post(f"/approvals/{made}/withdraw")
    assert ApprovalRequest.objects.get(pk=made).state == "withdrawn"
    assert "nothing was changed" in tutor.post(f"/approvals/{made}/withdraw", follow=True).content.decode()


def test_a_holder_lets_a_deputy_decide(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leeward.foundation.holders._name_of", lambda person: "Dep Example")
    made = open_page(house)
    manager, deputy = sign_in(monkeypatch, house.manager), sign_in(monkeypatch, house.deputy)
    assert deputy.get(f"/approvals/{made}").status_code == 404
    assert "Dep Example" in manager.get(f"/approvals/{made}").content.decode()
    for wrong in ("", "not-an-id", str(house.chair.person)):
        page = manager.post(f"/approvals/{made}/delegate", {"to": wrong}, follow=True).content.decode()
        assert "Choose a deputy of your post" in page
    manager.post(f"/approvals/{made}/delegate", {"to": str(house.deputy.person)})
    assert deputy.get(f"/approvals/{made}").status_code == 200


def test_a_decision_that_came_too_late_is_told_and_changes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = open_page(house)
    manager = sign_in(monkeypatch, house.manager)
    manager.post(f"/approvals/{made}", {"decision": "refuse", "reason": "No"})
    page = manager.post(f"/approvals/{made}", {"decision": "approve", "reason": "Yes"}, follow=True).content.decode()
    assert "nothing was changed" in page
    assert ApprovalRequest.objects.get(pk=made).state == "refused"


def test_the_first_page_counts_what_waits_for_whoever_may_decide(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(3):
        open_page(house)
    open_page(house, conflicts=[id_of(house.manager)])
    assert '<p class="lw-card__figure">3</p>' in sign_in(monkeypatch, house.manager).get("/").content.decode()
    assert "Requests for your decision" not in sign_in(monkeypatch, house.tutor).get("/").content.decode()


def test_a_request_of_a_kind_no_longer_known_is_shown_ends_and_is_decided_by_nobody(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = open_page(house)
    monkeypatch.delitem(kinds._kinds, "test.unblock")
    monkeypatch.delitem(kinds._deciders, "test.unblock")
    manager, tutor = sign_in(monkeypatch, house.manager), sign_in(monkeypatch, house.tutor)
    assert f"/approvals/{made}" not in manager.get("/approvals").content.decode()
    assert manager.get(f"/approvals/{made}").status_code == 404
    assert "Kind of request no longer known" in tutor.get("/approvals").content.decode()
    page = tutor.get(f"/approvals/{made}").content.decode()
    assert "nobody can decide it" in page
    assert "Withdraw my request" in page
    assert tutor.post(f"/approvals/{made}/withdraw").status_code == 302
    assert ApprovalRequest.objects.get(pk=made).state == ApprovalRequest.State.WITHDRAWN


def test_a_request_of_a_kind_no_longer_known_ends_by_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made = open_page(house)
    monkeypatch.delitem(kinds._kinds, "test.unblock")
    monkeypatch.delitem(kinds._deciders, "test.unblock")
    now = timezone.now()
    assert start_delays(now) == 1
    work_off(now + timedelta(days=4))
    assert ApprovalRequest.objects.get(pk=made).state == ApprovalRequest.State.LAPSED
    assert house.told == []
