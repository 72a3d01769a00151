"""Signing in through the browser: a passkey made and used alone, an app's code, and all of it without script."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from leeward.people.demo import DEMO_PASSWORD, demo_email
from tests.journeys.conftest import Opening, shoot, sign_in
from tests.journeys.harness import Running
from tests.people.codes import code_of

MARKETING = demo_email("Jaydon", "Adeyinka")
ASSOCIATE = demo_email("Wendell", "Agyemang-Bell")
TUTOR = demo_email("Colm", "O'Shaughnessy")


@pytest.fixture
def device(open_page: Opening, leeward: Running) -> Iterator[tuple[Page, CDPSession, str]]:
    """A page on a device with a fingerprint reader. Passkeys need a host name, so it is opened as localhost."""
    page = open_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    reader = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    yield page, session, reader["authenticatorId"]
    session.detach()


def _by_password(page: Page, where: str, email: str, password: str = DEMO_PASSWORD) -> None:
    page.goto(f"{where}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _confirm(page: Page) -> None:
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Continue").click()


def _sign_out(page: Page, where: str) -> None:
    page.goto(f"{where}/sign-out")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(r"/$"))


def test_a_passkey_is_made_and_then_opens_alone(device: tuple[Page, CDPSession, str], leeward: Running) -> None:
    page, session, reader = device
    where = leeward.url.replace("127.0.0.1", "localhost")
    _by_password(page, where, MARKETING)
    page.wait_for_url(re.compile(r"/$"))
    page.goto(f"{where}/account/second-step/passkeys/add")
    _confirm(page)
    page.get_by_label("A name to tell it by").fill("Work phone")
    shoot(page, "add-passkey")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert len(page.locator("code").all()) == 10
    kept = session.send("WebAuthn.getCredentials", {"authenticatorId": reader})["credentials"]
    assert [(one["rpId"], one["isResidentCredential"]) for one in kept] == [("localhost", True)]
    _sign_out(page, where)

    page.goto(f"{where}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"/$"))
    expect(page.get_by_text("Jay Adeyinka")).to_be_visible()
    page.goto(f"{where}/account/second-step/passkeys")
    expect(page.get_by_text("Work phone").first).to_be_visible()
    _sign_out(page, where)

    # With the password alone the passkey is asked for as the second step.
    _by_password(page, where, MARKETING)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"/$"))
    expect(page.get_by_text("Jay Adeyinka")).to_be_visible()


def test_a_device_that_does_not_know_its_user_says_so_and_opens_nothing(
    device: tuple[Page, CDPSession, str], leeward: Running
) -> None:
    page, session, reader = device
    where = leeward.url.replace("127.0.0.1", "localhost")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": reader, "isUserVerified": False})
    page.goto(f"{where}/sign-in")
    complaint = page.get_by_text("The passkey did not answer. Try again, or use another way.")
    expect(complaint).to_be_hidden()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(complaint).to_be_visible()
    page.goto(f"{where}/account/second-step")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_an_app_is_added_and_asked_for(open_page: Opening, leeward: Running, script: bool) -> None:
    email = TUTOR if script else ASSOCIATE
    page = open_page(script=script)
    _by_password(page, leeward.url, email)
    page.goto("/account/second-step/app")
    _confirm(page)
    secret = page.locator(".second-step-key").inner_text()
    assert page.locator("svg").count() >= 1
    shoot(page, f"add-app-{'script' if script else 'plain'}")
    page.get_by_label("The six digits the app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    code = page.locator("code").first.inner_text()
    _sign_out(page, leeward.url)
    _by_password(page, leeward.url, email)
    page.get_by_label("Code").fill(code_of(secret, time.time() + 30))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(r"/$"))
    _sign_out(page, leeward.url)
    _by_password(page, leeward.url, email)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile(r"/$"))


def test_a_wrong_password_keeps_the_address_and_says_what_is_wrong(page_without_js: Page, leeward: Running) -> None:
    page = page_without_js
    _by_password(page, leeward.url, "nobody@harbourlane.example", "not-the-password")
    expect(page.get_by_role("link", name="Get help").first).to_be_visible()
    expect(page.get_by_text("The e-mail address or the password is not right.").first).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value("nobody@harbourlane.example")
    expect(page.get_by_label("Password")).to_have_value("")


def test_hr_brings_people_in_on_a_phone_without_script(page_without_js: Page) -> None:
    page = page_without_js
    sign_in(page, "hr")
    page.goto("/people/import")
    content = "Forename;Surname;Class;DOB\nNia;Newcomb;learner;27/3/2009\nOwain;Newcomb;learner;31/2/2009\n"
    _choose(page, content)
    expect(page.get_by_text("Nothing was imported: 1 problem")).to_be_visible()
    expect(page.get_by_text("There is no such day.")).to_be_visible()
    shoot(page, "import-problems")
    _choose(page, content.replace("31/2/2009", "28/2/2009"))
    expect(page.get_by_text("2 would be added")).to_be_visible()
    page.get_by_role("button", name="Import them").click()
    expect(page.get_by_text("Imported: 2 added")).to_be_visible()


def _choose(page: Page, content: str) -> None:
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": content.encode("utf-16")}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Check the file").click()
