"""A blocked site is asked for, decided by the right person, opens for the right group and closes again."""

from datetime import timedelta

import pytest

from leeward.engine.web import Verdict
from leeward.filtering.actions.policy import NotTaken, set_categories
from leeward.filtering.actions.unblock import decide_unblock, request_unblock
from leeward.filtering.evidence import requests_decided
from leeward.filtering.models import Category, SnapshotVersion, UnblockRequest, WebException
from leeward.filtering.rules import Refusal
from leeward.foundation.access import STRANGER, SYSTEM
from leeward.foundation.approvals.actions import AlreadyAsked, AlreadyDecided, CannotAsk, CannotDecide
from leeward.foundation.approvals.kinds import deciders_setting
from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.approvals.queries import NoSuchRequest, waiting_for
from leeward.foundation.approvals.words import ApprovalError
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.evidence.findings import State
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.settings_history.actions import set_to
from tests.crash import every_crash_point
from tests.filtering.made import HOUR, IT, LEARNER, MANAGER, MANAGERS_DEPUTY, NOW, TUTOR, decided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("policy")]

BOTH = ["looked", "needed"]


def asked(actor=TUTOR, address="https://www.casino.example/odds", group="learners", why="Lesson on odds", hours=2.0):
    return request_unblock(
        actor=actor, address=address, group=group, why=why, until=NOW + timedelta(hours=hours), now=NOW
    )


def decide(request, actor=MANAGER, approve=True, reason="Fits the lesson", confirmed=BOTH, until=None, at=NOW):
    decide_unblock(
        actor=actor,
        reference=request.reference,
        approve=approve,
        reason=reason,
        confirmed=confirmed,
        until=until,
        now=at,
    )


def test_a_site_opens_for_the_group_and_the_time_approved_and_closes_again() -> None:
    request = asked()
    assert decided("https://www.casino.example/").verdict is Verdict.BLOCK
    versions = SnapshotVersion.objects.count()
    decide(request, at=NOW + timedelta(minutes=5))
    assert SnapshotVersion.objects.count() == versions + 1
    at = NOW + timedelta(minutes=6)
    opened = decided("https://www.casino.example/slots", at=at)
    assert (opened.verdict, opened.rule) == (Verdict.ALLOW, f"exception {request.exception.reference}")
    assert decided("https://www.casino.example/", "under-18", at).verdict is Verdict.BLOCK
    assert decided("https://casino.example/", at=at).verdict is Verdict.BLOCK  # the site asked for, not its parent
    assert decided("https://www.casino.example/", at=NOW + 2 * HOUR - timedelta(seconds=1)).verdict is Verdict.ALLOW
    assert decided("https://www.casino.example/", at=NOW + 2 * HOUR).verdict is Verdict.BLOCK


def test_the_decider_may_allow_it_for_less_time_than_asked() -> None:
    decide(asked(hours=24), until=NOW + HOUR)
    assert decided("www.casino.example", at=NOW + HOUR).verdict is Verdict.BLOCK


def test_a_refused_request_opens_nothing() -> None:
    request = asked()
    decide(request, approve=False)
    assert decided("www.casino.example").verdict is Verdict.BLOCK
    assert not WebException.objects.exists()
    with pytest.raises(AlreadyDecided):
        decide(request)


@pytest.mark.parametrize("actor", [IT, LEARNER, STRANGER])
def test_who_does_not_hold_the_post_cannot_decide_and_learns_nothing(actor) -> None:
    with pytest.raises(NoSuchRequest):
        decide(asked(), actor=actor)
    assert not WebException.objects.exists()


def test_the_one_who_asked_cannot_decide_even_with_the_post() -> None:
    request = asked(MANAGER)
    with pytest.raises(CannotDecide):
        decide(request, actor=MANAGER)
    decide(request, actor=MANAGERS_DEPUTY)
    assert decided("www.casino.example").verdict is Verdict.ALLOW


def test_who_decides_is_the_organisations_choice() -> None:
    set_to(deciders_setting("filtering.unblock"), ("dsl",), actor=SYSTEM, why="Our way", now=NOW)
    request = asked()
    with pytest.raises(NoSuchRequest):
        decide(request, actor=MANAGER)


def test_every_point_must_be_confirmed_before_a_site_opens() -> None:
    request = asked()
    with pytest.raises(ApprovalError):
        decide(request, confirmed=["looked"])
    with pytest.raises(ApprovalError):
        decide(request, reason=" ")
    assert not WebException.objects.exists()


def test_asked_twice_by_one_person_is_one_request_and_by_another_is_said_to_wait() -> None:
    assert asked().pk == asked().pk
    assert UnblockRequest.objects.count() == 1
    assert len(waiting_for(MANAGER, now=NOW)) == 1
    with pytest.raises(AlreadyAsked):
        asked(LEARNER)


def test_an_unanswered_request_lapses() -> None:
    request = asked()
    later = NOW + timedelta(days=14, minutes=1)
    work_off(later)
    with pytest.raises(AlreadyDecided):
        decide(request, at=later)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"address": "http://"}, Refusal.NOT_AN_ADDRESS),
        ({"address": "co.uk"}, Refusal.TOO_WIDE),
        ({"address": "news.example"}, Refusal.NOT_BLOCKED),
        ({"address": "https://www.childline.org.uk"}, Refusal.NOT_BLOCKED),
        ({"hours": 0}, Refusal.END_BEFORE_START),
        ({"hours": 24 * 400}, Refusal.TOO_LONG),
    ],
)
def test_a_request_that_cannot_be_is_refused_with_its_reason(changes, why) -> None:
    with pytest.raises(NotTaken) as refused:
        asked(**changes)
    assert refused.value.why is why
    assert not UnblockRequest.objects.exists()


def test_what_is_locked_cannot_even_be_asked_for() -> None:
    Category.objects.filter(name="gambling").update(locked=True)
    set_categories(actor=IT, group="learners", verdicts={"games": Verdict.WARN}, why="", now=NOW)
    with pytest.raises(NotTaken) as refused:
        asked()
    assert refused.value.why is Refusal.LOCKED


def test_a_site_that_is_warned_of_may_be_asked_for_and_opens_without_the_warning() -> None:
    decide(asked(address="friends.social.example"))
    assert decided("friends.social.example").verdict is Verdict.ALLOW


def test_an_unknown_group_and_a_stranger_are_refused() -> None:
    with pytest.raises(LookupError):
        asked(group="nobody")
    with pytest.raises(CannotAsk):
        asked(STRANGER)


def test_why_it_is_asked_for_is_nowhere_in_clear() -> None:
    asked(why="I need to read about my own illness")
    assert "illness" not in str(list(UnblockRequest.objects.values()))
    assert "illness" not in str(list(AuditEntry.objects.values()))


def test_no_crash_while_deciding_opens_a_site_or_loses_a_decision_half() -> None:
    request = asked()

    def check(statement: int, finished: bool) -> None:
        assert WebException.objects.exists() is finished
        assert decided("www.casino.example").verdict is (Verdict.ALLOW if finished else Verdict.BLOCK)
        assert AuditEntry.objects.filter(action="approvals.approve").exists() is finished

    assert every_crash_point(lambda: decide(request), check) > 10


def test_a_request_nobody_decided_is_counted_against_the_promise() -> None:
    assert requests_decided("general", NOW).state is State.NOT_APPLICABLE
    asked()
    assert requests_decided("general", NOW).state is State.TRUE
    ApprovalRequest.objects.update(state=ApprovalRequest.State.LAPSED, decided_at=NOW)
    found = requests_decided("general", NOW)
    assert (found.state, found.good, found.total) == (State.SLIPPED, 0, 1)
