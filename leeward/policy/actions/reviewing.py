"""Keeping that a review was held, and how often one is."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.policy.actions.importing import LONGEST_REASON, MANAGE
from leeward.policy.models import Publication, Review, ReviewCycle
from leeward.policy.queries.publications import dates_of
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused
from leeward.policy.rules.reconsidering import Decision

LONGEST_FINDING = 1000


def record_review(
    *, actor: Actor, policy: UUID, done_on: date, decision: Decision, finding: str, now: datetime
) -> UUID:
    """Keeps that the version in force was reviewed, beside the day on which the review was due.

    Raises NotAllowed, NoSuchPolicy where none is in force, Refused for a day to come or before the approval, for a day
    that has a review, for one not later than the last, or without a finding.
    """
    if not actor.may(MANAGE):
        raise NotAllowed
    finding = finding.strip()
    if not finding or len(finding) > LONGEST_FINDING:
        raise Refused(_("Say what the review found, in at most 1,000 characters."), "finding")
    with act(actor, "policy.review", now=now, subject=f"policy:{policy}") as entry:
        live = in_force_locked(policy)
        dates = dates_of(live, now)
        if done_on > timezone.localdate(now):
            raise Refused(_("Enter the day on which the review was held: today or before."), "done_on")
        if done_on < dates.approved_on:
            raise Refused(_("This version was approved later than that. Enter a day since its approval."), "done_on")
        if Review.objects.filter(policy=policy, done_on__gte=done_on).exists():
            raise Refused(_("A review on that day or a later one is kept already."), "done_on")
        made = Review.objects.create(
            policy=live.policy,
            version=live.version,
            planned_for=dates.review_due,
            done_on=done_on,
            decision=decision,
            finding=finding,
            by=actor.person,
            at=now,
        )
        entry.details.update(planned=dates.review_due.isoformat(), done=done_on.isoformat(), decision=decision.value)
    return made.pk


def set_cycle(*, actor: Actor, policy: UUID, months: int, anchor: date | None, why: str, now: datetime) -> None:
    """Chooses how often a policy is reviewed: so many months after the last review, or on a fixed row of days.

    Raises NotAllowed, NoSuchPolicy where none is in force, Refused for a cycle longer than the text promises, and
    without a reason.
    """
    if not actor.may(MANAGE):
        raise NotAllowed
    why = why.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Refused(_("Say why, in at most 500 characters."), "why")
    if not 1 <= months <= 36:
        raise Refused(_("Enter from 1 to 36 months."), "months")
    with act(actor, "policy.set-cycle", now=now, subject=f"policy:{policy}") as entry:
        live = in_force_locked(policy)
        promised = live.version.review_months
        if promised and months > promised:
            words = _("The policy itself promises a review every %(months)d months. Choose no more than that.")
            raise Refused(words % {"months": promised}, "months")
        ReviewCycle.objects.create(policy=live.policy, months=months, anchor=anchor, why=why, by=actor.person, at=now)
        entry.details.update(months=months, fixed=anchor is not None)


def in_force_locked(policy: UUID) -> Publication:
    """The publication in force of a policy, locked until the transaction ends. Raises NoSuchPolicy."""
    # `of`: the signature is joined from outside, which PostgreSQL does not lock
    live = (
        Publication.objects.select_for_update(of=("self",))
        .select_related("policy", "version", "version__signature")
        .filter(policy=policy, ended_at__isnull=True)
        .first()
    )
    if live is None:
        raise NoSuchPolicy
    return live
