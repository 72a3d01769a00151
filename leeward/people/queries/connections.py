"""Reading connections: whom a token belongs to, and what the pages about connections show."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from leeward.foundation.vault.keyring import keyring
from leeward.people.connection_rules import GiftState, Standing
from leeward.people.models import ClassRule, Connection, ConnectionToken, GroupPost, ProvidedGroup, ProvidedUser

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """One connection in the list."""

    id: UUID
    name: str
    provider: str
    users: int
    waiting: int
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waits:
    """A user that needs a person: why, and whom it may be."""

    id: UUID
    user_name: str
    shown: str
    standing: Standing
    candidate: UUID | None
    candidate_name: str
    trouble: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group with the posts its members are proposed for."""

    id: UUID
    name: str
    members: int
    posts: list[GroupPost]


@dataclass(frozen=True, slots=True)
class ConnectionPage:
    """Everything the page of one connection shows."""

    connection: Connection
    tokens: list[ConnectionToken]
    rules: list[ClassRule]
    groups: list[GroupLine]
    waiting: list[Waits]
    troubles: list[Waits]
    linked: int
    inactive: int
    gifts_waiting: int


def mark_of(token: str) -> str:
    """The keyed mark a token is kept and found by."""
    return hmac.digest(keyring().derived("scim tokens"), token.encode("utf-8", "replace"), "sha256").hex()


def connections() -> list[ConnectionLine]:
    """Every connection, by name."""
    live = Q(users__gone_at__isnull=True)
    waits = ~Q(users__standing__in=[Standing.LINKED, Standing.INACTIVE, Standing.IGNORED])
    rows = Connection.objects.annotate(
        live=Count("users", filter=live, distinct=True),
        waiting=Count("users", filter=live & waits & Q(users__isnull=False), distinct=True),
    ).order_by("name")
    used = {
        row.connection_id: row.last_used_at
        for row in ConnectionToken.objects.order_by("last_used_at")
        if row.last_used_at
    }
    return [ConnectionLine(row.pk, row.name, row.provider, row.live, row.waiting, used.get(row.pk)) for row in rows]


def connection_page(connection_id: UUID) -> ConnectionPage | None:
    """One connection with everything about it, or None."""
    row = Connection.objects.filter(pk=connection_id).first()
    if row is None:
        return None
    users = ProvidedUser.objects.filter(connection=row, gone_at__isnull=True)
    settled = [Standing.LINKED, Standing.INACTIVE, Standing.IGNORED]
    return ConnectionPage(
        row,
        list(row.tokens.order_by("-made_at")),
        list(row.class_rules.order_by("by", "value")),
        _groups(row),
        [_waits(user) for user in users.exclude(standing__in=settled).select_related("candidate")[:MOST_SHOWN]],
        [_waits(user) for user in users.exclude(trouble="").select_related("candidate", "person")[:MOST_SHOWN]],
        users.filter(standing=Standing.LINKED).count(),
        users.filter(active=False).count(),
        sum(group_post.waiting for group_post in _waiting_gifts(row)),  # type: ignore[attr-defined]  # annotated
    )


def _waiting_gifts(row: Connection) -> list[GroupPost]:
    waiting = Q(gifts__state=GiftState.WAITING, gifts__ended_at__isnull=True)
    return list(GroupPost.objects.filter(group__connection=row).annotate(waiting=Count("gifts", filter=waiting)))


def _groups(row: Connection) -> list[GroupLine]:
    rows = ProvidedGroup.objects.filter(connection=row, gone_at__isnull=True)
    rows = rows.annotate(count=Count("memberships")).order_by("display_folded")[:MOST_SHOWN]
    posts: dict[UUID, list[GroupPost]] = {}
    for group_post in GroupPost.objects.filter(group__connection=row, ended_at__isnull=True).order_by("post"):
        posts.setdefault(group_post.group_id, []).append(group_post)
    return [GroupLine(group.pk, group.display_name, group.count, posts.get(group.pk, [])) for group in rows]


def _waits(user: ProvidedUser) -> Waits:
    candidate = user.candidate or user.person
    return Waits(
        user.pk,
        user.user_name,
        str(user.document.get("displayName") or user.user_name),
        Standing(user.standing),
        candidate.pk if candidate is not None else None,
        candidate.name if candidate is not None else "",
        user.trouble,
    )
