"""Groups of an identity provider: made, changed, deleted over SCIM; what follows from membership."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from leeward.foundation.act import act
from leeward.foundation.outbox.jobs import put
from leeward.people.actions.applying import settle
from leeward.people.actions.group_posts import reconcile
from leeward.people.actions.provider import PROVIDER
from leeward.people.actions.provisioning import Body, check_match
from leeward.people.connection_rules import ClassBy
from leeward.people.models import ClassRule, GroupPost, Membership, ProvidedGroup, ProvidedUser
from leeward.people.queries.provided import row_of
from leeward.people.scim.faults import ScimFault, ScimType, bad
from leeward.people.scim.grammar import Compare, Filter
from leeward.people.scim.matching import part_holds
from leeward.people.scim.patching import Step, apply, steps
from leeward.people.scim.schema import GROUPS
from leeward.people.scim.shaping import Doc, check_text, tidy
from leeward.people.told import GroupChanged

AT_ONCE = 500
MOST_MEMBERS = 100_000


def create_group(*, connection: UUID, now: datetime, body: Body) -> ProvidedGroup:
    """A new group with its members. Raises ScimFault."""
    check_text(body)
    document = tidy(GROUPS, body)
    with act(PROVIDER, "people.scim-create-group", now=now) as entry:
        row = ProvidedGroup(connection_id=connection, made_at=now)
        _write(row, document, now)
        row.save(force_insert=True)
        entry.subject = f"provided-group:{row.pk}"
        entry.details["connection"] = str(connection)
        members = _users(connection, _values(document.get("members", [])))
        _add(row, members)
        entry.details["members"] = len(members)
        _follow(row, members, now)
    return row


def replace_group(*, connection: UUID, now: datetime, key: str, body: Body, if_match: str = "") -> ProvidedGroup:
    """A group as said anew, with all its members. Raises ScimFault."""
    check_text(body)
    document = tidy(GROUPS, body)
    with act(PROVIDER, "people.scim-replace-group", now=now) as entry:
        row = _locked(connection, key, if_match)
        entry.subject = f"provided-group:{row.pk}"
        entry.details["connection"] = str(connection)
        change = _Members(everything=True, added=_users(connection, _values(document.get("members", []))))
        _finish(row, document, change, now)
    return row


def patch_group(*, connection: UUID, now: datetime, key: str, body: Body, if_match: str = "") -> ProvidedGroup:
    """A group changed step by step, all steps or none. Its members are never all read: groups may be large."""
    check_text(body)
    operations = steps(GROUPS, body)
    with act(PROVIDER, "people.scim-patch-group", now=now) as entry:
        row = _locked(connection, key, if_match)
        entry.subject = f"provided-group:{row.pk}"
        entry.details["connection"] = str(connection)
        change = _Members()
        plain = []
        for step in operations:
            if step.place.attribute is not None and step.place.attribute.name == "members":
                _member_step(row, step, change)
            else:
                plain.append(step)
        _finish(row, apply(GROUPS, _document(row), plain), change, now)
        entry.details.update(added=len(change.added), removed=len(change.removed))
    return row


def delete_group(*, connection: UUID, now: datetime, key: str, if_match: str = "") -> None:
    """The group is no more at the provider: what it gave ends."""
    with act(PROVIDER, "people.scim-delete-group", now=now) as entry:
        row = _locked(connection, key, if_match)
        entry.subject = f"provided-group:{row.pk}"
        entry.details["connection"] = str(connection)
        row.gone_at, row.version = now, row.version + 1
        row.save(update_fields=["gone_at", "version"])
        touched = set(row.memberships.values_list("user_id", flat=True))
        row.memberships.all().delete()
        _follow(row, touched, now)


def group_changed(told: GroupChanged, now: datetime) -> None:
    """Hears that members came or went where rules give classes by group: looks at each of them anew."""
    for start in range(0, len(told.users), AT_ONCE):
        keys = [UUID(key) for key in told.users[start : start + AT_ONCE]]
        for row in ProvidedUser.objects.filter(pk__in=keys, gone_at__isnull=True):
            settle(row, now=now)


@dataclass(slots=True)
class _Members:
    """What becomes of the members: first everybody goes where `everything`, then some go, then some come."""

    everything: bool = False
    added: set[UUID] = field(default_factory=set)
    removed: set[UUID] = field(default_factory=set)


def _member_step(row: ProvidedGroup, step: Step, change: _Members) -> None:
    connection = row.connection_id
    if step.op == "remove":
        if step.inner is not None:
            gone = _chosen(row, step.inner)
        elif step.value not in (None, [], ""):
            gone = set(_keys(_values(step.value)))
        else:
            change.everything, change.added, change.removed = True, set(), set()
            return
        change.removed |= gone
        change.added -= gone
        return
    if step.inner is not None or step.place.part is not None:
        raise bad(ScimType.MUTABILITY, "Members are added and removed, not changed.")
    members = _users(connection, _values(step.value))
    if step.op == "replace":
        change.everything, change.added, change.removed = True, members, set()
    else:
        change.added |= members
        change.removed -= members


def _chosen(row: ProvidedGroup, inner: Filter) -> set[UUID]:
    if isinstance(inner, Compare) and inner.path.name.lower() == "value" and inner.op == "eq":
        return set(_keys([str(inner.value)]))
    members = next(one for one in GROUPS.attributes if one.name == "members")
    found = row.memberships.values_list("user_id", flat=True).iterator(chunk_size=AT_ONCE)
    return {user for user in found if part_holds(members, inner, {"value": str(user), "type": "User"})}


def _values(members: Any) -> list[str]:  # Any: JSON
    """The keys in a list of members, each an object with a value, or the value itself. Raises ScimFault."""
    many = members if isinstance(members, list) else [members]
    if len(many) > MOST_MEMBERS:
        raise ScimFault(413, f"Send at most {MOST_MEMBERS} members at a time.", ScimType.TOO_MANY)
    found = []
    for one in many:
        fields = {str(name).lower(): value for name, value in one.items()} if isinstance(one, Mapping) else {}
        value = fields.get("value") if isinstance(one, Mapping) else one
        if not isinstance(value, str):
            raise bad(ScimType.INVALID_VALUE, "Each member has a value: the id of a user.")
        found.append(value)
    return found


def _keys(values: Iterable[str]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def _users(connection: UUID, values: list[str]) -> set[UUID]:
    """The keys of these users. Raises ScimFault where one is no user of this connection."""
    wanted = set(_keys(values))
    if len(wanted) < len(set(values)):
        raise bad(ScimType.INVALID_VALUE, "A member is no user here.")
    ordered, found = sorted(wanted), 0
    for start in range(0, len(ordered), AT_ONCE):
        there = ProvidedUser.objects.filter(connection_id=connection, gone_at__isnull=True)
        found += there.filter(pk__in=ordered[start : start + AT_ONCE]).count()
    if found < len(wanted):
        raise bad(ScimType.INVALID_VALUE, "A member is no user here.")
    return wanted


def _document(row: ProvidedGroup) -> Doc:
    found: Doc = {"displayName": row.display_name}
    return {**found, "externalId": row.external_id} if row.external_id else found


def _write(row: ProvidedGroup, document: Doc, now: datetime) -> None:
    row.display_name = document["displayName"]
    row.display_folded, row.external_id = row.display_name.casefold(), document.get("externalId", "")
    row.changed_at = now


def _finish(row: ProvidedGroup, document: Doc, change: _Members, now: datetime) -> None:
    """Keeps a changed group and what follows. Nothing changed: nothing is kept, and the version stays."""
    before = _document(row)
    there = set(row.memberships.values_list("user_id", flat=True)) if change.everything else set()
    gone = (there - change.added) | change.removed if change.everything else change.removed
    removed = _remove(row, gone)
    added = _add(row, change.added - there)
    after = {name: value for name, value in document.items() if name != "members"}
    if not removed and not added and after == before:
        return
    _write(row, document, now)
    row.version += 1
    row.save()
    renamed = after["displayName"] != before["displayName"]
    everybody = set(row.memberships.values_list("user_id", flat=True)) if renamed else set()
    _follow(row, removed | added | everybody, now)


def _add(row: ProvidedGroup, users: set[UUID]) -> set[UUID]:
    ordered = sorted(users)
    new: set[UUID] = set()
    for start in range(0, len(ordered), AT_ONCE):
        batch = ordered[start : start + AT_ONCE]
        there = set(row.memberships.filter(user__in=batch).values_list("user_id", flat=True))
        fresh = [user for user in batch if user not in there]
        Membership.objects.bulk_create([Membership(group=row, user_id=user) for user in fresh], ignore_conflicts=True)
        new.update(fresh)
    return new


def _remove(row: ProvidedGroup, users: set[UUID]) -> set[UUID]:
    ordered = sorted(users)
    gone: set[UUID] = set()
    for start in range(0, len(ordered), AT_ONCE):
        rows = row.memberships.filter(user__in=ordered[start : start + AT_ONCE])
        gone.update(rows.values_list("user_id", flat=True))
        rows.delete()
    return gone


def _follow(row: ProvidedGroup, users: set[UUID], now: datetime) -> None:
    """Posts follow at once; classes by group follow in the outbox, where members may be many."""
    if GroupPost.objects.filter(group=row, ended_at__isnull=True).exists():
        reconcile(row.pk, now=now)
    by_group = ClassRule.objects.filter(connection=row.connection_id, by=ClassBy.GROUP)
    if users and by_group.exists():
        ordered = [str(user) for user in sorted(users)]
        for start in range(0, len(ordered), AT_ONCE):
            key = f"{row.pk} {row.version} {start}"
            put(GroupChanged(row.pk, tuple(ordered[start : start + AT_ONCE])), key=key, now=now)


def _locked(connection: UUID, key: str, if_match: str) -> ProvidedGroup:
    row = row_of(connection, GROUPS, key)
    locked = ProvidedGroup.objects.select_for_update(of=("self",)).filter(pk=row.pk, gone_at__isnull=True).first()
    if locked is None:
        raise ScimFault(404, "There is no such resource.")
    check_match(locked, if_match)
    return locked
