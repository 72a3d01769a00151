"""Connections to identity providers: making them, their tokens and rules; and a person's word on whom a user is."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.settings_history.queries import value as setting
from leeward.people.actions.applying import apply_to, settle
from leeward.people.connection_rules import ClassBy, Provider, Standing
from leeward.people.connection_settings import LASTS, MOST_REQUESTS
from leeward.people.models import ClassRule, Connection, ConnectionToken, Person, ProvidedUser
from leeward.people.queries.connections import mark_of
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import PersonClass

PREFIX = "lwscim_"


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whose token came with a request; `wait`: seconds to wait because there were too many."""

    connection: UUID
    name: str
    wait: int = 0


def make_connection(*, actor: Actor, now: datetime, name: str, provider: Provider) -> UUID:
    """A connection without a token yet. Raises Refused for a name that is taken."""
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Give the connection a name."), "name")
    with act(actor, "people.connect", now=now) as entry:
        if Connection.objects.filter(name__iexact=name).exists():
            raise Refused(_("There is a connection of this name."), "name")
        row = Connection.objects.create(name=name, provider=provider, made_by_id=actor.person, made_at=now)
        entry.subject = f"connection:{row.pk}"
        entry.details["provider"] = provider.value
    return row.pk


def make_token(*, actor: Actor, now: datetime, connection: UUID) -> str:
    """A new token; only its keyed mark is kept, so this is the one time it can be read."""
    token = PREFIX + secrets.token_urlsafe(32)
    with act(actor, "people.make-token", now=now, subject=f"connection:{connection}") as entry:
        row = ConnectionToken.objects.create(
            connection_id=connection,
            mark=mark_of(token),
            made_by_id=actor.person,
            made_at=now,
            expires_at=now + timedelta(days=setting(LASTS, at=now)),
        )
        entry.details["token"] = str(row.pk)
    return token


def revoke_token(*, actor: Actor, now: datetime, connection: UUID, token: UUID) -> None:
    """From now on the token opens nothing. Raises Refused where it does not already."""
    with act(actor, "people.revoke-token", now=now, subject=f"connection:{connection}") as entry:
        rows = ConnectionToken.objects.filter(pk=token, connection_id=connection, revoked_at__isnull=True)
        if not rows.update(revoked_at=now):
            raise Refused(_("This token has been revoked already."))
        entry.details["token"] = str(token)


def admit(token: str, *, now: datetime) -> Admitted | None:
    """The connection whose live token this is, counting the request; None for any other."""
    if not token.startswith(PREFIX) or len(token) > 200:
        return None
    live = ConnectionToken.objects.filter(mark=mark_of(token), revoked_at__isnull=True, expires_at__gt=now)
    row = live.select_related("connection").first()
    if row is None:
        return None
    minute = now.replace(second=0, microsecond=0)
    same = Q(last_used_at=minute)
    ConnectionToken.objects.filter(pk=row.pk).update(
        used_in_minute=Case(When(same, then=F("used_in_minute") + 1), default=Value(1)), last_used_at=minute
    )
    used = row.used_in_minute + 1 if row.last_used_at == minute else 1
    wait = 60 - now.second if used > setting(MOST_REQUESTS, at=now) else 0
    return Admitted(row.connection_id, row.connection.name, wait)


def add_class_rule(
    *, actor: Actor, now: datetime, connection: UUID, by: ClassBy, value: str, kind: PersonClass
) -> None:
    """Says what people are by what the provider says; those who waited for it are taken in. Raises Refused."""
    value = "" if by is ClassBy.EVERYBODY else " ".join(value.split())
    if not value and by is not ClassBy.EVERYBODY:
        raise Refused(_("Say which value the provider sends."), "value")
    with act(actor, "people.add-class-rule", now=now, subject=f"connection:{connection}") as entry, in_words():
        made = ClassRule.objects.get_or_create(connection_id=connection, by=by, value=value, kind=kind)[1]
        if not made:
            raise Refused(_("There is such a rule already."), "value")
        entry.details.update(by=by.value, kind=kind.value)
        entry.details["settled"] = _settle_waiting(connection, now)


def remove_class_rule(*, actor: Actor, now: datetime, connection: UUID, rule: UUID) -> None:
    """The rule gives classes no more; what it gave stays until the provider says something new of somebody."""
    with act(actor, "people.remove-class-rule", now=now, subject=f"connection:{connection}"):
        if not ClassRule.objects.filter(pk=rule, connection_id=connection).delete()[0]:
            raise Refused(_("This rule is gone already."))


def settle_waiting(*, actor: Actor, now: datetime, connection: UUID) -> int:
    """Looks again at everybody who waits: somebody may have been added or corrected here. Returns how many settled."""
    with act(actor, "people.settle", now=now, subject=f"connection:{connection}") as entry:
        settled = _settle_waiting(connection, now)
        entry.details["settled"] = settled
    return settled


def _settle_waiting(connection: UUID, now: datetime) -> int:
    waiting = ProvidedUser.objects.filter(connection_id=connection, gone_at__isnull=True).exclude(
        standing__in=[Standing.LINKED, Standing.IGNORED, Standing.CONFIRM, Standing.INACTIVE]
    )
    settled = 0
    for row in list(waiting):
        settle(row, now=now)
        settled += row.standing == Standing.LINKED
    return settled


def link(*, actor: Actor, now: datetime, user: UUID, person: UUID) -> None:
    """A person's word that a user is somebody here. Never about oneself. Raises Refused."""
    if actor.person is not None and actor.person == person:
        raise Refused(_("Ask somebody else with this right to confirm your own connection."), "person")
    with act(actor, "people.link", now=now, subject=f"person:{person}") as entry, in_words():
        row = _waiting_row(user)
        other = ProvidedUser.objects.filter(connection=row.connection_id, person_id=person, gone_at__isnull=True)
        if other.exists():
            raise Refused(_("The provider has another user for this person. Remove that one there first."), "person")
        if not Person.objects.filter(pk=person).exists():
            raise Refused(_("There is no such person."), "person")
        row.person_id, row.candidate, row.standing = person, None, Standing.LINKED
        row.save(update_fields=["person", "candidate", "standing"])
        entry.details["user"] = str(row.pk)
        apply_to(row, now=now)


def take_as_new(*, actor: Actor, now: datetime, user: UUID) -> None:
    """A person's word that a user is nobody who is here yet: they are added. Raises Refused."""
    with act(actor, "people.take-as-new", now=now) as entry, in_words():
        row = _waiting_row(user)
        settle(row, now=now, nobody_here=True)
        if row.person_id is None:
            raise Refused(_("The directory cannot add this user: a name, a class or a free address is missing."))
        entry.subject = f"person:{row.person_id}"


def ignore(*, actor: Actor, now: datetime, user: UUID) -> None:
    """A person's word that a user is nobody for the directory: a service, a test. Raises Refused."""
    with act(actor, "people.ignore-user", now=now) as entry:
        row = _waiting_row(user)
        row.standing, row.candidate = Standing.IGNORED, None
        row.save(update_fields=["standing", "candidate"])
        entry.details["user"] = str(row.pk)


def _waiting_row(user: UUID) -> ProvidedUser:
    assert transaction.get_connection().in_atomic_block
    row = ProvidedUser.objects.select_for_update(of=("self",)).filter(pk=user, gone_at__isnull=True).first()
    if row is None or row.standing == Standing.LINKED:
        raise Refused(_("This user is settled already, or gone."))
    return row
