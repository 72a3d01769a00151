"""The pages of HR: directory, cards, posts, import. What a form refuses stays in it, with the reason."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.models import Job
from leeward.people import queries
from leeward.people.actions import Details, add_person, appoint, open_sign_in
from leeward.people.demo import DemoPeople, build
from leeward.people.importing import waiting
from leeward.people.models import Hold, Person, Task
from leeward.people.queries.task_lists import list_in_force
from leeward.people.rules import PersonClass, Post
from leeward.people.task_rules import Occasion

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def people(now) -> DemoPeople:
    return build(now)


@pytest.fixture
def enter(people, now):
    """A browser in which one of the demonstration's people is signed in."""

    def as_(key: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=people.actor(key, now).account))
        return client

    return as_


def parts(name, day):
    return {f"{name}_0": day.day, f"{name}_1": day.month, f"{name}_2": day.year}


def text(answer):
    return answer.content.decode()


def test_a_search_finds_by_any_part_without_accents(enter):
    page = text(enter("hr").get("/people?words=sorlie"))
    assert "Ingrid Sørlie" in page
    assert "1 person" in page


@pytest.mark.parametrize(
    "query", ["words=%00", "words=" + "x" * 500, "kind=wizard", "after=-1", "after=²", "before=99999"]
)
def test_a_garbled_search_is_answered_with_a_page(enter, query):
    assert enter("hr").get(f"/people?{query}").status_code == 200


def test_somebody_is_added_with_what_they_are(enter, now):
    today = timezone.localdate(now)
    given = {"given_name": "Nia", "family_name": "Newcomb", "classes": ["learner", "parent"], "tutor": "W113"}
    answer = enter("hr").post("/people/add", {**given, **parts("born", today - timedelta(days=6000))})
    assert answer.status_code == 302
    card = queries.find_people("newcomb", SYSTEM, today)[0]
    assert card.classes == {PersonClass.LEARNER, PersonClass.PARENT}
    assert card.is_child
    assert queries.person(card.tutor, today).name == "Colm O'Shaughnessy"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"family_name": ""}, "Answer this question."),
        ({"family_name": "--"}, "A name has letters in it."),
        ({"classes": []}, "Answer this question."),
        ({"email": "debs"}, "email"),
        ({"email": "deborah.oseitutu@harbourlane.example"}, "Somebody else in the directory has this e-mail address."),
        ({"reference": "w101"}, "Somebody else in the directory has this reference."),
        ({"tutor": "nobody"}, "Nobody in the directory has this reference"),
        ({"born_0": "31", "born_1": "2", "born_2": "2000"}, "real date"),
        ({"born_0": "1", "born_1": "1", "born_2": "2090"}, "must be in the past"),
    ],
)
def test_what_cannot_be_added_is_said_and_what_was_typed_stays(enter, changes, says):
    before = Person.objects.count()
    given = {"given_name": "Nia", "family_name": "Newcomb", "classes": ["learner"], "employer": "Kelp", **changes}
    answer = enter("hr").post("/people/add", given)
    assert answer.status_code == 200
    assert says in text(answer)
    assert 'value="Kelp"' in text(answer)
    assert "There is a problem" in text(answer)
    assert Person.objects.count() == before


def test_details_are_changed_and_unchanged_ones_stay(enter, people, now):
    person = people.everybody["young-learner"]
    client = enter("hr")
    form = client.get(f"/people/{person}/change").context["form"]
    given = {name: form[name].value() or "" for name in form.fields if name != "born"}
    before = queries.person(person, timezone.localdate(now))
    answer = client.post(f"/people/{person}/change", {**given, **parts("born", before.born), "known_as": "Kay"})
    assert answer.status_code == 302
    after = queries.person(person, timezone.localdate(now))
    assert after.name == "Kay Brambleby"
    assert (after.born, after.tutor, after.site, after.reference) == (
        before.born,
        before.tutor,
        before.site,
        before.reference,
    )


def test_the_card_shows_dates_of_birth_to_those_who_look_people_up_only(enter, people):
    person = people.everybody["dsl"]
    assert "Date of birth" in text(enter("hr").get(f"/people/{person}"))
    page = text(enter("it-manager").get(f"/people/{person}"))
    assert "Debs Oseitutu" in page
    assert "Date of birth" not in page


def test_who_resets_sign_ins_finds_those_who_sign_in_and_nobody_else(enter, people):
    client = enter("it-manager")
    assert client.get(f"/people/{people.everybody['learner-3']}").status_code == 404
    assert "Rahmanzai" not in text(client.get("/people?words=rahmanzai"))


def test_every_post_is_shown_with_holder_deputy_and_what_it_may_do(enter):
    page = text(enter("young-learner").get("/people/posts"))
    assert "Debs Oseitutu" in page
    assert "Deputy: Tom Wrześniak" in page
    assert "read safeguarding cases" in page
    assert "These posts must be filled" not in page
    assert "Give this post" not in page


def test_an_empty_post_raises_an_alarm_where_it_is_seen(enter, people, now):
    held = queries.holders_of(Post.DSL, timezone.localdate(now))
    client = enter("hr")
    yesterday = timezone.localdate(now) - timedelta(days=1)
    for holding in held:
        assert client.post(f"/people/holdings/{holding.id}/end", parts("until", yesterday)).status_code == 302
    page = text(client.get("/people/posts"))
    assert "nobody holds this post" in page
    assert "there is no deputy" in page
    assert "nobody holds this post" in text(client.get("/"))
    assert "nobody holds this post" not in text(enter("tutor").get("/"))


def test_a_post_is_given_once_the_chair_agrees_and_the_director_is_told_without_a_name(enter, people, now):
    client, today = enter("hr"), timezone.localdate(now)
    given = {"person": str(people.everybody["tutor-2"]), "deputy": "yes", "why": "Trained", **parts("since", today)}
    assert client.post("/people/posts/dsl/appoint", given).status_code == 302
    assert "Waiting for a second person" in text(client.get("/people/posts"))
    assert "Ingrid Sørlie" not in [held.name for held in queries.holders_of(Post.DSL, today)]
    chair = enter("chair")
    request = ApprovalRequest.objects.get(kind="people.sensitive-post")
    assert "is to be deputy" in text(chair.get(f"/approvals/{request.pk}"))
    yes = {"decision": "approve", "reason": "Yes", "confirmed": ["known", "checked"]}
    assert chair.post(f"/approvals/{request.pk}", yes).status_code == 302
    told = Job.objects.filter(kind="foundation.letter", payload__letter="people.post-changed")
    assert told.filter(payload__person=str(people.everybody["managing-director"])).exists()
    work_off(now)
    assert [h.name for h in queries.holders_of(Post.DSL, today)][-1] == "Ingrid Sørlie"


@pytest.mark.parametrize(
    ("post", "who", "deputy", "says"),
    [
        ("dsl", "tutor", "no", "Somebody else holds this post in that time."),
        ("dsl", "it-manager", "yes", "must not be able to read cases"),
        ("hr", "hr", "yes", "Select a valid choice"),
        ("dsl", "learner-3", "yes", "Select a valid choice"),
    ],
)
def test_a_post_that_cannot_be_given_is_refused_in_words(enter, people, now, post, who, deputy, says):
    given = {"person": str(people.everybody[who]), "deputy": deputy, "why": "Agreed"}
    given |= parts("since", timezone.localdate(now))
    answer = enter("hr").post(f"/people/posts/{post}/appoint", given)
    assert answer.status_code == 200
    assert says in text(answer)


def test_somebody_who_tutors_leaves_but_is_not_closed_before_the_learners_are_handed_over(enter, people, now):
    tutor, heir = people.everybody["tutor-2"], people.everybody["tutor"]
    client = enter("hr")
    assert "learners have this person as their tutor" in text(client.get(f"/people/{tutor}/leave"))
    answer = client.post(f"/people/{tutor}/leave", {**parts("until", timezone.localdate(now)), "sign_in": "end"})
    assert queries.person(tutor, timezone.localdate(now)).left_on == timezone.localdate(now)
    leaver = answer["Location"]
    Task.objects.filter(list__person=tutor).update(state="done", settled_at=now)
    refused = text(client.post(f"{leaver}/close", follow=True))
    assert "First settle what is still open: " in refused
    assert "learners have this person as their tutor" in refused
    Person.objects.filter(tutor=tutor).update(tutor=heir)
    assert "the leaver is closed" in text(client.post(f"{leaver}/close", follow=True))


def test_a_class_is_added_and_ended(enter, people, now):
    person, today = people.everybody["learner-3"], timezone.localdate(now)
    client = enter("hr")
    assert client.post(f"/people/{person}/class", {"kind": "volunteer"}).status_code == 302
    assert PersonClass.VOLUNTEER in queries.person(person, today).classes
    client.post(f"/people/{person}/class/learner/end", parts("until", today))
    assert PersonClass.LEARNER not in queries.person(person, today + timedelta(days=1)).classes
    assert client.get(f"/people/{person}/class/wizard/end").status_code == 404


def test_a_sign_in_is_opened_reset_and_its_hold_lifted_by_a_second_person(enter, people, now):
    person = people.everybody["dsl"]
    fresh = people.everybody["tutor-3"]
    enter("hr").post(f"/people/{fresh}/sign-in", {"do": "open"})
    assert queries.sign_in_of(fresh).open
    enter("it-manager").post(f"/people/{person}/sign-in", {"do": "reset"})
    assert queries.sign_in_of(person).on_hold
    enter("dsl").post(f"/people/{person}/sign-in", {"do": "lift"})
    assert queries.sign_in_of(person).on_hold
    enter("deputy-dsl").post(f"/people/{person}/sign-in", {"do": "lift"})
    assert not queries.sign_in_of(person).on_hold
    assert Hold.objects.get(person=person).lifted_by_id == people.everybody["deputy-dsl"]


@pytest.mark.parametrize(
    ("post", "do"), [("hr", "reset"), ("hr", "lift"), ("it-manager", "lift"), ("it-manager", "open"), ("hr", "x")]
)
def test_a_button_one_may_not_press_does_nothing(enter, people, post, do):
    person = people.everybody["dsl"]
    assert enter(post).post(f"/people/{person}/sign-in", {"do": do}).status_code == 404
    assert not queries.sign_in_of(person).on_hold


def upload(content, name="people.csv"):
    return {"file": SimpleUploadedFile(name, content, "text/csv")}


GOOD = "First name,Surname,Class,Reference\nNia,Newcomb,learner,N1\nOwain,Newcomb,learner,N2\n".encode("utf-16")


def test_a_file_is_checked_shown_and_imported_on_confirmation(enter):
    before = Person.objects.count()
    client = enter("hr")
    page = client.post("/people/import", upload(GOOD))
    assert "2 would be added" in text(page)
    assert Person.objects.count() == before
    token = page.context["token"]
    done = client.post("/people/import/confirm", {"token": token}, follow=True)
    assert "Imported: 2 added" in text(done)
    assert Person.objects.count() == before + 2
    again = client.post("/people/import/confirm", {"token": token}, follow=True)
    assert "imported already" in text(again)


def test_another_account_cannot_take_up_the_file_that_waits(enter, people, now):
    page = enter("hr").post("/people/import", upload(GOOD))
    token = page.context["token"]
    other = people.actor("dsl", now).account
    assert waiting.take(token, other) is None
    assert waiting.take("../" + token, people.actor("hr", now).account) is None
    assert waiting.take(token, people.actor("hr", now).account).content == GOOD


def test_the_file_that_waits_is_not_kept_in_clear(enter, people, now):
    from django.core.cache import cache

    page = enter("hr").post("/people/import", upload(GOOD))
    kept = cache.get(f"people-import:{page.context['token']}")
    assert b"Newcomb" not in kept
    assert GOOD not in kept


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"First name,Surname,Class,DOB\nNia,Newcomb,learner,31/2/2009\n", "There is no such day"),
        (b"<script>alert(1)</script>,Surname\nx,y\n", "There is no column"),
        (b'First name,Surname,"<img src=x>"\n<b>N,Newcomb,1\n', "Nothing was imported"),
        (b"PK\x03\x04", "xlsx"),
        (b"", "The file is empty"),
        (b"First name,Surname\n" + b"A,B\n" * 5001, "more than 5,000 rows"),
    ],
)
def test_a_file_that_is_not_in_order_is_told_row_by_row(enter, content, says):
    before = Person.objects.count()
    answer = enter("hr").post("/people/import", upload(content))
    assert answer.status_code == 200
    assert says in text(answer)
    assert "<img src=x>" not in text(answer)
    assert "<script>alert" not in text(answer)
    assert Person.objects.count() == before


def test_without_a_file_the_page_asks_for_one(enter):
    assert "There is a problem" in text(enter("hr").post("/people/import", {}))


def test_the_first_page_leads_to_what_keeps_pages_shut(enter, people, now, settings):
    settings.LEEWARD_SECOND_STEP = ["dsl"]
    client = enter("dsl")
    assert "Open the pages of your posts" in text(client.get("/"))
    assert "Open the pages of your posts" not in text(enter("hr").get("/"))


def test_a_page_that_is_only_withheld_leads_to_what_opens_it(enter, people, now, settings):
    settings.LEEWARD_SECOND_STEP = ["hr"]
    answer = enter("hr").get("/people/add")
    assert (answer.status_code, answer["Location"]) == (302, "/account/withheld")
    assert enter("marketing").get("/people/add").status_code == 404


def test_a_list_of_many_pages_is_walked(enter, now):
    for number in range(55):
        add_person(
            actor=SYSTEM,
            now=now,
            details=Details(f"Ann{number}", "Manyson"),
            classes=frozenset({PersonClass.VISITOR}),
        )
    client = enter("hr")
    first = text(client.get("/people?words=manyson"))
    following = re.search(r"after=([0-9a-f-]{36})", first).group(1)
    second = text(client.get(f"/people?words=manyson&after={following}"))
    assert first.count("Manyson</a>") == 50
    assert second.count("Manyson</a>") == 5
    assert "Next page" in first
    assert "Previous page" in second


def test_two_sign_ins_of_one_address_cannot_be(enter, now):
    Account.objects.create_account("stray@example.org")
    made = add_person(
        actor=SYSTEM,
        now=now,
        details=Details("Stray", "Strayson", email="stray@example.org"),
        classes=frozenset({PersonClass.STAFF}),
    )
    page = enter("hr").post(f"/people/{made}/sign-in", {"do": "open"}, follow=True)
    assert "Somebody else signs in with this e-mail address." in text(page)
    appoint(actor=SYSTEM, now=now, person=made, post=Post.MARKETING, since=timezone.localdate(now))
    with pytest.raises(Exception, match="e-mail address"):
        open_sign_in(actor=SYSTEM, now=now, person=made)


def sent(lines, why="Ours now", **changes):
    """What the page of a list sends."""
    given = {"rows": len(lines) + 1, "why": why, f"task-{len(lines)}-doer": "hr"}
    for number, line in enumerate(lines):
        for name in ("key", "words", "doer", "days"):
            given[f"task-{number}-{name}"] = getattr(line, name)
        for name in ("before_access", "from_end"):
            if getattr(line, name):
                given[f"task-{number}-{name}"] = "on"
    return {**given, **changes}


def test_a_list_of_tasks_is_previewed_and_then_kept_with_its_history(enter):
    client, page = enter("hr"), "/people/task-lists/joining/volunteer"
    lines = list_in_force(Occasion.JOINING, PersonClass.VOLUNTEER).lines
    assert "default that came with the product" in text(client.get(page))
    changed = sent(lines, **{"task-0-words": "", f"task-{len(lines)}-words": "Give a lanyard"})
    seen = text(client.post(page, {**changed, "do": "preview"}))
    assert "Added: Give a lanyard" in seen
    assert f"Taken out: {lines[0].words}" in seen
    assert list_in_force(Occasion.JOINING, PersonClass.VOLUNTEER).number == 0
    kept = text(client.post(page, {**changed, "do": "keep"}, follow=True))
    assert "Version 1" in kept
    assert [line.words for line in list_in_force(Occasion.JOINING, PersonClass.VOLUNTEER).lines][-1] == "Give a lanyard"


@pytest.mark.parametrize(
    "wrong", [{"rows": "many"}, {"task-0-doer": "wizard"}, {"task-0-days": "999"}, {"why": ""}, {"rows": "-1"}]
)
def test_a_garbled_list_of_tasks_is_not_kept(enter, wrong):
    lines = list_in_force(Occasion.JOINING, PersonClass.VOLUNTEER).lines
    answer = enter("hr").post("/people/task-lists/joining/volunteer", {**sent(lines), "do": "keep", **wrong})
    assert answer.status_code == 200
    assert list_in_force(Occasion.JOINING, PersonClass.VOLUNTEER).number == 0
    assert enter("hr").get("/people/task-lists/joining/wizard").status_code == 404
