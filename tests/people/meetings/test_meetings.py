"""Groups and their meetings: who is told, who reads what, what stays, what is raised."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction

from leeward.foundation.access import STRANGER, SYSTEM, Actor
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.audit.trail import verify
from leeward.foundation.clocks import Term
from leeward.foundation.clocks.organisation import TERMS
from leeward.foundation.evidence.findings import State
from leeward.foundation.evidence.queries import live
from leeward.foundation.open_ends.registry import left_behind
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.models import Job
from leeward.foundation.settings_history.actions import set_to
from leeward.people.actions import end_holding
from leeward.people.actions import groups as group_actions
from leeward.people.actions import meetings as actions
from leeward.people.actions.groups import GroupDetails, add_member, end_member, make_group
from leeward.people.meetings.choices import REQUIRED
from leeward.people.meetings.reminders import remind
from leeward.people.meetings.rules import Every, Here, Part, Template
from leeward.people.models import Attendance, GroupAction, Meeting, Minutes, MinutesConfirmed
from leeward.people.queries import groups as group_queries
from leeward.people.queries import holders_of
from leeward.people.queries import meetings as queries
from leeward.people.refusals import Refused
from leeward.people.rules import PersonClass, Post
from tests.crash import every_crash_point
from tests.people.made import NOW, TODAY, give, somebody
from tests.people.meetings.made import DAY, SECRET, called, held, world

pytestmark = pytest.mark.django_db


def refused(act, **given):
    with pytest.raises(Refused):
        act(now=NOW, **given)


def test_who_holds_a_post_belongs_and_is_gone_with_it():
    here = world()
    members = {member.person: member.part for member in group_queries.members_of(here.group, TODAY)}
    assert members == {here.lead: Part.CHAIR, here.clerk: Part.CLERK, here.learner: Part.MEMBER}
    end_holding(actor=SYSTEM, now=NOW, holding=holders_of("dsl", TODAY)[0].id, until=TODAY)
    assert here.lead not in {member.person for member in group_queries.members_of(here.group, TODAY + DAY)}
    missing = group_queries.missing_of(here.group, TODAY + DAY, [])
    assert any(words.startswith("Designated") for words in missing)


def test_what_a_group_lacks_is_named_without_names():
    here = world()
    assert group_queries.group_seen(here.actor("lead"), here.group, NOW).missing == (
        "Board member: at least 1",
        "Contractor: at least 1",
        "Parent or carer: at least 1",
        "IT manager",
    )


def test_a_group_that_must_exist_and_does_not_is_named_and_proves_nothing():
    world()
    missing = group_queries.missing_groups(NOW)
    assert Template.ONLINE_SAFETY_GROUP not in missing
    assert Template.BOARD_LEAD_WITH_DSL in missing
    assert live(STRANGER, "people.groups-exist", now=NOW).state is State.SLIPPED
    assert live(STRANGER, "people.board-lead-met-dsl", now=NOW).state is State.SLIPPED
    set_to(REQUIRED, (), actor=SYSTEM, why="We are six people", now=NOW)
    assert live(STRANGER, "people.groups-exist", now=NOW).state is State.NOT_APPLICABLE


def test_there_is_one_group_of_a_kind_at_a_time():
    here = world()
    keeper = here.actor("outside", "meetings.keep")
    details = GroupDetails("Another", Every.TERM, 1, 2)
    refused(make_group, actor=keeper, template=Template.ONLINE_SAFETY_GROUP, details=details)
    group_actions.end_group(actor=keeper, now=NOW, group=here.group)
    assert make_group(actor=keeper, now=NOW, template=Template.ONLINE_SAFETY_GROUP, details=details)


def test_who_may_not_keep_groups_makes_none():
    here = world()
    refused(make_group, actor=here.actor("lead"), details=GroupDetails("Mine", Every.TERM, 1, 2))
    refused(add_member, actor=here.actor("lead"), group=here.group, person=here.outside, part=Part.MEMBER)


def test_members_get_a_letter_without_content_and_nobody_else_does():
    here = world()
    called(here, NOW + 7 * DAY)
    work_off(NOW)
    assert [letter.to for letter in mail.outbox] == [["lead@example.org"]]
    letter = mail.outbox[0]
    assert "Zebedee" not in letter.subject + letter.body
    assert "Online-safety" not in letter.subject + letter.body
    assert "Room 12" not in letter.body


@pytest.mark.parametrize("name", ["learner", "outside"])
def test_a_plain_member_calls_no_meeting(name):
    here = world()
    call = actions.Call(NOW + DAY, 60, "x", "y")
    refused(actions.call_meeting, actor=here.actor(name), group=here.group, call=call)


def test_who_keeps_groups_calls_their_meetings_but_reads_nothing():
    here = world()
    keeper = here.actor("outside", "meetings.keep")
    meeting = held(here)
    actions.write_minutes(actor=here.actor("clerk"), now=NOW, meeting=meeting, text=SECRET)
    assert group_queries.group_seen(keeper, here.group, NOW) is not None
    assert queries.meeting_seen(keeper, meeting, NOW) is None
    assert queries.open_actions_of_group(keeper, here.group, NOW) == ()
    refused(actions.open_minutes, actor=keeper, meeting=meeting)
    refused(actions.write_minutes, actor=keeper, meeting=meeting, text="x")


def minutes_of(here):
    meeting = held(here)
    actions.write_minutes(actor=here.actor("clerk"), now=NOW, meeting=meeting, text=SECRET)
    return meeting


def test_members_read_the_minutes_and_leave_a_trace():
    here = world()
    meeting = minutes_of(here)
    for name in ("lead", "clerk", "learner"):
        assert actions.open_minutes(actor=here.actor(name), now=NOW, meeting=meeting) == SECRET
    opened = AuditEntry.objects.filter(action="meetings.open-minutes")
    assert {entry.actor for entry in opened} == {f"person:{getattr(here, n)}" for n in ("lead", "clerk", "learner")}
    assert {entry.compartment for entry in opened} == {"meetings"}


def test_somebody_outside_reads_only_while_allowed_and_only_the_minutes():
    here = world()
    meeting, other = minutes_of(here), held(here, NOW - 20 * DAY)
    reader = here.actor("outside")
    refused(actions.open_minutes, actor=reader, meeting=meeting)
    refused(actions.allow_reader, actor=here.actor("learner"), meeting=meeting, person=here.outside)
    actions.allow_reader(actor=here.actor("lead"), now=NOW, meeting=meeting, person=here.outside)
    assert actions.open_minutes(actor=reader, now=NOW, meeting=meeting) == SECRET
    page = queries.meeting_seen(reader, meeting, NOW)
    assert (page.agenda, page.place, page.here, page.actions) == ("", "", (), ())
    assert queries.meeting_seen(reader, other, NOW) is None
    actions.take_reader_away(actor=here.actor("lead"), now=NOW, meeting=meeting, person=here.outside)
    refused(actions.open_minutes, actor=reader, meeting=meeting)


def test_who_leaves_the_group_reads_no_more_from_that_moment():
    here = world()
    meeting = minutes_of(here)
    end_member(actor=SYSTEM, now=NOW, group=here.group, person=here.learner)
    assert queries.meeting_seen(here.actor("learner"), meeting, NOW) is None
    refused(actions.open_minutes, actor=here.actor("learner"), meeting=meeting)


def test_nothing_that_was_said_stands_readable_in_the_database():
    here = world()
    meeting = minutes_of(here)
    actions.add_action(
        actor=here.actor("lead"), now=NOW, meeting=meeting, owner=here.clerk, what=SECRET, due=TODAY + DAY
    )
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # every table of the test's own database
            for row in cursor.fetchall():
                assert "Zebedee" not in repr([bytes(v) if isinstance(v, memoryview) else v for v in row]), table


def test_minutes_are_added_and_never_changed():
    here = world()
    meeting = minutes_of(here)
    assert actions.write_minutes(actor=here.actor("lead"), now=NOW, meeting=meeting, text="Mended") == 2
    assert actions.open_minutes(actor=here.actor("lead"), now=NOW, meeting=meeting) == "Mended"
    assert actions.open_minutes(actor=here.actor("lead"), now=NOW, meeting=meeting, version=1) == SECRET
    for change in (lambda: Minutes.objects.update(version=9), lambda: Minutes.objects.all().delete()):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change()


def test_minutes_wait_until_it_is_known_who_was_there():
    here = world()
    refused(actions.write_minutes, actor=here.actor("lead"), meeting=called(here), text="x")
    refused(actions.record_attendance, actor=here.actor("lead"), meeting=called(here, NOW + DAY), here={})


def confirmed(here, meeting, later, *, version=1, by="lead"):
    actions.confirm_minutes(actor=here.actor(by), now=NOW, meeting=meeting, version=version, at_meeting=later)


def test_minutes_are_confirmed_once_at_a_later_meeting_in_their_last_version():
    here = world()
    meeting, later, earlier = minutes_of(here), held(here, NOW - DAY), held(here, NOW - 30 * DAY)
    for wrong in ({"later": earlier}, {"later": meeting}, {"later": later, "version": 2}, {"later": uuid4()}):
        with pytest.raises(Refused):
            confirmed(here, meeting, wrong["later"], version=wrong.get("version", 1))
    with pytest.raises(Refused):
        confirmed(here, meeting, later, by="learner")
    confirmed(here, meeting, later)
    page = queries.meeting_seen(here.actor("learner"), meeting, NOW)
    assert page.confirmed
    with pytest.raises(Refused):
        confirmed(here, meeting, later)
    refused(actions.write_minutes, actor=here.actor("lead"), meeting=meeting, text="Other")
    refused(actions.record_attendance, actor=here.actor("lead"), meeting=meeting, here={here.outside: Here.PRESENT})


def test_a_newer_version_is_never_confirmed_unread():
    here = world()
    meeting, later = minutes_of(here), held(here, NOW - DAY)
    actions.write_minutes(actor=here.actor("clerk"), now=NOW, meeting=meeting, text="Slipped in")
    with pytest.raises(Refused):
        confirmed(here, meeting, later, version=1)


def test_a_crash_while_confirming_leaves_all_of_it_or_nothing():
    here = world()
    meeting, later = minutes_of(here), held(here, NOW - DAY)
    before = AuditEntry.objects.filter(action="meetings.confirm").count()

    def check(statement, finished):
        rows = MinutesConfirmed.objects.count()
        assert rows == AuditEntry.objects.filter(action="meetings.confirm").count() - before
        assert rows == (1 if finished else 0)
        assert verify() == []

    assert every_crash_point(lambda: confirmed(here, meeting, later), check) > 5


def test_too_few_people_decide_nothing_and_the_meeting_does_not_count():
    here = world()
    meeting = held(here, here=("clerk",))
    page = queries.meeting_seen(here.actor("lead"), meeting, NOW)
    assert (page.present, page.quorum, page.quorate) == (1, 2, False)
    assert group_queries.days_met(here.group, NOW) == []


def test_a_later_quorum_changes_nothing_in_the_past():
    here = world()
    held(here)
    keeper = here.actor("outside", "meetings.keep")
    details = GroupDetails("Online-safety group", Every.TERM, 1, 10)
    group_actions.change_group(actor=keeper, now=NOW, group=here.group, details=details)
    assert group_queries.days_met(here.group, NOW) == [TODAY - 7 * DAY]


def test_somebody_says_beforehand_that_they_cannot_come():
    here = world()
    meeting = called(here, NOW + DAY)
    actions.apologise(actor=here.actor("learner"), now=NOW, meeting=meeting)
    assert Attendance.objects.get().here == "apologies"
    refused(actions.apologise, actor=here.actor("outside"), meeting=meeting)


def test_the_promise_to_meet_each_term_follows_the_meetings():
    here = world()
    set_to(TERMS, (Term(TODAY - 90 * DAY, TODAY + 5 * DAY, "Autumn"),), actor=SYSTEM, why="Dates", now=NOW)
    assert live(STRANGER, "people.online-safety-group-met", now=NOW).state is State.SLIPPING
    held(here)
    assert live(STRANGER, "people.online-safety-group-met", now=NOW).state is State.TRUE
    assert live(STRANGER, "people.groups-meet", now=NOW).state is State.TRUE


def test_the_promise_of_stakeholders_counts_who_was_there():
    here = world()
    assert live(STRANGER, "people.stakeholders-attend", now=NOW).state is State.UNPROVEN
    held(here)
    found = live(STRANGER, "people.stakeholders-attend", now=NOW)
    assert (found.state, found.good, found.total) == (State.SLIPPED, 1, 4)
    for name, kind in (("Pat Parent", "parent"), ("Bo Board", "board-member"), ("Con Tractor", "contractor")):
        person = somebody(name, PersonClass(kind), since=TODAY - 100 * DAY)
        add_member(actor=SYSTEM, now=NOW, group=here.group, person=person, part=Part.MEMBER)
        meeting = Meeting.objects.get()
        actions.record_attendance(actor=here.actor("lead"), now=NOW, meeting=meeting.pk, here={person: Here.PRESENT})
    assert live(STRANGER, "people.stakeholders-attend", now=NOW).state is State.TRUE


def an_action(here, due, owner="learner"):
    meeting = held(here)
    return actions.add_action(
        actor=here.actor("lead"), now=NOW, meeting=meeting, owner=getattr(here, owner), what=SECRET, due=due
    )


def test_an_overdue_action_is_told_once_to_its_owner_and_later_to_the_chair():
    here = world()
    an_action(here, TODAY)
    letters = Job.objects.filter(payload__letter__startswith="people.action-").order_by("payload__letter")
    kinds = lambda: list(letters.values_list("payload__letter", flat=True))  # noqa: E731
    assert remind(NOW) == 0
    remind(NOW + DAY)
    remind(NOW + 2 * DAY)
    assert kinds() == ["people.action-overdue"]
    remind(NOW + 7 * DAY)
    remind(NOW + 8 * DAY)
    assert kinds() == ["people.action-overdue", "people.action-still-overdue"]
    told = Job.objects.get(payload__letter="people.action-still-overdue")
    assert told.payload["person"] == str(here.lead)
    assert "Zebedee" not in str(list(Job.objects.values_list("payload", flat=True)))


def test_an_action_is_done_by_its_owner_or_chair_and_by_nobody_else():
    here = world()
    action = an_action(here, TODAY - DAY)
    assert queries.overdue_of(here.actor("learner"), NOW) == 1
    assert live(STRANGER, "people.group-actions-in-time", now=NOW).state is State.SLIPPED
    refused(actions.close_action, actor=here.actor("outside"), action=action, done=True)
    assert queries.action_seen(here.actor("outside"), action, NOW) is None
    actions.close_action(actor=here.actor("learner"), now=NOW, action=action, done=True)
    refused(actions.close_action, actor=here.actor("lead"), action=action, done=False)
    assert live(STRANGER, "people.group-actions-in-time", now=NOW).state is State.TRUE


def test_an_action_stays_in_the_group():
    here = world()
    action = an_action(here, TODAY)
    refused(actions.hand_over, actor=here.actor("lead"), action=action, owner=here.outside)
    refused(actions.hand_over, actor=here.actor("learner"), action=action, owner=here.clerk)
    actions.hand_over(actor=here.actor("clerk"), now=NOW, action=action, owner=here.lead)
    assert GroupAction.objects.get().owner_id == here.lead


def test_a_leaver_hands_over_their_actions_first_and_hr_learns_only_how_many():
    here = world()
    action = an_action(here, TODAY + 9 * DAY)
    hr = Actor(account=uuid4(), person=here.outside, permissions=frozenset({"people.change"}))
    found = left_behind(here.learner, actor=hr, now=NOW)
    assert not found.may_close
    assert "Zebedee" not in str(found.ends)
    actions.hand_over(actor=here.actor("lead"), now=NOW, action=action, owner=here.clerk)
    assert left_behind(here.learner, actor=hr, now=NOW).may_close


def test_a_cancelled_meeting_says_so_and_is_not_held_afterwards():
    here = world()
    meeting = called(here, NOW + timedelta(hours=1))
    refused(actions.cancel_meeting, actor=here.actor("learner"), meeting=meeting)
    actions.cancel_meeting(actor=here.actor("clerk"), now=NOW, meeting=meeting)
    assert Job.objects.filter(payload__letter="people.meeting-cancelled").count() == 2
    with pytest.raises(Refused):
        actions.record_attendance(actor=here.actor("clerk"), now=NOW + DAY, meeting=meeting, here={})


def test_a_deputy_sits_in_where_nobody_holds_the_post():
    here = world()
    deputy = somebody("Dep Utyson")
    give(deputy, Post.IT_MANAGER, deputy=True)
    assert deputy in {member.person for member in group_queries.members_of(here.group, TODAY)}
