"""The pages of meetings: what is hidden looks like what does not exist, and no page tells of what was said."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from leeward.people.actions import meetings as actions
from leeward.people.meetings.rules import Here
from leeward.people.models import GroupAction, GroupMember, Meeting, MinutesConfirmed
from tests.people.made import NOW, TODAY
from tests.people.meetings.made import SECRET, called, held, world
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    made = world()
    meeting = held(made)
    actions.write_minutes(actor=made.actor("clerk"), now=NOW, meeting=meeting, text=SECRET)
    actions.add_action(actor=made.actor("clerk"), now=NOW, meeting=meeting, owner=made.learner, what=SECRET, due=TODAY)
    return made


def addresses(here):
    meeting, action = Meeting.objects.get(), GroupAction.objects.get()
    return [
        f"/meetings/groups/{here.group}",
        f"/meetings/groups/{here.group}/call",
        f"/meetings/{meeting.pk}",
        f"/meetings/{meeting.pk}/minutes",
        f"/meetings/{meeting.pk}/minutes/write",
        f"/meetings/{meeting.pk}/attendance",
        f"/meetings/{meeting.pk}/actions/add",
        f"/meetings/{meeting.pk}/invitation.ics",
        f"/meetings/actions/{action.pk}",
    ]


def test_to_somebody_outside_a_group_everything_of_it_is_a_missing_page(here, monkeypatch):
    client = sign_in(monkeypatch, here.actor("outside"))
    missing = client.get("/meetings/there-is-nothing-here")
    for address in addresses(here):
        for answer in (client.get(address), client.post(address, {"what": "done"})):
            assert answer.status_code in {404, 405}, address
            if answer.status_code == 404:
                assert answer.content == missing.content, address
    assert b"Online-safety" not in client.get("/meetings").content
    assert GroupAction.objects.get().state == "open"


def test_who_oversees_groups_sees_that_they_meet_and_nothing_of_what_they_say(here, monkeypatch):
    for permission in ("meetings.keep", "meetings.see"):
        client = sign_in(monkeypatch, here.actor("outside", permission))
        for address in ("/meetings", *addresses(here)):
            answer = client.get(address)
            assert b"Zebedee" not in answer.content, address
        assert client.get(f"/meetings/groups/{here.group}").status_code == 200
        assert client.get(f"/meetings/{Meeting.objects.get().pk}/minutes").status_code == 404
        assert b"These groups are missing" in client.get("/meetings").content


def test_a_plain_member_reads_but_keeps_nothing(here, monkeypatch):
    client = sign_in(monkeypatch, here.actor("learner"))
    meeting = Meeting.objects.get().pk
    assert b"Zebedee" in client.get(f"/meetings/{meeting}/minutes").content
    for part in ("minutes/write", "attendance", "actions/add"):
        assert client.get(f"/meetings/{meeting}/{part}").status_code == 404
    assert client.get(f"/meetings/groups/{here.group}/call").status_code == 404
    client.post(f"/meetings/{meeting}/step", {"what": "allow", "who": "outside@example.org"})
    assert b"Zebedee" not in sign_in(monkeypatch, here.actor("outside")).get(f"/meetings/{meeting}/minutes").content


def test_the_chair_lets_somebody_read_and_takes_it_back(here, monkeypatch):
    chair = sign_in(monkeypatch, here.actor("lead"))
    reader = sign_in(monkeypatch, here.actor("outside"))
    page = f"/meetings/{Meeting.objects.get().pk}"
    chair.post(f"{page}/step", {"what": "allow", "who": "outside@example.org"})
    assert b"Zebedee" in reader.get(f"{page}/minutes").content
    assert b"Zebedee" not in reader.get(page).content
    assert b"Learner Younger" not in reader.get(page).content
    chair.post(f"{page}/step", {"what": "disallow", "person": str(here.outside)})
    assert reader.get(f"{page}/minutes").status_code == 404


def test_the_whole_way_by_forms(monkeypatch):
    here = world()
    chair = sign_in(monkeypatch, here.actor("lead"))
    yesterday = timezone.localdate() - timedelta(days=1)
    day = {"day_0": str(yesterday.day), "day_1": str(yesterday.month), "day_2": str(yesterday.year)}
    call = f"/meetings/groups/{here.group}/call"
    wrong = chair.post(call, {**day, "at": "noon", "length": "60", "place": "Room 12", "agenda": SECRET})
    assert b"Enter a time such as 14:30." in wrong.content
    assert b"Zebedee" in wrong.content
    chair.post(call, {**day, "at": "14:30", "length": "60", "place": "Room 12", "agenda": SECRET})
    meeting = Meeting.objects.get()
    page = f"/meetings/{meeting.pk}"
    assert b"answer this question" in chair.post(f"{page}/attendance", {}).content
    everybody = {f"p-{person}": "present" for person in (here.lead, here.clerk, here.learner)}
    chair.post(f"{page}/attendance", everybody)
    chair.post(f"{page}/minutes/write", {"text": "We met."})
    due = {"due_0": "1", "due_1": "12", "due_2": "2026"}
    chair.post(f"{page}/actions/add", {"what": "Do it", "owner": str(here.learner), **due})
    assert GroupAction.objects.get().owner_id == here.learner
    now = timezone.now()
    later = called(here, now - timedelta(minutes=5))
    actions.record_attendance(actor=here.actor("clerk"), now=now, meeting=later, here={here.lead: Here.PRESENT})
    assert b"They were confirmed" in chair.get(page).content
    chair.post(f"{page}/step", {"what": "confirm", "version": "1", "at": str(later)})
    assert MinutesConfirmed.objects.filter(meeting=meeting).exists()
    learner = sign_in(monkeypatch, here.actor("learner"))
    assert b"Do it" in learner.get("/meetings").content
    action = f"/meetings/actions/{GroupAction.objects.get().pk}"
    assert b"Do it" in chair.post(action, {"what": "hand-over", "owner": ""}).content
    chair.post(action, {"what": "hand-over", "owner": str(here.clerk)})
    assert GroupAction.objects.get().owner_id == here.clerk
    chair.post(action, {"what": "done"})
    assert GroupAction.objects.get().state == "done"


def test_whoever_keeps_groups_makes_one_and_says_who_belongs(monkeypatch):
    here = world()
    keeper = sign_in(monkeypatch, here.actor("outside", "meetings.keep"))
    assert b"Safeguarding with IT" in keeper.get("/meetings/groups/add?kind=safeguarding-with-it").content
    form = {"template": "safeguarding-with-it", "name": "With IT", "every": "weeks", "count": "4", "quorum": "2"}
    made = keeper.post("/meetings/groups/add", form)
    page = made["Location"]
    assert b"nobody in the directory" in keeper.post(page, {"who": "x@example.org", "part": "clerk"}).content.lower()
    keeper.post(page, {"who": "outside@example.org", "part": "clerk"})
    assert GroupMember.objects.filter(person_id=here.outside).exists()
    steps = page.replace("/members", "/membership")
    keeper.post(steps, {"what": "add-seat", "rule-seat": "kind:parent", "rule-least": "2"})
    assert "Parent or carer: at least 2" in keeper.get(page).content.decode()
    keeper.post(steps, {"what": "take-seat", "seat": "parent"})
    assert "Parent or carer: at least 2" not in keeper.get(page).content.decode().split("Rules of membership")[1]
    keeper.post(steps, {"what": "end-member", "person": str(here.outside)})
    assert keeper.post(steps, {"what": "end-member", "person": "x"}).status_code == 404
    change = page.replace("/members", "/change")
    keeper.post(change, {"name": "With IT people", "every": "weeks", "count": "6", "quorum": "2"})
    assert b"With IT people" in keeper.get("/meetings").content
    keeper.post(steps, {"what": "end-group"})
    assert b"With IT people" not in keeper.get("/meetings").content


def test_a_member_puts_a_meeting_into_their_calendar(monkeypatch):
    here = world()
    meeting = called(here, timezone.now() + timedelta(days=2))
    member = sign_in(monkeypatch, here.actor("learner"))
    answer = member.get(f"/meetings/{meeting}/invitation.ics")
    assert b"METHOD:REQUEST" in answer.content
    assert b"Zebedee" not in answer.content
    member.post(f"/meetings/{meeting}/step", {"what": "apologise"})
    assert b"Apologies" in member.get(f"/meetings/{meeting}").content
    assert member.post(f"/meetings/{meeting}/step", {"what": "fly"}).status_code == 404
    assert member.get(f"/meetings/{uuid4()}").status_code == 404
