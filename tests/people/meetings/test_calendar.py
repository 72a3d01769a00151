"""What a calendar reads: when and a link, in lines as RFC 5545 wants them, and nothing that names anybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from leeward.people.actions.calendars import make_feed, revoke_feed
from leeward.people.meetings.calendar import LINE, Event, calendar
from leeward.people.models import CalendarFeed, Person
from tests.people.made import NOW
from tests.people.meetings.made import called, world
from tests.signed_in import sign_in

WHEN = datetime(2027, 6, 1, 13, 30, tzinfo=UTC)


def event(**more):
    given = {"uid": "1@leeward", "link": "https://leeward.example/meetings/1", "cancelled": False}
    return Event(starts_at=WHEN, length=60, changed_at=NOW, sequence=2, **(given | more))


def test_an_event_says_when_in_utc_and_links_to_its_page():
    lines = calendar([event()], title="Meeting").decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in ("DTSTART:20270601T133000Z", "DTEND:20270601T143000Z", "SEQUENCE:2", "STATUS:CONFIRMED"):
        assert line in lines
    assert b"STATUS:CANCELLED" in calendar([event(cancelled=True)], title="Meeting")
    assert b"METHOD:REQUEST" in calendar([event()], title="Meeting", invitation=True)


@given(some.text(min_size=1, max_size=300))
def test_lines_are_folded_and_come_apart_again(title):
    sent = calendar([event()], title=title)
    assert all(len(line) <= LINE for line in sent.split(b"\r\n"))
    unfolded = sent.replace(b"\r\n ", b"").decode()
    assert unfolded.count("BEGIN:VEVENT") == 1 or "BEGIN:VEVENT" in title
    assert len([line for line in unfolded.split("\r\n") if line.startswith("SUMMARY:")]) >= 1


def test_nothing_typed_can_begin_a_line_of_its_own():
    sent = calendar([event()], title="x\r\nATTENDEE:mailto:a@example.org\nX").decode()
    assert "\r\nATTENDEE" not in sent


@pytest.mark.django_db
def test_a_feed_shows_ones_own_meetings_and_no_names():
    here = world()
    called(here, timezone.now() + timedelta(days=3))
    key = make_feed(actor=here.actor("learner"), now=NOW)
    answer = Client().get(f"/meetings/calendar/{key}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode()
    assert text.count("BEGIN:VEVENT") == 1
    for word in ("Zebedee", "Room 12", "Online", "Learner", "Younger", str(here.group), str(here.learner)):
        assert word not in text
    outside = make_feed(actor=here.actor("outside"), now=NOW)
    assert "BEGIN:VEVENT" not in Client().get(f"/meetings/calendar/{outside}.ics").content.decode()


@pytest.mark.django_db
def test_a_key_works_until_it_is_revoked_or_replaced_or_its_owner_left():
    here = world()
    actor = here.actor("learner")
    first = make_feed(actor=actor, now=NOW)
    second = make_feed(actor=actor, now=NOW)
    status = lambda key: Client().get(f"/meetings/calendar/{key}.ics").status_code  # noqa: E731
    assert (status(first), status(second), status("x"), status(first[:-1])) == (404, 200, 404, 404)
    assert not CalendarFeed.objects.filter(mark__in=[first, second]).exists()
    revoke_feed(actor=actor, now=NOW)
    assert status(second) == 404
    third = make_feed(actor=actor, now=NOW)
    Person.objects.filter(pk=here.learner).update(left_on=NOW.date())
    assert status(third) == 404


@pytest.mark.django_db
def test_the_address_is_shown_once(monkeypatch):
    here = world()
    client = sign_in(monkeypatch, here.actor("learner"))
    made = client.post("/meetings/calendar", {"what": "make"}).content.decode()
    assert ".ics" in made
    assert ".ics" not in client.get("/meetings/calendar").content.decode()
