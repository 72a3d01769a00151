"""What is true of somebody from which day, kept beside the row that says what is true today; and the words of search.

Every way of writing people calls these in its own act: forms, imports, other systems.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people.actions import arising
from leeward.people.models import DatedFact, NamePart, Person, PersonWord, SignInChange
from leeward.people.naming import parts_of, words_of
from leeward.people.queries import on_day
from leeward.people.refusals import Refused, in_words

Kind = DatedFact.Kind
IN_COLUMN = {
    Kind.SITE: "site_id",
    Kind.TUTOR: "tutor_id",
    Kind.EMPLOYER: "employer",
    Kind.PROGRAMME: "programme",
    Kind.COHORT: "cohort",
}
"""The column of Person that says what a kind of fact is today."""
AT_ONCE = 500


def begin_history(rows: Iterable[tuple[Person, date]], *, actor: Actor, now: datetime) -> None:
    """The first facts and the words of new people, each with the day they hold from. In the caller's act."""
    for batch in _batches(list(rows)):
        DatedFact.objects.bulk_create(
            _fact(row, kind, value, since, actor, now)
            for row, since in batch
            for kind, column in IN_COLUMN.items()
            if (value := getattr(row, column))
        )
        keep_words([row for row, _since in batch])


def keep_words(rows: Sequence[Person]) -> None:
    """Writes the words these people are searched by, as their rows say now. In the caller's act."""
    wanted = {row.pk: words_of(row.search_name, row.email, row.reference) for row in rows}
    known: dict[UUID, set[str]] = {row.pk: set() for row in rows}
    stale, gone = [], set()
    for word in PersonWord.objects.filter(person__in=list(known)):
        known[word.person_id].add(word.word)
        if word.word not in wanted[word.person_id]:
            stale.append(word.pk)
            gone.add(word.word)
    PersonWord.objects.filter(pk__in=stale).delete()
    PersonWord.objects.bulk_create(
        PersonWord(person_id=owner, word=word)
        for owner, words in wanted.items()
        for word in sorted(words - known[owner])
    )
    _keep_parts({word for row in rows for word in row.search_name.split()}, gone)


def _keep_parts(names: set[str], gone: set[str]) -> None:
    """What looking inside words goes by: of new words of names; and nothing of words nobody bears any more."""
    for some in _some(sorted(gone), AT_ONCE):
        borne = set(PersonWord.objects.filter(word__in=some).values_list("word", flat=True))
        NamePart.objects.filter(word__in=[word for word in some if word not in borne]).delete()
    for some in _some(sorted(names), AT_ONCE):
        known = set(NamePart.objects.filter(word__in=some).values_list("word", flat=True))
        fresh = [NamePart(part=part, word=word) for word in some if word not in known for part in parts_of(word)]
        # Somebody else may be writing the same name at this moment.
        NamePart.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=AT_ONCE)


def forget_parts() -> int:
    """Takes away the parts of names that nobody bears any more, as after undoing an import. Run daily; how many."""
    borne = Exists(PersonWord.objects.filter(word=OuterRef("word")))
    return NamePart.objects.filter(~borne).delete()[0]


def note_facts(row: Person, before: Person, *, since: date, actor: Actor, now: datetime) -> None:
    """Keeps what changed between two states of a row as facts from a day on. In the caller's act."""
    for kind, column in IN_COLUMN.items():
        if getattr(row, column) != getattr(before, column):
            _replace(row, kind, getattr(row, column), since, actor, now)


def set_fact(*, actor: Actor, now: datetime, person: UUID, kind: str, value: str | UUID | None, since: date) -> None:
    """Says what holds of somebody from a day on, past, present or to come. Nothing ends it. Raises Refused.

    `value`: the key of a site or tutor, else words. Earlier days keep what they had; later ones are replaced.
    """
    today = timezone.localdate(now)
    if not today - timedelta(days=366 * 20) <= since <= today + timedelta(days=366 * 5):
        raise Refused(_("Choose a day within the last twenty and the next five years."), "since")
    with act(actor, "people.set-fact", now=now, subject=f"person:{person}") as entry, in_words():
        row = Person.objects.select_for_update(of=("self",)).get(pk=person)
        if kind == Kind.TUTOR and value == row.pk:
            raise Refused(_("Nobody is their own tutor."), "tutor")
        _replace(row, Kind(kind), value, since, actor, now)
        entry.details.update(fact=kind, since=since.isoformat())
        if since <= today:
            setattr(row, IN_COLUMN[Kind(kind)], value or _nothing(Kind(kind)))
            row.save(update_fields=[IN_COLUMN[Kind(kind)]])
        if kind in (Kind.SITE, Kind.TUTOR):
            arising.moved({person: [str(kind)]}, since, now=now)


def apply_facts(now: datetime) -> int:
    """Brings today's columns in line with facts that began lately: a change said ahead of its day. Run daily."""
    today = timezone.localdate(now)
    lately = DatedFact.objects.filter(on_day(today), replaced_at=None, since__gt=today - timedelta(days=14))
    changed = 0
    for fact in lately.select_related("person").iterator(chunk_size=AT_ONCE):
        value = fact.site_id or fact.tutor_id or fact.words
        column = IN_COLUMN[Kind(fact.kind)]
        if getattr(fact.person, column) != value:
            Person.objects.filter(pk=fact.person_id).update(**{column: value or _nothing(Kind(fact.kind))})
            changed += 1
    return changed


def note_sign_in(person: UUID, *, opened: bool, now: datetime) -> None:
    """Keeps that somebody's sign-in was opened or shut. In the caller's act."""
    SignInChange.objects.create(person_id=person, open=opened, at=now)


def _nothing(kind: Kind) -> str | None:
    return None if kind in (Kind.SITE, Kind.TUTOR) else ""


def _replace(row: Person, kind: Kind, value: object, since: date, actor: Actor, now: datetime) -> None:
    standing = DatedFact.objects.filter(Q(until__isnull=True) | Q(until__gte=since), person=row, kind=kind)
    for fact in standing.filter(replaced_at=None).order_by("since"):
        fact.replaced_at = now
        fact.save(update_fields=["replaced_at"])
        if fact.since < since:
            was = fact.site_id or fact.tutor_id or fact.words
            earlier = _fact(row, kind, was, fact.since, actor, now)
            earlier.until = since - timedelta(days=1)
            earlier.save(force_insert=True)
    # Nothing is a fact too: "no employer from this day on" must end what an earlier correction left open.
    _fact(row, kind, value, since, actor, now).save(force_insert=True)


def _fact(row: Person, kind: Kind, value: object, since: date, actor: Actor, now: datetime) -> DatedFact:
    fact = DatedFact(person=row, kind=kind, since=since, recorded_at=now, recorded_by_id=actor.person)
    match kind:
        case Kind.SITE:
            fact.site_id = value  # type: ignore[assignment]  # IN_COLUMN says which kind of value each kind has
        case Kind.TUTOR:
            fact.tutor_id = value  # type: ignore[assignment]  # as above
        case _:
            fact.words = str(value or "")
    return fact


def _some(rows: Sequence[str], most: int) -> Iterable[Sequence[str]]:
    for start in range(0, len(rows), most):
        yield rows[start : start + most]


def _batches(rows: Sequence[tuple[Person, date]]) -> Iterable[Sequence[tuple[Person, date]]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
