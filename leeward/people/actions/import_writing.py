"""Writing some hundred people of a file at a time; where the database refuses, finding the row it is about."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.people.actions.history import begin_history, keep_words, note_facts
from leeward.people.importing.entries import Problem
from leeward.people.models import ClassOfPerson, Person
from leeward.people.refusals import Refused, in_words

COLUMNS = [
    *("given_name", "family_name", "known_as", "born", "email", "reference", "employer", "programme", "cohort"),
    *("site", "tutor", "search_name", "family_key"),
]


@dataclass(slots=True)
class Batch:
    """What some rows of a file change, each with the number of its row."""

    actor: Actor
    now: datetime
    new: list[tuple[int, Person, date]] = field(default_factory=list)
    changed: list[tuple[int, Person, Person]] = field(default_factory=list)
    given: list[tuple[int, ClassOfPerson]] = field(default_factory=list)
    moved: list[tuple[int, ClassOfPerson]] = field(default_factory=list)

    def add(self, row: int, person: Person, since: date) -> None:
        """A new person, known from a day."""
        self.new.append((row, person, since))

    def change(self, row: int, person: Person, was: Person) -> None:
        """A person as they are now and as they were."""
        self.changed.append((row, person, was))

    def give(self, row: int, span: ClassOfPerson) -> None:
        """A new span of a class."""
        self.given.append((row, span))

    def move(self, row: int, span: ClassOfPerson) -> None:
        """A span with another start or end."""
        self.moved.append((row, span))

    def write(self) -> list[Problem]:
        """Writes everything at once. Where that is refused, row by row, to say which: the caller then keeps nothing."""
        try:
            with in_words():
                Person.objects.bulk_create([person for _row, person, _since in self.new])
                Person.objects.bulk_update([person for _row, person, _was in self.changed], COLUMNS)
                ClassOfPerson.objects.bulk_create([span for _row, span in self.given])
                ClassOfPerson.objects.bulk_update([span for _row, span in self.moved], ["since", "until"])
                self._history()
        except Refused:
            return self._find()
        return []

    def _history(self) -> None:
        begin_history([(person, since) for _row, person, since in self.new], actor=self.actor, now=self.now)
        today = timezone.localdate(self.now)
        for _row, person, was in self.changed:
            note_facts(person, was, since=today, actor=self.actor, now=self.now)
        if self.changed:
            keep_words([person for _row, person, _was in self.changed])

    def _find(self) -> list[Problem]:
        steps: list[tuple[int, Callable[[], object]]] = []
        steps += [(row, lambda person=person: person.save(force_insert=True)) for row, person, _since in self.new]  # type: ignore[misc]  # bound now
        steps += [(row, person.save) for row, person, _was in self.changed]
        steps += [(row, span.save) for row, span in (*self.given, *self.moved)]
        problems = []
        for row, step in steps:
            try:
                with in_words():
                    step()
            except Refused as refusal:
                problems.append(Problem(row, refusal.field.replace("_", " "), refusal.text))
        return problems
