"""Where django-allauth is told how things are done here."""

import base64
import os
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from leeward.foundation.account.models import Account
from leeward.foundation.outbox.jobs import put
from leeward.foundation.vault.keyring import keyring
from leeward.people.sign_in.letters import ResetAsked
from leeward.people.sign_in.noticing import FIRST, count_failure, look_at
from leeward.people.sign_in.second_step import BY_PROVIDER, VOUCHED, SecondStepStage
from leeward.people.sign_in.sessions import SHARED
from leeward.people.sign_in.traces import trace

KNOWN_BROWSER = "leeward_known"
"""The cookie by which a browser that signed in before is counted apart from strangers who guess."""
KNOWN_FOR = 180 * 24 * 3600
"""Seconds."""


def _mark(email: str) -> str:
    return salted_hmac("leeward known browser", email.strip().lower(), algorithm="sha256").hexdigest()[:32]


def known_browser(request: HttpRequest, email: str) -> str:
    """The number of a browser that signed in with this address before; empty for any other."""
    try:
        value = signing.loads(request.COOKIES.get(KNOWN_BROWSER, ""), salt=KNOWN_BROWSER, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""
    marks = value.get("marks", []) if isinstance(value, dict) else []
    return str(value.get("number", "")) if _mark(email) in marks else ""


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Sign-up closed, attempts counted by account and browser, letters through the outbox."""

    error_messages = {  # allauth's own shape
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("The code is not right, or was used before. Wait for the next one and type that."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait a quarter of an hour, or choose a new password by e-mail."
        ),
        "enter_current_password": _("Type the password you have now."),
        "rate_limited": _("Too many attempts. Wait a while and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by HR."""
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # Any: allauth's shape
        email = str(credentials.get("email", "")).strip().lower()
        return f"{email}:{known_browser(request, email)}"

    def get_login_stages(self) -> list[str]:
        """allauth's, with our own second step in place of its."""
        ours = f"{SecondStepStage.__module__}.{SecondStepStage.__qualname__}"
        return [
            ours if stage == "allauth.mfa.stages.AuthenticateStage" else stage for stage in super().get_login_stages()
        ]

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # Any: as above
        email = str(credentials.get("email", "")).strip().lower()
        if not known_browser(request, email):
            count_failure(_mark(email))

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:  # as above
        request.session[FIRST] = user.last_login is None
        steps = get_authentication_records(request, user)
        if not steps or steps[-1].get("method") != BY_PROVIDER:
            request.session[SHARED] = bool(request.POST.get("shared"))
            request.session[VOUCHED] = ""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:  # Any: as above
        response: HttpResponse = super().post_login(request, user, **kwargs)
        ways = {str(step.get("type", step.get("method"))) for step in get_authentication_records(request, user)}
        trace(user, "account.sign-in", way=", ".join(sorted(ways))[:100])
        assert isinstance(user, Account)
        known = bool(known_browser(request, user.email))
        look_at(request, user, mark=_mark(user.email), known_browser=known)
        if not request.session.get(SHARED):
            # Nobody's next guesses at a shared computer are counted apart from a stranger's.
            remember_browser(request, response, user.email)
        return response

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Is this the password of somebody signed in already? Counted like any other attempt."""
        found = self.authenticate(self.request, email=str(getattr(user, "email", "")), password=password)
        return found is not None and found.pk == user.pk

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """allauth writes no letters here; the one of ours goes through the outbox. Raises RuntimeError."""
        raise RuntimeError(f"No letter {template_prefix} is written here.")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the trail records it, and rooms write their own letters."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Nobody is counted by address; no address is kept."""
        return ""


def ask_for_link(account: Account | None) -> None:
    """Queues the letter with a link to choose a password; for nobody, the same row of work that does nothing.

    The link is made at delivery: it never lies in a queue, and the answer takes as long whoever asks.
    """
    now = timezone.now()
    with transaction.atomic():
        put(ResetAsked(account.pk if account else None), key=get_random_string(22), now=now)


def remember_browser(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Lets this browser's later attempts with this address be counted apart from everybody else's."""
    try:
        value = signing.loads(request.COOKIES.get(KNOWN_BROWSER, ""), salt=KNOWN_BROWSER, max_age=KNOWN_FOR)
        number, marks = str(value["number"]), [str(mark) for mark in value["marks"]]
    except (signing.BadSignature, KeyError, TypeError):
        number, marks = get_random_string(16), []
    marks = [*(mark for mark in marks if mark != _mark(email)), _mark(email)][-5:]
    response.set_cookie(
        KNOWN_BROWSER,
        signing.dumps({"number": number, "marks": marks}, salt=KNOWN_BROWSER),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Secrets of authenticator apps and recovery codes are encrypted; a key outside the database opens them."""

    error_messages = {  # allauth's own shape
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right, or was used before. Wait for the next one and type that."),
    }

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(12)
        sealed = AESGCM(keyring().derived("second step")).encrypt(nonce, text.encode(), None)
        return base64.b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return AESGCM(keyring().derived("second step")).decrypt(sealed[:12], sealed[12:], None).decode()

    def build_totp_svg(self, url: str) -> str:
        """The picture as an element of the page, without its XML declaration."""
        svg = str(super().build_totp_svg(url))
        return svg[svg.index("<svg") :]

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002  # allauth's name
        return str(_("Passkey"))
