"""Tokens: made by one, confirmed by another where they give more, kept as a mark, ended at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.utils import timezone

import leeward.frontdoor.api  # noqa: F401  # gathers the chapters of every room
from leeward.foundation.access import Actor
from leeward.foundation.api.models import ApiToken
from leeward.foundation.api.tokens import TokenRefused, confirm_token, make_token, revoke_token, token_lines
from leeward.foundation.audit.models import AuditEntry
from leeward.frontdoor.commands.token import token as command
from tests.frontdoor.calling import call
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db
IT = Actor(uuid4(), uuid4(), "Ida", frozenset({"api.tokens", "filtering.see", "operations.see"}))
HR = Actor(uuid4(), uuid4(), "Hana", frozenset({"api.confirm", "people.see", "people.change"}))
MANAGER = Actor(uuid4(), uuid4(), "Gus", frozenset({"api.confirm", "filtering.see", "filtering.decide_unblock"}))
TUTOR = Actor(uuid4(), uuid4(), "Tom", frozenset({"people.see", "people.change"}))


def made_for(*scopes: str, actor: Actor = IT):
    return make_token(actor=actor, name="Records", scopes_wanted=scopes, days=30, now=timezone.now())


def test_a_token_that_gives_no_more_than_its_maker_has_works_at_once():
    made = made_for("filtering:read", "posts:read")
    assert not made.waits
    assert call("GET", "posts", made.secret).status_code == 200


def test_a_token_that_gives_more_works_once_somebody_who_has_it_confirmed_it():
    made = made_for("people:read")
    assert made.waits
    refused = call("GET", "people", made.secret)
    assert refused.status_code == 401
    assert "waits" in refused.json()["detail"]
    confirm_token(actor=HR, token=made.id, now=timezone.now())
    assert call("GET", "people", made.secret).status_code == 200


@pytest.mark.parametrize("actor", [IT, MANAGER, TUTOR], ids=["maker", "who does not hold it", "who may not confirm"])
def test_nobody_else_confirms_it(actor: Actor):
    made = made_for("people:read")
    with pytest.raises(TokenRefused):
        confirm_token(actor=actor, token=made.id, now=timezone.now())


def test_a_maker_who_may_also_confirm_never_confirms_an_own_token():
    both = Actor(uuid4(), uuid4(), "Bo", frozenset({"api.tokens", "api.confirm"}))
    made = made_for("people:read", actor=both)
    later = Actor(both.account, both.person, "Bo", both.permissions | {"people.see"})
    with pytest.raises(TokenRefused):
        confirm_token(actor=later, token=made.id, now=timezone.now())


@pytest.mark.parametrize(
    ("scopes", "days", "actor"),
    [
        (["people:read"], 30, TUTOR),
        (["cases:read"], 30, IT),
        ([], 30, IT),
        (["posts:read"], 0, IT),
        (["posts:read"], 400, IT),
    ],
)
def test_what_cannot_be_a_token_is_refused(scopes: list[str], days: int, actor: Actor):
    with pytest.raises(TokenRefused):
        make_token(actor=actor, name="Records", scopes_wanted=scopes, days=days, now=timezone.now())
    assert not ApiToken.objects.exists()


def test_the_secret_is_kept_nowhere_and_every_act_leaves_a_trace_without_it():
    made = made_for("people:read")
    confirm_token(actor=HR, token=made.id, now=timezone.now())
    revoke_token(actor=HR, token=made.id, now=timezone.now())
    row = ApiToken.objects.values().get()
    assert made.secret not in str(row)
    assert row["prefix"] == made.secret[:10]
    entries = list(AuditEntry.objects.filter(subject=f"token:{made.id}").order_by("sequence"))
    assert [entry.action for entry in entries] == ["api.make-token", "api.confirm-token", "api.revoke-token"]
    assert made.secret[4:] not in str([entry.details for entry in entries])


def test_who_confirms_sees_what_concerns_them_and_nothing_else():
    made_for("people:read")
    made_for("filtering:read")
    now = timezone.now()
    assert len(token_lines(IT, now=now)) == 2
    assert [line.scopes for line in token_lines(HR, now=now)] == [("people:read",)]
    assert token_lines(MANAGER, now=now) == token_lines(TUTOR, now=now) == []


def test_it_is_last_used_on_a_day_and_never_longer_than_it_was_made_for():
    made = made_for("posts:read")
    call("GET", "posts", made.secret)
    assert token_lines(IT, now=timezone.now())[0].last_used_on == timezone.localdate()
    assert token_lines(IT, now=timezone.now() + timedelta(days=30))[0].state == "expired"


def test_the_page_shows_the_secret_once_and_leads_to_its_end(monkeypatch: pytest.MonkeyPatch):
    browser = sign_in(monkeypatch, IT)
    page = browser.post("/api-tokens/make", {"name": "Records", "scopes": ["posts:read"], "days": "30"})
    shown = page.content.decode()
    secret = "lwt_" + shown.split("lwt_")[1].split("<")[0]
    assert call("GET", "posts", secret).status_code == 200
    assert secret not in browser.get("/api-tokens").content.decode()
    assert page["Cache-Control"] == "no-store"
    assert browser.post(f"/api-tokens/{ApiToken.objects.get().pk}/end").status_code == 302
    assert call("GET", "posts", secret).status_code == 401


def test_a_form_that_is_wrong_keeps_what_was_entered(monkeypatch: pytest.MonkeyPatch):
    page = sign_in(monkeypatch, IT).post("/api-tokens/make", {"name": "Records", "days": "9999"}).content.decode()
    assert 'value="Records"' in page
    assert "There is a problem" in page


def test_the_page_lets_a_second_person_confirm(monkeypatch: pytest.MonkeyPatch):
    made = made_for("people:write")
    assert sign_in(monkeypatch, IT).get(f"/api-tokens/{made.id}/confirm").status_code == 404
    browser = sign_in(monkeypatch, HR)
    assert "May “Records” do this?" in browser.get(f"/api-tokens/{made.id}/confirm").content.decode()
    assert browser.post(f"/api-tokens/{made.id}/confirm").status_code == 302
    assert call("GET", "people", made.secret).status_code == 403
    assert browser.get(f"/api-tokens/{made.id}/confirm").status_code == 404


def test_the_command_makes_lists_and_revokes():
    run = CliRunner()
    made = run.invoke(command, ["make", "Prometheus", "--scope", "posts:read", "--days", "2"])
    assert made.exit_code == 0, made.output
    secret = made.output.strip()
    assert call("GET", "posts", secret).status_code == 200
    listed = run.invoke(command, ["list"]).output
    assert secret[:10] in listed
    assert secret not in listed
    assert run.invoke(command, ["revoke", secret[:10]]).output == "Ended: Prometheus\n"
    assert call("GET", "posts", secret).status_code == 401
    again = run.invoke(command, ["revoke", secret[:10]])
    assert again.exit_code == 1
    assert "leeward token list" in again.output
    assert run.invoke(command, ["make", "X", "--scope", "cases:read"]).exit_code == 1
