"""Signing in by an identity provider in the browser: an independent one (Authlib's), linked first, then used alone."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from leeward.people.demo import DEMO_PASSWORD, demo_email
from tests.journeys.conftest import Opening, shoot, sign_in
from tests.journeys.harness import Running, free_port, wait_for


@contextmanager
def _provider(log: Path) -> Iterator[str]:
    """The independent provider as a process of its own; its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with (
        log.open("wb") as said,
        subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)], stdout=said, stderr=said
        ) as running,
    ):
        try:
            wait_for(f"{address}/.well-known/openid-configuration", log)
            yield address
        finally:
            running.terminate()


def _out(page: Page) -> None:
    page.goto("/sign-out")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(r"/$"))


def _at_the_provider(page: Page) -> None:
    page.locator("input[name=sub]").fill("somebody-there")
    page.get_by_role("button", name="Authorize").click()


def test_an_account_elsewhere_is_linked_and_then_lets_in(open_page: Opening, leeward: Running, tmp_path: Path) -> None:
    label = "Harbour campus"
    with _provider(tmp_path / "provider.log") as issuer:
        page = open_page()
        # The provider's own page asks another site for its looks; nothing of this test leaves the machine.
        elsewhere = re.compile(r"^https?://(?!127\.0\.0\.1|localhost)")
        page.route(elsewhere, lambda route: route.fulfill(status=200, content_type="text/css", body=""))
        sign_in(page, "it-manager")
        page.goto("/people/sign-in-providers/add")
        page.get_by_label("What it is").select_option("other")
        page.get_by_label("Issuer").fill(issuer)
        page.get_by_label("Name on the button").fill(label)
        page.get_by_label("Client ID").fill("leeward-client")
        page.get_by_label("Client secret").fill("invented secret")
        shoot(page, "add-provider")
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_text("Redirect address to enter there")).to_be_visible()
        _out(page)

        page.goto("/sign-in")
        shoot(page, "sign-in")
        page.get_by_role("button", name=f"Sign in with {label}").click()
        _at_the_provider(page)
        expect(page.get_by_text("is not linked to a sign-in here")).to_be_visible()
        shoot(page, "not-linked")

        page.goto("/sign-in")
        # Somebody to whom no other journey adds a second step.
        page.get_by_label("E-mail address").fill(demo_email("Rosalind", "Farthingale"))
        page.get_by_label("Password").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(re.compile(re.escape(leeward.url) + r"/$"))
        page.goto("/account/linked")
        page.get_by_role("button", name=f"Link {label}").click()
        _at_the_provider(page)
        expect(page.get_by_text("Linked. You can sign in with it from now on.")).to_be_visible()
        shoot(page, "linked")
        page.goto("/account/sessions")
        expect(page.get_by_text("This one")).to_be_visible()
        shoot(page, "sessions")
        _out(page)

        page.goto("/sign-in")
        page.get_by_role("button", name=f"Sign in with {label}").click()
        _at_the_provider(page)
        page.wait_for_url(re.compile(re.escape(leeward.url) + r"/$"))
        expect(page.get_by_role("link", name="Sign out")).to_be_visible()
