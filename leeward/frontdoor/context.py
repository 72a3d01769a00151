"""What every page of the shell is told: who is looking, at what, in which organisation."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils import timezone

from leeward.foundation.access import STRANGER, Actor
from leeward.foundation.installation.begin import installation
from leeward.frontdoor.navigation import Shown, navigation_for
from leeward.people.help.helplines import TOLD_FIRST, Helpline
from leeward.people.sign_in.sessions import idle_minutes

VERSION = "0.1.0"


@dataclass(frozen=True)
class Shell:
    """The page around a page. Worked out only when a template asks for it."""

    actor: Actor
    path: str
    now: datetime
    product: str = "Leeward"
    version: str = VERSION
    idle_limit: int = 0

    @property
    def demo(self) -> bool:
        return bool(settings.LEEWARD_DEMO)

    @property
    def organisation(self) -> str:
        """The organisation's name, empty before it is set up or while the database is away."""
        try:
            present = installation()
        except DatabaseError:
            return ""
        return present.organisation if present is not None else ""

    @property
    def navigation(self) -> list[Shown]:
        return navigation_for(self.actor, self.path)

    @property
    def idle_minutes(self) -> int:
        """After how many minutes without a request a session ends; 0 for someone not signed in."""
        return self.idle_limit if self.actor.signed_in else 0

    @property
    def idle_seconds(self) -> int:
        return self.idle_minutes * 60

    @property
    def account_mark(self) -> str:
        return account_mark(self.actor)

    @property
    def sign_in_url(self) -> str:
        return _named("account_login")

    @property
    def sign_out_url(self) -> str:
        return _named("account_logout")

    @property
    def helplines(self) -> tuple[Helpline, ...]:
        """Whom to call outside, for every page that says so first."""
        return TOLD_FIRST

    @property
    def report_url(self) -> str:
        """Where a worry is reported, empty while no room answers there."""
        return _answered("/report")

    @property
    def blocked_url(self) -> str:
        """Where a blocked page is explained."""
        return _answered("/blocked")

    @property
    def policies_url(self) -> str:
        """Where policies are published."""
        return _answered("/policies")

    @property
    def account_url(self) -> str:
        return _named("mfa_index")


def account_mark(actor: Actor) -> str:
    """Tells a page whether the same account signed in again, without naming it."""
    return sha256(f"leeward account {actor.account}".encode()).hexdigest()[:16] if actor.account else ""


def _named(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _answered(path: str) -> str:
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor; also used where no page was found and the middleware may not have run."""
    actor = getattr(request, "actor", STRANGER)
    now = getattr(request, "now", None) or timezone.now()
    minutes = idle_minutes(request) if actor.signed_in else 0
    return {"shell": Shell(actor=actor, path=request.path, now=now, idle_limit=minutes)}
