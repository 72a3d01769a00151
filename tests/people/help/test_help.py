"""The page of help: today's names, honest hours, no trace of who looks, and who may keep it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from django.test import Client
from django.utils import timezone

from leeward.foundation.access import STRANGER, SYSTEM, Actor
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.evidence.findings import State
from leeward.foundation.evidence.queries import live
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.models import Job
from leeward.foundation.settings_history.actions import change_setting, set_to
from leeward.people.actions import end_holding
from leeward.people.actions.signposts import NewSignpost, add_signpost, remove_signpost, state_looked
from leeward.people.help import choices, links
from leeward.people.help.helplines import HELPLINES
from leeward.people.help.rules import Asker, Matter, Topic, read_hours
from leeward.people.models import SignpostLook
from leeward.people.queries import help as queries
from leeward.people.queries import holders_of
from leeward.people.refusals import Refused
from leeward.people.rules import Post
from tests.people.made import NOW, TODAY, give, somebody
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
KEEPER = Actor(account=uuid4(), person=uuid4(), permissions=frozenset({"help.keep", "settings.see"}))
OUTSIDER = Actor(account=uuid4(), person=uuid4(), permissions=frozenset({"settings.see", "settings.change"}))


def contacts(asker, matter, actor=STRANGER, now=NOW):
    answer = next(found for found in queries.help_for(actor, now) if found.matter is matter)
    return next(way for way in answer.ways if way.asker in (asker, None)).contacts


def names(asker, matter, actor=STRANGER, now=NOW):
    return [name for contact in contacts(asker, matter, actor, now) for name in (*contact.names, *contact.stand_ins)]


def test_a_new_lead_is_named_from_the_first_day_and_not_before():
    give(somebody("Old Leadson"), since=TODAY - 30 * DAY)
    end_holding(actor=SYSTEM, now=NOW, holding=holders_of(Post.DSL, TODAY)[0].id, until=TODAY)
    give(somebody("New Leadson"), since=TODAY + DAY)
    assert names(Asker.LEARNER, Matter.MYSELF) == ["Old Leadson"]
    assert names(Asker.LEARNER, Matter.MYSELF, now=NOW + DAY) == ["New Leadson"]


def test_a_deputy_stands_in_and_an_empty_post_says_so():
    give(somebody("Dep Utyson"), deputy=True)
    dsl = contacts(Asker.LEARNER, Matter.MYSELF)[-1]
    assert (dsl.names, dsl.stand_ins, dsl.vacant) == ((), ("Dep Utyson",), False)
    assert [contact.vacant for contact in contacts(Asker.STAFF, Matter.MYSELF)] == [False, True]


def test_about_a_member_of_staff_the_way_goes_past_them_up_to_the_chair():
    for post in (Post.DSL, Post.MANAGING_DIRECTOR, Post.CHAIR):
        give(somebody(f"The {post.value.title()}"), post)
    assert names(Asker.LEARNER, Matter.STAFF_MEMBER) == ["The Dsl", "The Managing-Director", "The Chair"]


def test_the_order_for_learners_is_the_organisations_choice():
    give(somebody("Lead Dslson"))
    set_to(choices.ORDER[Asker.LEARNER], ("dsl", "tutor"), actor=SYSTEM, why="Agreed", now=NOW)
    words = [str(contact.words) for contact in contacts(Asker.LEARNER, Matter.MYSELF)]
    assert words[0].startswith("Designated")
    assert words[1].startswith("Your tutor")


def test_names_can_be_kept_from_visitors_but_not_from_who_is_signed_in():
    give(somebody("Lead Dslson"))
    set_to(choices.NAMES, False, actor=SYSTEM, why="Agreed", now=NOW)
    assert names(Asker.VISITOR, Matter.MYSELF) == []
    assert names(Asker.VISITOR, Matter.MYSELF, KEEPER) == ["Lead Dslson"]


def test_a_learner_who_is_signed_in_reads_the_name_of_their_own_tutor():
    learner = somebody("Kay Brambleby", tutor=somebody("Colm Tutorson"))
    assert "Colm Tutorson" in names(Asker.LEARNER, Matter.MYSELF, Actor(account=uuid4(), person=learner))


def test_looking_sets_no_cookie_and_leaves_no_row():
    before = (AuditEntry.objects.count(), Job.objects.count())
    for path in ("/help", "/help/poster"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert not answer.cookies
        assert b"999" in answer.content
        assert b"csrf" not in answer.content
    assert (AuditEntry.objects.count(), Job.objects.count()) == before


def test_the_page_is_small():
    assert len(Client().get("/help").content) < 30_000


def test_the_room_of_a_site_stands_beside_the_organisations_own(monkeypatch):
    somebody("Any Oneson", site="Quayside")
    place = next(place for place in queries.places() if place.site)
    scope = queries.Scope(str(place.company), str(place.site))
    set_to(choices.PHONE, "01632 960001", actor=SYSTEM, why="Agreed", now=NOW)
    set_to(choices.ROOM, "The glass office", actor=SYSTEM, why="Agreed", now=NOW, scope=scope)
    whole, site = queries.ways(NOW)
    assert (whole.phone, whole.room) == ("01632 960001", "")
    assert (site.name, site.phone, site.room) == (place.name, "", "The glass office")


@pytest.mark.parametrize(
    ("moment", "now"),
    [
        (datetime(2026, 11, 25, 10, tzinfo=UTC), "open"),
        (datetime(2026, 11, 25, 18, tzinfo=UTC), "closed"),
        (datetime(2026, 12, 25, 10, tzinfo=UTC), "closed"),  # a Friday, but Christmas
    ],
)
def test_the_telephone_is_not_called_open_on_a_holiday(moment, now):
    set_to(choices.HOURS, read_hours("Monday to Friday 09:00 to 17:00"), actor=SYSTEM, why="Agreed", now=NOW - DAY)
    assert queries.ways(moment)[0].now == now


def test_out_of_hours_the_page_says_when_reports_are_read_next():
    friday_night = datetime(2026, 11, 27, 21, tzinfo=UTC)
    read = queries.reading(friday_night)
    assert not read.now
    assert read.next_at.isoformat() == "2026-11-30T09:00:00+00:00"
    assert queries.reading(NOW).now


def test_an_own_entry_is_on_the_page_until_it_is_taken_off(monkeypatch):
    entry = NewSignpost("Harbour Youth", "For young people here.", Topic.TALK, "01632 960200", hours="always")
    key = f"own-{add_signpost(actor=KEEPER, now=NOW, entry=entry)}"
    assert b"Harbour Youth" in Client().get("/help").content
    remove_signpost(actor=KEEPER, now=NOW, key=key)
    assert b"Harbour Youth" not in Client().get("/help").content
    with pytest.raises(Refused):
        remove_signpost(actor=KEEPER, now=NOW, key=key)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (NewSignpost("X", "y", Topic.TALK), "phone"),
        (NewSignpost("X", "y", Topic.TALK, website="http://x.example"), "website"),
        (NewSignpost("X", "y", Topic.TALK, website="javascript:alert(1)"), "website"),
        (NewSignpost("X", "y", Topic.TALK, "1", hours="sometimes"), "hours"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_at_its_question(entry, field):
    with pytest.raises(Refused) as refused:
        add_signpost(actor=KEEPER, now=NOW, entry=entry)
    assert refused.value.field == field


def test_who_may_not_keep_the_page_changes_nothing_on_it(monkeypatch):
    with pytest.raises(Refused):
        state_looked(actor=OUTSIDER, now=NOW, key="childline", good=True)
    assert sign_in(monkeypatch, OUTSIDER).post("/help/keep/looked", {"entry": "childline"}).status_code == 404
    assert not SignpostLook.objects.exists()


def test_the_page_shows_whoever_keeps_it_what_is_due_and_takes_their_word(monkeypatch):
    client = sign_in(monkeypatch, KEEPER)
    assert b"Keep this page" in client.get("/help").content
    assert b"with the product" in client.get("/help/keep").content
    client.post("/help/keep/looked", {"entry": "childline", "what": "good"})
    client.post("/help/keep/looked", {"entry": "samaritans", "what": "wrong"})
    found = {one.line.key: one for one in queries.kept_lines(timezone.now())}
    assert found["childline"].in_time
    assert not found["samaritans"].in_time
    answer = client.post("/help/keep/add", {"name": "Only a name", "what_for": "x", "topic": "talk"})
    assert b"Only a name" in answer.content
    assert b"There is a problem" in answer.content


def test_the_promise_that_help_was_checked_follows_what_was_looked_at():
    assert live(STRANGER, "people.help-outside-checked", now=NOW).state is State.TRUE
    late = NOW + 400 * DAY
    finding = live(STRANGER, "people.help-outside-checked", now=late)
    assert finding.state is State.SLIPPED
    assert finding.good == 0
    for line in HELPLINES:
        state_looked(actor=KEEPER, now=late, key=line.key, good=True)
    assert live(STRANGER, "people.help-outside-checked", now=late).state is State.TRUE


def test_the_promise_of_contacts_names_what_is_missing():
    assert live(STRANGER, "people.help-contacts", now=NOW).state is State.SLIPPED
    for post in (Post.DSL, Post.MANAGING_DIRECTOR, Post.CHAIR, Post.IT_MANAGER):
        give(somebody(f"The {post.value.title()}"), post)
    assert "web" in live(STRANGER, "people.help-contacts", now=NOW).detail
    set_to(choices.PHONE, "01632 960001", actor=SYSTEM, why="Agreed", now=NOW)
    assert live(STRANGER, "people.help-contacts", now=NOW).state is State.TRUE


MONDAY = datetime(2026, 11, 30, 5, tzinfo=UTC)


def test_no_link_is_opened_until_the_organisation_says_so(monkeypatch):
    monkeypatch.setattr(links, "opened", lambda address: pytest.fail("opened"))
    assert links.put_tests(MONDAY) == 0
    links.test_link(links.TestLink("childline"), MONDAY)
    assert not SignpostLook.objects.exists()


def test_a_dead_link_is_flagged_to_whoever_keeps_the_page(monkeypatch):
    change_setting(actor=KEEPER, key="help.test-links", entered="on", why="Agreed", now=NOW)
    dead = "https://www.samaritans.org/"
    monkeypatch.setattr(
        links, "opened", lambda address: (address != dead, "status-404" if address == dead else "answered")
    )
    assert links.put_tests(MONDAY) == sum(bool(line.website) for line in HELPLINES)
    assert links.put_tests(MONDAY) == sum(bool(line.website) for line in HELPLINES)  # twice the same key is once
    work_off(MONDAY)
    assert SignpostLook.objects.count() == sum(bool(line.website) for line in HELPLINES)
    found = {one.line.key: one for one in queries.kept_lines(MONDAY)}
    assert (found["samaritans"].good, found["samaritans"].said) == (False, "status-404")
    assert found["childline"].good
    assert live(STRANGER, "people.help-outside-checked", now=MONDAY).state is State.SLIPPED


PUBLIC = lambda host: ["93.184.216.34"]  # noqa: E731


def browser(**answers):
    def answer(request):
        status, onward = answers.get(request.url.host.partition(".")[0], (200, ""))
        return httpx.Response(status, headers={"location": onward} if onward else {})

    return httpx.Client(transport=httpx.MockTransport(answer))


@pytest.mark.parametrize(
    ("address", "resolve", "found"),
    [
        ("https://good.example/", PUBLIC, (True, "answered")),
        ("https://gone.example/", PUBLIC, (False, "status-404")),
        ("https://shy.example/", PUBLIC, (True, "blocks-programs")),
        ("https://moved.example/", PUBLIC, (True, "answered")),
        ("https://loop.example/", PUBLIC, (False, "too-many-redirects")),
        ("https://inward.example/", PUBLIC, (False, "not-allowed")),
        ("http://good.example/", PUBLIC, (False, "not-allowed")),
        ("https://good.example:8443/", PUBLIC, (False, "not-allowed")),
        ("https://me@good.example/", PUBLIC, (False, "not-allowed")),
        ("https://good.example/", lambda host: ["127.0.0.1"], (False, "not-allowed")),
        ("https://good.example/", lambda host: ["93.184.216.34", "10.0.0.7"], (False, "not-allowed")),
        ("https://good.example/", lambda host: ["169.254.169.254"], (False, "not-allowed")),
        ("https://good.example/", lambda host: [], (False, "not-allowed")),
        ("https://[::1]/", lambda host: ["::1"], (False, "not-allowed")),
        ("https://good.example:port/", PUBLIC, (False, "not-allowed")),
    ],
)
def test_a_link_is_opened_on_the_open_internet_only(address, resolve, found):
    client = browser(
        gone=(404, ""),
        shy=(403, ""),
        moved=(301, "https://good.example/new"),
        loop=(302, "https://loop.example/"),
        inward=(302, "http://127.0.0.1/"),
    )
    assert links.opened(address, client=client, resolve=resolve) == found


def test_the_page_asks_the_database_little_however_much_is_chosen(django_assert_max_num_queries):
    Client().get("/help")
    with django_assert_max_num_queries(12):
        Client().get("/help")
