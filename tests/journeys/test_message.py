"""A worrying message: refused until monitoring is lawful, then found, reviewed and raised by a person as a concern."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Opening, shoot, sign_in
from tests.journeys.harness import PATIENCE, ROOT, Running, free_port, process

DEMO_JOURNAL = "journal@harbourlane.example"
WORDS = "Message me on my private Snapchat instead of here and don't tell anyone, they would not understand."


def letter(number: object, text: str = WORDS) -> bytes:
    """From an associate to a learner of the demonstration."""
    message = EmailMessage()
    message["From"] = "Wendell Agyemang-Bell <wendell.agyemang-bell@harbourlane.example>"
    message["To"] = "isla.penhaligon@harbourlane.example"
    message["Subject"] = f"Today ({number})"
    message.set_content(text)
    return message.as_bytes(policy=SMTP)


def send(port: int, raw: bytes, to: str) -> tuple[int, str]:
    """Sends one message with Python's own mail client; the code and text of the answer."""
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
        try:
            client.sendmail("", [to], raw)
        except smtplib.SMTPRecipientsRefused as refused:
            code, text = next(iter(refused.recipients.values()))
            return code, text.decode() if isinstance(text, bytes) else text
    return 250, ""


def listens(port: int) -> bool:
    """Does something answer there?"""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as there:
            return there.recv(4) == b"220 "
    except OSError:
        return False


def wait_until_it_listens(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not listens(port):
        assert time.monotonic() < deadline, "leeward mail did not answer"
        threading.Event().wait(0.1)


@pytest.fixture(scope="module")
def mail_port(leeward: Running) -> Iterator[int]:
    """`leeward mail` beside the running Leeward."""
    port = free_port()
    environment = leeward.environment | {"LEEWARD_MAIL": f"127.0.0.1:{port}"}
    with process(environment, leeward.home / "mail.log", "mail"):
        wait_until_it_listens(port)
        yield port


def fill_date(page: Page, legend: str, days: int) -> None:
    """Types a date so many days from now."""
    day = timezone.localdate() + timedelta(days=days)
    group = page.get_by_role("group", name=legend)
    for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label).fill(str(part))


def record(page: Page, address: str) -> None:
    """The information security manager writes down purpose, notice and basis; a first try without them is refused."""
    sign_in(page, "information-security-manager")
    page.goto("/monitoring/basis")
    page.get_by_label("Journal mailbox").fill(address)
    page.get_by_role("button", name="Record and ask for approval").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_label("Journal mailbox")).to_have_value(address)
    page.get_by_label("Plain copies of messages").check()
    page.get_by_label("What is the monitoring for?").fill("To notice when a learner may be at risk.")
    page.get_by_label("Why would nothing less do?").fill("People report late or not at all.")
    page.get_by_label("A task in the public interest").check()
    page.get_by_label("Safeguarding of children").check()
    fill_date(page, "When were people told?", -10)
    page.get_by_label("Where and how were they told?").fill("At induction and by e-mail.")
    page.get_by_label("Reference of the data protection impact assessment").fill("DPIA 2026-11")
    fill_date(page, "When was that assessment finished?", -20)
    fill_date(page, "When will all of this be reviewed?", 200)
    page.get_by_role("button", name="Record and ask for approval").click()
    expect(page.get_by_text("Monitoring stays off until somebody else")).to_be_visible()


def approve(page: Page) -> None:
    """The managing director reads and approves."""
    sign_in(page, "managing-director")
    page.goto("/approvals")
    page.get_by_role("link", name="Begin monitoring of a channel").first.click()
    page.get_by_label("I agree", exact=True).check()
    page.get_by_label("Reason").fill("I have read the assessment.")
    page.get_by_role("button", name="Record my decision").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Record my decision").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_have_count(0)


def find(page: Page, ref: str) -> None:
    """Looks again until the worker has assessed the message."""
    deadline = time.monotonic() + PATIENCE
    while True:
        page.goto("/monitoring")
        if page.get_by_role("link", name=ref).count():
            return
        assert time.monotonic() < deadline, "the finding did not appear"


def newest(leeward: Running) -> str:
    """The reference of the latest finding, once there is one for every message kept."""
    script = (
        "from leeward.frontdoor.cli import django; django();"
        "from leeward.monitoring.models import Finding, ReceivedMessage as M;"
        "print(M.objects.filter(state='waiting').count(), Finding.objects.latest('found_at').ref)"
    )
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        left, ref = leeward.python("-c", script).split()
        if left == "0":
            return ref
    raise AssertionError("the worker did not assess the message")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_worrying_message_becomes_a_concern(
    open_page: Opening, leeward: Running, mail_port: int, script: bool
) -> None:
    address = f"journal-{script}@harbourlane.example".lower()
    code, why = send(mail_port, letter(address), address)
    assert (code, why[:6]) == (550, "5.1.1 ")
    manager = open_page(script=script)
    record(manager, address)
    code, why = send(mail_port, letter(address), address)
    assert code == 550
    assert why.startswith("5.7.1 Monitoring is off")
    approve(open_page(script=script))
    assert send(mail_port, letter(address), address) == (250, "")
    ref = newest(leeward)

    lead = open_page(script=script)
    sign_in(lead, "dsl")
    expect(lead.get_by_role("link", name="Findings of monitoring")).to_be_visible()
    find(lead, ref)
    shoot(lead, "monitoring")
    expect(lead.get_by_text("Agyemang")).to_have_count(0)
    lead.get_by_role("link", name=ref).click()
    lead.get_by_role("button", name="Open").click()
    expect(lead.get_by_role("heading", name="There is a problem")).to_be_visible()
    lead.get_by_label("Why do you need to see this?").fill("To decide whether it is a concern.")
    lead.get_by_role("button", name="Open").click()
    expect(lead.get_by_text("Wendell Agyemang-Bell (works here)")).to_be_visible()
    expect(lead.locator("mark", has_text="Snapchat")).to_be_visible()
    shoot(lead, "monitoring-finding")
    lead.get_by_role("button", name="Raise as a concern").click()
    lead.get_by_label("What worries you about it?").fill("A member of the team asks a learner for secrecy.")
    lead.get_by_role("button", name="Raise the concern").click()
    expect(lead.get_by_text("Raised as concern")).to_be_visible()
    expect(lead.get_by_role("table").filter(has_text=ref).filter(has_text="Raised as a concern")).to_be_visible()

    associate = open_page(script=script)
    sign_in(associate, "associate")
    answer = associate.goto(f"/monitoring/findings/{ref}")
    assert answer is not None
    assert answer.status == 404
    manager.goto("/monitoring")
    expect(manager.get_by_text(ref)).to_have_count(0)


def test_the_notice_can_be_read_by_anybody_on_a_phone(page: Page) -> None:
    page.goto("/monitoring/notice")
    expect(page.get_by_role("heading", name="What is monitored here")).to_be_visible()
    expect(page.get_by_text("A person decides what happens")).to_be_visible()
    shoot(page, "monitoring-notice")


@contextmanager
def mail_process(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    running = subprocess.Popen(
        [sys.executable, "-m", "leeward", "mail"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield running
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def test_a_mail_server_killed_in_the_middle_loses_and_doubles_nothing(leeward: Running) -> None:
    """A sender that tries again after anything but 250, as mail servers do; four kills while it sends."""
    port = free_port()
    environment = leeward.environment | {"LEEWARD_MAIL": f"127.0.0.1:{port}"}
    letters = [letter(f"kill {number}", "See you on Friday.") for number in range(40)]
    waiting = list(letters)
    kills = 4
    due = [threading.Event() for _ in range(kills)]

    def deliver() -> None:
        while waiting:
            try:
                if send(port, waiting[0], DEMO_JOURNAL)[0] == 250:
                    waiting.pop(0)
            except (OSError, smtplib.SMTPException):
                threading.Event().wait(0.05)
            for number, event in enumerate(due, start=1):
                if len(letters) - len(waiting) >= number * 6:
                    event.set()

    sender = threading.Thread(target=deliver)
    sender.start()
    for event in due:
        with mail_process(environment):
            assert event.wait(PATIENCE)
    with mail_process(environment):
        sender.join(PATIENCE)
    assert waiting == []
    script = (
        "import sys; from leeward.frontdoor.cli import django; django();"
        "from leeward.monitoring.marks import fingerprint_of as f;"
        "from leeward.monitoring.models import ReceivedMessage;"
        "marks = [f(bytes.fromhex(line)) for line in sys.stdin.read().split()];"
        "print(ReceivedMessage.objects.filter(fingerprint__in=marks).count())"
    )
    assert leeward.python("-c", script, say="\n".join(raw.hex() for raw in letters)).strip() == str(len(letters))
    assert "whole" in leeward.run("audit", "verify")
