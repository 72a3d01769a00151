"""The one letter with a secret in it: a link to choose a password, made at the moment it is sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from leeward.foundation.account.models import Account
from leeward.foundation.outbox.messages import message


@message("people.reset-asked")
@dataclass(frozen=True, slots=True)
class ResetAsked:
    """Somebody asked for a link to choose a password. `account` is None where nobody signs in with that address."""

    account: UUID | None


def link_for(account: Account) -> str:
    """The address where the holder of the account chooses a password; works once, for two hours."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(account), "key": PasswordResetTokenGenerator().make_token(account)},
    )
    return str(settings.LEEWARD_URL).rstrip("/") + path


def send_link(told: ResetAsked, now: datetime) -> None:
    """Hears ResetAsked and writes the letter; nothing where there is nobody to write to."""
    account = Account.objects.filter(pk=told.account, is_active=True).first() if told.account else None
    if account is None:
        return
    EmailMessage(
        subject=_("Choose your password"),
        body=_(
            "Open this page to choose a password. The link works once, for two hours:\n\n%(link)s\n\n"
            "If you did not ask for it, you need not do anything: your password stays as it is.\n"
        )
        % {"link": link_for(account)},
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[account.email],
    ).send()
