"""The pages of the front door answer, carry their headers and leak nothing."""

import time

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from leeward.foundation.account.models import Account
from leeward.frontdoor.errors import broken
from leeward.frontdoor.middleware import LAST_SEEN
from tests.house.markup import faults

PAGES = ("/", "/help", "/privacy", "/accessibility", "/signed-out")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_never_kept_by_the_browser_and_runs_nothing_but_ours(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_leaving_ends_the_session_and_tells_the_browser_to_forget() -> None:
    client = Client()
    session = client.session
    session["draft"] = "something"
    session.save()
    answer = client.get("/exit")
    assert answer.status_code == 302
    assert answer["Location"] == "https://www.bbc.co.uk/weather"
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer["Cache-Control"] == "no-store"
    assert "draft" not in client.session


@pytest.mark.django_db
@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_signing_in_again_never_leads_to_another_site(back: str) -> None:
    answer = Client().get("/signed-out", {"next": back})
    assert "evil" not in answer.content.decode()
    assert "alert" not in answer.content.decode()


def _breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError("the name of a child")


def test_a_page_that_fails_says_where_in_the_log_and_nothing_of_what(caplog: pytest.LogCaptureFixture) -> None:
    request = RequestFactory().get("/some/secret/address")
    try:
        _breaks(request)
    except ValueError:
        answer = broken(request)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "0800 1111" in page
    said = caplog.text
    assert "ValueError at" in said
    assert "_breaks" in said
    for secret in ("name of a child", "secret/address"):
        assert secret not in said + page


def _signed_in(minutes_ago: int) -> Client:
    client = Client()
    client.force_login(Account.objects.create_account("someone@example.org"))
    session = client.session
    session[LAST_SEEN] = int(time.time()) - minutes_ago * 60
    session.save()
    return client


@pytest.mark.django_db
def test_a_session_that_was_used_lately_goes_on() -> None:
    client = _signed_in(14)
    assert client.get("/still-here").json()["account"] != ""
    assert client.session[LAST_SEEN] >= int(time.time()) - 5


@pytest.mark.django_db
def test_a_session_ends_after_the_set_minutes_and_leads_back() -> None:
    answer = _signed_in(16).get("/settings?page=2")
    assert answer["Location"] == "/signed-out?next=%2Fsettings%3Fpage%3D2"


@pytest.mark.django_db
def test_a_form_sent_too_late_is_not_carried_out_and_gives_the_text_back() -> None:
    typed = {"text": "What he told me, <b>word</b> for word", "password": "a-very-long-password-of-mine", "short": "x"}
    answer = _signed_in(16).post("/report", typed)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "The form you just sent was not saved" in page
    assert "What he told me, &lt;b&gt;word&lt;/b&gt; for word" in page
    assert "a-very-long-password" not in page
    assert faults(page) == []


@pytest.mark.django_db
def test_the_page_that_says_signed_out_makes_it_true() -> None:
    client = _signed_in(1)
    client.get("/signed-out", follow=True)
    assert client.get("/still-here").json() == {"account": ""}
