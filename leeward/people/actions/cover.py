"""Who is away, and who stands in: the post's permissions for those days and no longer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people.actions.posts import hold, needs_second
from leeward.people.actions.proposals import propose_cover
from leeward.people.models import Absence, Person, PostHolding
from leeward.people.queries import scope_of
from leeward.people.refusals import Refused, in_words

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Covered:
    """An absence as recorded. `request`: a second person is asked whether who covers may."""

    absence: UUID
    request: UUID | None = None


def record_absence(
    *,
    actor: Actor,
    now: datetime,
    holding: UUID,
    since: date,
    until: date,
    covered_by: UUID | None = None,
    why: str = "",
) -> Covered:
    """Says that a holder is away, and who covers: a deputy, who may do so anyway, or somebody for these days alone.

    Somebody who is no deputy covers a post that opens sensitive records once a second person agrees. Raises Refused.
    """
    today = timezone.localdate(now)
    if until < since:
        raise Refused(_("The last day must not be before the first day."), "until")
    if until < today or until - since > LONGEST:
        raise Refused(_("Choose a last day that is not over, and at most a year away from the first."), "until")
    with act(actor, "people.record-absence", now=now) as entry, in_words():
        held = PostHolding.objects.select_related("person").select_for_update(of=("self",)).get(pk=holding)
        entry.subject = f"person:{held.person_id}"
        entry.details.update(post=held.post, since=since.isoformat(), until=until.isoformat())
        _fits(held, since, until)
        absence = Absence.objects.create(holding=held, since=since, until=until, made_by_id=actor.person, made_at=now)
        request = _cover(absence, covered_by, actor=actor, why=why, now=now) if covered_by is not None else None
        entry.details["covered"] = covered_by is not None and request is None
    return Covered(absence.pk, request)


def end_absence(*, actor: Actor, now: datetime, absence: UUID) -> None:
    """Says that a holder is back, or will not be away after all: cover ends at once. Raises Refused."""
    today = timezone.localdate(now)
    with act(actor, "people.end-absence", now=now) as entry, in_words():
        row = Absence.objects.select_related("holding").select_for_update(of=("self",)).get(pk=absence)
        entry.subject = f"person:{row.holding.person_id}"
        entry.details["post"] = row.holding.post
        if row.until < today:
            raise Refused(_("This absence is over already."), "until")
        # What has not begun never was; what has begun ended yesterday, so that cover opens nothing more today.
        if row.since >= today:
            row.delete()
            return
        yesterday = today - timedelta(days=1)
        row.covering.filter(since__gte=today).delete()
        row.covering.filter(until__gt=yesterday).update(until=yesterday)
        row.until = yesterday
        row.save(update_fields=["until"])


def _fits(held: PostHolding, since: date, until: date) -> None:
    if held.absence_id is not None:
        raise Refused(_("This is cover itself. Record who covers at the absence of the holder."))
    if since < held.since or (held.until is not None and until > held.until):
        raise Refused(_("The post is not held in all of that time."), "until")
    if held.absences.filter(since__lte=until, until__gte=since).exists():
        raise Refused(_("An absence in that time is recorded already."), "since")


def _cover(absence: Absence, person: UUID, *, actor: Actor, why: str, now: datetime) -> UUID | None:
    """Puts somebody in for the days of an absence; the request where a second person must agree first."""
    held = absence.holding
    if person == held.person_id:
        raise Refused(_("Somebody else must cover."), "covered_by")
    cover = Person.objects.get(pk=person)
    same = PostHolding.objects.filter(
        person=cover, post=held.post, company=held.company_id, site=held.site_id, since__lte=absence.since
    )
    if same.filter(until=None).exists() or same.filter(until__gte=absence.until).exists():
        absence.covered_by = cover
        absence.save(update_fields=["covered_by"])
        return None
    scope = scope_of(held.company_id, held.site_id)
    if needs_second(held.post, deputy=True, scope=scope):
        return propose_cover(actor=actor, now=now, absence=absence, person=person, why=why)
    hold(
        actor=actor,
        now=now,
        person=person,
        post=held.post,
        since=absence.since,
        until=absence.until,
        deputy=True,
        scope=scope,
        absence=absence,
    )
    absence.covered_by = cover
    absence.save(update_fields=["covered_by"])
    return None
