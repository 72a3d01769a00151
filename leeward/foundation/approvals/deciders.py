"""Bringing together kind, settings, posts and conflicts: who may decide one request at a moment."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from uuid import UUID

from django.utils import timezone

from leeward.foundation.approvals.kinds import Kind, deciders_setting, kind_or_gone
from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.approvals.rules import Deciders, Seat, who_decides
from leeward.foundation.holders import who_holds
from leeward.foundation.settings_history.queries import value
from leeward.foundation.settings_history.scopes import Scope

Seats = Callable[[Kind, Scope, datetime], list[Seat]]


def seats(kind: Kind, scope: Scope, now: datetime) -> list[Seat]:
    """The posts that may decide, in order, the last resort last, with who holds them today."""
    if kind.gone:
        return []
    today = timezone.localdate(now)
    chosen = value(deciders_setting(kind.key), at=now, scope=scope)
    posts = [(post, False) for post in chosen] + [(post, True) for post in kind.last_resort if post not in chosen]
    found = []
    for post, last in posts:
        holding = who_holds(post, today, scope)
        found.append(Seat(post, holding.holders, holding.deputies, last))
    return found


def remembering() -> Seats:
    """`seats` that looks once per kind and scope; for going through many requests at one moment."""
    return cache(seats)


def conflicted(request: ApprovalRequest) -> frozenset[UUID]:
    """Everyone named as having a conflict."""
    return frozenset(conflict.person for conflict in request.conflicts.all())


def deciders_of(request: ApprovalRequest, now: datetime, look: Seats = seats) -> Deciders:
    """Who may decide this request at `now`; a deputy it was delegated to is among them while free of conflict."""
    away = conflicted(request) | ({request.requester} if request.requester is not None else set())
    found = who_decides(look(kind_or_gone(request.kind), Scope.of(request.scope), now), away)
    if request.delegated_to in found.may_delegate_to:
        assert request.delegated_to is not None
        return Deciders(found.persons | {request.delegated_to}, found.post, found.standing, found.may_delegate_to)
    return found
