"""Who acts when an account is signed in, and how a sign-in stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import BooleanField, Exists, ExpressionWrapper, Q, TextField, Value
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.settings_history.queries import value
from leeward.people.models import ClassOfPerson, Person, PostHolding, PostPermissions
from leeward.people.queries.days import on_day
from leeward.people.queries.posts import post_of
from leeward.people.rules import PERMISSIONS, Held, PersonClass, given_by, permissions_of, sensitive
from leeward.people.sign_in.choices import SECOND_STEP_POSTS


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
    held, kinds, table = [], [], dict(PERMISSIONS)
    for what, name, flag, part, permissions in _posts_and_classes(row, day):
        if what == "class":
            kinds.append(PersonClass(name))
        elif what == "post":
            held.append(Held(post_of(name), bool(flag), bool(part)))
        else:
            table[name] = frozenset(permissions.split())
    granted = permissions_of(held, kinds, table)
    shut = row.account.sensitive_hold or (not row.has_second_step and demands_second_step(held, now, table))
    withheld = sensitive(granted) if shut else frozenset()
    return Actor(account, row.pk, row.name, granted - withheld, withheld=withheld)


def _posts_and_classes(row: Person, day: date) -> Iterable[tuple[str, str, bool, bool, str]]:
    """What somebody holds and is on a day, and what an organisation changed about what posts may do: one statement."""
    no, nothing = Value(False, BooleanField()), Value("", TextField())
    in_part = ExpressionWrapper(Q(company__isnull=False), BooleanField())
    posts = PostHolding.objects.filter(on_day(day), person=row)
    classes = ClassOfPerson.objects.filter(on_day(day), person=row)
    chosen = PostPermissions.objects.filter(in_force=True)
    found = posts.values_list(Value("post", TextField()), "post", "deputy", in_part, nothing).union(
        classes.values_list(Value("class", TextField()), "kind", no, no, nothing),
        chosen.values_list(Value("permissions", TextField()), "post", no, no, "permissions"),
        all=True,
    )
    return cast("Iterable[tuple[str, str, bool, bool, str]]", found)


def demands_second_step(held: Iterable[Held], now: datetime, posts: Mapping[str, frozenset[str]] = PERMISSIONS) -> bool:
    """Must holders of these posts sign in with a second step? Never in a demonstration.

    A post that was given sensitive permissions here, beyond those of the catalogue, demands it as the listed ones do.
    """
    if settings.LEEWARD_DEMO:
        return False
    chosen = settings.LEEWARD_SECOND_STEP
    demanding = value(SECOND_STEP_POSTS, at=now) if chosen is None else chosen
    if not demanding:
        return False
    return any(
        str(holding.post) in demanding
        or sensitive(given_by(holding, posts)) - PERMISSIONS.get(holding.post, frozenset())
        for holding in held
    )


def account_of_person(person_id: UUID) -> UUID | None:
    """The account somebody signs in with, while it is open."""
    rows = Person.objects.filter(pk=person_id, account__is_active=True)
    return rows.values_list("account_id", flat=True).first()


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
