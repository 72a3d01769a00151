"""Somebody's own sessions and the sign-ins they were asked about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from leeward.foundation.access import Actor
from leeward.people.models import Hold, NoticedSignIn, OpenSession


@dataclass(frozen=True, slots=True)
class Session:
    """A browser somebody is signed in with."""

    id: UUID
    device: str
    since: datetime
    seen: datetime
    shared: bool
    this_one: bool


@dataclass(frozen=True, slots=True)
class Noticed:
    """A sign-in its owner is asked about."""

    id: UUID
    account: UUID
    at: datetime
    device: str
    why: str
    answer: str


def sessions_of(actor: Actor, now: datetime, this_one: UUID | None) -> list[Session]:
    """The actor's own sessions that would still be let in, the one in use first, then the last used."""
    # Last use is noted every five minutes: one that was quiet for longer than that and the limit is over.
    quiet = now - timedelta(minutes=settings.LEEWARD_IDLE_MINUTES + 5)
    if actor.account is None:
        return []
    rows = OpenSession.objects.filter(account=actor.account, seen__gte=quiet).order_by("-seen", "pk")
    found = [Session(row.pk, row.device, row.since, row.seen, row.shared, row.pk == this_one) for row in rows]
    return sorted(found, key=lambda one: not one.this_one)


def noticed_sign_in(notice: UUID) -> Noticed | None:
    """A sign-in somebody was asked about; None once it is forgotten."""
    row = NoticedSignIn.objects.filter(pk=notice, account__is_active=True).first()
    return None if row is None else Noticed(row.pk, row.account_id, row.at, row.device, row.why, row.answer)


@dataclass(frozen=True, slots=True)
class OnHold:
    """Somebody whose sensitive pages are shut until a second person says so."""

    person: UUID
    name: str
    why: str
    since: datetime


def reset_since(account: UUID, since: datetime) -> bool:
    """Was this sign-in put on hold since then: reset by somebody, its address changed, or closed by its owner?"""
    return Hold.objects.filter(person__account_id=account, set_at__gte=since).exists()


def sign_ins_on_hold() -> list[OnHold]:
    """Everybody on hold, the longest first."""
    rows = Hold.objects.filter(lifted_at__isnull=True).select_related("person").order_by("set_at")
    return [OnHold(row.person_id, row.person.name, row.get_why_display(), row.set_at) for row in rows]
