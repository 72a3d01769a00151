"""Changing the policy: categories, groups and their members, exceptions. Each makes a snapshot at once."""

import ipaddress
from collections.abc import Iterable
from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils.translation import ngettext

from leeward.engine.load import builtin_policy
from leeward.engine.load.lists import icann_suffixes
from leeward.engine.web.values import Reason, Verdict
from leeward.filtering.actions.snapshots import publish
from leeward.filtering.models import (
    Category,
    CategoryRule,
    FilterGroup,
    GroupRange,
    GroupUser,
    PolicyChange,
    UnblockRequest,
    WebException,
)
from leeward.filtering.rules import Refusal, address_to_except, span_refused
from leeward.foundation.access import Actor
from leeward.foundation.act import act

CHANGE = "filtering.change"
DECIDE = "filtering.decide_unblock"


class NotPermitted(PermissionError):
    """This actor may not do that."""


class NotTaken(ValueError):
    """A change that is not made. `why` says which rule stands against it."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


def must(actor: Actor, permission: str) -> None:
    """Raises NotPermitted unless the actor holds the permission or is the system itself."""
    if not (actor.system or actor.may(permission)):
        raise NotPermitted(permission)


def note(actor: Actor, kind: str, subject: str, before: str, after: str, why: str, now: datetime) -> None:
    """Adds a line to the history of the policy; inside the transaction of the change."""
    PolicyChange.objects.create(
        at=now, by=actor.person, kind=kind, subject=subject[:300], before=before[:120], after=after[:120], why=why[:500]
    )


def begin_policy(*, actor: Actor, now: datetime) -> bool:
    """Sets up the categories and groups that come with Leeward. False where a policy is there already."""
    must(actor, CHANGE)
    if FilterGroup.objects.exists():
        return False
    policy = builtin_policy()
    categories = cast(dict[str, dict[str, object]], policy["categories"])
    groups = cast(list[dict[str, list[str]]], policy["groups"])
    with act(actor, "filtering.begin-policy", now=now) as entry:
        for name, facts in categories.items():
            Category.objects.create(
                name=name, title=str(facts["title"]), reason=str(facts["reason"]), locked=facts.get("locked") is True
            )
        for facts_of_group in groups:
            _begin_group(cast(str, facts_of_group["name"]), facts_of_group, str(policy["default_group"]))
        note(actor, "policy", "", "", "", "", now)
        entry.details.update({"categories": len(categories), "groups": len(groups)})
        publish("first policy", now=now)
    return True


TITLES = {"learners": "Learners", "under-18": "Learners under 18", "staff": "Staff"}


def _begin_group(name: str, facts: dict[str, list[str]], default: str) -> None:
    group = FilterGroup.objects.create(name=name, title=TITLES.get(name, name), is_default=name == default)
    for verdict in (Verdict.BLOCK, Verdict.WARN):
        for category in facts["blocked" if verdict is Verdict.BLOCK else "warned"]:
            CategoryRule.objects.create(group=group, category_id=category, verdict=verdict.value)


def set_categories(*, actor: Actor, group: str, verdicts: dict[str, Verdict], why: str, now: datetime) -> list[str]:
    """Sets what a group may do with categories; returns the names of those that changed (none: nothing is written).

    Raises NotPermitted, NotTaken for a locked category that would not be blocked, LookupError for an unknown name.
    """
    must(actor, CHANGE)
    row = _group(group)
    known = {category.name: category for category in Category.objects.all()}
    present = {rule.category_id: Verdict(rule.verdict) for rule in row.rules.all()}
    changed = {}
    for name, verdict in verdicts.items():
        if name not in known:
            raise LookupError(name)
        if known[name].locked and verdict is not Verdict.BLOCK:
            raise NotTaken(Refusal.LOCKED)
        if present.get(name, Verdict.ALLOW) is not verdict:
            changed[name] = verdict
    if not changed:
        return []
    with act(actor, "filtering.set-categories", now=now, subject=f"filter-group:{group}") as entry:
        for name, verdict in changed.items():
            if verdict is Verdict.ALLOW:
                row.rules.filter(category_id=name).delete()
            else:
                row.rules.update_or_create(category_id=name, defaults={"verdict": verdict.value})
            before = present.get(name, Verdict.ALLOW)
            note(actor, "category", f"{known[name].title} · {row.title}", before.value, verdict.value, why, now)
            entry.details[name] = verdict.value
        publish("categories", now=now)
    return list(changed)


def set_members(*, actor: Actor, group: str, users: Iterable[str], networks: Iterable[str], now: datetime) -> None:
    """Sets who is in a group, by the name the proxy knows and by address range; each moves here from another group.

    Raises NotPermitted, ValueError for a network that is none, LookupError for an unknown group.
    """
    must(actor, CHANGE)
    row = _group(group)
    names = sorted({user.strip().casefold() for user in users if user.strip()})
    ranges = sorted({str(ipaddress.ip_network(text.strip(), strict=False)) for text in networks if text.strip()})
    with act(actor, "filtering.set-members", now=now, subject=f"filter-group:{group}") as entry:
        GroupUser.objects.filter(group=row).delete()
        GroupUser.objects.filter(user__in=names).delete()
        GroupUser.objects.bulk_create([GroupUser(group=row, user=name) for name in names])
        GroupRange.objects.filter(group=row).delete()
        GroupRange.objects.filter(network__in=ranges).delete()
        GroupRange.objects.bulk_create([GroupRange(group=row, network=text) for text in ranges])
        note(actor, "members", row.title, "", _members(len(names), len(ranges)), "", now)
        entry.details.update({"users": len(names), "ranges": len(ranges)})
        publish("members", now=now)


def add_exception(
    *,
    actor: Actor,
    address: str,
    groups: Iterable[str],
    verdict: Verdict,
    starts: datetime,
    ends: datetime | None,
    why: str,
    now: datetime,
    reason: Reason | None = None,
    request: UnblockRequest | None = None,
) -> WebException:
    """Opens or closes one site for groups (none named: everyone) from `starts` until, not including, `ends`.

    Opening is for whoever decides requests, so that nobody opens for themselves what they would have to ask for;
    closing is for whoever may change the policy. Raises NotPermitted, NotTaken, LookupError for an unknown group.
    """
    must(actor, DECIDE if verdict is Verdict.ALLOW else CHANGE)
    return open_or_close(
        actor,
        address,
        groups,
        verdict,
        starts,
        ends,
        why,
        now=now,
        reason=reason,
        request=request,
        made_by=actor.person,
    )


def open_or_close(
    actor: Actor,
    address: str,
    groups: Iterable[str],
    verdict: Verdict,
    starts: datetime,
    ends: datetime | None,
    why: str,
    *,
    now: datetime,
    reason: Reason | None = None,
    request: UnblockRequest | None = None,
    made_by: UUID | None = None,
) -> WebException:
    """What `add_exception` does, once it is settled that it may be done."""
    found = address_to_except(address, icann_suffixes())
    if isinstance(found, Refusal):
        raise NotTaken(found)
    if refused := span_refused(starts, ends, verdict):
        raise NotTaken(refused)
    rows = [_group(name) for name in sorted(set(groups))]
    with act(actor, "filtering.add-exception", now=now) as entry:
        exception = WebException.objects.create(
            host=found.host,
            path=found.path,
            verdict=verdict.value,
            reason=reason.value if reason else "",
            starts=starts,
            ends=ends,
            why=why,
            made_at=now,
            made_by=made_by,
            request=request,
        )
        exception.groups.set(rows)
        titles = ", ".join(row.title for row in rows)
        note(actor, "exception", f"{found.host} · {titles}" if titles else found.host, "", verdict.value, why, now)
        entry.subject = f"web-exception:{exception.reference}"
        entry.details.update(
            {"verdict": verdict.value, "groups": len(rows), "until": ends.isoformat() if ends else None}
        )
        publish("exception", now=now)
    return exception


def end_exception(*, actor: Actor, reference: str, why: str, now: datetime) -> None:
    """Ends an exception now. Raises NotPermitted, LookupError where it does not exist or is over."""
    row = WebException.objects.filter(reference=reference).first()
    if row is None or (row.ends is not None and row.ends <= now):
        raise LookupError(reference)
    # Ending what opens makes things stricter, ending what closes opens again.
    must(actor, CHANGE if row.verdict == Verdict.ALLOW.value else DECIDE)
    with act(actor, "filtering.end-exception", now=now, subject=f"web-exception:{reference}"):
        row.ends = now
        row.save(update_fields=["ends"])
        note(actor, "exception", row.host, row.verdict, "", why, now)
        publish("exception ended", now=now)


def _members(names: int, ranges: int) -> str:
    return "; ".join(
        (
            ngettext("%(number)d sign-in name", "%(number)d sign-in names", names) % {"number": names},
            ngettext("%(number)d address range", "%(number)d address ranges", ranges) % {"number": ranges},
        )
    )


def _group(name: str) -> FilterGroup:
    row = FilterGroup.objects.filter(name=name).first()
    if row is None:
        raise LookupError(name)
    return row
