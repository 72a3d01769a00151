"""Joining, moving, leaving, coming for a while: lists arise whichever way, nothing stays open that should be closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.account.models import Account
from leeward.foundation.approvals.actions import approve
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.clocks import WorkingCalendar
from leeward.foundation.evidence.findings import State
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.models import Job
from leeward.people import queries
from leeward.people.actions import (
    Details,
    Refused,
    another_sponsor,
    ask_for_more_time,
    change_person,
    close_leaver,
    close_sign_in,
    end_holding,
    end_stay,
    import_people,
    leave,
    leave_open,
    not_applicable,
    open_again,
    open_sign_in,
    reopen_sign_in,
    set_class,
    tick,
    welcome,
)
from leeward.people.actions.coming_days import shut_who_left, start_of_day, write_about_tasks
from leeward.people.actions.temporary import remind_sponsors
from leeward.people.coming_evidence import joiners_in_time, leavers_closed, temporary_vouched
from leeward.people.models import Leaving, Person, Stay, Task, TaskList, TaskListVersion
from leeward.people.queries import comings, leavings, stays
from leeward.people.rules import PersonClass, Post
from leeward.people.task_rules import Occasion, TaskLine, WhyClosed, difference, due_day, lists_for
from tests.crash import Crash, every_crash_point
from tests.people.made import NOW, TODAY, give, somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CHANGES = frozenset({"people.change", "people.see"})
STAFF, LEARNER, VISITOR = PersonClass.STAFF, PersonClass.LEARNER, PersonClass.VISITOR


def hr(name="Fran Delacourt"):
    """Somebody of HR, long here."""
    person = somebody(name, since=TODAY - 400 * DAY)
    give(person, Post.HR, since=TODAY - 400 * DAY)
    return Actor(person=person, permissions=CHANGES)


def lists(person, occasion=None):
    found = TaskList.objects.filter(person=person, set_aside_at=None)
    return [row.occasion for row in (found.filter(occasion=occasion) if occasion else found).order_by("start")]


def task(person, key):
    return Task.objects.get(list__person=person, list__set_aside_at=None, key=key).pk


def settle_all(person, occasion):
    Task.objects.filter(list__person=person, list__occasion=occasion).update(state="done", settled_at=NOW)


CALENDAR = WorkingCalendar()
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("days", "by_the_end", "due"),
    [
        (0, False, FRIDAY),
        (1, False, date(2026, 11, 30)),
        (-1, False, date(2026, 11, 26)),
        (-5, False, date(2026, 11, 20)),
        (0, True, FRIDAY),
    ],
)
def test_a_task_is_due_so_many_working_days_around_the_day(days, by_the_end, due):
    assert due_day(FRIDAY, days, CALENDAR, by_the_end=by_the_end) == due


def test_what_is_due_by_a_last_day_on_a_sunday_is_not_put_off_to_the_monday():
    sunday = date(2026, 11, 29)
    assert due_day(sunday, 0, CALENDAR, by_the_end=True) == sunday
    assert due_day(sunday, 0, CALENDAR, by_the_end=False) == date(2026, 11, 30)
    assert due_day(sunday, -1, CALENDAR, by_the_end=True) == FRIDAY


def test_somebody_who_works_here_in_two_ways_gets_one_joining_list():
    assert lists_for([PersonClass.BOARD_MEMBER, STAFF, LEARNER]) == [STAFF, LEARNER]


def test_a_difference_names_what_was_added_removed_and_changed():
    old = [TaskLine("a", "A", "hr"), TaskLine("b", "B", "hr")]
    new = [TaskLine("b", "B", "dsl"), TaskLine("c", "C", "hr")]
    found = difference(old, new)
    assert ([line.key for line in found.added], [line.key for line in found.removed]) == (["c"], ["a"])
    assert [(was.doer, now.doer) for was, now in found.changed] == [("hr", "dsl")]
    assert not difference(old, old)


def test_adding_somebody_starts_the_list_of_their_class():
    person = somebody("Nia Newcomb")
    assert lists(person) == ["joining"]
    assert Task.objects.get(pk=task(person, "dsl")).due == date(2026, 11, 26)


def test_somebody_who_has_been_here_long_is_not_new():
    assert lists(somebody("Ann Oldhand", since=TODAY - 200 * DAY)) == []


def test_a_file_starts_the_same_lists():
    content = b"First name,Surname,Class,Reference,Start\nNia,Newcomb,staff,W1,25/11/2026\nOld,Hand,staff,W2,1/3/2020\n"
    done = import_people(actor=SYSTEM, now=NOW, content=content)
    assert done.kept
    assert lists(Person.objects.get(reference="W1").pk) == ["joining"]
    assert lists(Person.objects.get(reference="W2").pk) == []
    import_people(actor=SYSTEM, now=NOW, content=content)
    assert TaskList.objects.count() == 1


def test_a_rehearsed_file_starts_nothing():
    import_people(actor=SYSTEM, now=NOW, content=b"First name,Surname,Class\nNia,Newcomb,staff\n", rehearse=True)
    assert not TaskList.objects.exists()


def test_another_site_starts_the_movers_list_once_a_day():
    person = somebody("Ann Mover", since=TODAY - 200 * DAY, site="Harbour Lane")
    for site in ("Quayside", "Harbour Lane", "Quayside"):
        change_person(actor=SYSTEM, now=NOW, person=person, details=Details("Ann", "Mover", site=site))
    assert lists(person) == ["moving"]


def test_a_post_given_or_ended_is_a_move_and_permissions_follow_at_once():
    person = somebody("Ann Mover", email="ann@example.org", since=TODAY - 200 * DAY)
    account = open_sign_in(actor=SYSTEM, now=NOW, person=person, invite=False)
    held = give(person, Post.QUALITY_LEAD)
    assert lists(person) == ["moving"]
    assert queries.actor_of(account, NOW).may("policy.manage")
    end_holding(actor=SYSTEM, now=NOW + 3 * DAY, holding=held, until=TODAY + 2 * DAY)
    assert not queries.actor_of(account, NOW + 3 * DAY).may("policy.manage")


def test_whoever_is_still_joining_gets_no_second_list_for_a_move():
    person = somebody("Nia Newcomb")
    give(person, Post.QUALITY_LEAD)
    assert lists(person) == ["joining"]


def test_another_class_of_work_is_a_move_and_learning_is_joining():
    person = somebody("Ann Mover", since=TODAY - 200 * DAY)
    set_class(actor=SYSTEM, now=NOW, person=person, kind=PersonClass.VOLUNTEER, since=TODAY)
    assert lists(person) == ["moving"]
    other = somebody("Ben Both", since=TODAY - 200 * DAY)
    set_class(actor=SYSTEM, now=NOW, person=other, kind=LEARNER, since=TODAY)
    assert lists(other) == ["joining"]


def test_adding_at_every_crash_point_keeps_person_and_list_together():
    somebody("Fran Delacourt")

    def check(statement, finished):
        added = Person.objects.filter(family_name="Newcomb").exists()
        assert added == finished
        assert Task.objects.filter(list__person__family_name="Newcomb").exists() == finished
        assert AuditEntry.objects.filter(action="people.add").count() == 1 + finished

    assert every_crash_point(lambda: somebody("Nia Newcomb"), check) > 5


def test_a_tick_carries_a_name_and_a_time_and_can_be_taken_back():
    fran, person = hr(), somebody("Nia Newcomb")
    key = task(person, "checks")
    tick(actor=fran, now=NOW, task=key)
    row = Task.objects.get(pk=key)
    assert (row.state, row.settled_by_id, row.settled_at) == ("done", fran.person, NOW)
    with pytest.raises(Refused):
        tick(actor=fran, now=NOW, task=key)
    open_again(actor=fran, now=NOW, task=key)
    assert Task.objects.get(pk=key).settled_by_id is None


def test_only_who_does_a_task_or_looks_after_people_settles_it():
    person, stranger = somebody("Nia Newcomb"), somebody("Colm Other", since=TODAY - 200 * DAY)
    dsl = somebody("Debs Lead", since=TODAY - 200 * DAY)
    give(dsl, Post.DSL, since=TODAY - 100 * DAY)
    key = task(person, "dsl")
    for nobody in (Actor(person=stranger), Actor(person=person)):
        with pytest.raises(Refused, match="not yours"):
            tick(actor=nobody, now=NOW, task=key)
    tick(actor=Actor(person=dsl), now=NOW, task=key)


def test_a_task_that_is_not_needed_says_why_and_nobody_excuses_themselves():
    fran, person = hr(), somebody("Nia Newcomb")
    with pytest.raises(Refused):
        not_applicable(actor=fran, now=NOW, task=task(person, "devices"), reason="  ")
    not_applicable(actor=fran, now=NOW, task=task(person, "devices"), reason="Uses none")
    with pytest.raises(Refused, match="excuses themselves"):
        not_applicable(actor=Actor(person=person), now=NOW, task=task(person, "induction"), reason="Boring")


def test_a_task_of_a_post_nobody_holds_falls_to_hr():
    fran, person = hr(), somebody("Nia Newcomb")
    mine = {one.task.words for one in comings.to_do(fran, NOW)}
    assert "Hand out devices, and say how they are kept safe" in mine
    priya = somebody("Priya Systems", since=TODAY - 200 * DAY)
    give(priya, Post.IT_MANAGER, since=TODAY - 100 * DAY)
    assert task(person, "devices") not in {one.task.id for one in comings.to_do(fran, NOW)}
    assert task(person, "devices") in {one.task.id for one in comings.to_do(Actor(person=priya), NOW)}


def test_a_list_is_seen_by_who_does_something_in_it_and_by_no_colleague():
    person, colleague = somebody("Nia Newcomb"), somebody("Colm Other", since=TODAY - 200 * DAY)
    one = TaskList.objects.get(person=person).pk
    assert comings.list_page(Actor(person=colleague), one, NOW) is None
    assert comings.list_page(Actor(person=person), one, NOW) is not None
    assert comings.board(Actor(person=colleague), NOW).total == 0


def test_a_leaver_does_not_see_the_leavers_list():
    fran, person = hr(), somebody("Ann Leaver", since=TODAY - 200 * DAY)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY + 5 * DAY)
    one = TaskList.objects.get(person=person, occasion="leaving").pk
    assert comings.list_page(Actor(person=person), one, NOW) is None
    assert comings.list_page(fran, one, NOW) is not None


def test_closing_a_leaver_with_open_tasks_is_refused_naming_the_tasks():
    fran, person = hr(), somebody("Ann Leaver", since=TODAY - 200 * DAY)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY)
    with pytest.raises(Refused, match="Hand over social-media and administrator accounts"):
        close_leaver(actor=fran, now=NOW, leaving=leavings.leaving_of(person).id)
    settle_all(person, "leaving")
    close_leaver(actor=fran, now=NOW, leaving=leavings.leaving_of(person).id)
    row = Leaving.objects.get(person=person)
    assert (row.closed_by_id, row.closed_at) == (fran.person, NOW)


def test_closing_is_refused_until_each_open_end_is_handed_over_or_left_with_a_reason():
    fran, person = hr(), somebody("Colm Tutor", since=TODAY - 200 * DAY)
    somebody("Kay Learner", LEARNER, since=TODAY - 100 * DAY, tutor=person)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY)
    settle_all(person, "leaving")
    leaving = leavings.leaving_of(person).id
    with pytest.raises(Refused, match="has this person as tutor"):
        close_leaver(actor=fran, now=NOW, leaving=leaving)
    reference = f"tutor:{person}"
    with pytest.raises(Refused):
        leave_open(actor=fran, now=NOW, leaving=leaving, room="people", reference=reference, reason=" ")
    leave_open(actor=fran, now=NOW, leaving=leaving, room="people", reference=reference, reason="She leaves too")
    close_leaver(actor=fran, now=NOW, leaving=leaving)
    shown = leavings.leaver_page(fran, leaving, NOW)
    assert [(one.by, one.reason) for one in shown.ends] == [("Fran Delacourt", "She leaves too")]


def test_a_leaver_is_not_closed_weeks_ahead():
    fran, person = hr(), somebody("Ann Leaver", since=TODAY - 200 * DAY)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY + 20 * DAY)
    settle_all(person, "leaving")
    with pytest.raises(Refused, match="or later"):
        close_leaver(actor=fran, now=NOW, leaving=leavings.leaving_of(person).id)


def test_leaving_and_handing_over_at_every_crash_point_happens_whole_or_not_at_all():
    fran, person = hr(), somebody("Ann Leaver", since=TODAY - 200 * DAY, email="ann@example.org")
    account = open_sign_in(actor=SYSTEM, now=NOW, person=person, invite=False)
    give(person, Post.DSL, since=TODAY - 100 * DAY)

    def check(statement, finished):
        assert (not Account.objects.get(pk=account).is_active) == finished
        assert Leaving.objects.filter(person=person).exists() == finished
        assert Task.objects.filter(list__person=person, list__occasion="leaving").exists() == finished
        assert bool(Person.objects.get(pk=person).left_on) == finished
        assert AuditEntry.objects.filter(action="people.leave").exists() == finished

    flow = lambda: leave(actor=fran, now=NOW, person=person, last_day=TODAY)  # noqa: E731
    assert every_crash_point(flow, check) > 20


def test_closing_at_every_crash_point_happens_whole_or_not_at_all():
    fran, person = hr(), somebody("Ann Leaver", since=TODAY - 200 * DAY)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY)
    settle_all(person, "leaving")
    leaving = leavings.leaving_of(person).id

    def flow():
        try:
            close_leaver(actor=fran, now=NOW, leaving=leaving)
        except Refused as refusal:
            # A room that dies while it is asked what is left open keeps the leaver from being closed.
            raise Crash from refusal

    def check(statement, finished):
        assert bool(Leaving.objects.get(pk=leaving).closed_at) == finished
        assert AuditEntry.objects.filter(action="people.close-leaver").exists() == finished

    assert every_crash_point(flow, check) > 5


def test_a_required_post_that_falls_empty_is_told_and_keeps_the_leaver_open():
    fran, person = hr(), somebody("Debs Lead", since=TODAY - 200 * DAY)
    boss = somebody("Helen Boss", since=TODAY - 200 * DAY, email="helen@example.org")
    give(boss, Post.MANAGING_DIRECTOR, since=TODAY - 100 * DAY)
    give(person, Post.DSL, since=TODAY - 100 * DAY)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY + DAY)
    assert Job.objects.filter(payload__letter="people.post-falls-empty").count() == 1
    ends = [one.end.what for one in leavings.leaver_page(fran, leavings.leaving_of(person).id, NOW).ends]
    assert any("will be empty" in what for what in ends)
    heir = somebody("Tom Heir", since=TODAY - 200 * DAY)
    give(heir, Post.DSL, since=TODAY + 2 * DAY)
    ends = [one.end.what for one in leavings.leaver_page(fran, leavings.leaving_of(person).id, NOW).ends]
    assert not any("will be empty" in what for what in ends)


def test_a_dismissal_closes_the_sign_in_now_and_the_last_day_can_come_later():
    fran, person = hr(), somebody("Ann Gone", since=TODAY - 200 * DAY, email="ann@example.org")
    account = open_sign_in(actor=SYSTEM, now=NOW, person=person, invite=False)
    before = Account.objects.get(pk=account).get_session_auth_hash()
    with pytest.raises(Refused):
        close_sign_in(actor=Actor(person=person, permissions=CHANGES), now=NOW, person=person, why=WhyClosed.MISTAKE)
    close_sign_in(actor=fran, now=NOW, person=person, why=WhyClosed.DISMISSED)
    shut = Account.objects.get(pk=account)
    assert not shut.is_active
    assert shut.get_session_auth_hash() != before
    assert queries.actor_of(account, NOW) == Actor(account=account)
    assert queries.person(person, TODAY).works_here


def test_a_last_day_ahead_with_the_sign_in_closed_at_once_shuts_it_now():
    fran, person = hr(), somebody("Ann Garden", since=TODAY - 200 * DAY, email="ann@example.org")
    account = open_sign_in(actor=SYSTEM, now=NOW, person=person, invite=False)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY + 30 * DAY, at_once=True)
    assert not Account.objects.get(pk=account).is_active


def test_a_last_day_of_today_can_leave_the_sign_in_open_until_the_day_is_over():
    fran, person = hr(), somebody("Ann Evening", since=TODAY - 200 * DAY, email="ann@example.org")
    account = open_sign_in(actor=SYSTEM, now=NOW, person=person, invite=False)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY, at_once=False)
    assert Account.objects.get(pk=account).is_active
    work_off(NOW + DAY)
    assert not Account.objects.get(pk=account).is_active


def test_nothing_comes_back_by_itself_when_somebody_returns():
    fran, person = hr(), somebody("Ann Back", since=TODAY - 200 * DAY, email="ann@example.org")
    account = open_sign_in(actor=SYSTEM, now=NOW, person=person, invite=False)
    give(person, Post.QUALITY_LEAD, since=TODAY - 100 * DAY)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY)
    later = NOW + 60 * DAY
    set_class(actor=fran, now=later, person=person, kind=STAFF, since=later.date())
    assert not Account.objects.get(pk=account).is_active
    assert queries.posts_of(person, later.date()) == []
    assert lists(person, Occasion.JOINING) == ["joining"]
    reopen_sign_in(actor=fran, now=later, person=person)
    back = Account.objects.get(pk=account)
    assert (back.is_active, back.has_usable_password(), back.sensitive_hold) == (True, False, True)


def test_somebody_who_stays_after_all_has_no_leavers_list():
    fran, person = hr(), somebody("Ann Stays", since=TODAY - 200 * DAY)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY + 9 * DAY)
    set_class(actor=fran, now=NOW, person=person, kind=STAFF, since=TODAY + 10 * DAY)
    assert leavings.leaving_of(person) is None
    assert lists(person, Occasion.LEAVING) == []


def test_another_last_day_moves_the_leavers_list():
    fran, person = hr(), somebody("Ann Later", since=TODAY - 200 * DAY)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY + 5 * DAY)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY + 2 * DAY)
    assert lists(person, Occasion.LEAVING) == ["leaving"]
    assert Task.objects.get(pk=task(person, "devices")).due == TODAY + 2 * DAY


def test_a_leaver_known_from_a_date_alone_is_noticed_and_shut_out():
    person = somebody("Ann Dated", since=TODAY - 200 * DAY, email="ann@example.org")
    account = open_sign_in(actor=SYSTEM, now=NOW, person=person, invite=False)
    Person.objects.get(pk=person).classes.update(until=TODAY + 3 * DAY)
    start_of_day(NOW)
    start_of_day(NOW)
    assert leavings.leaving_of(person).last_day == TODAY + 3 * DAY
    assert Account.objects.get(pk=account).is_active
    start_of_day(NOW + 4 * DAY)
    assert not Account.objects.get(pk=account).is_active


def test_a_learner_whose_course_ends_has_a_list_and_need_not_be_closed():
    person = somebody("Kay Learner", LEARNER, since=TODAY - 200 * DAY)
    Person.objects.get(pk=person).classes.update(until=TODAY)
    start_of_day(NOW)
    assert (lists(person), leavings.leaving_of(person)) == (["leaving"], None)


def sponsor_and_guest(until=TODAY + 10 * DAY, **more):
    fran, sponsor = hr(), somebody("Colm Sponsor", since=TODAY - 200 * DAY, email="colm@example.org")
    guest = welcome(
        actor=fran,
        now=NOW,
        details=Details("Win", "Guest", email="win@example.org"),
        kind=more.pop("kind", VISITOR),
        sponsor=sponsor,
        purpose="Mends the lift",
        until=until,
        **more,
    )
    return fran, sponsor, guest


def test_a_temporary_user_has_a_list_a_sponsor_and_a_last_day_and_closes_by_itself():
    _fran, sponsor, guest = sponsor_and_guest()
    account = open_sign_in(actor=SYSTEM, now=NOW, person=guest, invite=False)
    assert lists(guest) == ["temporary"]
    assert stays.stay_of(guest).sponsor == sponsor
    work_off(NOW + 10 * DAY)
    assert Account.objects.get(pk=account).is_active
    work_off(NOW + 11 * DAY)
    assert not Account.objects.get(pk=account).is_active
    assert stays.stay_of(guest) is None


@pytest.mark.parametrize(
    ("until", "field"), [(TODAY + 91 * DAY, "until"), (TODAY - DAY, "until")], ids=["too long", "past"]
)
def test_a_temporary_user_is_not_here_for_longer_than_may_be(until, field):
    with pytest.raises(Refused) as refusal:
        sponsor_and_guest(until=until)
    assert refusal.value.field == field


def test_a_temporary_user_vouches_for_nobody():
    fran, _sponsor, guest = sponsor_and_guest(kind=PersonClass.CONTRACTOR)
    given = {"details": Details("Ann", "Other"), "kind": VISITOR, "sponsor": guest, "purpose": "Talks"}
    with pytest.raises(Refused, match="works here"):
        welcome(actor=fran, now=NOW, until=TODAY, **given)


def test_a_temporary_contractor_gets_no_view_of_the_directory():
    _fran, _sponsor, guest = sponsor_and_guest(kind=PersonClass.CONTRACTOR)
    assert [card.id for card in queries.find_people("", Actor(person=guest), TODAY)] == [guest]


def test_the_sponsor_is_reminded_once_for_a_last_day():
    sponsor_and_guest(until=TODAY + 3 * DAY)
    assert (remind_sponsors(NOW - DAY), remind_sponsors(NOW), remind_sponsors(NOW + DAY)) == (0, 1, 0)


def test_more_time_needs_a_second_person():
    _fran, sponsor, guest = sponsor_and_guest()
    account = open_sign_in(actor=SYSTEM, now=NOW, person=guest, invite=False)
    second = hr("Gwen Second")
    stay, until = stays.stay_of(guest).id, TODAY + 20 * DAY
    request = ask_for_more_time(actor=Actor(person=sponsor), now=NOW, stay=stay, until=until, why="The lift is worse")
    assert stays.stay_of(guest).until == TODAY + 10 * DAY
    approve(actor=second, request_id=request, reason="Seen it", confirmed=["needed"], now=NOW)
    assert stays.stay_of(guest).until == until
    work_off(NOW + 15 * DAY)
    assert Account.objects.get(pk=account).is_active
    assert queries.person(guest, until).classes == {VISITOR}


def test_more_time_beyond_what_may_be_is_refused():
    _fran, sponsor, guest = sponsor_and_guest()
    stay, until = stays.stay_of(guest).id, TODAY + 91 * DAY
    with pytest.raises(Refused, match="At most 90 days"):
        ask_for_more_time(actor=Actor(person=sponsor), now=NOW, stay=stay, until=until, why="Long")


def test_a_stay_is_ended_at_once_and_another_sponsor_is_found():
    fran, sponsor, guest = sponsor_and_guest()
    account = open_sign_in(actor=SYSTEM, now=NOW, person=guest, invite=False)
    heir = somebody("Tom Heir", since=TODAY - 200 * DAY)
    leave(actor=fran, now=NOW, person=sponsor, last_day=TODAY)
    shown = leavings.leaver_page(fran, leavings.leaving_of(sponsor).id, NOW)
    assert [one.end.reference for one in shown.ends] == [f"sponsor:{sponsor}"]
    another_sponsor(actor=fran, now=NOW, stay=stays.stay_of(guest).id, sponsor=heir)
    assert leavings.leaver_page(fran, leavings.leaving_of(sponsor).id, NOW).ends == ()
    end_stay(actor=fran, now=NOW, stay=stays.stay_of(guest).id)
    assert not Account.objects.get(pk=account).is_active


def test_the_database_keeps_a_stay_honest():
    _fran, sponsor, guest = sponsor_and_guest()
    for wrong in ({"sponsor_id": guest}, {"purpose": ""}, {"until": TODAY - 9 * DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Stay.objects.filter(person=guest).update(**wrong)
    assert Stay.objects.get(person=guest).sponsor_id == sponsor


def test_a_version_of_a_list_is_never_changed_in_the_database():
    row = TaskListVersion.objects.create(
        occasion="joining", kind="staff", number=1, tasks=[], why="Ours", made_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskListVersion.objects.filter(pk=row.pk).update(why="Other")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()


def test_overdue_tasks_are_told_once_and_counted():
    fran = hr()
    open_it = Person.objects.get(pk=fran.person)
    open_it.email = "fran@example.org"
    open_it.save()
    open_sign_in(actor=SYSTEM, now=NOW, person=fran.person, invite=False)
    person = somebody("Nia Newcomb")
    assert write_about_tasks(NOW) == 1  # a check that was due the day before the first day
    later = NOW + 3 * DAY
    assert comings.counts(fran, later)[1] >= 1
    assert write_about_tasks(later) == 1
    assert write_about_tasks(later + 60 * timedelta(minutes=1)) == 0
    assert Job.objects.filter(payload__letter="people.tasks-overdue").count() == 2
    assert comings.list_page(fran, TaskList.objects.get(person=person).pk, later).line.overdue >= 1


def test_the_checks_say_how_leavers_joiners_and_guests_stand():
    assert {look("general", NOW).state for look in (leavers_closed, joiners_in_time, temporary_vouched)} == {
        State.NOT_APPLICABLE
    }
    fran, _sponsor, _guest = sponsor_and_guest()
    assert temporary_vouched("general", NOW).state is State.TRUE
    somebody("Val Unvouched", VISITOR)
    assert (temporary_vouched("general", NOW).good, temporary_vouched("general", NOW).total) == (1, 2)
    person = somebody("Ann Leaver", since=TODAY - 200 * DAY, email="ann@example.org")
    open_sign_in(actor=SYSTEM, now=NOW, person=person, invite=False)
    leave(actor=fran, now=NOW, person=person, last_day=TODAY)
    assert leavers_closed("general", NOW + DAY).state is State.SLIPPED
    settle_all(person, "leaving")
    close_leaver(actor=fran, now=NOW, leaving=leavings.leaving_of(person).id)
    assert leavers_closed("general", NOW + DAY).state is State.TRUE
    joiner = somebody("Nia Newcomb")
    assert joiners_in_time("general", NOW + 20 * DAY).state is State.SLIPPED
    Task.objects.filter(list__person=joiner).update(state="done", settled_at=NOW)
    assert joiners_in_time("general", NOW + 20 * DAY).state is State.TRUE


def test_a_sign_in_left_open_by_mistake_is_counted_and_shut_the_next_day():
    person = somebody("Ann Forgotten", since=TODAY - 200 * DAY, email="ann@example.org")
    open_sign_in(actor=SYSTEM, now=NOW, person=person, invite=False)
    Person.objects.get(pk=person).classes.update(until=TODAY - DAY)
    Leaving.objects.create(person_id=person, last_day=TODAY - DAY, recorded_at=NOW)
    assert "1 can still sign in." in leavers_closed("general", NOW).detail
    assert shut_who_left(NOW) == 1
    assert "can still sign in" not in leavers_closed("general", NOW).detail
