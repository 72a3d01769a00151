"""Making, confirming, revoking and using tokens.

A token may give more than its maker may do: the IT manager connects the learner record system without seeing learners.
So that nobody gives themselves what is not theirs, such a token does nothing until somebody who holds those very
permissions has confirmed it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.api.choices import REQUESTS_A_MINUTE
from leeward.foundation.api.models import ApiToken, KeptAnswer
from leeward.foundation.api.operations import permissions_of, scopes
from leeward.foundation.api.problems import Problem
from leeward.foundation.holders import name_of
from leeward.foundation.settings_history.queries import value
from leeward.foundation.vault.keyring import keyring

MAKE = "api.tokens"
CONFIRM = "api.confirm"
LONGEST_DAYS = 366
"""A token is made anew at least once a year."""
START = "lwt_"
SHOWN_LETTERS = 10
KEPT = timedelta(hours=24)
"""How long the answer to a request with an Idempotency-Key is kept."""


class TokenRefused(Exception):
    """The token is not made, or not confirmed; the text says what to do. `field`: the question it is about."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.text, self.field = text, field


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token for showing. `state`: live, waits (for confirmation), expired or revoked."""

    id: UUID
    name: str
    prefix: str
    scopes: tuple[str, ...]
    needs: tuple[str, ...]
    made_at: datetime
    made_by: str
    confirmed_by: str
    expires_at: datetime
    last_used_on: date | None
    state: str
    may_confirm: bool


@dataclass(frozen=True, slots=True)
class New:
    """A token just made. `secret` is shown once and is kept nowhere."""

    id: UUID
    secret: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who calls: the actor of a token, what it was made for, and who stands for its decisions."""

    actor: Actor
    scopes: frozenset[str]
    answers_for: UUID | None


def _mark(secret: str) -> str:
    return keyring().mark("api token", secret.encode("utf-8", "replace"))


def make_token(*, actor: Actor, name: str, scopes_wanted: Sequence[str], days: int, now: datetime) -> New:
    """Makes a token for `days` days. Where it gives what its maker may not do it waits for somebody who may.

    Raises TokenRefused, also without `api.tokens`. The system itself (the command line) is asked for no confirmation:
    whoever has the shell has the database and its keys.
    """
    if not (actor.system or actor.may(MAKE)):
        raise TokenRefused(_("You may not make tokens."))
    name = " ".join(name.split())
    if not 0 < len(name) <= 80:
        raise TokenRefused(_("Give the token a name of at most 80 characters."), "name")
    unknown = [scope for scope in scopes_wanted if scope not in scopes()]
    if unknown or not scopes_wanted:
        raise TokenRefused(_("Choose from: %(scopes)s.") % {"scopes": ", ".join(scopes())}, "scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise TokenRefused(_("Choose from 1 to %(most)d days.") % {"most": LONGEST_DAYS}, "days")
    secret = START + secrets.token_urlsafe(32)
    needs = [] if actor.system else sorted(permissions_of(scopes_wanted) - actor.permissions)
    with act(actor, "api.make-token", now=now) as entry:
        row = ApiToken.objects.create(
            name=name,
            prefix=secret[:SHOWN_LETTERS],
            mark=_mark(secret),
            scopes=list(dict.fromkeys(scopes_wanted)),
            needs=needs,
            made_at=now,
            made_by=actor.person,
            expires_at=now + timedelta(days=days),
            confirmed_at=None if needs else now,
        )
        entry.subject = f"token:{row.pk}"
        entry.details.update({"scopes": " ".join(row.scopes)[:200], "days": days, "waits": bool(needs)})
    return New(row.pk, secret, bool(needs))


def confirm_token(*, actor: Actor, token: UUID, now: datetime) -> None:
    """Lets a waiting token work. Raises TokenRefused for its maker and for whoever does not hold what it gives."""
    with act(actor, "api.confirm-token", now=now, subject=f"token:{token}"):
        row = _waiting(now).select_for_update().filter(pk=token).first()
        if row is None or not _may_confirm(actor, row):
            raise TokenRefused(_("This token does not wait for your word."))
        row.confirmed_at, row.confirmed_by = now, actor.person
        row.save(update_fields=["confirmed_at", "confirmed_by"])


def revoke_token(*, actor: Actor, token: UUID, now: datetime) -> bool:
    """Ends a token at once: by `api.tokens`, by who confirmed it or may, or by the system. False where it was over.

    Raises TokenRefused for anyone else.
    """
    with act(actor, "api.revoke-token", now=now, subject=f"token:{token}") as entry:
        row = ApiToken.objects.select_for_update().filter(pk=token).first()
        if row is None or not (actor.system or actor.may(MAKE) or _concerns(actor, row)):
            raise TokenRefused(_("You may not end this token."))
        ended = row.revoked_at is None
        if ended:
            row.revoked_at = now
            row.save(update_fields=["revoked_at"])
        entry.details["ended"] = ended
    return ended


def end_tokens_made_by(person: UUID, *, now: datetime) -> int:
    """Ends every token somebody made, and so has seen; how many. For `people`, in the act that shuts their sign-in."""
    return live_tokens_made_by(person, now=now).update(revoked_at=now)


def live_tokens_made_by(person: UUID, *, now: datetime) -> QuerySet[ApiToken]:
    """The tokens of somebody that are not over."""
    return ApiToken.objects.filter(made_by=person, revoked_at=None, expires_at__gt=now)


def token_lines(actor: Actor, *, now: datetime) -> list[TokenLine]:
    """Every token for who makes them or for the system; else those this actor confirmed or may confirm."""
    rows = ApiToken.objects.order_by("-made_at", "pk")
    seen = [row for row in rows if actor.system or actor.may(MAKE) or _concerns(actor, row)]
    return [
        TokenLine(
            row.pk,
            row.name,
            row.prefix,
            tuple(row.scopes),
            tuple(row.needs),
            row.made_at,
            name_of(row.made_by) if row.made_by else "",
            name_of(row.confirmed_by) if row.confirmed_by else "",
            row.expires_at,
            row.last_used_on,
            state_of(row, now),
            state_of(row, now) == "waits" and _may_confirm(actor, row),
        )
        for row in seen
    ]


def waiting_count(actor: Actor, *, now: datetime) -> int:
    """How many tokens wait for this actor's word."""
    return sum(1 for row in _waiting(now) if _may_confirm(actor, row)) if actor.may(CONFIRM) else 0


def state_of(row: ApiToken, now: datetime) -> str:
    """How a token stands."""
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at <= now:
        return "expired"
    return "live" if row.confirmed_at is not None else "waits"


def bearer_of(secret: str, now: datetime) -> Bearer:
    """Who calls with this token; counts the request. Raises Problem 401, 429."""
    row = ApiToken.objects.filter(mark=_mark(secret)).first() if secret.startswith(START) else None
    if row is None or row.revoked_at is not None:
        raise not_accepted("This token is not accepted, or not any longer. Ask who runs Leeward for a new one.")
    if row.expires_at <= now:
        raise not_accepted("This token has expired. Ask who runs Leeward for a new one.")
    if row.confirmed_at is None:
        raise not_accepted("This token still waits to be confirmed in Leeward.")
    _count(row, now)
    actor = Actor(name=row.name, permissions=permissions_of(row.scopes), token=row.pk)
    return Bearer(actor, frozenset(row.scopes), row.confirmed_by or row.made_by)


def not_accepted(detail: str) -> Problem:
    """A 401 that says how to call."""
    return Problem(401, detail, headers={"WWW-Authenticate": 'Bearer realm="Leeward", error="invalid_token"'})


def standing_for(call_actor: Actor, person: UUID | None) -> Actor:
    """A token's actor where a named person must answer for a decision; the trail still names the token."""
    return replace(call_actor, person=person)


def forget_answers(*, now: datetime) -> int:
    """Deletes kept answers older than a day; returns how many."""
    return KeptAnswer.objects.filter(kept_at__lte=now - KEPT).delete()[0]


def _count(row: ApiToken, now: datetime) -> None:
    """One more in this minute, in one statement, so that all processes share one count."""
    minute = int(now.timestamp()) // 60
    room = Q(counted__lt=value(REQUESTS_A_MINUTE, at=now)) | ~Q(window=minute)
    taken = ApiToken.objects.filter(room, pk=row.pk).update(
        counted=Case(When(window=minute, then=F("counted") + 1), default=Value(1)),
        window=minute,
        last_used_on=timezone.localdate(now),
    )
    if not taken:
        wait = 60 - int(now.timestamp()) % 60
        raise Problem(429, f"Wait {wait} seconds, then go on more slowly.", headers={"Retry-After": str(wait)})


def _waiting(now: datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(revoked_at=None, confirmed_at=None, expires_at__gt=now)


def _may_confirm(actor: Actor, row: ApiToken) -> bool:
    return (
        actor.may(CONFIRM)
        and actor.person is not None
        and actor.person != row.made_by
        and actor.permissions.issuperset(row.needs)
    )


def _concerns(actor: Actor, row: ApiToken) -> bool:
    return bool(row.needs) and _may_confirm(actor, row)
