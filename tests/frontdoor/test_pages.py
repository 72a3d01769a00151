"""The pages of the front door answer, carry their headers and leak nothing."""

import pytest
from django.test import Client

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
