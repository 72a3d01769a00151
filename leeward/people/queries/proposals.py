"""What waits for a second person: posts to be given, permissions to be changed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from leeward.people.models import PostPermissions, PostProposal, State
from leeward.people.queries.post_names import post_names
from leeward.people.queries.posts import permissions_by_post


@dataclass(frozen=True, slots=True)
class Proposed:
    """A post that somebody is to get, or got in an emergency, once a second person agrees."""

    request: UUID | None
    name: str
    post: str
    called: str
    deputy: bool
    since: date
    until: date | None
    cover: bool
    emergency: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A change to what a post may do, as decided or waiting. Permissions as strings."""

    post: str
    state: State
    proposed_by: str
    proposed_on: date
    more: tuple[str, ...]
    less: tuple[str, ...]
    in_force: bool


def proposals_waiting() -> list[Proposed]:
    """Every proposal that waits, the oldest first."""
    names = post_names()
    rows = PostProposal.objects.filter(state=State.WAITING).select_related("person").order_by("proposed_at")
    return [
        Proposed(
            row.request,
            row.person.name,
            row.post,
            names.get(row.post, row.post),
            row.deputy,
            row.since,
            row.until,
            row.absence_id is not None,
            row.emergency,
        )
        for row in rows
    ]


def permission_changes(post: str) -> list[Change]:
    """Every change of what a post may do that was asked for, the latest first, against what it may do now."""
    now = permissions_by_post().get(post, frozenset())
    found = []
    for row in PostPermissions.objects.filter(post=post).select_related("proposed_by").order_by("-proposed_at"):
        wanted = frozenset(row.permissions.split())
        found.append(
            Change(
                post,
                State(row.state),
                row.proposed_by.name if row.proposed_by is not None else "",
                row.proposed_at.date(),
                tuple(sorted(wanted - now)),
                tuple(sorted(now - wanted)),
                row.in_force,
            )
        )
    return found
