"""What the audit trail keeps of sign-ins. allauth tells by signals; this is the one place that hears them."""

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as second_step
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone

from leeward.foundation.access import actor_for
from leeward.foundation.act import act
from leeward.foundation.audit.trail import Detail


def trace(user: AbstractBaseUser, action: str, **details: Detail) -> None:
    """One entry about an account, by its own holder."""
    now = timezone.now()
    with act(actor_for(user.pk, now), action, now=now, subject=f"account:{user.pk}") as entry:
        entry.details.update(details)


def _password_chosen(sender: object, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    # A link from a letter proves the address: guesses by others no longer count against its holder.
    get_adapter()._delete_login_attempts_cached_email(request, email=getattr(user, "email", ""))
    trace(user, "account.password-chosen")


def _password_changed(sender: object, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> None:
    trace(user, "account.password-changed")


def _added(sender: object, instance: Authenticator, created: bool, **kwargs: Any) -> None:
    # Of the row itself, so that it falls into the transaction that adds it; allauth's own signal comes after.
    if created:
        trace(instance.user, "account.second-step-added", kind=str(instance.type))


def _removed(sender: object, request: HttpRequest, user: AbstractBaseUser, authenticator: Any, **kwargs: Any) -> None:
    trace(user, "account.second-step-removed", kind=str(authenticator.type))


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
