"""The pages and the command about connections: tokens for IT, people and posts for HR, each only their own part."""

import re

import pytest
from click.testing import CliRunner
from django.test import Client

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.frontdoor.cli import cli
from leeward.people.actions.connections import admit, make_connection
from leeward.people.connection_rules import Provider, Standing
from leeward.people.demo import build
from leeward.people.models import ClassRule, Connection, ConnectionToken, GroupPost, ProvidedGroup, ProvidedUser
from tests.people.made import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return build(NOW)


@pytest.fixture
def enter(people):
    def as_(key):
        client = Client()
        client.force_login(Account.objects.get(pk=people.actor(key, NOW).account))
        return client

    return as_


@pytest.fixture
def here(people):
    return f"/people/connections/{Connection.objects.get().pk}"


@pytest.fixture(autouse=True)
def _confirmed(monkeypatch):
    monkeypatch.setattr("leeward.foundation.access._confirmer", lambda request: None)


def text(answer):
    return answer.content.decode()


def test_it_makes_a_token_that_is_shown_once_and_revokes_it(enter, here):
    it = enter("it-manager")
    shown = text(it.post(f"{here}/token"))
    token = re.search(r"lwscim_[\w-]+", shown)[0]
    assert admit(token, now=NOW) is not None
    assert token not in text(it.get(here)) + text(it.get(f"{here}/token"))
    it.post(f"{here}/token/{ConnectionToken.objects.get().pk}/revoke")
    assert admit(token, now=NOW) is None
    again = it.post(f"{here}/token/{ConnectionToken.objects.get().pk}/revoke", follow=True)
    assert "revoked already" in text(again)


def test_a_connection_is_added_once_by_name(enter):
    it = enter("it-manager")
    assert it.post("/people/connections/add", {"name": "Okta", "provider": "okta"}).status_code == 302
    refused = it.post("/people/connections/add", {"name": "okta", "provider": "okta"})
    assert "There is a connection of this name" in text(refused)
    assert "Okta" in text(it.get("/people/connections"))


def test_hr_says_who_the_dsl_is_and_nobody_else_may(enter, here, people):
    user = ProvidedUser.objects.get()
    assert user.standing == Standing.CONFIRM
    assert enter("it-manager").post(f"{here}/user/{user.pk}", {"do": "link"}).status_code == 404
    hr = enter("hr")
    page = text(hr.get(f"{here}/user/{user.pk}"))
    assert "Debs Oseitutu" in page
    assert "This is Debs Oseitutu" in page
    refused = hr.post(f"{here}/user/{user.pk}", {"do": "link", "who": "nobody@example.org"})
    assert "Nobody in the directory" in text(refused)
    assert hr.post(f"{here}/user/{user.pk}", {"do": "link"}).status_code == 302
    user.refresh_from_db()
    assert user.person_id == people.everybody["dsl"]
    assert hr.get(f"{here}/user/{user.pk}").status_code == 404


def test_the_first_page_of_hr_says_that_somebody_waits(enter):
    assert "Who is this?" in text(enter("hr").get("/"))
    assert "Who is this?" not in text(enter("it-manager").get("/"))


@pytest.mark.parametrize(("do", "standing"), [("ignore", Standing.IGNORED), ("new", Standing.CONFIRM)])
def test_hr_may_say_that_a_user_is_nobody_or_somebody_new(enter, here, do, standing):
    user = ProvidedUser.objects.get()
    enter("hr").post(f"{here}/user/{user.pk}", {"do": do})
    user.refresh_from_db()
    assert user.standing == standing


def test_rules_and_proposals_are_made_and_taken_back_on_pages(enter, here):
    hr = enter("hr")
    sent = {"by": "department", "value": "Care", "kind": "staff"}
    assert hr.post(f"{here}/rule", sent).status_code == 302
    assert "There is such a rule already" in text(hr.post(f"{here}/rule", sent))
    assert "Say which value" in text(hr.post(f"{here}/rule", {**sent, "value": ""}))
    rule = ClassRule.objects.get(value="Care")
    assert "Care" in text(hr.get(here))
    hr.post(f"{here}/rule/{rule.pk}/remove")
    assert not ClassRule.objects.filter(value="Care").exists()
    group = ProvidedGroup.objects.get()
    assert hr.post(f"{here}/group/{group.pk}", {"post": "marketing", "deputy": "no"}).status_code == 302
    assert "Marketing" in text(hr.get(here))
    made = GroupPost.objects.get()
    hr.post(f"{here}/proposal/{made.pk}/end")
    made.refresh_from_db()
    assert made.ended_at is not None


def test_what_is_of_another_connection_is_not_there(enter, here):
    other = make_connection(actor=SYSTEM, now=NOW, name="Other", provider=Provider.OTHER)
    hr, group, user = enter("hr"), ProvidedGroup.objects.get(), ProvidedUser.objects.get()
    for path in (f"group/{group.pk}", f"user/{user.pk}"):
        assert hr.get(f"/people/connections/{other}/{path}").status_code == 404
    assert hr.get(f"/people/connections/{group.pk}").status_code == 404


def test_the_command_adds_lists_makes_and_revokes():
    def run(*words):
        done = CliRunner().invoke(cli, ["scim", *words])
        return done.exit_code, done.output

    assert run("add", "Okta", "--provider", "okta")[0] == 0
    assert run("add", "Okta")[0] == 1
    code, output = run("token", "okta")
    token = re.search(r"lwscim_[\w-]+", output)[0]
    assert code == 0
    assert admit(token, now=NOW) is not None
    assert "Okta: 0 users" in run("list")[1]
    assert run("revoke", "Okta") == (0, "Revoked: 1.\n")
    assert admit(token, now=NOW) is None
    code, output = run("token", "Entra")
    assert code == 1
    assert "Known: Okta" in output
