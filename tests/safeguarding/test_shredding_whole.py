"""After a case with everything is shredded: no word of it, in no table, file or room; and all that goes on, goes on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from leeward.foundation import schedule
from leeward.foundation.approvals.kinds import About
from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.backup.registry import sealed_values
from leeward.foundation.evidence.registry import checks
from leeward.foundation.guards import still_kept
from leeward.foundation.outbox.jobs import dead_letters, work_off
from leeward.foundation.outbox.models import Job
from leeward.foundation.vault import store
from leeward.safeguarding import actions
from leeward.safeguarding.actions.disclosing import about_disclosure
from leeward.safeguarding.actions.shredding import FATES, Fate
from leeward.safeguarding.models import Bar, Case, CaseLink, CaseName
from leeward.safeguarding.queries.retention import shredded_lines
from tests.people.made import give, somebody
from tests.safeguarding.made import NOW
from tests.safeguarding.test_shredding import hanging_on_a_case
from tests.safeguarding.whole_case import NAME, WORD, everything, shred

LATER = NOW + timedelta(days=400)
KNOWN_BY_NUMBER = {
    "approvalrequest": "who asked and who decided, and when; its words are destroyed with the case",
    "auditentry": "who did what and when, in the chain that cannot be changed; it holds no word of a case",
    "job": "work that was put off: numbers and times, and it runs out in silence",
    "observation": "one answer a day whether something was in time; of a few words of the program",
    "shreddedrecord": "the list by which a restore destroys the keys again",
}
"""Tables elsewhere in which numbers of a shredded case stand, and why they may. Another one fails the test."""


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.LEEWARD_HOME = tmp_path
    settings.LEEWARD_SHREDDED = tmp_path / "shredded.list"
    return tmp_path


@pytest.fixture
def receipt(house, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return everything(house)


@pytest.fixture
def shredded(house, receipt, django_capture_on_commit_callbacks):
    work_off(NOW + timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        shred(house, receipt.ref, LATER)
    return Case.objects.get(ref=receipt.ref)


def opened() -> Iterator[str]:
    """Everything any room has sealed that still opens."""
    for values in sealed_values().values():
        for record, field, sealed in values():
            if bytes(sealed):
                try:
                    yield store.open_text(record, field, sealed)
                except store.Shredded:
                    continue


def in_the_clear() -> Iterator[tuple[str, str]]:
    """Every value of every row of every table, as text, with the table's model."""
    for model in apps.get_models():
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values_list(*names):
            for value in row:
                plain = bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                yield model._meta.model_name, plain


def on_disk(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_the_case_of_this_test_has_a_row_in_every_table(house, receipt):
    shred_free = {"shredcertificate", "shredproposal", "retentionplan", "legalhold"}
    empty = {name for name, model in hanging_on_a_case().items() if not model._default_manager.exists()}
    assert empty == shred_free | {"bar"}
    assert sum(WORD in text for text in opened()) > 25


def test_no_word_of_it_opens_in_any_room_or_stands_in_any_table_or_file(house, shredded, home):
    assert [text for text in opened() if WORD in text or NAME in text] == []
    assert [name for name, text in in_the_clear() if WORD in text or NAME in text] == []
    assert WORD.encode() not in on_disk(home)
    assert not [path for folder in ("files", "packs") for path in (home / folder).rglob("*") if path.is_file()]
    assert [line.ref for line in shredded_lines(house.actor("lead"), LATER)] == [shredded.ref]


def test_only_tables_that_are_named_with_a_reason_still_hold_its_numbers(house, receipt):
    case = Case.objects.get(ref=receipt.ref)
    numbers = {str(case.pk), case.ref, str(case.record)}
    for model in hanging_on_a_case().values():
        for field in model._meta.fields:
            if isinstance(field, models.ForeignKey) and field.related_model is Case:
                rows = model._default_manager.filter(**{field.name: case})
                numbers |= {str(pk) for pk in rows.values_list("pk", flat=True)}
    numbers |= {str(pk) for pk in case.concerns.values_list("record", flat=True)}
    for recurring in schedule._recurring.values():
        if recurring.name == "foundation.observe":
            recurring.do(NOW + timedelta(days=1))
    shred(house, receipt.ref, LATER)
    plain = {number.replace("-", "") for number in numbers if len(number) > 30} | numbers
    found = {name for name, text in in_the_clear() if any(number in text for number in plain)}
    assert found - set(FATES) - {"case"} == set(KNOWN_BY_NUMBER)


def test_what_is_written_once_is_still_guarded_by_the_database_afterwards(house, shredded):
    """Shredding takes keys, not rows: it needs no way past the guards, and there is none."""
    tables = {model._meta.db_table for name, model in hanging_on_a_case().items() if FATES[name] is Fate.DARK}
    guarded = still_kept(sorted(tables))
    assert len(guarded) >= 12
    for table in sorted(guarded):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):  # names of our tables
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_case_that_it_was_linked_with_keeps_its_words_but_not_why_they_belonged_together(house, shredded):
    case = shredded
    links = CaseLink.objects.filter(one=case) | CaseLink.objects.filter(other=case)
    assert links.count() == 2
    for link in links:
        assert store.is_shredded(link.pk)
    others = Case.objects.exclude(pk=case.pk)
    assert others.count() == 2
    lead = house.actor("lead")
    open_ones = [actions.open_case(lead, other.ref, LATER) for other in others]
    assert any("CANARY-TEXT" in str(one) for one in open_ones)


def test_what_is_done_every_night_and_every_check_goes_on(house, shredded):
    for days in (0, 1, 10, 100):
        for recurring in schedule._recurring.values():
            recurring.do(LATER + timedelta(days=days))
        work_off(LATER + timedelta(days=days, hours=20))
    assert dead_letters() == []
    assert not Job.objects.exclude(last_error="").exists()
    key = str(shredded.pk)
    for check in checks():
        assert not [unit for unit in check.units(LATER) if key in unit], check.key


def test_a_page_of_requests_still_says_nothing_of_one_about_it(house, shredded):
    rows = ApprovalRequest.objects.filter(subject__startswith="disclosure:")
    assert rows
    for row in rows:
        assert about_disclosure(row.subject, house.actor("deputy")) == About()


def test_new_words_for_the_way_back_are_not_given_any_more(house, shredded):
    submission = shredded.concerns.order_by("raised_at").first().submission
    assert actions.new_words(submission, LATER) is None


def test_whoever_a_name_kept_out_is_not_told_by_the_certificate(house, receipt, django_capture_on_commit_callbacks):
    """A second deputy is called like somebody in the case: they could not know of it, and they do not now."""
    namesake = somebody(NAME, email="namesake@example.org", since=NOW.date() - timedelta(days=90))
    give(namesake, "dsl", deputy=True, since=NOW.date() - timedelta(days=80))
    reader = house.actor("deputy")
    theirs = type(reader)(account=reader.account, person=namesake, name=NAME, permissions=reader.permissions)
    assert shredded_lines(theirs, NOW) == []
    with django_capture_on_commit_callbacks(execute=True):
        shred(house, receipt.ref, LATER)
    assert [line.ref for line in shredded_lines(house.actor("lead"), LATER)] == [receipt.ref]
    assert shredded_lines(theirs, LATER) == []
    assert Bar.objects.filter(case__ref=receipt.ref).count() == 1
    assert not CaseName.objects.filter(case__ref=receipt.ref).exists()
