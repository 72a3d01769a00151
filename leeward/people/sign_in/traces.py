"""What the audit trail keeps of sign-ins. allauth tells by signals; this is the one place that hears them."""

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as second_step
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone

from leeward.foundation.access import actor_for
from leeward.foundation.act import act
from leeward.foundation.audit.trail import Detail
from leeward.foundation.mail import write_to
from leeward.people.actions.sessions import end_every_session, end_other_sessions
from leeward.people.actions.sign_in import CHOOSE_PASSWORD
from leeward.people.sign_in.sessions import own_session


def trace(user: AbstractBaseUser, action: str, **details: Detail) -> None:
    """One entry about an account, by its own holder."""
    now = timezone.now()
    with act(actor_for(user.pk, now), action, now=now, subject=f"account:{user.pk}") as entry:
        entry.details.update(details)


def _tell(user: AbstractBaseUser) -> None:
    """A letter that a way in changed, without saying which; to whoever is in the directory."""
    now = timezone.now()
    person = actor_for(user.pk, now).person
    if person is not None:
        key = f"{user.pk} {now.isoformat()}"
        # Choosing a password by a link comes here outside of any transaction.
        with transaction.atomic():
            write_to(person, "people.sign-in-changed", path=CHOOSE_PASSWORD, key=key, now=now)


def end_others(request: HttpRequest, user: AbstractBaseUser) -> None:
    """After a new password: Django refuses the other sessions anyway; they go from the list too."""
    now = timezone.now()
    end_other_sessions(actor=actor_for(user.pk, now), now=now, but=own_session(request))


def _password_chosen(sender: object, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    # A link from a letter proves the address: guesses by others no longer count against its holder.
    get_adapter()._delete_login_attempts_cached_email(request, email=getattr(user, "email", ""))
    trace(user, "account.password-chosen")
    end_every_session(user.pk)
    _tell(user)


def _password_changed(sender: object, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    trace(user, "account.password-changed")
    end_others(request, user)
    _tell(user)


def _added(sender: object, instance: Authenticator, created: bool, **kwargs: Any) -> None:
    # Of the row itself, so that it falls into the transaction that adds it; allauth's own signal comes after.
    if created:
        trace(instance.user, "account.second-step-added", kind=str(instance.type))
        if instance.type != Authenticator.Type.RECOVERY_CODES:
            _tell(instance.user)


def _removed(sender: object, request: HttpRequest, user: AbstractBaseUser, authenticator: Any, **kwargs: Any) -> None:
    trace(user, "account.second-step-removed", kind=str(authenticator.type))
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _tell(user)


def _renewed(sender: object, request: HttpRequest, user: AbstractBaseUser, authenticator: Any, **kwargs: Any) -> None:
    trace(user, "account.recovery-codes-renewed")


def connect() -> None:
    """Called once when the rooms are wired."""
    account.password_reset.connect(_password_chosen, dispatch_uid="leeward")
    account.password_changed.connect(_password_changed, dispatch_uid="leeward")
    account.password_set.connect(_password_changed, dispatch_uid="leeward set")
    post_save.connect(_added, sender=Authenticator, dispatch_uid="leeward")
    second_step.authenticator_removed.connect(_removed, dispatch_uid="leeward")
    second_step.authenticator_reset.connect(_renewed, dispatch_uid="leeward")
