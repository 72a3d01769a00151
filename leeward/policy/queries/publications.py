"""What is in force, at which dates, and how acknowledgements stand. One source for every date shown anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from leeward.foundation.settings_history.queries import value
from leeward.people.queries import history_of, people_of_class
from leeward.people.rules import PersonClass
from leeward.policy.choices import ACKNOWLEDGE_WITHIN, REVIEW_EVERY
from leeward.policy.models import Acknowledgement, Publication, Review, ReviewCycle
from leeward.policy.rules.cycles import Cycle, Done, next_review
from leeward.policy.rules.reviewing import Asked


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a version in force, computed from its signature and publication and from nothing else."""

    approved_on: date
    approved_by: str
    published_on: date
    review_due: date


def in_force(at: datetime) -> QuerySet[Publication]:
    """The publications in force at a moment, by address."""
    return (
        Publication.objects.filter(published_at__lte=at)
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at))
        .select_related("policy", "version", "version__signature")
        .order_by("policy__slug")
    )


def dates_of(publication: Publication, now: datetime) -> Dates:
    """The dates of one publication; the review falls due by its cycle, the approval and the reviews held by `now`."""
    signature = publication.version.signature
    approved_on = timezone.localdate(signature.signed_at)
    held = Review.objects.filter(policy=publication.policy_id, at__lte=now).values_list("planned_for", "done_on")
    due = next_review(approved_on, [Done(*days) for days in held], cycle_of(publication, now))
    return Dates(approved_on, signature.post, timezone.localdate(publication.published_at), due)


def cycle_of(publication: Publication, now: datetime) -> Cycle:
    """The cycle chosen for a policy, never longer than what its text promises; else the text's, else the setting's."""
    promised = publication.version.review_months
    chosen = ReviewCycle.objects.filter(policy=publication.policy_id, at__lte=now).order_by("-at").first()
    if chosen is None:
        return Cycle(promised or value(REVIEW_EVERY, at=now))
    return Cycle(min(chosen.months, promised or chosen.months), chosen.anchor)


def audience_of(publication: Publication) -> tuple[PersonClass, ...]:
    """The classes of person asked to acknowledge."""
    return tuple(PersonClass(kind) for kind in publication.audience)


def asked_to_acknowledge(publication: Publication, now: datetime) -> list[Asked]:
    """Everyone in the audience today, with the day their acknowledgement is due and whether it was given."""
    return list(asked_by_person(publication, now).values())


def asked_by_person(publication: Publication, now: datetime) -> dict[UUID, Asked]:
    """As `asked_to_acknowledge`, by person."""
    today = timezone.localdate(now)
    days = timedelta(days=value(ACKNOWLEDGE_WITHIN, at=now))
    kinds = audience_of(publication)
    given = set(
        Acknowledgement.objects.filter(version=publication.version_id, given_at__lte=now).values_list(
            "person", flat=True
        )
    )
    published_on = timezone.localdate(publication.published_at)
    asked = {}
    for person in people_of_class(kinds, today):
        done = person.id in given
        since = published_on
        if not done and published_on + days < today:
            # Only somebody who would be late is looked up: who joined since has as long as everybody else had.
            since = max(published_on, _here_since(person.id, kinds, today))
        asked[person.id] = Asked(since + days, done)
    return asked


def _here_since(person: UUID, kinds: Iterable[PersonClass], today: date) -> date:
    """Since when somebody has been in the audience without a break up to today; a joiner's time starts on joining."""
    wanted = set(kinds)
    spans = [
        span for span in history_of(person)[1] if span.kind in wanted and (span.until is None or span.until >= today)
    ]
    return min((span.since for span in spans), default=today)
