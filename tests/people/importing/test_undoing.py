"""Taking an import back, what a file means by its columns, and what is kept of each."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry
from leeward.frontdoor.bench_people import invented
from leeward.frontdoor.cli import cli
from leeward.people import queries
from leeward.people.actions import Refused, change_person, import_people, open_sign_in, undo_import
from leeward.people.actions.directory import Details
from leeward.people.demo import build
from leeward.people.models import ClassOfPerson, ImportChange, ImportSource, PeopleImport, Person
from leeward.people.rules import PersonClass
from tests.crash import every_crash_point
from tests.people.made import NOW, TODAY, somebody

pytestmark = pytest.mark.django_db

HEAD = "Reference,First name,Surname,Class,Email,Start,Employer,Tutor\n"
FILE = (
    HEAD + "T1,Tom,Tutorby,staff,tom@example.org,1/9/2025,,\nL1,Lea,Learnby,learner,lea@example.org,1/9/2025,Kelp,T1\n"
)


def bring(text, **more):
    """Each import a minute after the one before."""
    now = NOW - timedelta(minutes=60 - PeopleImport.objects.count())
    return import_people(actor=SYSTEM, now=now, content=text.encode(), **more)


def undo(run, *, now=NOW, actor=SYSTEM):
    return undo_import(actor=actor, now=now, run=run)


def state():
    return [
        sorted(
            Person.objects.values_list("reference", "known_as", "family_name", "employer", "email", "tutor_id", "site")
        ),
        sorted(ClassOfPerson.objects.values_list("person_id", "kind", "since", "until")),
    ]


def test_what_an_import_changed_is_as_before_after_an_undo():
    bring(FILE)
    before = state()
    changed = "Reference,First name,Surname,Known as,Class,Email,Employer,Site,Start\n"
    changed += "L1,Lea,Newname,Lele,learner;parent,lea2@example.org,Portside,Quay,2/9/2025\n"
    done = bring(changed)
    assert state() != before
    fields = ImportChange.objects.get(run=done.run).fields
    assert fields["family_name"] == ["Learnby", "Newname"]
    assert fields["class:learner"] == ["2025-09-01/", "2025-09-02/"]
    assert undo(done.run) == (1, 0)
    assert state() == before
    assert AuditEntry.objects.get(action="people.undo-import").details["back"] == 1


def test_what_somebody_changed_since_stays_and_is_named():
    bring(FILE)
    done = bring("Reference,First name,Surname,Known as,Employer\nL1,Lea,Learnby,Lele,Portside\n")
    lea = queries.find_people("L1", SYSTEM, TODAY)[0]
    details = Details(
        "Lea", "Learnby", "Lele", email="lea@example.org", reference="L1", employer="Chosen", tutor=lea.tutor
    )
    change_person(actor=SYSTEM, now=NOW, person=lea.id, details=details)
    assert undo(done.run) == (0, 1)
    card = queries.person(lea.id, TODAY)
    assert (card.known_as, card.employer) == ("", "Chosen")
    assert "employer" in ImportChange.objects.get(run=done.run).stays


def test_who_was_added_is_recorded_as_having_left_and_is_known_again():
    done = bring(FILE)
    open_sign_in(actor=SYSTEM, now=NOW, person=queries.find_people("T1", SYSTEM, TODAY)[0].id, invite=False)
    assert undo(done.run) == (1, 1)
    lea, tom = Person.objects.get(given_name="Lea"), Person.objects.get(given_name="Tom")
    assert (lea.left_on, lea.email, lea.reference) == (TODAY, None, None)
    assert (tom.left_on, tom.email) == (None, "tom@example.org")
    again = bring(HEAD + "L1,Lea,Learnby,learner,lea@example.org,,,\n")
    assert (again.changed, Person.objects.get(given_name="Lea").reference) == (1, "L1")


def test_only_the_last_import_of_late_can_be_undone_and_only_once():
    first = bring(FILE).run
    second = bring("Reference,First name,Surname,Employer\nL1,Lea,Learnby,Portside\n").run
    with pytest.raises(Refused, match="last import"):
        undo(first)
    with pytest.raises(Refused, match="14 days"):
        undo(second, now=NOW + timedelta(days=15))
    undo(second)
    with pytest.raises(Refused, match="already"):
        undo(second)


def test_nobody_takes_out_themselves():
    run = bring(FILE).run
    tom = queries.find_people("T1", SYSTEM, TODAY)[0].id
    assert undo(run, actor=Actor(person=tom)) == (1, 1)
    assert Person.objects.get(pk=tom).left_on is None


def test_wherever_an_undo_stops_it_is_done_or_not():
    bring(FILE)
    run = bring("Reference,First name,Surname,Employer\nL1,Lea,Learnby,Portside\n").run

    def check(statement, finished):
        employer = Person.objects.get(reference="L1").employer
        assert (employer, PeopleImport.objects.get(pk=run).undone_at is not None) == (
            ("Kelp", True) if finished else ("Portside", False)
        )

    assert every_crash_point(lambda: undo(run), check) > 5


def test_a_rehearsal_shows_each_difference_and_writes_nothing():
    bring(FILE)
    with CaptureQueriesContext(connection) as caught:
        seen = bring("Reference,First name,Surname,Employer,Site\nL1,Lea,Learnby,Portside,Nowhere\n", rehearse=True)
    assert seen.changes[0].fields == {"employer": ("Kelp", "Portside"), "site": ("", "Nowhere")}
    assert [one["sql"] for one in caught if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_two_rows_that_mean_one_person_are_refused():
    somebody("Ann Doubleby", PersonClass.STAFF, reference="A1", email="ann@example.org")
    outcome = bring("Reference,Email,First name,Surname\nA1,,Ann,Doubleby\n,ann@example.org,Ann,Doubleby\n")
    assert [problem.row for problem in outcome.problems] == [3]


def test_who_is_not_in_a_file_said_to_be_complete_is_named_and_nothing_is_done():
    bring(FILE)
    stray = somebody("Sam Strayby", PersonClass.LEARNER)
    somebody("Pat Parentby", PersonClass.PARENT)
    seen = bring(FILE, complete=frozenset({PersonClass.LEARNER}))
    assert seen.missing == (stray,)
    assert Person.objects.filter(left_on__isnull=False).count() == 0


def test_what_columns_mean_is_chosen_and_remembered_for_a_source(tmp_path):
    path = tmp_path / "mis.csv"
    path.write_text("Personnel No,Vorname,Surname,Class,Reference\nP9,Ann,Oddby,staff,old\n")

    def run(*options):
        done = CliRunner().invoke(cli, ["import", "people", str(path), "--source", "MIS", *options])
        return done.exit_code, done.output

    assert "no column" in run()[1]
    chosen = ["--column", "Personnel No=reference", "--column", "Vorname=given_name", "--column", "Reference="]
    assert "1 would be added" in run("--dry-run", *chosen)[1]
    assert not ImportSource.objects.exists()
    assert run(*chosen)[0] == 0
    assert Person.objects.get().reference == "P9"
    assert "1 left as they are" in run("--complete-for", "staff")[1]
    assert run("--column", "Vorname=planet")[0] == 2
    assert run("--complete-for", "wizard")[0] == 2


def test_statements_grow_slower_than_rows():
    def statements(size):
        with CaptureQueriesContext(connection) as caught:
            assert bring(invented(size, 0).decode()).added == size
        return len(caught)

    few = statements(50)
    Person.objects.all()
    with CaptureQueriesContext(connection) as caught:
        assert bring(invented(500, 0).decode()).added == 450
    assert len(caught) < few * 2


def test_hr_sees_what_an_import_did_and_undoes_it(monkeypatch):
    monkeypatch.setattr("leeward.foundation.access._confirmer", lambda request: None)
    people = build(NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    hr = Client()
    hr.force_login(Account.objects.get(pk=people.actor("hr", NOW).account))
    run = PeopleImport.objects.get()
    page = hr.get(f"/people/import/{run.pk}").content.decode()
    assert "Employer: Portside Motors → Portside Motors Hull" in page
    assert str(run.pk) in hr.get("/people/import").content.decode()
    assert "get back what they had" in hr.get(f"/people/import/{run.pk}/undo").content.decode()
    done = hr.post(f"/people/import/{run.pk}/undo", follow=True).content.decode()
    assert "Undone: 1 people are as before" in done
    assert "already" in hr.post(f"/people/import/{run.pk}/undo", follow=True).content.decode()
