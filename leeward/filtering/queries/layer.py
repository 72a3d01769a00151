"""The policy as the rows have it, gathered into the layer that edges are given."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q

from leeward.engine.load import builtin_policy
from leeward.engine.web.address import UnreadableAddress, host_of
from leeward.engine.web.values import Reason, Verdict
from leeward.filtering.models import Category, FilterGroup, WebException
from leeward.filtering.rules import CategoryFacts, ExceptionFacts, GroupFacts, layer_json


def policy_layer(now: datetime) -> dict[str, object]:
    """The policy layer in force from `now` on: exceptions that are over are left out, those to come are in it.

    Raises LookupError before the first policy was set up.
    """
    groups = list(FilterGroup.objects.prefetch_related("users", "ranges", "rules").order_by("name"))
    default = next((group.name for group in groups if group.is_default), None)
    if default is None:
        raise LookupError("There is no filtering policy yet: run `leeward snapshot build`.")
    return layer_json(
        [_category(row) for row in Category.objects.all()],
        [_group(group) for group in groups],
        default,
        exceptions_from(now),
        never_blocked=never_blocked(),
        own_hosts=own_hosts(),
        block_page=settings.LEEWARD_URL.rstrip("/") + "/blocked",
    )


def exceptions_from(now: datetime) -> list[ExceptionFacts]:
    """Exceptions that are not over at `now`, oldest first."""
    rows = WebException.objects.filter(Q(ends__isnull=True) | Q(ends__gt=now)).prefetch_related("groups")
    return [
        ExceptionFacts(
            row.reference,
            row.host,
            row.path,
            [group.name for group in row.groups.all()],
            row.starts,
            row.ends,
            Verdict(row.verdict),
            Reason(row.reason) if row.reason else None,
        )
        for row in rows.order_by("made_at", "reference")
    ]


def never_blocked() -> list[str]:
    """Helplines and help pages, from the list that comes with Leeward."""
    hosts = builtin_policy()["never_blocked"]
    assert isinstance(hosts, list)
    return [str(host) for host in hosts]


def own_hosts() -> list[str]:
    """Where Leeward itself is reached: its concern form must open through the filter, and leave no trace there."""
    try:
        return [host_of(settings.LEEWARD_URL)]
    except UnreadableAddress:
        return []


def _category(row: Category) -> CategoryFacts:
    return CategoryFacts(row.name, row.title, Reason(row.reason), row.locked)


def _group(group: FilterGroup) -> GroupFacts:
    return GroupFacts(
        group.name,
        [member.user for member in group.users.all()],
        [member.network for member in group.ranges.all()],
        {rule.category_id: Verdict(rule.verdict) for rule in group.rules.all()},
    )
