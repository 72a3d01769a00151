"""What a provider may read back: its own users and groups, found by any filter, page by page."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from leeward.people.models import Membership, ProvidedGroup, ProvidedUser
from leeward.people.scim.faults import ScimFault, ScimType, bad
from leeward.people.scim.grammar import Both, Compare, Either, Filter, Not, Present, Within, attr_path, parse_filter
from leeward.people.scim.matching import check, holds, values_at
from leeward.people.scim.schema import ENTERPRISE, GROUPS, USERS, Kind, locate
from leeward.people.scim.shaping import Doc, Shown, moment

AT_ONCE = 500
Row = ProvidedUser | ProvidedGroup


def base() -> str:
    """The address of the server, without a stroke at the end."""
    return f"{settings.LEEWARD_URL.rstrip('/')}/scim/v2"


def key_of(name: str) -> str:
    """By what user names are one, in any case and of any length."""
    return hashlib.sha256(name.casefold().encode("utf-8", "replace")).hexdigest()


def version_of(row: Row) -> str:
    """The entity tag of a resource."""
    return f'W/"{row.version}"'


def address_of(row: Row) -> str:
    """Where a resource is read."""
    return f"{base()}{(USERS if isinstance(row, ProvidedUser) else GROUPS).endpoint}/{row.pk}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search asks for, as its request has it. `start` counts from 1."""

    filter: str = ""
    sort_by: str = ""
    descending: bool = False
    start: int = 1
    count: int = 100
    attributes: Sequence[str] = ()
    excluded: Sequence[str] = ()


def rows_of(connection: UUID, kind: Kind) -> QuerySet[Any]:  # Any: users or groups, as the kind says
    """What is there of a kind, in the order it came."""
    model: type[ProvidedUser] | type[ProvidedGroup] = ProvidedUser if kind is USERS else ProvidedGroup
    return model.objects.filter(connection_id=connection, gone_at__isnull=True).order_by("made_at", "id")


def row_of(connection: UUID, kind: Kind, key: str) -> Row:
    """One resource. Raises ScimFault 404, also for one of another connection."""
    try:
        found: Row | None = rows_of(connection, kind).filter(pk=UUID(key)).first()
    except ValueError:
        found = None
    if found is None:
        raise ScimFault(404, "There is no such resource.")
    return found


def resource(row: Row, shown: Shown) -> Doc:
    """A resource as it is sent."""
    return _resources(USERS if isinstance(row, ProvidedUser) else GROUPS, [row], shown)[0]


def search(connection: UUID, kinds: Sequence[Kind], asked: Asked) -> tuple[list[Doc], int]:
    """The page of resources asked for, and how many there are on all pages. Raises ScimFault."""
    left, skip, found, total, unknown = asked.count, asked.start - 1, [], 0, 0
    for kind in kinds:
        shown = Shown(kind, asked.attributes, asked.excluded)
        try:
            chosen = _chosen(connection, kind, asked)
        except ScimFault as fault:
            # An attribute of another kind, where several are searched: nothing of this kind has it.
            unknown += 1
            if unknown == len(kinds) or fault.kind is not ScimType.INVALID_FILTER:
                raise
            continue
        total += chosen.total
        if left > 0 and skip < chosen.total:
            page = chosen.page(skip, left)
            found += _resources(kind, page, shown)
            left -= len(page)
        skip = max(0, skip - chosen.total)
    return found, total


@dataclass(slots=True)
class _Chosen:
    """What a filter chose: a query in order, or keys in order."""

    total: int
    page: Callable[[int, int], list[Row]] = field(repr=False)


def _chosen(connection: UUID, kind: Kind, asked: Asked) -> _Chosen:
    rows = rows_of(connection, kind)
    tree = parse_filter(asked.filter) if asked.filter.strip() else None
    exact = True
    if tree is not None:
        check(kind, tree)
        condition, exact = in_sql(kind, tree)
        rows = rows.filter(condition)
    columns = _sorted_by(kind, asked.sort_by) if asked.sort_by else ()
    if exact and columns is not None:
        if columns:
            signs = [f"-{name}" if asked.descending else name for name in columns]
            rows = rows.order_by(*signs, "id")
        return _Chosen(rows.count(), lambda skip, most: list(rows[skip : skip + most]))
    keys = _in_memory(connection, kind, rows, None if exact else tree, asked)

    def page(skip: int, most: int) -> list[Row]:
        wanted = keys[skip : skip + most]
        by_key = {row.pk: row for row in rows_of(connection, kind).filter(pk__in=wanted)}
        return [by_key[key] for key in wanted if key in by_key]

    return _Chosen(len(keys), page)


COLUMNS: dict[tuple[str, str, str], str] = {
    ("User", "id", ""): "id",
    ("User", "userName", ""): "user_name_folded",
    ("User", "externalId", ""): "external_id",
    ("User", "active", ""): "active",
    ("User", "meta", "created"): "made_at",
    ("User", "meta", "lastModified"): "changed_at",
    ("Group", "id", ""): "id",
    ("Group", "displayName", ""): "display_folded",
    ("Group", "externalId", ""): "external_id",
    ("Group", "meta", "created"): "made_at",
    ("Group", "meta", "lastModified"): "changed_at",
}
"""Attributes that are columns as well."""


def _column(kind: Kind, tree: Compare | Present) -> str | None:
    place = locate(kind, tree.path, ScimType.INVALID_FILTER)
    if place.extension or place.attribute is None:
        return None
    return COLUMNS.get((kind.name, place.attribute.name, place.part.name if place.part else ""))


def _sorted_by(kind: Kind, name: str) -> tuple[str, ...] | None:
    """The columns to sort by; None where documents must be looked into. Raises ScimFault for an unknown attribute."""
    place = locate(kind, attr_path(name, ScimType.INVALID_VALUE), ScimType.INVALID_VALUE)
    if place.attribute is None or place.attribute.name in ("groups", "members", "schemas"):
        raise bad(ScimType.INVALID_VALUE, "Results cannot be sorted by this attribute.")
    column = COLUMNS.get((kind.name, place.attribute.name, place.part.name if place.part else ""))
    # What has no value comes last in rising order; an empty external id would come first.
    return (column,) if column is not None and column != "external_id" else None


def in_sql(kind: Kind, tree: Filter) -> tuple[Q, bool]:
    """A condition that lets through all the filter does, and whether it lets through nothing else."""
    if isinstance(tree, Both):
        (one, exact), (other, too) = in_sql(kind, tree.left), in_sql(kind, tree.right)
        return one & other, exact and too
    if isinstance(tree, Either):
        (one, exact), (other, too) = in_sql(kind, tree.left), in_sql(kind, tree.right)
        return (one | other, True) if exact and too else (Q(), False)
    if isinstance(tree, Not):
        inner, exact = in_sql(kind, tree.inner)
        return (~inner, True) if exact else (Q(), False)
    belonging = _belonging(kind, tree)
    if belonging is not None:
        return belonging, True
    if isinstance(tree, Within):
        return Q(), False
    column = _column(kind, tree)
    condition = _condition(column, tree) if column is not None else None
    return (condition, True) if condition is not None else (Q(), False)


NOTHING = Q(pk__in=[])


def _condition(column: str, tree: Compare | Present) -> Q | None:
    if isinstance(tree, Present) or tree.value is None:
        there = ~Q(external_id="") if column == "external_id" else ~NOTHING
        return there if isinstance(tree, Present) or tree.op == "ne" else ~there
    if tree.op == "ne":
        same = _condition(column, Compare(tree.path, "eq", tree.value))
        return None if same is None else ~same
    if column == "active":
        truth = {"true": True, "false": False}.get(str(tree.value).strip().lower())
        return NOTHING if truth is None or tree.op != "eq" else Q(active=truth)
    if column in ("made_at", "changed_at"):
        return _when(column, tree)
    if column == "id":
        return _key(tree)
    text = str(tree.value)
    if "\0" in text:
        return NOTHING
    if column == "external_id":
        return Q(external_id=text) if text and tree.op == "eq" else None
    if column == "user_name_folded" and tree.op == "eq":
        return Q(user_name_key=key_of(text))
    lookup = {"eq": "exact", "co": "contains", "sw": "startswith", "ew": "endswith"}.get(tree.op)
    # Orders of the database and of the standard differ (collations): those are compared in memory.
    return Q(**{f"{column}__{lookup}": text.casefold()}) if lookup else None


def _when(column: str, tree: Compare) -> Q:
    when = moment(str(tree.value))
    lookup = {"eq": "exact", "gt": "gt", "ge": "gte", "lt": "lt", "le": "lte"}.get(tree.op)
    return Q(**{f"{column}__{lookup}": when}) if when is not None and lookup else NOTHING


def _key(tree: Compare) -> Q | None:
    if tree.op != "eq":
        return None
    try:
        return Q(pk=UUID(str(tree.value)))
    except ValueError:
        return NOTHING


def _belonging(kind: Kind, tree: Compare | Present | Within) -> Q | None:
    """Membership lives in rows of its own: `groups` of users and `members` of groups are asked there.

    Raises ScimFault for what else a filter may ask of them.
    """
    place = locate(kind, tree.path, ScimType.INVALID_FILTER)
    name = place.attribute.name if place.attribute is not None else ""
    if name not in ("groups", "members"):
        return None
    mine, other = ("user", "group") if name == "groups" else ("group", "user")
    there = Membership.objects.filter(**{mine: OuterRef("pk")})
    if isinstance(tree, Present):
        return Q(Exists(there))
    inner: object = tree.inner if isinstance(tree, Within) else tree
    by_value = (place.part is None or place.part.name == "value") if isinstance(tree, Compare) else _is_value(inner)
    if not isinstance(inner, Compare) or inner.op not in ("eq", "ne") or not by_value:
        raise bad(ScimType.INVALID_FILTER, f"Of {name} only the value can be asked for, with eq, ne or pr.")
    if inner.value is None:
        found = Q(Exists(there))
        return ~found if inner.op == "eq" else found
    try:
        found = Q(Exists(there.filter(**{other: UUID(str(inner.value))})))
    except ValueError:
        found = NOTHING
    return ~found if inner.op == "ne" else found


def _is_value(inner: object) -> bool:
    return isinstance(inner, Compare) and inner.path.name.lower() == "value"


def _in_memory(connection: UUID, kind: Kind, rows: QuerySet[Any], tree: Filter | None, asked: Asked) -> list[UUID]:
    """The keys of the rows for which the whole filter holds, sorted; rows are looked at some hundred at a time."""
    if tree is not None:
        tree = _prepared(connection, kind, tree)
    place = None
    if asked.sort_by:
        place = locate(kind, attr_path(asked.sort_by, ScimType.INVALID_VALUE), ScimType.INVALID_VALUE)
    found: list[tuple[str | None, UUID]] = []
    for row in rows.iterator(chunk_size=AT_ONCE):
        document = _whole(kind, row)
        if tree is None or _holds(kind, tree, document, row.pk):
            value = next(iter(values_at(document, place)), None) if place is not None else None
            if isinstance(value, dict):
                value = value.get("value")
            found.append((None if value is None else str(value).casefold(), row.pk))
    if place is not None:
        valued = [one for one in found if one[0] is not None]
        valued.sort(key=lambda one: one[0] or "", reverse=asked.descending)
        without = [one for one in found if one[0] is None]
        found = [*without, *valued] if asked.descending else [*valued, *without]
    return [key for _value, key in found]


@dataclass(frozen=True, slots=True)
class _Keys:
    """In place of what only the database can answer: for which rows it holds."""

    keys: frozenset[UUID]


def _prepared(connection: UUID, kind: Kind, tree: Any) -> Any:  # Any: a Filter, with _Keys among its leaves after
    if isinstance(tree, Both | Either):
        return type(tree)(_prepared(connection, kind, tree.left), _prepared(connection, kind, tree.right))
    if isinstance(tree, Not):
        return Not(_prepared(connection, kind, tree.inner))
    condition = _belonging(kind, tree)
    if condition is None:
        return tree
    return _Keys(frozenset(rows_of(connection, kind).filter(condition).values_list("pk", flat=True)))


def _holds(kind: Kind, tree: Any, document: Doc, key: UUID) -> bool:  # Any: as _prepared makes it
    if isinstance(tree, _Keys):
        return key in tree.keys
    if isinstance(tree, Both):
        return _holds(kind, tree.left, document, key) and _holds(kind, tree.right, document, key)
    if isinstance(tree, Either):
        return _holds(kind, tree.left, document, key) or _holds(kind, tree.right, document, key)
    if isinstance(tree, Not):
        return not _holds(kind, tree.inner, document, key)
    return holds(kind, tree, document)


# Rows as resources


def _whole(kind: Kind, row: Row) -> Doc:
    """A resource without its groups or members."""
    found: Doc = {"schemas": [kind.urn], "id": str(row.pk)}
    if isinstance(row, ProvidedUser):
        if ENTERPRISE in row.document:
            found["schemas"].append(ENTERPRISE)
        found |= row.document
    else:
        found["displayName"] = row.display_name
        if row.external_id:
            found["externalId"] = row.external_id
    found["meta"] = {
        "resourceType": kind.name,
        "created": row.made_at.isoformat(),
        "lastModified": row.changed_at.isoformat(),
        "location": address_of(row),
        "version": version_of(row),
    }
    return found


def _resources(kind: Kind, rows: Sequence[Row], shown: Shown) -> list[Doc]:
    documents = {row.pk: _whole(kind, row) for row in rows}
    name = "groups" if kind is USERS else "members"
    if rows and shown.needs(name):
        for owner, one in _others(kind, list(documents)):
            documents[owner].setdefault(name, []).append(one)
    return [shown.of(documents[row.pk]) for row in rows]


def _others(kind: Kind, keys: list[UUID]) -> Iterable[tuple[UUID, Doc]]:
    if kind is USERS:
        found = Membership.objects.filter(user__in=keys).order_by("group_id")
        for user, group, name in found.values_list("user_id", "group_id", "group__display_name"):
            address = f"{base()}{GROUPS.endpoint}/{group}"
            yield user, {"value": str(group), "$ref": address, "display": name, "type": "direct"}
        return
    found = Membership.objects.filter(group__in=keys).order_by("user_id")
    for group, user in found.values_list("group_id", "user_id"):
        yield group, {"value": str(user), "$ref": f"{base()}{USERS.endpoint}/{user}", "type": "User"}
