"""The mail journal as a mail server sees it: an ordinary client library, a real port, and the right answers."""

import asyncio
import logging
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError, connections

from leeward.foundation.outbox.jobs import work_off
from leeward.frontdoor.commands.mail import host_and_port, size_limit
from leeward.monitoring import mail_server
from leeward.monitoring.actions import receive, switch_off
from leeward.monitoring.mail_server import Journal, JournalHandler, MailServer, enhanced
from leeward.monitoring.models import Finding, ReceivedMessage
from leeward.monitoring.queries import source_taking, sources
from tests.monitoring.made import JOURNAL, NOW, details, house, lawful, letter

LIMIT = 50_000


@pytest.fixture
def port(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server on a free port, in a thread of its own, whose threads work inside the test's own transaction.

    (The audit trail cannot be emptied, so a test that commits could not be tidied up after.)
    """
    shared = connections["default"]
    shared.inc_thread_sharing()

    async def in_thread(self: JournalHandler, work: Callable[[], str]) -> str:
        def run() -> str:
            connections["default"] = shared
            return work()

        return await asyncio.get_running_loop().run_in_executor(self.threads, run)

    monkeypatch.setattr(JournalHandler, "_in_thread", in_thread)
    started: list[int] = []
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    server = MailServer("127.0.0.1", 0, LIMIT)

    def run() -> None:
        asyncio.set_event_loop(loop)
        started.append(loop.run_until_complete(server.start()))
        ready.set()
        loop.run_forever()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(10)
    yield started[0]
    asyncio.run_coroutine_threadsafe(server.stop(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
    shared.dec_thread_sharing()


def send(port: int, raw: bytes = letter(), to: str = JOURNAL, sender: str = "mta@harbour.example") -> tuple[int, str]:
    """Sends one message; the code and text of the answer that ended it."""
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        try:
            client.sendmail(sender, [to], raw)
        except smtplib.SMTPRecipientsRefused as refused:
            code, text = next(iter(refused.recipients.values()))
        except smtplib.SMTPResponseException as refused:
            code, text = refused.smtp_code, refused.smtp_error
        else:
            return 250, ""
    return code, text.decode() if isinstance(text, bytes) else text


def test_a_message_sent_by_an_ordinary_client_becomes_a_finding(port):
    lawful(house())
    assert send(port) == (250, "")
    assert ReceivedMessage.objects.get().state == ReceivedMessage.State.WAITING
    work_off(ReceivedMessage.objects.get().received_at)
    finding = Finding.objects.get()
    assert (finding.category, finding.direction, finding.severity) == ("grooming", "staff-to-learner", 4)


def test_the_null_sender_of_journal_reports_is_taken(port):
    lawful(house())
    assert send(port, sender="") == (250, "")


def test_mail_is_refused_for_good_while_no_basis_is_in_force(port):
    from leeward.monitoring.actions import record_basis

    record_basis(actor=house().actor("ism"), details=details(), now=NOW)
    code, text = send(port)
    assert code == 550
    assert text.startswith("5.7.1 Monitoring is off: no purpose, notice and lawful basis")
    assert not ReceivedMessage.objects.exists()


def test_mail_for_an_unknown_mailbox_is_refused(port):
    lawful(house())
    code, text = send(port, to="nobody@harbour.example")
    assert (code, text[:6]) == (550, "5.1.1 ")


def test_one_unknown_mailbox_beside_a_known_one_does_not_keep_the_message_out(port):
    lawful(house())
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        refused = client.sendmail("mta@harbour.example", [JOURNAL, "nobody@harbour.example"], letter())
    assert list(refused) == ["nobody@harbour.example"]
    assert ReceivedMessage.objects.count() == 1


def test_a_message_that_says_it_is_too_large_and_one_that_is_are_refused(port):
    lawful(house())
    big = letter("word " * LIMIT)
    code, text = send(port, big)
    assert (code, text[:6]) == (552, "5.3.4 ")
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.helo("mta")
        client.mail("mta@harbour.example")
        client.rcpt(JOURNAL)
        code, answer = client.data(big)
    assert (code, answer[:6]) == (552, b"5.3.4 ")
    assert not ReceivedMessage.objects.exists()


@pytest.mark.parametrize(
    ("command", "code", "status"),
    [
        ("MAIL FROM:<@@>", 553, "5.1.3"),
        ("MAIL FROM", 501, "5.5.4"),
        ("MAIL FROM:<a@b.example> SIZE=lots", 501, "5.5.4"),
        ("MAIL FROM:<a@b.example> SIZE=999999999", 552, "5.3.4"),
        ("MAIL FROM:<a@b.example> COLOUR=blue", 555, "5.5.4"),
        ("RCPT TO:<journal@harbour.example>", 503, "5.5.1"),
        ("DATA", 503, "5.5.1"),
        ("SING", 500, "5.5.2"),
        ("VRFY", 501, "5.5.4"),
    ],
)
def test_a_faulty_command_gets_its_code_and_an_enhanced_status(port, command, code, status):
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.ehlo("mta")
        answer = client.docmd(command)
    assert answer[0] == code
    assert answer[1].decode().startswith(f"{status} ")


@pytest.mark.parametrize(
    ("address", "code", "status"),
    [
        ("<@@>", 553, "5.1.3"),
        ("", 501, "5.5.4"),
        ("<journal>", 550, "5.1.1"),
        ("<j@harbour.example> X=1", 555, "5.5.4"),
    ],
)
def test_a_recipient_nobody_can_read_or_knows_is_refused(port, address, code, status):
    lawful(house())
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.ehlo("mta")
        client.mail("mta@harbour.example")
        answer = client.docmd(f"RCPT TO:{address}")
    assert (answer[0], answer[1].decode()[:5]) == (code, status)


def test_while_the_database_is_away_the_sender_is_asked_to_come_back(port, monkeypatch):
    lawful(house())

    def away(*args, **kwargs):
        raise OperationalError("server closed the connection: secret details")

    monkeypatch.setattr(mail_server, "receive", away)
    code, text = send(port)
    assert (code, text[:6]) == (451, "4.3.0 ")
    assert "secret" not in text
    monkeypatch.setattr(mail_server, "source_taking", away)
    assert send(port)[0] == 451
    monkeypatch.setattr(mail_server, "receive", receive)
    monkeypatch.setattr(mail_server, "source_taking", source_taking)
    assert send(port) == (250, "")


def test_a_fault_of_ours_is_no_reason_for_the_sender_to_give_up(port, monkeypatch, caplog):
    lawful(house())

    def fault(*args, **kwargs):
        raise ZeroDivisionError("Ava Reedling")

    monkeypatch.setattr(mail_server, "receive", fault)
    with caplog.at_level(logging.DEBUG):
        assert send(port)[0] == 451
    assert "ZeroDivisionError" in caplog.text
    assert "Ava" not in caplog.text
    assert "harbour.example" not in "".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("asyncio")
    )


def test_monitoring_switched_off_between_address_and_message_refuses_the_message(port):
    made = house()
    lawful(made)
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.ehlo("mta")
        client.mail("mta@harbour.example")
        assert client.rcpt(JOURNAL)[0] == 250
        switch_off(actor=made.actor("dsl"), source_id=sources()[0].id, why="Stop", now=NOW)
        code, text = client.data(letter())
    assert (code, text[:6]) == (550, b"5.7.1 ")
    assert not ReceivedMessage.objects.exists()


def test_a_connection_lost_in_the_middle_keeps_nothing(port):
    lawful(house())
    client = smtplib.SMTP("127.0.0.1", port, timeout=10)
    client.ehlo("mta")
    client.mail("mta@harbour.example")
    client.rcpt(JOURNAL)
    client.putcmd("DATA")
    assert client.getreply()[0] == 354
    client.send(letter()[:60])
    client.close()
    assert send(port, letter("Another message")) == (250, "")
    assert ReceivedMessage.objects.count() == 1


def test_one_connection_too_many_is_asked_to_come_back(port, monkeypatch):
    monkeypatch.setattr(mail_server, "MOST_CONNECTIONS", 1)
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as first:
        assert first.noop()[0] == 250
        with socket.create_connection(("127.0.0.1", port), timeout=10) as second:
            assert second.recv(200).startswith(b"421 4.3.2 ")
    lawful(house())
    assert Journal.open_connections <= 1


def test_a_page_written_as_one_long_line_is_taken(port):
    lawful(house())
    assert send(port, b"From: a@b.example\r\nTo: c@d.example\r\n\r\n" + b"word " * 9000 + b"\r\n") == (250, "")


@pytest.mark.parametrize(
    ("status", "becomes"),
    [
        ("250 OK", "250 OK"),
        ("552 Error: Too much mail data", "552 5.3.4 Error: Too much mail data"),
        ("553 5.1.3 Error: malformed address", "553 5.1.3 Error: malformed address"),
        ("599 Odd", "599 Odd"),
    ],
)
def test_a_refusal_without_an_enhanced_status_is_given_one(status, becomes):
    assert enhanced(status) == becomes


@pytest.mark.parametrize("address", ["", "2525", ":2525", "host:", "host:99999", "host:x"])
def test_a_listening_address_nobody_can_use_is_named(address):
    import click

    with pytest.raises(click.UsageError, match="LEEWARD_MAIL"):
        host_and_port(address)


def test_addresses_of_both_kinds_are_read():
    assert host_and_port("127.0.0.1:2525") == ("127.0.0.1", 2525)
    assert host_and_port("[::1]:25") == ("::1", 25)


@pytest.mark.parametrize("text", ["", "lots", "-1", "9999"])
def test_a_size_limit_nobody_can_use_is_named(text):
    import click

    with pytest.raises(click.UsageError, match="LEEWARD_MAIL_LIMIT"):
        size_limit(text)
