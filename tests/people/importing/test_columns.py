"""Choosing on the page what the columns of a file mean; and taking the directory out as a file."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry
from leeward.people import queries
from leeward.people.actions import import_people
from leeward.people.actions.exporting import HEADINGS, export_people
from leeward.people.demo import build
from leeward.people.models import ImportSource, Person
from leeward.people.rules import PersonClass
from tests.people.made import NOW, TODAY, somebody

pytestmark = pytest.mark.django_db
FILE = b"Vorname,Nachname,Kind of person,Shoe size\nNia,Newcomb,learner,4\n"


@pytest.fixture
def hr():
    people = build(NOW)
    client = Client()
    client.force_login(Account.objects.get(pk=people.actor("hr", NOW).account))
    return client


def sent(content=FILE, **more):
    return {"file": SimpleUploadedFile("people.csv", content, "text/csv"), **more}


def choose(page, **columns):
    return {"token": page.context["token"], **{f"column-{place[1:]}": field for place, field in columns.items()}}


def test_headings_nobody_knows_are_asked_about_and_remembered_for_the_next_file(hr):
    page = hr.post("/people/import", sent(source="  Old  MIS "))
    assert "There is no column" in page.content.decode()
    assert "Shoe size" in page.content.decode()
    page = hr.post("/people/import/columns", choose(page, c0="given_name", c1="family_name", c2="classes"))
    assert "1 would be added" in page.content.decode()
    assert not Person.objects.filter(given_name="Nia").exists()
    hr.post("/people/import/confirm", {"token": page.context["token"]})
    assert Person.objects.filter(given_name="Nia", family_name="Newcomb").count() == 1
    assert ImportSource.objects.get(name="Old MIS").columns["shoe size"] == ""
    page = hr.post("/people/import", sent(FILE.replace(b"Nia", b"Owain"), source="Old MIS"))
    assert "1 would be added" in page.content.decode()


def test_two_columns_cannot_mean_the_same_and_the_choice_stays_on_the_page(hr):
    page = hr.post("/people/import", sent())
    page = hr.post("/people/import/columns", choose(page, c0="given_name", c1="given_name"))
    assert "mean the same" in page.content.decode()
    assert page.context["columns"].fields["column-1"].initial == "given_name"


@pytest.mark.parametrize("field", ["person", "<b>", "is_active"])
def test_a_field_that_is_not_offered_changes_nothing(hr, field):
    page = hr.post("/people/import", sent())
    page = hr.post("/people/import/columns", choose(page, c0=field))
    assert "There is no column" in page.content.decode()


def test_a_file_that_is_gone_is_asked_for_again(hr):
    page = hr.post("/people/import", sent())
    asked = choose(page, c0="given_name", c1="family_name", c2="classes")
    hr.post("/people/import/columns", asked)
    again = hr.post("/people/import/columns", asked, follow=True)
    assert "Choose it again" in again.content.decode()


def test_the_missing_are_shown_and_leave_only_when_ticked_twice(hr):
    page = hr.post("/people/import", sent(b"First name,Surname,Class\nNia,Newcomb,learner\n", complete=["learner"]))
    words = page.content.decode()
    number = page.context["missing"].number
    assert number > 1
    assert f"{number} of {number} people are not in the file" in words
    assert 'name="sure"' in words
    page = hr.post("/people/import/confirm", {"token": page.context["token"], "leave": "yes"})
    assert "More than" not in page.content.decode()
    assert "look whether it is the right file" in page.content.decode()
    assert not Person.objects.filter(given_name="Nia").exists()
    hr.post("/people/import/confirm", {"token": page.context["token"], "leave": "yes", "sure": "yes"})
    assert Person.objects.filter(left_on__isnull=False).count() >= number


def exported(actor=SYSTEM, **more):
    text = export_people(actor=actor, now=NOW, purpose="Census", **more).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_an_export_can_be_imported_again_and_changes_nothing():
    tutor = somebody("Tessa Tutorby", PersonClass.STAFF, email="tessa@example.org", reference="T1")
    somebody("Kay Brambleby", PersonClass.LEARNER, PersonClass.PARENT, reference="L1", tutor=tutor, site="Quayside")
    somebody("Zoë O’Hara-Łuc", PersonClass.VOLUNTEER, email="zoe@example.org")
    content = export_people(actor=SYSTEM, now=NOW, purpose="Census")
    outcome = import_people(actor=SYSTEM, now=NOW, content=content)
    assert (outcome.unchanged, outcome.changed, outcome.added, outcome.problems) == (3, 0, 0, ())


def test_an_export_of_many_names_everybody_once(monkeypatch):
    for number in range(23):
        somebody(f"Same Namesake{number % 4}", reference=f"N{number}")
    monkeypatch.setattr(queries.searching.everybody, "__kwdefaults__", {"kind": None, "most": 5})
    assert sorted(row["Reference"] for row in exported()) == sorted(f"N{number}" for number in range(23))


def test_an_export_is_of_a_class_of_those_one_may_look_up_and_runs_nothing_in_a_spreadsheet():
    somebody("Ann Staffby", PersonClass.STAFF, employer="=HYPERLINK(1)")
    somebody("Lee Learnerby", PersonClass.LEARNER)
    assert [row["First name"] for row in exported(kind=PersonClass.STAFF)] == ["Ann"]
    assert exported(kind=PersonClass.STAFF)[0]["Employer"] == "'=HYPERLINK(1)"
    assert exported(Actor()) == []
    assert set(exported()[0]) == set(HEADINGS)


def test_an_export_is_in_the_audit_trail_without_a_name():
    somebody("Ann Staffby", PersonClass.STAFF)
    exported()
    entry = AuditEntry.objects.get(action="people.export")
    assert (entry.details["people"], entry.details["purpose"]) == (1, "Census")
    assert "Ann" not in str(entry.details)


def test_the_page_gives_the_file_for_a_purpose_and_nobody_keeps_it(hr):
    assert hr.post("/people/export", {"kind": "", "purpose": ""}).headers["Content-Type"].startswith("text/html")
    answer = hr.post("/people/export", {"kind": "staff", "purpose": "Census"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.decode("utf-8-sig").startswith("Reference,First name")
    assert TODAY.isoformat()[:4] in answer.headers["Content-Disposition"]
