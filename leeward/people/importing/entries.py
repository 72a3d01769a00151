"""Rows of a table as people: names of columns, dates as the British write them, classes in other words."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from leeward.foundation.fields import MONTHS
from leeward.people.importing.table import LONGEST_CELL, CannotRead, Line, Table, columns_of, shown
from leeward.people.naming import fold
from leeward.people.rules import PersonClass

T = TypeVar("T")

COLUMNS: dict[str, tuple[str, ...]] = {
    "given_name": ("first name", "forename", "given name", "firstname", "first names", "forenames", "legal forename"),
    "family_name": ("last name", "surname", "family name", "lastname", "legal surname"),
    "known_as": ("known as", "preferred name", "preferred forename", "preferred first name", "knownas", "nickname"),
    "born": ("date of birth", "dob", "birth date", "birthdate", "birthday", "born", "d o b"),
    "email": ("email", "e mail", "email address", "e mail address", "mail", "work email", "college email"),
    "reference": (
        "reference",
        "ref",
        "id",
        "person id",
        "learner reference",
        "learner ref",
        "learner reference number",
        "learner number",
        "learner id",
        "student id",
        "student number",
        "staff id",
        "staff number",
        "employee id",
        "employee number",
        "payroll number",
        "admission number",
    ),
    "classes": ("class", "classes", "type", "person type", "category", "kind", "role", "status", "person class"),
    "since": ("start", "start date", "from", "joined", "date joined", "since", "learning start date", "hire date"),
    "until": ("end", "end date", "until", "left", "leaving date", "leave date", "date left", "planned end date", "to"),
    "employer": ("employer", "employer name", "company", "workplace"),
    "site": ("site", "campus", "location", "centre", "building"),
    "tutor": ("tutor", "assessor", "tutor reference", "tutor ref", "tutor email", "assessor email", "line manager"),
}
"""Field → headings it is known by, in lower case; underscores, hyphens and full stops count as spaces."""

NAMES = {name: known for known, names in COLUMNS.items() for name in names}

CLASSES: dict[str, PersonClass] = {
    **{kind.value.replace("-", " "): kind for kind in PersonClass},
    "employee": PersonClass.STAFF,
    "teacher": PersonClass.STAFF,
    "tutor": PersonClass.STAFF,
    "assessor": PersonClass.STAFF,
    "member of staff": PersonClass.STAFF,
    "freelance": PersonClass.ASSOCIATE,
    "freelancer": PersonClass.ASSOCIATE,
    "associate tutor": PersonClass.ASSOCIATE,
    "agency": PersonClass.CONTRACTOR,
    "supplier": PersonClass.CONTRACTOR,
    "student": PersonClass.LEARNER,
    "apprentice": PersonClass.LEARNER,
    "pupil": PersonClass.LEARNER,
    "trainee": PersonClass.LEARNER,
    "ex learner": PersonClass.FORMER_LEARNER,
    "former student": PersonClass.FORMER_LEARNER,
    "alumni": PersonClass.FORMER_LEARNER,
    "carer": PersonClass.PARENT,
    "guardian": PersonClass.PARENT,
    "parent carer": PersonClass.PARENT,
    "governor": PersonClass.BOARD_MEMBER,
    "trustee": PersonClass.BOARD_MEMBER,
    "board": PersonClass.BOARD_MEMBER,
    "employer": PersonClass.EMPLOYER_CONTACT,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it. Row 0 is the file as a whole."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person as the file has it; empty means that the file does not say. `tutor` is a reference or an address."""

    row: int
    given_name: str
    family_name: str
    known_as: str = ""
    born: date | None = None
    email: str = ""
    reference: str = ""
    classes: frozenset[PersonClass] = frozenset()
    since: date | None = None
    until: date | None = None
    employer: str = ""
    site: str = ""
    tutor: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in a file. With any problem nothing of it is imported; notes are only for information."""

    people: tuple[PersonRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""


@dataclass(slots=True)
class _Row:
    """One row while it is read, gathering its problems."""

    line: Line
    columns: dict[str, int]
    heading: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str, most: int) -> str:
        place = self.columns.get(name)
        cell = self.line.cells[place] if place is not None and place < len(self.line.cells) else ""
        plain = " ".join(cell.split())
        if len(plain) > most:
            self.wrong(name, _("Shorten this to %(most)s characters.") % {"most": most})
            return ""
        if plain.startswith(("=", "+", "@")) or any(not letter.isprintable() for letter in plain):
            self.wrong(name, _("“%(cell)s” is no plain text. Type the value itself.") % {"cell": shown(cell)})
            return ""
        return plain

    def read(self, name: str, reader: Callable[[str], T], nothing: T) -> T:
        cell = self.text(name, LONGEST_CELL)
        if not cell:
            return nothing
        try:
            return reader(cell)
        except ValueError as error:
            self.wrong(name, f"“{shown(cell)}”: {error}")
            return nothing

    def wrong(self, name: str, text: str) -> None:
        place = self.columns.get(name)
        self.problems.append(Problem(self.line.number, shown(self.heading[place]) if place is not None else "", text))


def people_in(
    table: Table, today: date, chosen: Mapping[str, str] | None = None
) -> Iterator[tuple[PersonRow, list[Problem]]]:
    """The people in a table, one at a time, each with what is wrong. Raises CannotRead where columns are missing."""
    columns, _unknown = columns_of(table.heading.cells, NAMES, chosen)
    for name, words in (("given_name", _("first name")), ("family_name", _("family name"))):
        if name not in columns:
            raise CannotRead(
                _("There is no column “%(name)s”. The first row names the columns; split a full name into two of them.")
                % {"name": words}
            )
    for line in table.lines():
        row = _Row(line, columns, table.heading.cells)
        if len(line.cells) > len(table.heading.cells) and any(line.cells[len(table.heading.cells) :]):
            row.problems.append(
                Problem(
                    line.number, "", _("The row has more cells than the heading. Is a comma in a value not quoted?")
                )
            )
        yield _person(row, today), row.problems


def notes_on(table: Table, chosen: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What whoever imports should know of the table: columns that are not used."""
    unknown = columns_of(table.heading.cells, NAMES, chosen)[1]
    if not unknown:
        return ()
    names = ", ".join(shown(table.heading.cells[place], 30) for place in unknown[:10])
    return (_("These columns are not used: %(names)s.") % {"names": names},)


def read_people(table: Table, today: date, chosen: Mapping[str, str] | None = None) -> Reading:
    """Everybody in a table at once, for tables known to be small. Raises CannotRead."""
    people, problems, twice = [], [], Twice()
    for person, wrong in people_in(table, today, chosen):
        people.append(person)
        problems += wrong + twice.look(person)
    problems.sort(key=lambda problem: problem.row)
    return Reading(tuple(people), tuple(problems), notes_on(table, chosen), table.encoding, table.delimiter)


def _person(row: _Row, today: date) -> PersonRow:
    given, family = row.text("given_name", 80), row.text("family_name", 80)
    for name, value in (("given_name", given), ("family_name", family)):
        if not fold(value) and not row.problems:
            row.wrong(name, _("A name is missing."))
    born = row.read("born", lambda cell: date_in(cell, today, past=True), None)
    if born is not None and (born > today or born.year < today.year - 120):
        row.wrong("born", _("The date of birth must be in the past, and not more than 120 years ago."))
    since = row.read("since", lambda cell: date_in(cell, today), None)
    until = row.read("until", lambda cell: date_in(cell, today), None)
    if since is not None and until is not None and until < since:
        row.wrong("until", _("The end is before the start."))
    return PersonRow(
        row=row.line.number,
        given_name=given,
        family_name=family,
        known_as=row.text("known_as", 80),
        born=born,
        email=row.read("email", email_in, ""),
        reference=row.text("reference", 40),
        classes=row.read("classes", classes_in, frozenset()),
        since=since,
        until=until,
        employer=row.text("employer", 120),
        site=row.text("site", 120),
        tutor=row.text("tutor", 254),
    )


class Twice:
    """Notices the same address or reference in two rows."""

    def __init__(self) -> None:
        self.first: dict[str, dict[str, int]] = {"email": {}, "reference": {}}

    def look(self, person: PersonRow) -> list[Problem]:
        """What is there for the second time with this row."""
        problems = []
        for name, words in (("email", _("e-mail address")), ("reference", _("reference"))):
            value = str(getattr(person, name)).casefold()
            first = self.first[name].setdefault(value, person.row) if value else person.row
            if first != person.row:
                text = _("Row %(row)s has the same %(what)s. One person, one row.") % {"row": first, "what": words}
                problems.append(Problem(person.row, words, text))
        return problems


def email_in(cell: str) -> str:
    """An address in lower case. Raises ValueError with what to do."""
    try:
        validate_email(cell)
    except ValidationError:
        raise ValueError(_("This is no e-mail address. Correct it or leave it empty.")) from None
    return cell.lower()


def classes_in(cell: str) -> frozenset[PersonClass]:
    """The classes named in a cell, split at semicolons, strokes, commas or plus signs. Raises ValueError."""
    found = set()
    for part in re.split(r"[;/,+&|]", cell):
        words = " ".join(fold(part.replace("-", " ").replace("_", " ")))
        if not words:
            continue
        kind = CLASSES.get(words) or CLASSES.get(words.removesuffix("s"))
        if kind is None:
            raise ValueError(_("Not known here. Use one of: %(kinds)s.") % {"kinds": ", ".join(PersonClass)})
        found.add(kind)
    return frozenset(found)


_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-.]+([a-z]+)\.?,?[ \-]+(\d{4}|\d{2})", re.IGNORECASE)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$")


def date_in(cell: str, today: date, *, past: bool = False) -> date:
    """A date as the British write it: 27/3/2009, 27-03-09, 27 March 2009, 2009-03-27. Raises ValueError.

    Years of two figures are read as the latest year that is not in the future (`past`), else as of this century.
    """
    plain = _TIME.sub("", cell.strip())
    if match := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NUMBERS.fullmatch(plain):
        day, month = int(match[1]), int(match[2])
        year = _year(match[3], today, past)
        if month > 12 >= day:
            raise ValueError(_("Day and month are the wrong way round. Write day/month/year."))
    elif match := _WORDS.fullmatch(plain):
        if match[2].lower() not in MONTHS:
            raise ValueError(_("This is no month. Write for example 27 March 2009."))
        day, month, year = int(match[1]), MONTHS[match[2].lower()], _year(match[3], today, past)
    elif plain.isascii() and plain.isdigit() and len(plain) == 5:
        raise ValueError(_("This is a spreadsheet's number for a date. Format the column as a date and save again."))
    else:
        raise ValueError(_("This is no date. Write day/month/year, for example 27/03/2009."))
    try:
        return datetime(year, month, day).date()  # noqa: DTZ001  # a day, not a moment
    except ValueError:
        raise ValueError(_("There is no such day. Check day and month.")) from None


def _year(text: str, today: date, past: bool) -> int:
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year - 100 if past and year > today.year else year
