"""What was true of somebody on a day, as it is known now or as it was known on another day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from leeward.people.models import ClassOfPerson, DatedFact, Hold, Person, PostHolding, SignInChange
from leeward.people.queries.days import on_day
from leeward.people.queries.posts import Holding, _holdings
from leeward.people.rules import PersonClass, age_on


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated fact as it was said. `by` is the name of who said it; empty for Leeward itself."""

    kind: str
    words: str
    since: date
    until: date | None
    recorded_at: datetime
    by: str
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class ThatDay:
    """Somebody on one day. `sign_in`: `none`, `open`, `hold` or `closed`, at the end of that day."""

    day: date
    known_at: datetime
    classes: list[PersonClass]
    posts: list[Holding]
    facts: list[Fact]
    age: int | None
    sign_in: str


def that_day(person: UUID, day: date, *, known_at: datetime) -> ThatDay | None:
    """What was true of somebody on a day, by what was recorded up to a moment; None for nobody.

    Site, tutor, employer, programme and cohort keep what was known before a correction. Classes, posts and the date of
    birth stand as recorded now; the audit trail says who changed them when.
    """
    row = Person.objects.filter(pk=person).first()
    if row is None:
        return None
    known = DatedFact.objects.filter(on_day(day), person=person, recorded_at__lte=known_at)
    known = known.filter(Q(replaced_at__isnull=True) | Q(replaced_at__gt=known_at))
    classes = ClassOfPerson.objects.filter(on_day(day), person=person).values_list("kind", flat=True)
    return ThatDay(
        day,
        known_at,
        sorted(PersonClass(kind) for kind in classes),
        _holdings(PostHolding.objects.filter(on_day(day), person=person)),
        [fact for fact in _facts(known) if fact.words],
        age_on(row.born, day) if row.born is not None and row.born <= day else None,
        _sign_in(row, day),
    )


def facts_of(person: UUID) -> list[Fact]:
    """Everything that was ever said about somebody's site, tutor, employer, programme and cohort, the latest first."""
    return _facts(DatedFact.objects.filter(person=person).order_by("-recorded_at", "kind", "-since"))


def end_of(day: date) -> datetime:
    """The last moment of a day here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) - timedelta(microseconds=1)


def _facts(rows: QuerySet[DatedFact]) -> list[Fact]:
    found = []
    for row in rows.select_related("site__company", "tutor", "recorded_by"):
        words = row.words
        if row.site is not None:
            words = f"{row.site.name}, {row.site.company.name}"
        elif row.tutor is not None:
            words = row.tutor.name
        by = row.recorded_by.name if row.recorded_by is not None else ""
        found.append(Fact(row.kind, words, row.since, row.until, row.recorded_at, by, row.replaced_at))
    return found


def _sign_in(row: Person, day: date) -> str:
    end = end_of(day)
    last = SignInChange.objects.filter(person=row, at__lte=end).order_by("-at", "-id").first()
    if last is None:
        return "none"
    if not last.open:
        return "closed"
    holds = Hold.objects.filter(person=row, set_at__lte=end).filter(Q(lifted_at__isnull=True) | Q(lifted_at__gt=end))
    return "hold" if holds.exists() else "open"
