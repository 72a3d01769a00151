"""Sign-ins that look unusual: the owner is asked by letter, and may close everything from it without signing in."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.account.models import Account
from leeward.people.actions.noticed import notice_sign_in
from leeward.people.queries.sessions import noticed_sign_in, reset_since
from leeward.people.sign_in_rules import device_in_words, notice_of
from leeward.people.told import AddressChanged, SignInNoticed

FIRST = "leeward-first"
"""In the session, from the first step to the last: this account never signed in before."""
SALT = "leeward was this you"
ANSWERED_WITHIN = 14 * 24 * 3600
"""Seconds a letter's link works."""
COUNTED_FOR = 24 * 3600
"""Seconds after the last wrong password within which they count."""


def count_failure(mark: str) -> None:
    """A wrong password from a browser nobody knows. Counted for addresses nobody has just the same."""
    key = f"failed:{mark}"
    cache.set(key, int(cache.get(key, 0)) + 1, COUNTED_FOR)


def look_at(request: HttpRequest, account: Account, *, mark: str, known_browser: bool) -> None:
    """After a sign-in: asks the owner about it where it looks unusual."""
    key, now = f"failed:{mark}", timezone.now()
    failures = int(cache.get(key, 0))
    if failures:
        cache.delete(key)
    why = notice_of(
        first=bool(request.session.pop(FIRST, False)),
        known_browser=known_browser,
        reset_lately=reset_since(account.pk, now - timedelta(days=1)),
        failures=failures,
    )
    if why is not None:
        device = device_in_words(str(request.META.get("HTTP_USER_AGENT", "")))
        notice_sign_in(account=account.pk, why=why, device=device, now=now)


def token_of(notice: UUID) -> str:
    """What the link in the letter carries: made at delivery, so that it lies in no queue."""
    return signing.dumps(str(notice), salt=SALT)


def notice_in(token: str) -> UUID | None:
    """The notice a link is about; None for a forged or old one."""
    try:
        return UUID(str(signing.loads(token, salt=SALT, max_age=ANSWERED_WITHIN)))
    except (signing.BadSignature, ValueError):
        return None


def ask_owner(told: SignInNoticed, now: datetime) -> None:
    """Hears SignInNoticed and writes the letter. It says neither when nor from where: the page does."""
    noticed = noticed_sign_in(told.notice)
    account = Account.objects.filter(pk=noticed.account, is_active=True).first() if noticed is not None else None
    if account is None:
        return
    link = str(settings.LEEWARD_URL).rstrip("/") + reverse("account_was_this_you", args=[token_of(told.notice)])
    _write(
        account.email,
        _("Was this you?"),
        _(
            "Somebody signed in as you in a way that is not usual for you. If it was you, you need not do anything.\n\n"
            "To see more, or to close everything at once, open this page. You need not sign in:\n\n%(link)s\n"
        )
        % {"link": link},
    )


def tell_address_before(told: AddressChanged, now: datetime) -> None:
    """Hears AddressChanged and tells the address before; the new one has a letter of its own."""
    _write(
        told.before,
        _("The address you sign in with was changed"),
        _(
            "Somebody who looks after the directory changed the address you sign in with: it is no longer this one.\n\n"
            "If you did not expect this, tell the person who leads safeguarding or your manager at once.\n"
        ),
    )


def _write(address: str, subject: str, body: str) -> None:
    EmailMessage(subject=subject, body=body, from_email=settings.DEFAULT_FROM_EMAIL, to=[address]).send()
