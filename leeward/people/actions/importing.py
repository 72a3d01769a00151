"""Bringing a list of people in: all of it or nothing. The same file twice changes nothing the second time.

A file is read twice, row by row: first to see whom each row means and what is wrong, then, some hundred rows at a time,
to write. What grows with the file is a key for each person and what is said of each change.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from itertools import islice
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import Act, act
from leeward.people.actions import arising
from leeward.people.actions.directory import Details, details_of, fill, renew
from leeward.people.actions.import_records import Change, record, remember_columns
from leeward.people.actions.import_writing import Batch
from leeward.people.importing.entries import PersonRow, Problem, Twice, notes_on, people_in
from leeward.people.importing.table import MOST_ROWS, CannotRead, Table, read
from leeward.people.models import ClassOfPerson, ImportChange, Person, Site
from leeward.people.naming import folded
from leeward.people.queries import on_day
from leeward.people.queries.known_again import KnownAgain
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import PersonClass

Progress = Callable[[int, int], None]
AT_ONCE = 500
MOST_PROBLEMS = 1000
"""Kept of a file; whoever has so many corrects the cause, not each."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: with problems nothing was kept. Counts are of people.

    `missing`: people of the classes the file is complete for who are not in it.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    kept: bool = False
    changes: tuple[Change, ...] = ()
    missing: tuple[UUID, ...] = ()
    run: UUID | None = None


class _Undo(Exception):
    """Ends the transaction of an import with problems."""


def import_people(
    *,
    actor: Actor,
    now: datetime,
    content: bytes,
    rehearse: bool = False,
    most_rows: int = MOST_ROWS,
    progress: Progress = lambda done, total: None,
    columns: Mapping[str, str] | None = None,
    complete: frozenset[PersonClass] = frozenset(),
    source: str = "",
) -> Imported:
    """Adds and changes people as a CSV file says, in one transaction. Raises CannotRead for what is no such file.

    An empty cell changes nothing; nobody is taken away. People are known again by reference, then by e-mail, else by
    name and date of birth. With any problem nothing is kept. A rehearsal writes nothing and says what would change.
    `columns`: heading → field where somebody chose; `complete`: classes of which the file names everybody;
    `source`: whose columns are remembered once the file is kept.
    """
    table = read(content)
    check_size(table, most_rows)
    work = _Work(actor, now, table, columns, complete, progress, dry=rehearse)
    work.look()
    if work.problems:
        return work.outcome()
    if rehearse:
        work.write()
        return work.outcome()
    try:
        with act(actor, "people.import", now=now, subject="people") as entry:
            work.write()
            if work.problems:
                raise _Undo
            work.kept = True
            from_ = remember_columns(source, columns or {}, now=now).pk if source else None
            work.run = record(
                work.changes, actor=actor, now=now, source=from_, unchanged=work.unchanged, total=table.size
            )
            _describe(entry, work, content)
    except _Undo:
        pass
    return work.outcome()


def check_size(table: Table, most_rows: int) -> None:
    """Raises CannotRead for a file of more rows than may be taken here."""
    if table.size > most_rows:
        raise CannotRead(
            _("The file has more than %(most)s rows. Use the command `leeward import people`, or split the file.")
            % {"most": f"{most_rows:,}"}
        )


def _describe(entry: Act, work: "_Work", content: bytes) -> None:
    entry.details.update(added=work.added, changed=work.changed, unchanged=work.unchanged)
    entry.details["file"] = hashlib.sha256(content).hexdigest()
    entry.details["run"] = str(work.run)


@dataclass(slots=True)
class _Work:
    """One import while it runs."""

    actor: Actor
    now: datetime
    table: Table
    columns: Mapping[str, str] | None
    complete: frozenset[PersonClass]
    progress: Progress
    dry: bool
    kept: bool = False
    run: UUID | None = None
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    keys: list[UUID] = field(default_factory=list)
    new: set[UUID] = field(default_factory=set)
    tutors: dict[int, UUID] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    news: arising.News = field(default_factory=arising.News)

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def added(self) -> int:
        return sum(1 for change in self.changes if change.what == ImportChange.What.ADDED)

    @property
    def changed(self) -> int:
        return len(self.changes) - self.added

    def outcome(self) -> Imported:
        problems = tuple(sorted(self.problems, key=lambda problem: problem.row))
        notes, missing = notes_on(self.table, self.columns), () if problems else self._missing()
        return Imported(
            self.added, self.changed, self.unchanged, problems, notes, self.kept, tuple(self.changes), missing, self.run
        )

    def _rows(self) -> Iterator[tuple[PersonRow, list[Problem]]]:
        return people_in(self.table, self.today, self.columns)

    # First reading: whom each row means

    def look(self) -> None:
        """Says for each row whom it means, and finds every problem that shows without writing."""
        known, twice, seen = KnownAgain.load(), Twice(), dict[UUID, int]()
        wanted: list[tuple[int, UUID, str]] = []
        for row, wrong in self._rows():
            self.problems += wrong + twice.look(row)
            key = self._key(row, known) if not wrong else None
            if key is not None and seen.setdefault(key, row.row) != row.row:
                text = _("Row %(row)s is the same person. One person, one row.") % {"row": seen[key]}
                self.problems.append(Problem(row.row, "", text))
            self.keys.append(key or UUID(int=0))
            if row.tutor and key is not None:
                wanted.append((row.row, key, row.tutor))
            if len(self.problems) >= MOST_PROBLEMS:
                return
        for number, key, words in wanted:
            self._tutor(number, key, known.tutor(words))

    def _key(self, row: PersonRow, known: KnownAgain) -> UUID | None:
        try:
            key = known.find(row)
        except Refused as refusal:
            self._refuse(row, refusal)
            return None
        if key is None and not row.classes:
            self._refuse(row, Refused(_("Say what this person is here: staff, learner, parent …"), "class"))
            return None
        if key is None:
            key = uuid4()
            self.new.add(key)
            known.learn(key, row.reference, row.email, row.given_name, row.family_name, row.born)
        else:
            # What the row adds is known from here on, so that others may name it as their tutor.
            if row.reference:
                known.by_reference[row.reference.casefold()] = key
            if row.email:
                known.by_email[row.email] = key
        return key

    def _tutor(self, number: int, key: UUID, tutor: UUID | None) -> None:
        if tutor is None:
            text = _("Nobody here or in this file has this reference or e-mail address.")
            self.problems.append(Problem(number, _("tutor"), text))
        elif tutor == key:
            self.problems.append(Problem(number, _("tutor"), _("Nobody is their own tutor.")))
        else:
            self.tutors[number] = tutor

    def _refuse(self, row: PersonRow, refusal: Refused) -> None:
        self.problems.append(Problem(row.row, refusal.field.replace("_", " "), refusal.text))

    # Second reading: what changes

    def write(self) -> None:
        """Writes row after row; a rehearsal only says what would change."""
        done, keys, rows = 0, iter(self.keys), self._rows()
        while chunk := [(row, next(keys)) for row, _wrong in islice(rows, AT_ONCE)]:
            self._chunk(chunk)
            done += len(chunk)
            self.progress(done, self.table.size)
        if not self.dry:
            self.news.tell(now=self.now)

    def _chunk(self, chunk: list[tuple[PersonRow, UUID]]) -> None:
        there = [key for _row, key in chunk if key not in self.new]
        people = Person.objects.select_related("site", "account").in_bulk(there)
        spans: dict[UUID, dict[str, ClassOfPerson]] = {}
        for span in ClassOfPerson.objects.filter(on_day(self.today) | Q(since__gt=self.today), person__in=list(people)):
            spans.setdefault(span.person_id, {})[span.kind] = span
        batch = Batch(self.actor, self.now)
        for row, key in chunk:
            try:
                self._place(row, key, people.get(key), spans.get(key, {}), batch)
            except Refused as refusal:
                self._refuse(row, refusal)
        if not self.dry and not self.problems:
            self.problems += batch.write()

    def _place(
        self, row: PersonRow, key: UUID, person: Person | None, spans: dict[str, ClassOfPerson], batch: Batch
    ) -> None:
        said: dict[str, tuple[str, str]] = {}
        tutor = self.tutors.get(row.row)
        if self.dry and row.site and row.site.casefold() not in self.sites:
            self.sites[row.site.casefold()] = _site_of(row.site)
        if person is None:
            person = Person(id=key, added_at=self.now)
            fill(person, _details(row, None, tutor), self.today, self.sites)
            batch.add(row.row, person, row.since or min(self.today, row.until or self.today))
            said = _differences(None, details_of(person))
            what = ImportChange.What.ADDED
        else:
            if not _could_be(person, row):
                text = _("Here this belongs to somebody with quite another name. Check the reference and the address.")
                raise Refused(text, "reference" if row.reference else "email")
            said = self._renew(row, person, tutor, batch)
            what = ImportChange.What.CHANGED
        said |= self._classes(row, person, spans, batch)
        if said:
            self.changes.append(Change(row.row, key, person.name, what, said))
        else:
            self.unchanged += 1

    def _renew(self, row: PersonRow, person: Person, tutor: UUID | None, batch: Batch) -> dict[str, tuple[str, str]]:
        before, was = details_of(person), copy(person)
        after = _details(row, before, tutor)
        if after == before:
            return {}
        if not self.dry and after.email != before.email and person.account is not None:
            with in_words():
                names = renew(person, after, actor=self.actor, now=self.now, sites=self.sites)
        else:
            fill(person, after, self.today, self.sites)
            names = [
                one.name
                for one in fields(Details)
                if getattr(details_of(person), one.name) != getattr(before, one.name)
            ]
            if names:
                batch.change(row.row, person, was)
        if names:
            self.news.changed(person.pk, names)
        said = _differences(before, details_of(person))
        return {name: said[name] for name in names if name in said}

    def _classes(
        self, row: PersonRow, person: Person, spans: dict[str, ClassOfPerson], batch: Batch
    ) -> dict[str, tuple[str, str]]:
        """Gives the classes the row names; says which changed."""
        said = {}
        for kind in sorted(row.classes):
            span = spans.get(kind)
            if span is None:
                if row.until is not None and row.until < self.today and self._had(person, kind, row):
                    continue
                since = row.since or min(self.today, row.until or self.today)
                made = ClassOfPerson(person=person, kind=kind, since=since, until=row.until)
                self.news.became(person.pk, PersonClass(kind), since, [PersonClass(one) for one in spans])
                spans[kind] = made
                batch.give(row.row, made)
                said[f"class:{kind}"] = ("", _span(made))
            elif (row.since or span.since, row.until or span.until) != (span.since, span.until):
                before = _span(span)
                span.since, span.until = row.since or span.since, row.until or span.until
                batch.move(row.row, span)
                said[f"class:{kind}"] = (before, _span(span))
        return said

    def _had(self, person: Person, kind: str, row: PersonRow) -> bool:
        """Is a span that is over already known here?"""
        if person.pk in self.new:
            return False
        return ClassOfPerson.objects.filter(person=person, kind=kind, until=row.until).exists()

    def _missing(self) -> tuple[UUID, ...]:
        """Who belongs today to a class the file is complete for, and is not in it."""
        if not self.complete:
            return ()
        named = set(self.keys)
        kinds = [kind.value for kind in self.complete]
        owners = ClassOfPerson.objects.filter(on_day(self.today), kind__in=kinds)
        found = owners.values_list("person_id", flat=True).distinct().order_by("person_id")
        return tuple(key for key in found.iterator(chunk_size=2000) if key not in named)


def _site_of(name: str) -> Site:
    """The site of that name, or one that is not kept: for rehearsals."""
    return Site.objects.filter(name__iexact=name).order_by("id").first() or Site(name=name)


def _could_be(person: Person, row: PersonRow) -> bool:
    """People marry and correct their names, but hardly change both at once."""
    same_family = folded(person.family_name) == folded(row.family_name)
    return same_family or folded(person.given_name) == folded(row.given_name)


def _details(row: PersonRow, before: Details | None, tutor: UUID | None) -> Details:
    """What the directory is to hold: the row's cells, and what was there where a cell is empty."""
    return Details(
        given_name=row.given_name,
        family_name=row.family_name,
        known_as=row.known_as or (before.known_as if before else ""),
        born=row.born or (before.born if before else None),
        email=row.email or (before.email if before else None),
        reference=row.reference or (before.reference if before else None),
        employer=row.employer or (before.employer if before else ""),
        site=row.site or (before.site if before else ""),
        tutor=tutor or (before.tutor if before else None),
        programme=before.programme if before else "",
        cohort=before.cohort if before else "",
    )


def _differences(before: Details | None, after: Details) -> dict[str, tuple[str, str]]:
    """Field → (before, after) as text, for each that differs."""
    found = {}
    for one in fields(Details):
        old = getattr(before, one.name) if before is not None else None
        new = getattr(after, one.name)
        if (old or None) != (new or None):
            found[one.name] = (str(old or ""), str(new or ""))
    return found


def _span(span: ClassOfPerson) -> str:
    return f"{span.since}/{span.until or ''}"
