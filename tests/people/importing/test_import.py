"""Importing people: all or nothing, twice is once, and nobody is overwritten by mistake."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry
from leeward.frontdoor.cli import cli
from leeward.people import queries
from leeward.people.actions import import_people, open_sign_in
from leeward.people.models import ClassOfPerson, Person, Site
from leeward.people.rules import PersonClass
from tests.crash import every_crash_point
from tests.people.made import NOW, TODAY, somebody

pytestmark = pytest.mark.django_db

FILE = """Reference,First name,Surname,Known as,Class,DOB,Email,Start,Site,Tutor,Employer
W1,Colm,O'Shaughnessy,,staff,,colm@example.org,1/9/2020,Quayside,,
L1,Kayleigh,Brambleby,Kay,learner,27/3/2009,,1/9/2026,Quayside,W1,Little Anchors
L2,Mohammed,Rahmanzai,Mo,learner;parent,1/1/1990,mo@example.org,,quayside,colm@example.org,
"""


def bring(text, **more):
    return import_people(actor=SYSTEM, now=NOW, content=text.encode(), **more)


def counts(outcome):
    return outcome.added, outcome.changed, outcome.unchanged, len(outcome.problems), outcome.kept


def test_people_are_added_with_classes_tutors_and_sites():
    assert counts(bring(FILE)) == (3, 0, 0, 0, True)
    kay = next(card for card in queries.find_people("brambleby", SYSTEM, TODAY))
    tutor = queries.person_by_email("colm@example.org", TODAY)
    assert (kay.name, kay.age, kay.tutor, kay.site, kay.employer) == (
        "Kay Brambleby",
        17,
        tutor.id,
        "Quayside",
        "Little Anchors",
    )
    assert Site.objects.count() == 1
    mo = queries.person_by_email("mo@example.org", TODAY)
    assert mo.classes == {PersonClass.LEARNER, PersonClass.PARENT}
    entry = AuditEntry.objects.get(action="people.import")
    assert entry.details["added"] == 3


def test_the_same_file_again_changes_nothing():
    bring(FILE)
    before = list(Person.objects.order_by("id").values()), list(ClassOfPerson.objects.order_by("id").values())
    assert counts(bring(FILE)) == (0, 0, 3, 0, True)
    assert before == (list(Person.objects.order_by("id").values()), list(ClassOfPerson.objects.order_by("id").values()))


def test_somebody_without_reference_and_address_is_known_again_by_name_and_birth():
    text = "First name,Surname,Class,DOB\nAnn,Sørlie,volunteer,1/2/1980\n"
    bring(text)
    assert counts(bring(text)) == (0, 0, 1, 0, True)
    assert counts(bring(text.replace("Sørlie", "SORLIE").replace("1980", "1981"))) == (1, 0, 0, 0, True)


def test_a_rehearsal_says_what_would_happen_and_keeps_nothing():
    assert counts(bring(FILE, rehearse=True)) == (3, 0, 0, 0, False)
    assert not Person.objects.exists()
    assert not Site.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "row",
    [
        "L9,Bad,Daterow,,learner,31/2/2009,,,,,",
        "L9,Bad,Tutorrow,,learner,,,,,nobody@example.org,",
        "L9,No,Classrow,,,,,,,,",
        "L9,Own,Tutorrow,,learner,,,,,L9,",
    ],
)
def test_one_wrong_row_and_nobody_is_imported(row):
    outcome = bring(FILE + row + "\n")
    assert [problem.row for problem in outcome.problems] == [5]
    assert not outcome.kept
    assert not Person.objects.exists()
    assert not AuditEntry.objects.exists()


def test_dying_at_any_statement_leaves_everybody_or_nobody():
    small = "\n".join(FILE.splitlines()[:3]) + "\n"

    def check(statement, finished):
        assert Person.objects.count() == (2 if finished else 0)
        assert AuditEntry.objects.filter(action="people.import").exists() == finished

    assert every_crash_point(lambda: bring(small), check) > 10


def test_an_empty_cell_changes_nothing_and_a_full_one_does():
    bring(FILE)
    outcome = bring("Reference,First name,Surname,DOB,Employer\nL1,Kayleigh,Brambleby,,Portside Motors\n")
    assert counts(outcome) == (0, 1, 0, 0, True)
    kay = queries.find_people("L1", SYSTEM, TODAY)[0]
    assert (kay.employer, kay.born, kay.known_as) == ("Portside Motors", date(2009, 3, 27), "Kay")


def test_a_new_family_name_under_the_same_reference_is_the_same_person():
    bring(FILE)
    assert counts(bring("Reference,First name,Surname\nL1,Kayleigh,Tidewell\n")) == (0, 1, 0, 0, True)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("L1,Somebody,Else,x@example.org", "quite another name"),
        ("L1,Kayleigh,Brambleby,mo@example.org", "two different people"),
    ],
)
def test_nobody_is_overwritten_by_somebody_else(row, says):
    bring(FILE)
    outcome = bring(f"Reference,First name,Surname,Email\n{row}\n")
    assert says in outcome.problems[0].text
    assert Person.objects.count() == 3


def test_two_people_of_one_name_are_not_guessed_between():
    for reference in ("R1", "R2"):
        somebody("Tyler Smith", PersonClass.LEARNER, reference=reference)
    outcome = bring("First name,Surname,Class\nTyler,Smith,learner\n")
    assert "Several people" in outcome.problems[0].text


def test_a_class_is_added_and_ended_by_the_file():
    bring(FILE)
    bring("Reference,First name,Surname,Class,Start,End\nL1,Kayleigh,Brambleby,learner,1/9/2026,20/11/2026\n")
    bring("Reference,First name,Surname,Class\nL1,Kayleigh,Brambleby,former learner\n")
    kay = queries.find_people("L1", SYSTEM, TODAY)[0]
    assert kay.classes == {PersonClass.FORMER_LEARNER}
    again = bring("Reference,First name,Surname,Class,Start,End\nL1,Kayleigh,Brambleby,learner,1/9/2026,20/11/2026\n")
    assert counts(again) == (0, 0, 1, 0, True)


def test_a_changed_address_of_somebody_who_signs_in_puts_a_hold():
    bring(FILE)
    tutor = queries.person_by_email("colm@example.org", TODAY)
    account = open_sign_in(actor=SYSTEM, now=NOW, person=tutor.id)
    bring("Reference,First name,Surname,Email\nW1,Colm,O'Shaughnessy,new@example.org\n")
    changed = Account.objects.get(pk=account)
    assert (changed.email, changed.sensitive_hold) == ("new@example.org", True)


def test_a_file_never_gives_a_post_or_a_sign_in():
    bring("First name,Surname,Role,Email\nAnn,Ambitious,staff,ann@example.org\n")
    person = queries.person_by_email("ann@example.org", TODAY)
    assert not person.has_account
    assert queries.posts_of(person.id, TODAY + timedelta(days=1)) == []


def test_progress_reaches_the_end():
    seen = []
    bring(FILE, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)


def run(tmp_path, text, *options):
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return CliRunner().invoke(cli, ["import", "people", str(path), *options])


def test_the_command_imports_and_counts(tmp_path):
    done = run(tmp_path, FILE)
    assert done.exit_code == 0, done.output
    assert "3 added, 0 changed, 0 left as they are." in done.output


def test_the_command_rehearses(tmp_path):
    done = run(tmp_path, FILE, "--dry-run")
    assert done.exit_code == 0
    assert "3 would be added" in done.output
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FILE + "L9,=HYPERLINK(1),X,,learner,,,,,,\n", "row 5, First name"),
        (b"PK\x03\x04", "xlsx"),
        (b"", "empty"),
        (FILE + "\x1b[31mred,Ann,X,,learner,,,,,,\n", "row 5"),
    ],
)
def test_the_command_names_what_is_wrong_and_fails(tmp_path, text, says):
    done = run(tmp_path, text)
    assert done.exit_code != 0
    assert says in done.output
    assert "\x1b" not in done.output
    assert not Person.objects.exists()


def test_the_command_names_a_file_that_is_not_there(tmp_path):
    done = CliRunner().invoke(cli, ["import", "people", str(tmp_path / "none.csv")])
    assert done.exit_code != 0
    assert "does not exist" in done.output
