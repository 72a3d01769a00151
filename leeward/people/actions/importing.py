"""Bringing a list of people in: all of it or nothing. The same file twice changes nothing the second time."""

import hashlib
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people.actions import arising
from leeward.people.actions.directory import Details, details_of, fill, renew
from leeward.people.actions.history import begin_history, note_facts
from leeward.people.importing.entries import PersonRow, Problem, Reading, read_people
from leeward.people.importing.table import MOST_ROWS, CannotRead, read
from leeward.people.models import ClassOfPerson, Person, Site
from leeward.people.naming import folded
from leeward.people.queries import on_day
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import PersonClass

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: with problems nothing was kept. Counts are of people."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    kept: bool = False


class _Undo(Exception):
    """Ends the transaction of a rehearsal."""


def import_people(
    *,
    actor: Actor,
    now: datetime,
    content: bytes,
    rehearse: bool = False,
    most_rows: int = MOST_ROWS,
    progress: Progress = lambda done, total: None,
) -> Imported:
    """Adds and changes people as a CSV file says, in one transaction. Raises CannotRead for what is no such file.

    An empty cell changes nothing; nobody is taken away. People are known again by reference, then by e-mail, else by
    name and date of birth. With any problem, or when rehearsing, nothing is kept.
    """
    table = read(content)
    if len(table.lines) > most_rows:
        raise CannotRead(
            _("The file has more than %(most)s rows. Use the command `leeward import people`, or split the file.")
            % {"most": f"{most_rows:,}"}
        )
    reading = read_people(table, timezone.localdate(now))
    if reading.problems:
        return Imported(problems=reading.problems, notes=reading.notes)
    work = _Work(actor, now, reading, progress)
    try:
        with act(actor, "people.import", now=now, subject="people") as entry:
            work.do()
            if work.problems or rehearse:
                raise _Undo
            entry.details.update(added=work.added, changed=work.changed, unchanged=work.unchanged)
            entry.details["file"] = hashlib.sha256(content).hexdigest()
    except _Undo:
        return work.outcome(kept=False)
    return work.outcome(kept=True)


@dataclass(slots=True)
class _Work:
    """One import while it runs."""

    actor: Actor
    now: datetime
    reading: Reading
    progress: Progress
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    by_reference: dict[str, Person] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)
    by_name: dict[tuple[str, date | None], list[Person]] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    current: dict[UUID, dict[str, ClassOfPerson]] = field(default_factory=dict)
    new: dict[UUID, tuple[Person, date]] = field(default_factory=dict)
    news: arising.News = field(default_factory=arising.News)

    def outcome(self, *, kept: bool) -> Imported:
        problems = tuple(sorted(self.problems, key=lambda problem: problem.row))
        return Imported(self.added, self.changed, self.unchanged, problems, self.reading.notes, kept)

    def do(self) -> None:
        self._learn()
        total = len(self.reading.people)
        placed: list[tuple[PersonRow, Person]] = []
        for number, row in enumerate(self.reading.people, start=1):
            try:
                with in_words():
                    placed.append((row, self._place(row)))
            except Refused as refusal:
                self.problems.append(Problem(row.row, refusal.field.replace("_", " "), refusal.text))
            if number % 50 == 0 or number == total:
                self.progress(number, total)
        for row, person in placed:
            if row.tutor:
                self._tutor(row, person)
        begin_history(self.new.values(), actor=self.actor, now=self.now)
        self.news.tell(now=self.now)

    def _learn(self) -> None:
        """Everybody there is, by what they are known again by."""
        for person in Person.objects.select_related("site", "account"):
            self._know(person)
        today = timezone.localdate(self.now)
        later = Q(since__gt=today)
        for span in ClassOfPerson.objects.filter(on_day(today) | later):
            self.current.setdefault(span.person_id, {})[span.kind] = span

    def _know(self, person: Person) -> None:
        if person.reference:
            self.by_reference[person.reference.casefold()] = person
        if person.email:
            self.by_email[person.email] = person
        self.by_name.setdefault(_name_of(person.given_name, person.family_name, person.born), []).append(person)

    def _known(self, row: PersonRow) -> Person | None:
        by_reference = self.by_reference.get(row.reference.casefold()) if row.reference else None
        by_email = self.by_email.get(row.email) if row.email else None
        if by_reference is not None and by_email is not None and by_reference.pk != by_email.pk:
            raise Refused(_("The reference and the e-mail address belong to two different people here."), "reference")
        found = by_reference or by_email
        if found is not None and not _could_be(found, row):
            raise Refused(
                _("Here this belongs to somebody with quite another name. Check the reference and the address."),
                "reference" if by_reference is not None else "email",
            )
        if found is not None:
            return found
        alike = self.by_name.get(_name_of(row.given_name, row.family_name, row.born), [])
        alike = [one for one in alike if not (row.reference and one.reference) and not (row.email and one.email)]
        if len(alike) > 1:
            raise Refused(_("Several people here have this name. Give a reference or an e-mail address."), "reference")
        return alike[0] if alike else None

    def _place(self, row: PersonRow) -> Person:
        """Adds or changes one person, and says so in the counts."""
        person = self._known(row)
        if person is None:
            if not row.classes:
                raise Refused(_("Say what this person is here: staff, learner, parent …"), "class")
            person = Person(added_at=self.now)
            fill(person, _details(row, None), timezone.localdate(self.now), self.sites)
            person.save(force_insert=True)
            self._know(person)
            self._classes(row, person)
            today = timezone.localdate(self.now)
            self.new[person.pk] = (person, row.since or min(today, row.until or today))
            self.added += 1
            return person
        details = _details(row, details_of(person))
        fields = renew(person, details, actor=self.actor, now=self.now, sites=self.sites)
        different = bool(fields)
        if different:
            self._know(person)
            self.news.changed(person.pk, fields)
        if self._classes(row, person) or different:
            self.changed += 1
        else:
            self.unchanged += 1
        return person

    def _classes(self, row: PersonRow, person: Person) -> bool:
        """Gives the classes the row names; True where anything changed."""
        spans = self.current.setdefault(person.pk, {})
        today = timezone.localdate(self.now)
        different = False
        for kind in sorted(row.classes):
            span = spans.get(kind)
            if span is None:
                if row.until is not None and row.until < today and self._had(person, kind, row):
                    continue
                before = [PersonClass(one) for one in spans]
                spans[kind] = ClassOfPerson.objects.create(
                    person=person, kind=kind, since=row.since or min(today, row.until or today), until=row.until
                )
                self.news.became(person.pk, PersonClass(kind), spans[kind].since, before)
                different = True
            elif (row.since or span.since, row.until or span.until) != (span.since, span.until):
                span.since, span.until = row.since or span.since, row.until or span.until
                span.save(update_fields=["since", "until"])
                different = True
        return different

    def _had(self, person: Person, kind: str, row: PersonRow) -> bool:
        """Is a span that is over already known here?"""
        return ClassOfPerson.objects.filter(person=person, kind=kind, until=row.until).exists()

    def _tutor(self, row: PersonRow, person: Person) -> None:
        tutor = self.by_reference.get(row.tutor.casefold()) or self.by_email.get(row.tutor.lower())
        if tutor is None:
            text = _("Nobody here or in this file has this reference or e-mail address.")
        elif tutor.pk == person.pk:
            text = _("Nobody is their own tutor.")
        else:
            if person.tutor_id != tutor.pk:
                was = copy(person)
                Person.objects.filter(pk=person.pk).update(tutor=tutor)
                if person.tutor_id is not None:
                    self.news.changed(person.pk, ["tutor"])
                person.tutor = tutor
                if person.pk not in self.new:
                    note_facts(person, was, since=timezone.localdate(self.now), actor=self.actor, now=self.now)
            return
        self.problems.append(Problem(row.row, _("tutor"), text))


def _could_be(person: Person, row: PersonRow) -> bool:
    """People marry and correct their names, but hardly change both at once."""
    same_family = folded(person.family_name) == folded(row.family_name)
    return same_family or folded(person.given_name) == folded(row.given_name)


def _name_of(given: str, family: str, born: date | None) -> tuple[str, date | None]:
    return f"{folded(given)} {folded(family)}", born


def _details(row: PersonRow, before: Details | None) -> Details:
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
        tutor=before.tutor if before else None,
        programme=before.programme if before else "",
        cohort=before.cohort if before else "",
    )
