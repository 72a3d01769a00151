"""Agreements and induction before access: off, flag or gate for each class, with days of grace."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leeward.foundation.access import SYSTEM, Actor, is_held_back
from leeward.foundation.account.models import Account
from leeward.foundation.gates.registry import may_enter
from leeward.foundation.settings_history.actions import set_to
from leeward.people.actions import Details, add_person, appoint, open_sign_in, tick
from leeward.people.coming_settings import BEFORE_ACCESS, GRACE
from leeward.people.gates import DOOR
from leeward.people.models import Task
from leeward.people.rules import PersonClass, Post

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def joiner(now):
    details = Details("Nia", "Newcomb", email="nia@example.org")
    person = add_person(actor=SYSTEM, now=now, details=details, classes=frozenset({PersonClass.STAFF}))
    open_sign_in(actor=SYSTEM, now=now, person=person, invite=False)
    return person


def gate(now, kind=PersonClass.STAFF, mode="gate"):
    setter = Actor(permissions=frozenset({"settings.see", "settings.change"}))
    set_to(actor=setter, setting=BEFORE_ACCESS[kind], new=mode, why="Agreed", now=now)


def client_of(person):
    client = Client()
    client.force_login(Account.objects.get(email="nia@example.org"))
    return client


def settle(person, now, *keys):
    for key in keys:
        tick(actor=Actor(person=person), now=now, task=Task.objects.get(list__person=person, key=key).pk)


@pytest.mark.parametrize("mode", ["off", "flag"])
def test_without_a_gate_nobody_is_held_back(joiner, now, mode):
    gate(now, mode=mode)
    assert not is_held_back(Actor(person=joiner), now)
    assert client_of(joiner).get("/people/tasks").status_code == 200


def test_a_gate_leads_to_the_page_that_says_what_is_missing_and_opens_when_it_is_done(joiner, now):
    gate(now)
    client = client_of(joiner)
    for shut in ("/", "/people/tasks", "/approvals"):
        assert client.get(shut)["Location"] == "/first-steps"
    page = client.get("/first-steps").content.decode()
    assert "Before your pages open" in page
    assert "Go through the induction in online safety" in page
    for key in ("induction", "agreement"):
        task = Task.objects.get(list__person=joiner, key=key).pk
        answer = client.post(reverse("people:settle", args=[task]), {"do": "done", "back": "first-steps"})
        assert answer["Location"] == "/first-steps"
    assert "Your pages are open" not in page
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/report", "/report/staff", "/help", "/exit", "/sign-out", "/account/second-step", "/people/posts", "/policies"],
)
def test_a_gate_never_stands_before_reporting_help_leaving_or_the_sign_in(joiner, now, path):
    gate(now)
    assert client_of(joiner).get(path).get("Location", "") != "/first-steps"


def test_the_gate_shuts_only_when_the_days_of_grace_are_over(joiner, now):
    setter = Actor(permissions=frozenset({"settings.see", "settings.change"}))
    gate(now)
    set_to(actor=setter, setting=GRACE, new=3, why="Agreed", now=now)
    assert not is_held_back(Actor(person=joiner), now + 2 * DAY)
    assert is_held_back(Actor(person=joiner), now + 3 * DAY)


def test_grace_is_counted_from_the_day_the_gate_was_switched_on(joiner, now):
    setter = Actor(permissions=frozenset({"settings.see", "settings.change"}))
    set_to(actor=setter, setting=GRACE, new=3, why="Agreed", now=now)
    gate(now + 10 * DAY)
    assert not is_held_back(Actor(person=joiner), now + 12 * DAY)
    assert is_held_back(Actor(person=joiner), now + 13 * DAY)


def test_who_receives_concerns_is_never_shut_out(joiner, now):
    gate(now)
    today = timezone.localdate(now)
    appoint(actor=SYSTEM, now=now, person=joiner, post=Post.DSL, since=today, deputy=True)
    assert not is_held_back(Actor(person=joiner), now)
    assert may_enter(joiner, DOOR, now=now).may_enter


def test_another_class_has_its_own_rule(joiner, now):
    gate(now, kind=PersonClass.VOLUNTEER)
    assert not is_held_back(Actor(person=joiner), now)


def test_a_form_sent_while_held_back_is_not_carried_out(joiner, now):
    gate(now)
    task = Task.objects.get(list__person=joiner, key="induction").pk
    answer = client_of(joiner).post(reverse("people:not-applicable", args=[task]), {"reason": "No"})
    assert answer["Location"] == "/first-steps"
    assert Task.objects.get(pk=task).state == "open"


def test_whose_gate_is_off_costs_one_statement(joiner, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not is_held_back(Actor(person=joiner), now)


def test_the_first_steps_done_nobody_is_held_back(joiner, now):
    gate(now)
    settle(joiner, now, "induction")
    assert is_held_back(Actor(person=joiner), now)
    settle(joiner, now, "agreement")
    assert not is_held_back(Actor(person=joiner), now)
