"""A concern is taken in once, kept sealed, and told to the right people only."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import Error, connection, transaction

from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.audit.trail import verify
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.models import Job
from leeward.foundation.vault.store import CannotOpen
from leeward.safeguarding import actions, queries
from leeward.safeguarding.models import Bar, Case, CasePerson, Concern, Thread
from leeward.safeguarding.rules.telling import Source, Telling
from tests.crash import every_crash_point
from tests.safeguarding.made import NOW, about, raised, readers


def seen(house, receipt):
    return {key for key in house.person if queries.cases_for(house.actor(key), NOW).filter(ref=receipt.ref).exists()}


def test_a_concern_goes_to_the_lead_and_deputy_and_nobody_else_knows_of_it(house):
    receipt = raised()
    assert readers(receipt) == ["Deborah Oseitutu", "Tomasz Wren"]
    assert seen(house, receipt) == {"lead", "deputy"}


@pytest.mark.parametrize(
    ("names", "to", "seen_by"),
    [
        ("Deborah Oseitutu", ["Helen Okonjo"], {"director"}),
        ("debs deborah OSEITUTU!", ["Helen Okonjo"], {"director"}),
        ("Oseitutu", ["Helen Okonjo"], {"director"}),
        ("deborah", ["Helen Okonjo"], {"director"}),
        ("the safeguarding lead", ["Helen Okonjo"], {"director"}),
        ("Tomasz Wren", ["Helen Okonjo"], {"director"}),
        ("Helen Okonjo", ["Margaret Thornbury"], {"chair"}),
        ("the managing director", ["Margaret Thornbury"], {"chair"}),
        ("Helen Okonjo and Deborah Oseitutu", ["Margaret Thornbury"], {"chair"}),
        ("Helen Okonjo, Tomasz Wren", ["Margaret Thornbury"], {"chair"}),
        ("Margaret Thornbury", ["Deborah Oseitutu", "Tomasz Wren"], {"lead", "deputy"}),
        ("Colm Shaughnessy", ["Deborah Oseitutu", "Tomasz Wren"], {"lead", "deputy"}),
        ("Helen Okonjo, Deborah Oseitutu, Margaret Thornbury", [], set()),
    ],
)
def test_one_about_a_recipient_goes_past_them(house, names, to, seen_by):
    receipt = raised(about(names))
    assert readers(receipt) == to
    assert seen(house, receipt) == seen_by
    assert receipt.outside is (not to)


def test_a_recipient_named_in_the_account_does_not_read_it_unless_the_reporter_says_so(house):
    telling = Telling(happened="Colm shouted at me in front of Deborah Oseitutu")
    assert readers(raised(telling)) == ["Helen Okonjo"]
    cleared = raised(telling, cleared=[house.person["lead"]])
    assert readers(cleared) == ["Deborah Oseitutu", "Tomasz Wren"]


def test_nobody_can_clear_a_recipient_whom_it_is_certainly_about(house):
    assert readers(raised(about("Deborah Oseitutu"), cleared=[house.person["lead"]])) == ["Helen Okonjo"]
    assert readers(raised(flagged=[house.person["lead"]], cleared=[house.person["lead"]])) == ["Helen Okonjo"]


def test_having_told_a_recipient_is_no_conflict(house):
    assert (
        readers(raised(Telling(happened="It happened again", told="I told Deborah Oseitutu")))[0] == "Deborah Oseitutu"
    )


def test_somebody_close_to_a_recipient_is_a_conflict(house):
    assert readers(raised(about("my coach", close="yes", close_names="Deborah Oseitutu"))) == ["Helen Okonjo"]


def test_known_subjects_of_a_finding_are_conflicts(house):
    receipt = raised(source=Source.MONITORING, subjects=[house.person["lead"]], way_back=False)
    assert (readers(receipt), receipt.words) == (["Helen Okonjo"], "")


def test_the_same_submission_twice_is_one_concern_and_its_words_are_given_once(house):
    submission = uuid4()
    first, second = raised(submission=submission), raised(submission=submission)
    assert (second.ref, second.words, second.again) == (first.ref, "", True)
    assert second.readers == first.readers
    assert Concern.objects.count() == Thread.objects.count() == 1


def test_an_empty_account_is_refused(house):
    with pytest.raises(ValueError, match="account"):
        raised(Telling(when="today", happened=" \n"))
    assert not Case.objects.exists()


@pytest.mark.parametrize("text", ["\x00", "\ud800 half a character", "🙂" * 20_000, "</script>", "﷽" * 999])
def test_whatever_is_written_is_kept(house, text):
    receipt = raised(Telling(happened=text))
    told = actions.open_case(house.actor("lead"), receipt.ref, NOW).concerns[0].telling.happened
    assert told == text.encode("utf-8", "replace").decode()


def everything_in_the_database(*prefixes):
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(prefixes):
                cursor.execute(f'SELECT * FROM "{table}"')
                for row in cursor.fetchall():
                    for value in row:
                        yield bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()


def test_no_text_no_name_and_no_words_are_readable_in_the_database(house):
    telling = about("Colm Shaughnessy", reporter_name="Kayleigh Brambleby", contact="07700 900123")
    receipt = raised(telling)
    actions.write_back(receipt.words, "SECOND-CANARY", NOW)
    data = b"\n".join(everything_in_the_database("safeguarding_", "foundation_"))
    for secret in ("CANARY-TEXT", "SECOND-CANARY", "Shaughnessy", "Kayleigh", "900123", receipt.words):
        assert secret.encode() not in data
    # Nor does a row lead from the person it is about to the case.
    person, data = house.person["tutor"], b"\n".join(everything_in_the_database("safeguarding_"))
    assert str(person).encode() not in data
    assert person.bytes not in data
    assert person.hex.encode() not in data


def test_a_crash_at_any_statement_loses_nothing_that_was_receipted_and_does_nothing_by_halves(house):
    submission, receipts = uuid4(), []
    entries = AuditEntry.objects.count()

    def flow():
        receipts.append(raised(about("Colm Shaughnessy"), submission=submission))

    def check(statement, finished):
        kept = Concern.objects.filter(submission=submission).count()
        assert kept == (1 if finished else 0)
        assert Case.objects.count() == Thread.objects.count() == CasePerson.objects.count() == kept
        assert AuditEntry.objects.count() - entries == kept
        assert (Job.objects.exclude(kind__startswith="people").count() > 0) is bool(kept)
        assert verify() == []
        if finished:
            assert actions.open_case(house.actor("lead"), receipts[-1].ref, NOW).concerns[0].telling.happened
            assert actions.come_back(receipts[-1].words, NOW).ref == receipts[-1].ref

    tried = every_crash_point(flow, check)
    assert tried > 20


def test_after_a_crash_the_same_form_sent_again_is_kept(house):
    from tests.crash import Crash, crash_at

    submission = uuid4()
    with pytest.raises(Crash), crash_at(9):
        raised(submission=submission)
    assert raised(submission=submission).words


def test_the_database_refuses_to_change_or_delete_what_was_told(house):
    raised(way_back=False)
    for change in (lambda: Concern.objects.update(source="on-behalf"), lambda: Concern.objects.all().delete()):
        with pytest.raises(Error, match="stays as it was written"), transaction.atomic():
            change()


def test_letters_say_that_something_waits_and_nothing_else(house):
    receipt = raised(about("Deborah Oseitutu"))
    work_off(NOW)
    assert [letter.to for letter in mail.outbox] == [["director@example.org"]]
    letter = mail.outbox[0]
    assert letter.subject == "Something waits for you in Leeward"
    for secret in (receipt.ref, "concern", "safeguard", "Oseitutu", "CANARY"):
        assert secret not in letter.body.replace("/safeguarding", "")
    assert receipt.ref not in str(Job.objects.values_list("key", "payload"))


def test_a_sealed_answer_that_was_changed_or_swapped_refuses_loudly(house):
    first, second = raised(), raised(about("Colm Shaughnessy"))
    cases = [Case.objects.get(ref=receipt.ref) for receipt in (first, second)]
    person = cases[1].persons.get()
    person.who = bytes(person.who)[:-1] + bytes([bytes(person.who)[-1] ^ 1])
    person.save()
    with pytest.raises(CannotOpen):
        actions.open_case(house.actor("lead"), second.ref, NOW)
    bars = [Bar.objects.filter(case=case).count() for case in cases]
    assert bars[1] == 1
    Bar.objects.filter(case=cases[1]).update(case=cases[0])
    with pytest.raises(CannotOpen):
        actions.open_case(house.actor("lead"), first.ref, NOW)


def test_the_threads_of_two_reporters_cannot_be_swapped(house):
    first, second = raised(), raised()
    mine, other = (Thread.objects.get(concern__case__ref=receipt.ref) for receipt in (first, second))
    Thread.objects.filter(pk=mine.pk).update(found_by="parked")
    Thread.objects.filter(pk=other.pk).update(found_by=mine.found_by)
    with pytest.raises(CannotOpen):
        actions.come_back(first.words, NOW)


def test_an_unread_concern_is_told_to_deputies_then_upstairs_then_to_all_each_working_day(house):
    receipt = raised()
    work_off(NOW)
    assert [letter.to[0] for letter in mail.outbox] == ["lead@example.org"]
    case = Case.objects.get(ref=receipt.ref)

    def told_at(when):
        mail.outbox.clear()
        work_off(when)
        return sorted(letter.to[0].split("@")[0] for letter in mail.outbox)

    assert told_at(NOW + timedelta(hours=3, minutes=59)) == []
    assert told_at(NOW + timedelta(hours=4)) == ["deputy", "lead"]
    assert told_at(case.acknowledge_due - timedelta(seconds=1)) == []
    assert told_at(case.acknowledge_due) == ["deputy", "director", "lead"]
    assert queries.find_case(house.actor("director"), receipt.ref, case.acknowledge_due) is not None
    # Thursday's close was the limit; next is Friday's close, then Monday's, each time one post further or all again.
    assert told_at(case.acknowledge_due + timedelta(hours=23)) == []
    assert told_at(case.acknowledge_due + timedelta(hours=24)) == ["chair", "deputy", "director", "lead"]
    assert told_at(case.acknowledge_due + timedelta(hours=95)) == []
    assert told_at(case.acknowledge_due + timedelta(hours=96)) == ["chair", "deputy", "director", "lead"]


def test_once_acknowledged_nobody_else_is_told(house):
    receipt = raised()
    lead = house.actor("lead")
    actions.open_case(lead, receipt.ref, NOW)
    actions.acknowledge(actor=lead, ref=receipt.ref, now=NOW)
    work_off(NOW)
    mail.outbox.clear()
    work_off(NOW + timedelta(days=10))
    assert mail.outbox == []
    assert queries.find_case(house.actor("director"), receipt.ref, NOW + timedelta(days=10)) is None


def test_an_unread_concern_about_the_lead_is_never_told_to_the_team(house):
    receipt = raised(about("Deborah Oseitutu"))
    for day in range(12):
        work_off(NOW + timedelta(days=day))
    told = {letter.to[0].split("@")[0] for letter in mail.outbox}
    assert told == {"director", "chair"}
    later = NOW + timedelta(days=12)
    assert queries.find_case(house.actor("lead"), receipt.ref, later) is None
    assert queries.find_case(house.actor("deputy"), receipt.ref, later) is None
