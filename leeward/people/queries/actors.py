"""Who acts when an account is signed in, and how a sign-in stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import BooleanField, Exists, Value
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.people.models import ClassOfPerson, Person, PostHolding
from leeward.people.queries.days import on_day
from leeward.people.rules import Held, PersonClass, Post, permissions_of, sensitive


@dataclass(frozen=True, slots=True)
class SignIn:
    """How a sign-in stands."""

    open: bool
    on_hold: bool
    second_step: bool
    last_used: datetime | None


def actor_of(account: UUID, now: datetime) -> Actor:
    """Who acts when an account is signed in: person, name and permissions on that day. Two statements.

    Sensitive permissions are withheld while the sign-in is on hold, or lacks a second step that a post demands.
    """
    day = timezone.localdate(now)
    steps = Authenticator.objects.filter(user_id=account).exclude(type=Authenticator.Type.RECOVERY_CODES)
    found = Person.objects.filter(account_id=account).select_related("account")
    row = found.annotate(has_second_step=Exists(steps)).first()
    if row is None or row.account is None or not row.account.is_active:
        return Actor(account=account)
    posts = PostHolding.objects.filter(on_day(day), person=row).values_list("post", "deputy")
    classes = ClassOfPerson.objects.filter(on_day(day), person=row).values_list("kind", Value(None, BooleanField()))
    held, kinds = [], []
    rows: Iterable[tuple[str, bool | None]] = posts.union(classes, all=True)
    for name, deputy in rows:
        if deputy is None:
            kinds.append(PersonClass(name))
        else:
            held.append(Held(Post(name), bool(deputy)))
    permissions = permissions_of(held, kinds)
    shut = row.account.sensitive_hold or (not row.has_second_step and demands_second_step(held))
    withheld = sensitive(permissions) if shut else frozenset()
    return Actor(account, row.pk, row.name, permissions - withheld, withheld=withheld)


def demands_second_step(held: Iterable[Held]) -> bool:
    """Must holders of these posts sign in with a second step? Never in a demonstration."""
    demanding = settings.LEEWARD_SECOND_STEP
    return not settings.LEEWARD_DEMO and any(holding.post.value in demanding for holding in held)


def why_withheld(account: UUID) -> str:
    """Why an account's sensitive permissions are withheld: `hold`, `second-step` or nothing."""
    row = Person.objects.filter(account_id=account).select_related("account").first()
    if row is None or row.account is None:
        return ""
    return "hold" if row.account.sensitive_hold else "second-step"


def sign_in_of(person_id: UUID) -> SignIn | None:
    """How somebody's sign-in stands; None without one."""
    row = Person.objects.filter(pk=person_id).select_related("account").first()
    if row is None or row.account is None:
        return None
    steps = Authenticator.objects.filter(user_id=row.account_id).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return SignIn(row.account.is_active, row.account.sensitive_hold, steps.exists(), row.account.last_login)
