"""Asking that a blocked site be opened, and opening it when the configured decider says so (capability C-070).

Who decides is a setting (`approvals.filtering.unblock.deciders`, first the general manager), never the one who asked.
"""

import hashlib
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from leeward.engine.load.lists import icann_suffixes
from leeward.engine.web.values import Verdict
from leeward.filtering.actions.policy import NotTaken, open_or_close
from leeward.filtering.models import Category, FilterGroup, UnblockRequest
from leeward.filtering.queries.verdicts import decided_now
from leeward.filtering.rules import LONGEST_OPENING, Refusal, address_to_except, span_refused
from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.approvals import actions as approvals
from leeward.foundation.approvals.kinds import Criterion, Decided, Kind, Outcome

KIND = "filtering.unblock"

UNBLOCK = Kind(
    key=KIND,
    label="Open a blocked website",
    deciders=("general-manager",),
    criteria=(
        Criterion("looked", gettext_noop("I have looked at what the site is and why it is blocked.")),
        Criterion("needed", gettext_noop("It is needed by this group, and for no longer than I am allowing.")),
    ),
    waits_for=timedelta(days=14),
    longest=LONGEST_OPENING,
    page="/filtering/requests",
    on_decision=lambda decided, actor, now: opened_or_not(decided, actor, now),
)


def request_unblock(
    *, actor: Actor, address: str, group: str, why: str, until: datetime, now: datetime
) -> UnblockRequest:
    """Asks that a host be opened for a group until a time; tells whoever decides.

    Asked again by the same person while it waits, it is the same request. Raises NotTaken (not an address, not blocked
    for this group, locked, a time that cannot be), LookupError for an unknown group, and what `approvals.ask` raises.
    """
    found = address_to_except(address, icann_suffixes())
    if isinstance(found, Refusal):
        raise NotTaken(found)
    if refused := span_refused(now, until, Verdict.ALLOW):
        raise NotTaken(refused)
    row = FilterGroup.objects.filter(name=group).first()
    if row is None:
        raise LookupError(group)
    decision = decided_now(address, group, now)
    if decision.verdict is Verdict.ALLOW:
        raise NotTaken(Refusal.NOT_BLOCKED)
    if Category.objects.filter(name=decision.category, locked=True).exists():
        raise NotTaken(Refusal.LOCKED)
    with act(actor, "filtering.request-unblock", now=now) as entry:
        subject = f"unblock:{group}:{hashlib.sha256(found.host.encode()).hexdigest()[:32]}"
        approval = approvals.ask(actor=actor, kind=KIND, subject=subject, why=why, now=now)
        assert actor.person is not None  # `ask` takes requests of this kind from known persons only
        request, _new = UnblockRequest.objects.get_or_create(
            approval=approval,
            defaults={
                "requester": actor.person,
                "host": found.host,
                "category": decision.category,
                "reason": decision.reason.value if decision.reason else "",
                "group": row,
                "asked_at": now,
                "wanted_until": until,
            },
        )
        entry.subject = f"unblock:{request.reference}"
        entry.details.update({"group": group, "category": decision.category})
    return request


def decide_unblock(
    *,
    actor: Actor,
    reference: str,
    approve: bool,
    reason: str,
    confirmed: list[str],
    until: datetime | None,
    now: datetime,
) -> None:
    """Opens the site (until `until`, else as long as was asked) or refuses, with a reason.

    Raises LookupError for an unknown reference, and what `approvals.approve` and `approvals.refuse` raise.
    """
    request = UnblockRequest.objects.filter(reference=reference).first()
    if request is None:
        raise LookupError(reference)
    if approve:
        end = until or request.wanted_until
        approvals.approve(
            actor=actor, request_id=request.approval, reason=reason, confirmed=confirmed, until=end, now=now
        )
    else:
        approvals.refuse(actor=actor, request_id=request.approval, reason=reason, now=now)


def opened_or_not(decided: Decided, actor: Actor, now: datetime) -> None:
    """Hears the decision in its own transaction: an approval becomes an exception and a snapshot, or nothing does."""
    request = UnblockRequest.objects.select_related("group").get(approval=decided.request)
    request.ended_at = now
    request.save(update_fields=["ended_at"])
    if decided.outcome is not Outcome.APPROVED:
        return
    assert decided.until is not None  # the kind has a longest time, so every approval ends
    open_or_close(
        actor,
        request.host,
        [request.group.name],
        Verdict.ALLOW,
        now,
        decided.until,
        str(_("Asked for and approved")),
        now=now,
        request=request,
        made_by=decided.by,
    )
