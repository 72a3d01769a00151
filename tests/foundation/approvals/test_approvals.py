"""Requests, in sentences: who may decide, who is told what, and how a request ends."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail as outgoing
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from leeward.foundation.access import STRANGER, Actor
from leeward.foundation.approvals import kinds, queries
from leeward.foundation.approvals.actions import (
    AlreadyAsked,
    AlreadyDecided,
    CannotAsk,
    CannotDecide,
    add_conflict,
    approve,
    ask,
    delegate,
    refuse,
    withdraw,
)
from leeward.foundation.approvals.deciders import deciders_of
from leeward.foundation.approvals.endings import (
    NOBODY,
    WAITS,
    RequestDue,
    come_up,
    declare_letters,
    start_delays,
)
from leeward.foundation.approvals.kinds import AfterDelay, Kind, Outcome
from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.approvals.queries import NoSuchRequest, waiting_for
from leeward.foundation.approvals.rules import Standing
from leeward.foundation.approvals.words import ApprovalError, open_words
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.holders import Holding
from leeward.foundation.mail import LetterWaits, deliver
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.messages import listen
from leeward.foundation.outbox.models import Job
from leeward.foundation.settings_history.actions import change_setting
from leeward.foundation.settings_history.queries import value
from leeward.foundation.settings_history.scopes import Scope
from leeward.foundation.settings_history.shapes import SettingError
from tests.crash import every_crash_point
from tests.documented import run_examples
from tests.foundation.approvals.conftest import House, id_of

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letters() -> None:
    declare_letters()
    listen(LetterWaits, "foundation.deliver-letter", deliver)


def written_to(letter: str) -> set[UUID]:
    rows = Job.objects.filter(kind="foundation.letter", payload__letter=letter)
    return {UUID(row.payload["person"]) for row in rows}


def ask_for_page(house: House, subject: str = "unblock:1", **given: object) -> UUID:
    return ask(
        actor=house.tutor,
        kind="test.unblock",
        subject=subject,
        why="For the lesson on Tuesday",
        now=NOW,
        **given,  # type: ignore[arg-type]  # keyword arguments of ask
    )


def ids(lines: list[queries.RequestLine]) -> list[UUID]:
    return [line.id for line in lines]


def test_the_decider_finds_the_request_and_nobody_else_does(house: House) -> None:
    made = ask_for_page(house)
    assert ids(waiting_for(house.manager, now=NOW)) == [made]
    for other in (house.tutor, house.deputy, house.chair, house.outsider, STRANGER):
        assert waiting_for(other, now=NOW) == []
    assert written_to(WAITS) == {house.manager.person}


def test_the_room_is_told_of_the_approval_with_its_end(house: House) -> None:
    made = ask_for_page(house)
    until = NOW + timedelta(days=2)
    approve(actor=house.manager, request_id=made, reason="Fits the course", until=until, now=LATER)
    (told,) = house.told
    assert (told.request, told.kind, told.subject) == (made, "test.unblock", "unblock:1")
    assert (told.outcome, told.by, told.until) == (Outcome.APPROVED, house.manager.person, until)
    assert queries.live_approval("test.unblock", "unblock:1", now=LATER) == made
    assert queries.live_approval("test.unblock", "unblock:1", now=until) is None


def test_a_refusal_needs_a_reason_and_is_told_too(house: House) -> None:
    made = ask_for_page(house)
    with pytest.raises(ApprovalError, match="Give a reason"):
        refuse(actor=house.manager, request_id=made, reason="  ", now=LATER)
    refuse(actor=house.manager, request_id=made, reason="Not needed", now=LATER)
    assert [told.outcome for told in house.told] == [Outcome.REFUSED]
    assert open_words(actor=house.tutor, request_id=made, now=LATER).reason == "Not needed"


def test_a_requester_who_is_also_the_decider_is_refused(house: House) -> None:
    made = ask(actor=house.manager, kind="test.unblock", subject="unblock:9", why="For me", now=NOW)
    for decide in (approve, refuse):
        with pytest.raises(CannotDecide, match="somebody else must decide"):
            decide(actor=house.manager, request_id=made, reason="I like it", now=LATER)
    assert waiting_for(house.manager, now=NOW) == []
    assert ids(waiting_for(house.deputy, now=NOW)) == [made]


def test_the_database_itself_refuses_a_decision_by_the_requester(house: House) -> None:
    made = ask_for_page(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalRequest.objects.filter(pk=made).update(
            state="approved", decided_by=house.tutor.person, decided_at=LATER
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalRequest.objects.filter(pk=made).update(delegated_to=house.tutor.person)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovalRequest.objects.filter(pk=made).update(state="approved", decided_at=LATER)


def test_a_conflicted_holder_learns_nothing_and_the_deputy_decides(house: House) -> None:
    made = ask_for_page(house, conflicts=[id_of(house.manager)])
    assert waiting_for(house.manager, now=NOW) == []
    for attempt in (
        lambda: queries.request(house.manager, made, now=NOW),
        lambda: open_words(actor=house.manager, request_id=made, now=NOW),
        lambda: approve(actor=house.manager, request_id=made, reason="x", now=NOW),
    ):
        with pytest.raises(NoSuchRequest):
            attempt()
    assert written_to(WAITS) == {house.deputy.person}
    approve(actor=house.deputy, request_id=made, reason="Fine", now=LATER)
    assert ApprovalRequest.objects.get(pk=made).decided_for == "general-manager"


def test_the_posts_are_asked_in_order_and_the_chair_last(house: House) -> None:
    def deciders(*conflicts: Actor) -> set[UUID | None]:
        made = ask(
            actor=house.tutor,
            kind="test.close-case",
            subject=f"case:{uuid4()}",
            why="Closed",
            now=NOW,
            conflicts=[id_of(actor) for actor in conflicts],
        )
        everyone = (house.lead, house.deputy_lead, house.manager, house.deputy, house.chair)
        return {actor.person for actor in everyone if made in ids(waiting_for(actor, now=NOW))}

    assert deciders() == {house.lead.person}
    assert deciders(house.lead) == {house.deputy_lead.person}
    assert deciders(house.lead, house.deputy_lead) == {house.manager.person}
    assert deciders(house.lead, house.deputy_lead, house.manager, house.deputy) == {house.chair.person}
    assert deciders(house.lead, house.deputy_lead, house.manager, house.deputy, house.chair) == set()


def test_where_nobody_is_free_all_others_are_told_and_it_takes_effect_after_the_delay(house: House) -> None:
    everyone = (house.lead, house.deputy_lead, house.deputy, house.chair)
    made = ask(
        actor=house.manager,
        kind="test.close-case",
        subject="case:1",
        why="Closed",
        now=NOW,
        conflicts=[id_of(actor) for actor in everyone],
    )
    # the requester holds a deciding post and is told; those with a conflict must not learn of it
    assert written_to(NOBODY) == {house.manager.person}
    work_off(NOW + timedelta(days=2))
    assert house.told == []
    work_off(NOW + timedelta(days=3))
    (told,) = house.told
    assert (told.request, told.outcome, told.by, told.after_delay) == (made, Outcome.APPROVED, None, True)
    work_off(NOW + timedelta(days=9))
    assert len(house.told) == 1


def test_a_kind_that_says_so_lapses_after_the_delay(house: House) -> None:
    house.posts.clear()
    ask_for_page(house)
    work_off(NOW + timedelta(days=3))
    assert [told.outcome for told in house.told] == [Outcome.LAPSED]


def test_what_takes_effect_after_the_delay_ends_like_any_other(house: House) -> None:
    kinds.declare(
        Kind(
            "test.brief",
            "Brief",
            ("general-manager",),
            after_delay=AfterDelay.TAKES_EFFECT,
            longest=timedelta(days=5),
            on_decision=lambda decided, actor, now: house.told.append(decided),
            on_end=lambda decided, actor, now: house.ended.append(decided),
        )
    )
    house.posts.clear()
    ask(actor=house.tutor, kind="test.brief", subject="x:1", why="Go", now=NOW)
    work_off(NOW + timedelta(days=3))
    assert house.told[0].until == NOW + timedelta(days=8)
    work_off(NOW + timedelta(days=8))
    assert len(house.ended) == 1


@pytest.mark.parametrize("what", ["lapses", "delay", "ends", "something else"])
def test_a_job_that_comes_too_early_or_after_the_end_changes_nothing(house: House, what: str) -> None:
    early = ask_for_page(house)
    come_up(RequestDue(early, what), NOW + timedelta(days=29))
    assert ids(waiting_for(house.manager, now=NOW)) == [early]
    approve(actor=house.manager, request_id=early, reason="Fine", until=NOW + timedelta(days=9), now=LATER)
    come_up(RequestDue(early, what), NOW + timedelta(days=8))
    refused = ask_for_page(house, "unblock:2")
    refuse(actor=house.manager, request_id=refused, reason="No", now=LATER)
    come_up(RequestDue(refused, what), NOW + timedelta(days=99))
    come_up(RequestDue(uuid4(), what), NOW + timedelta(days=99))
    assert [told.outcome for told in house.told] == [Outcome.APPROVED, Outcome.REFUSED]
    assert house.ended == []
    row = ApprovalRequest.objects.get(pk=early)
    assert (row.state, row.ended_at) == ("approved", None)


def test_a_delay_that_is_not_over_yet_goes_on(house: House) -> None:
    house.posts.clear()
    made = ask_for_page(house)
    come_up(RequestDue(made, "delay"), NOW + timedelta(days=3) - timedelta(seconds=1))
    assert house.told == []
    assert ApprovalRequest.objects.get(pk=made).delay_until == NOW + timedelta(days=3)


def test_somebody_who_comes_free_during_the_delay_decides_after_all(house: House) -> None:
    house.posts.clear()
    made = ask_for_page(house)
    house.posts["general-manager"] = Holding((id_of(house.manager),))
    work_off(NOW + timedelta(days=3))
    assert house.told == []
    assert written_to(WAITS) == {house.manager.person}
    approve(actor=house.manager, request_id=made, reason="Fine", now=NOW + timedelta(days=4))
    assert [told.by for told in house.told] == [house.manager.person]


def test_the_delay_begins_when_the_last_decider_has_gone(house: House) -> None:
    made = ask_for_page(house)
    assert start_delays(LATER) == 0
    house.posts.clear()
    house.posts["chair"] = Holding((id_of(house.tutor),))
    assert start_delays(LATER) == 1
    assert start_delays(LATER) == 0
    assert ApprovalRequest.objects.get(pk=made).delay_until == LATER + timedelta(days=3)


def test_a_conflict_found_later_moves_the_request_to_the_next(house: House) -> None:
    made = ask_for_page(house)
    add_conflict(actor=house.outsider, request_id=made, person=id_of(house.manager), now=LATER)
    assert waiting_for(house.manager, now=LATER) == []
    assert ids(waiting_for(house.deputy, now=LATER)) == [made]
    assert written_to(WAITS) == {house.manager.person, house.deputy.person}


def test_a_conflict_found_after_the_decision_hides_it_from_the_decider(house: House) -> None:
    made = ask_for_page(house)
    approve(actor=house.manager, request_id=made, reason="Fine", now=LATER)
    assert queries.request(house.manager, made, now=LATER).outcome is Outcome.APPROVED
    add_conflict(actor=house.outsider, request_id=made, person=id_of(house.manager), now=LATER)
    with pytest.raises(NoSuchRequest):
        queries.request(house.manager, made, now=LATER)


def test_an_unanswered_request_lapses_and_cannot_be_decided_late(house: House) -> None:
    made = ask_for_page(house)
    late = NOW + timedelta(days=30)
    with pytest.raises(AlreadyDecided, match="lapsed"):
        approve(actor=house.manager, request_id=made, reason="Sorry", now=late)
    work_off(late)
    assert [told.outcome for told in house.told] == [Outcome.LAPSED]
    assert waiting_for(house.manager, now=late) == []


def test_an_approval_ends_at_its_time_and_the_room_is_told_once(house: House) -> None:
    made = ask_for_page(house)
    approve(actor=house.manager, request_id=made, reason="Fine", until=NOW + timedelta(days=2), now=LATER)
    work_off(NOW + timedelta(days=1))
    assert house.ended == []
    for days in (2, 3, 4):
        work_off(NOW + timedelta(days=days))
    assert [ended.request for ended in house.ended] == [made]


def test_an_approval_lasts_no_longer_than_its_kind_allows(house: House) -> None:
    made = ask_for_page(house)
    with pytest.raises(ApprovalError, match="30 days at most"):
        approve(actor=house.manager, request_id=made, reason="Fine", until=LATER + timedelta(days=31), now=LATER)
    with pytest.raises(ApprovalError, match="lies ahead"):
        approve(actor=house.manager, request_id=made, reason="Fine", until=LATER, now=LATER)
    approve(actor=house.manager, request_id=made, reason="Fine", now=LATER)
    assert house.told[0].until == LATER + timedelta(days=30)
    other = ask_for_page(house, "unblock:2")
    approve(actor=house.manager, request_id=other, reason="Fine", until=LATER + timedelta(days=30), now=LATER)
    assert house.told[1].until == LATER + timedelta(days=30)


def test_every_criterion_must_be_confirmed_before_an_approval_but_not_a_refusal(house: House) -> None:
    made = ask(actor=house.tutor, kind="test.close-case", subject="case:1", why="Closed", now=NOW)
    with pytest.raises(ApprovalError, match="Confirm every point"):
        approve(actor=house.lead, request_id=made, reason="Read", confirmed=["summary"], now=LATER)
    approve(actor=house.lead, request_id=made, reason="Read", confirmed=["summary", "reasons", "more"], now=LATER)
    assert ApprovalRequest.objects.get(pk=made).confirmed == ["summary", "reasons"]
    other = ask(actor=house.tutor, kind="test.close-case", subject="case:2", why="Closed", now=NOW)
    refuse(actor=house.lead, request_id=other, reason="Unclear", now=LATER)


def test_a_holder_delegates_to_a_deputy_and_to_nobody_else(house: House) -> None:
    made = ask_for_page(house)
    for other in (house.tutor, house.outsider, house.manager, house.chair):
        with pytest.raises(ApprovalError, match="Choose a deputy"):
            delegate(actor=house.manager, request_id=made, to=id_of(other), now=LATER)
    with pytest.raises(NoSuchRequest):
        delegate(actor=house.deputy, request_id=made, to=id_of(house.deputy), now=LATER)
    delegate(actor=house.manager, request_id=made, to=id_of(house.deputy), now=LATER)
    assert ids(waiting_for(house.deputy, now=LATER)) == ids(waiting_for(house.manager, now=LATER)) == [made]
    assert house.deputy.person in written_to(WAITS)
    add_conflict(actor=house.outsider, request_id=made, person=id_of(house.deputy), now=LATER)
    assert waiting_for(house.deputy, now=LATER) == []


def test_only_the_requester_withdraws_and_only_while_it_waits(house: House) -> None:
    made = ask_for_page(house)
    for other in (house.manager, house.outsider, STRANGER):
        with pytest.raises(NoSuchRequest):
            withdraw(actor=other, request_id=made, now=LATER)
    withdraw(actor=house.tutor, request_id=made, now=LATER)
    assert [told.outcome for told in house.told] == [Outcome.WITHDRAWN]
    with pytest.raises(AlreadyDecided):
        withdraw(actor=house.tutor, request_id=made, now=LATER)


def test_asking_twice_is_asking_once_and_somebody_else_is_told_it_waits(house: House) -> None:
    made = ask_for_page(house)
    assert ask_for_page(house) == made
    with pytest.raises(AlreadyAsked, match="asked for already"):
        ask(actor=house.outsider, kind="test.unblock", subject="unblock:1", why="Me too", now=NOW)
    approve(actor=house.manager, request_id=made, reason="Fine", now=LATER)
    assert ask_for_page(house) != made


def test_the_second_of_two_deciders_gets_a_clear_error(house: House) -> None:
    other = House.person()
    house.posts["general-manager"] = Holding((id_of(house.manager), id_of(other)))
    made = ask_for_page(house)
    approve(actor=house.manager, request_id=made, reason="Fine", now=LATER)
    with pytest.raises(AlreadyDecided, match="decided already"):
        refuse(actor=other, request_id=made, reason="No", now=LATER)
    assert [told.by for told in house.told] == [house.manager.person]


def test_a_decision_that_lands_between_reading_and_writing_wins_and_the_other_changes_nothing(house: House) -> None:
    other = House.person()
    house.posts["general-manager"] = Holding((id_of(house.manager), id_of(other)))
    made = ask_for_page(house)
    entries = AuditEntry.objects.count()
    raced = []

    def overtake(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # Django's own shape
        if sql.startswith('UPDATE "foundation_approvalrequest"') and not raced:
            raced.append(sql)
            ApprovalRequest.objects.filter(pk=made).update(
                state="refused", decided_by=other.person, decided_at=LATER, reason_sealed=b"sealed"
            )
        return execute(sql, params, many, context)

    with (
        pytest.raises(AlreadyDecided, match="at the same moment"),
        transaction.atomic(),
        connection.execute_wrapper(overtake),
    ):
        approve(actor=house.manager, request_id=made, reason="Fine", now=LATER)
    assert raced
    assert house.told == []
    assert AuditEntry.objects.count() == entries


def test_a_handler_that_fails_undoes_the_decision(house: House) -> None:
    def fail(decided: kinds.Decided, actor: Actor, now: datetime) -> None:
        raise ZeroDivisionError

    kinds.declare(Kind("test.fails", "Fails", ("general-manager",), on_decision=fail))
    made = ask(actor=house.tutor, kind="test.fails", subject="x:1", why="Try", now=NOW)
    with pytest.raises(ZeroDivisionError):
        approve(actor=house.manager, request_id=made, reason="Fine", now=LATER)
    assert ids(waiting_for(house.manager, now=LATER)) == [made]


def test_a_crash_at_any_statement_leaves_a_whole_request_or_none(house: House) -> None:
    def check(statement: int, finished: bool) -> None:
        assert ApprovalRequest.objects.exists() is finished
        assert AuditEntry.objects.exists() is finished
        assert Job.objects.exists() is finished

    points = every_crash_point(lambda: ask_for_page(house, conflicts=[id_of(house.deputy)]), check)
    assert points >= 10


def test_a_crash_at_any_statement_of_a_decision_leaves_it_made_or_waiting(house: House) -> None:
    made = ask_for_page(house)
    entries = AuditEntry.objects.count()

    def check(statement: int, finished: bool) -> None:
        row = ApprovalRequest.objects.get(pk=made)
        assert row.state == ("approved" if finished else "waiting")
        assert AuditEntry.objects.count() == entries + finished

    points = every_crash_point(lambda: approve(actor=house.manager, request_id=made, reason="Fine", now=LATER), check)
    assert points >= 8


def test_each_company_has_its_own_decider(house: House) -> None:
    key = "approvals.test.unblock.deciders"
    change_setting(actor=house.manager, key=key, entered="safeguarding-lead", why="Ours", now=NOW, scope=Scope("north"))
    house.posts["general-manager south"] = Holding((id_of(house.outsider),))
    north = ask_for_page(house, "unblock:north", scope=Scope("north", "leeds"))
    south = ask_for_page(house, "unblock:south", scope=Scope("south"))
    group = ask_for_page(house, "unblock:group")
    assert ids(waiting_for(house.lead, now=NOW)) == [north]
    assert ids(waiting_for(house.outsider, now=NOW)) == [south]
    assert ids(waiting_for(house.manager, now=NOW)) == [group]


def test_what_each_may_see_of_one_request_and_do_with_it(house: House) -> None:
    second = House.person()
    house.posts["general-manager"] = Holding((id_of(house.manager), id_of(second)), (id_of(house.deputy),))
    made = ask_for_page(house)

    def seen(actor: Actor) -> tuple[bool, bool, frozenset[UUID]] | None:
        try:
            line = queries.request(actor, made, now=LATER)
        except NoSuchRequest:
            return None
        return line.mine, line.may_decide, line.may_delegate_to

    nobody, deputies = frozenset[UUID](), frozenset({id_of(house.deputy)})
    assert seen(house.tutor) == (True, False, nobody)
    assert seen(house.manager) == seen(second) == (False, True, deputies)
    for other in (house.deputy, house.lead, house.chair, house.outsider, STRANGER):
        assert seen(other) is None
        with pytest.raises(NoSuchRequest):
            open_words(actor=other, request_id=made, now=LATER)
    approve(actor=house.manager, request_id=made, reason="Fine", now=LATER)
    assert seen(house.tutor) == (True, False, nobody)
    assert seen(house.manager) == (False, False, nobody)
    assert seen(second) is None
    assert queries.asked_by(house.tutor)[0].mine
    assert queries.asked_by(house.manager) == queries.asked_by(STRANGER) == []


def test_the_chair_decides_as_the_last_resort_and_the_row_says_for_which_post(house: House) -> None:
    house.posts["general-manager"] = Holding()
    made = ask_for_page(house)
    row = ApprovalRequest.objects.get(pk=made)
    assert deciders_of(row, NOW).standing is Standing.LAST_RESORT
    approve(actor=house.chair, request_id=made, reason="Fine", now=LATER)
    row.refresh_from_db()
    assert row.decided_for == "chair"


def test_a_long_queue_is_read_with_few_statements(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        ask_for_page(house, f"unblock:{number}", conflicts=[id_of(house.outsider)])
    with django_assert_num_queries(3):  # the requests, their conflicts, the setting that says who decides
        assert len(waiting_for(house.manager, now=NOW)) == 20


def test_a_post_is_entered_in_words_and_must_exist(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leeward.foundation.holders._posts", lambda: ("general-manager", "chair"))
    key = "approvals.test.unblock.deciders"
    with pytest.raises(SettingError, match=r"genral manager is not known\. Choose from: general manager, chair"):
        change_setting(actor=house.manager, key=key, entered="genral manager", why="Ours", now=NOW)
    change_setting(actor=house.manager, key=key, entered="Chair,\nGeneral  Manager", why="Ours", now=NOW)
    assert value(kinds.deciders_setting("test.unblock"), at=NOW) == ("chair", "general-manager")


def test_a_stranger_may_ask_only_where_the_kind_says_so(house: House) -> None:
    with pytest.raises(CannotAsk):
        ask(actor=STRANGER, kind="test.unblock", subject="unblock:1", why="Please", now=NOW)
    kinds.declare(Kind("test.open", "Open", ("general-manager",), strangers_may_ask=True))
    made = ask(actor=STRANGER, kind="test.open", subject="x:1", why="Please", now=NOW)
    for attempt in (
        lambda: queries.request(STRANGER, made, now=NOW),
        lambda: approve(actor=STRANGER, request_id=made, reason="Mine", now=NOW),
        lambda: withdraw(actor=STRANGER, request_id=made, now=NOW),
    ):
        with pytest.raises(NoSuchRequest):
            attempt()
    approve(actor=house.manager, request_id=made, reason="Fine", now=LATER)


def test_words_are_sealed_and_opening_them_in_a_compartment_leaves_a_trace(house: House) -> None:
    made = ask(
        actor=house.tutor,
        kind="test.unblock",
        subject="case:5",
        why="Because of something private",
        now=NOW,
        compartment="safeguarding",
    )
    row = ApprovalRequest.objects.get(pk=made)
    assert b"private" not in bytes(row.why_sealed)
    assert open_words(actor=house.manager, request_id=made, now=LATER).why == "Because of something private"
    opened = AuditEntry.objects.get(action="approvals.open")
    assert (opened.compartment, opened.actor) == ("safeguarding", house.manager.label)


@pytest.mark.parametrize(("why", "says"), [("", "Give a reason"), (" \x00 ", "Give a reason"), ("x" * 4001, "4000")])
def test_missing_or_overlong_words_are_refused_with_nothing_half_done(house: House, why: str, says: str) -> None:
    with pytest.raises(ApprovalError, match=says):
        ask(actor=house.tutor, kind="test.unblock", subject="unblock:1", why=why, now=NOW)
    assert not ApprovalRequest.objects.exists()


def test_the_longest_words_allowed_are_kept_whole(house: House) -> None:
    made = ask(actor=house.tutor, kind="test.unblock", subject="unblock:1", why="é" * 4000, now=NOW)
    assert open_words(actor=house.manager, request_id=made, now=LATER).why == "é" * 4000


def test_letters_say_nothing_of_what_was_asked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leeward.foundation.mail._address_of", lambda person: "gm@example.org")
    made = ask_for_page(house)
    work_off(NOW)
    (letter,) = outgoing.outbox
    for told in ("lesson", "unblock", str(made), "Open a page"):
        assert told not in letter.subject + letter.body
    assert "/approvals" in letter.body


def test_a_kind_or_request_nobody_declared_is_an_error(house: House) -> None:
    with pytest.raises(LookupError):
        ask(actor=house.tutor, kind="test.unknown", subject="x:1", why="Try", now=NOW)
    with pytest.raises(NoSuchRequest):
        queries.request(house.manager, uuid4(), now=NOW)
    with pytest.raises(ValueError, match="at least one post"):
        kinds.declare(Kind("test.none", "None", ()))


def test_the_page_about_approvals_tells_the_truth(house: House) -> None:
    run_examples("build/approvals.md")
