"""A message is kept whole or not at all, looked at once, and gone when nobody needs it."""

from datetime import timedelta

import pytest

from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.models import Job
from leeward.foundation.settings_history.actions import set_to
from leeward.foundation.vault.store import CannotOpen, open_text
from leeward.monitoring.actions import assess_received, receive, tidy
from leeward.monitoring.actions.assessing import MessageReceived
from leeward.monitoring.chosen import MESSAGE_HOURS
from leeward.monitoring.models import DailyCount, Finding, ReceivedMessage
from leeward.monitoring.queries import NotMonitored
from tests.crash import every_crash_point
from tests.monitoring.made import HARMLESS, JOURNAL, LATER, MOVE, NOW, found, house, lawful, letter

pytestmark = pytest.mark.django_db


def jobs():
    return Job.objects.filter(handler="monitoring.assess")


def test_mail_for_an_unknown_address_is_not_taken():
    lawful(house())
    with pytest.raises(NotMonitored) as refusal:
        receive(letter(), address="other@harbour.example", now=NOW)
    assert not refusal.value.known


def test_the_same_message_twice_is_one_row_one_job_and_one_finding():
    lawful(house())
    first = receive(letter(), address=JOURNAL, now=NOW)
    assert receive(letter(), address=JOURNAL.upper(), now=NOW) == first
    assert (ReceivedMessage.objects.count(), jobs().count()) == (1, 1)
    work_off(NOW)
    assess_received(MessageReceived(first), LATER)
    assert receive(letter(), address=JOURNAL, now=LATER) == first
    work_off(LATER)
    assert Finding.objects.count() == 1


def test_a_crash_at_any_statement_keeps_the_whole_message_or_nothing():
    lawful(house())
    outcomes = set()

    def check(statement, finished):
        rows, waiting = ReceivedMessage.objects.count(), jobs().count()
        entries = AuditEntry.objects.filter(action="monitoring.receive").count()
        assert rows == waiting == entries == int(finished)
        if not finished:
            # The sender was not told 250, so it sends the message again: then it is kept.
            receive(letter(), address=JOURNAL, now=LATER)
            assert (ReceivedMessage.objects.count(), jobs().count()) == (1, 1)
        outcomes.add(finished)

    tried = every_crash_point(lambda: receive(letter(), address=JOURNAL, now=NOW), check)
    assert tried > 5
    assert outcomes == {True, False}


def test_a_crash_at_any_statement_of_assessing_loses_and_doubles_nothing():
    lawful(house())
    message = receive(letter(), address=JOURNAL, now=NOW)

    def check(statement, finished):
        if not finished:
            assert not Finding.objects.exists()
            assess_received(MessageReceived(message), LATER)
        assert Finding.objects.count() == 1
        assert Job.objects.filter(handler="foundation.deliver-letter").count() >= 1

    assert every_crash_point(lambda: assess_received(MessageReceived(message), NOW), check) > 10


def test_a_message_without_anything_to_look_at_is_destroyed_as_soon_as_it_is_assessed():
    lawful(house())
    assert found(HARMLESS) is None
    row = ReceivedMessage.objects.get()
    assert (row.body, row.shredded_at) == (None, NOW)


def test_a_message_that_led_to_a_finding_goes_after_the_hours_chosen():
    made = house()
    lawful(made)
    finding = found(MOVE)
    body = bytes(finding.message.body)
    tidy(NOW + timedelta(hours=71))
    assert ReceivedMessage.objects.get().body is not None
    set_to(MESSAGE_HOURS, 24, actor=made.actor("ism"), why="Less", now=NOW)
    tidy(NOW + timedelta(hours=25))
    row = ReceivedMessage.objects.get()
    assert row.body is None
    with pytest.raises(CannotOpen):
        open_text(row.pk, "body", body)
    tidy(NOW + timedelta(hours=25) + timedelta(days=30))
    assert not ReceivedMessage.objects.exists()
    assert Finding.objects.count() == 1


def test_what_is_kept_cannot_be_read_in_the_database():
    lawful(house())
    finding = found(MOVE)
    stored = b"".join(bytes(column) for column in (finding.body, finding.message.body))
    rows = repr(Finding.objects.values().get()) + repr(ReceivedMessage.objects.values().get())
    rows += repr(list(Job.objects.values())) + repr(list(AuditEntry.objects.values()))
    for word in ("Snapchat", "tutor@harbour", "learner@harbour", "Marshfield", "Reedling"):
        assert word.encode() not in stored
        assert word not in rows


def test_below_what_is_reviewed_only_a_days_count_is_kept():
    lawful(house())
    assert found("Forward this to 10 people or bad luck follows", "learner", "learner-2") is None
    assert found("Send it to 10 people or lose, forward this to 10 friends", "learner-2", "learner") is None
    count = DailyCount.objects.get()
    assert (count.category, count.severity, count.count) == ("spam", 1, 2)
    assert not ReceivedMessage.objects.filter(body__isnull=False).exists()


@pytest.mark.parametrize(
    ("sender", "to", "direction", "severity"),
    [
        ("tutor", "learner", "staff-to-learner", 4),
        ("tutor", "ism learner", "staff-to-learner", 4),
        ("stranger@elsewhere.example", "learner", "external-to-learner", 4),
        ("learner", "learner-2", "learner-to-learner", 2),
        ("learner", "tutor", "learner-to-staff", 2),
        ("learner", "stranger@elsewhere.example", "learner-to-external", 2),
        ("tutor", "ism", "staff-to-staff", 2),
    ],
)
def test_who_speaks_to_whom_decides_how_much_the_same_words_mean(sender, to, direction, severity):
    lawful(house())
    finding = found(MOVE, sender, to)
    assert (finding.direction, finding.severity) == (direction, severity)


def test_hidden_html_is_assessed_too():
    from email.message import EmailMessage

    lawful(house())
    message = EmailMessage()
    message["From"], message["To"] = "tutor@harbour.example", "learner@harbour.example"
    message.set_content("See you on Friday")
    message.add_alternative(f"<p>{MOVE}</p>", subtype="html")
    receive(bytes(message), address=JOURNAL, now=NOW)
    work_off(NOW)
    assert Finding.objects.get().severity == 4


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff" * 500, b"From: <>\r\nTo: ,\r\n\r\n\xed\xa0\x80", b"From: a\x00b@c.example\r\n\r\n\x00"]
)
def test_the_ugliest_message_is_kept_and_assessed(raw):
    lawful(house())
    receive(raw, address=JOURNAL, now=NOW)
    work_off(NOW)
    assert ReceivedMessage.objects.get().state == ReceivedMessage.State.ASSESSED
