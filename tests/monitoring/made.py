"""People, posts and a lawful mailbox for the tests of this room. All names are invented."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from uuid import UUID, uuid4

from leeward.foundation.access import Actor
from leeward.foundation.approvals.actions import approve
from leeward.foundation.approvals.queries import waiting_for
from leeward.monitoring.actions import BasisDetails, receive, record_basis
from leeward.monitoring.journal import Form
from leeward.monitoring.models import Finding, LawfulBasis
from leeward.people.queries import posts_of
from leeward.people.rules import Held, PersonClass, Post, permissions_of
from tests.people.made import give, somebody

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
JOURNAL = "journal@harbour.example"
MOVE = "You are doing so well. Message me on Snapchat instead of Teams and don't tell anyone, it stays between us."
HARMLESS = "Please bring your portfolio on Friday."


@dataclass
class House:
    """Who is here."""

    people: dict[str, UUID] = field(default_factory=dict)

    def actor(self, key: str) -> Actor:
        person = self.people[key]
        held = [Held(holding.post, holding.deputy) for holding in posts_of(person, NOW.date())]
        return Actor(account=uuid4(), person=person, name=key, permissions=permissions_of(held, []))


def house() -> House:
    """A provider with its posts, two tutors and two learners."""
    made = House()
    for key, name, kind in (
        ("chair", "Martha Chairley", PersonClass.BOARD_MEMBER),
        ("md", "Dirk Directorson", PersonClass.STAFF),
        ("dsl", "Della Leadwell", PersonClass.STAFF),
        ("deputy", "Dev Standinham", PersonClass.STAFF),
        ("ism", "Ismay Securely", PersonClass.STAFF),
        ("it", "Ivo Cableman", PersonClass.STAFF),
        ("tutor", "Toby Marshfield", PersonClass.STAFF),
        ("learner", "Ava Reedling", PersonClass.LEARNER),
        ("learner-2", "Ben Oakhurst", PersonClass.LEARNER),
    ):
        made.people[key] = somebody(name, kind, email=f"{key}@harbour.example")
    for key, post in (
        ("chair", Post.CHAIR),
        ("md", Post.MANAGING_DIRECTOR),
        ("dsl", Post.DSL),
        ("ism", Post.INFORMATION_SECURITY_MANAGER),
        ("it", Post.IT_MANAGER),
    ):
        give(made.people[key], post)
    give(made.people["deputy"], Post.DSL, deputy=True)
    return made


def details(**changes: object) -> BasisDetails:
    values: dict[str, object] = {
        "address": JOURNAL,
        "form": Form.COPIES,
        "purpose": "To notice when a learner may be at risk.",
        "proportionate": "Only words that fit reviewed rules are shown to a person.",
        "ground": LawfulBasis.Ground.PUBLIC_TASK,
        "condition": LawfulBasis.Condition.SAFEGUARDING,
        "notice_on": date(2026, 11, 2),
        "notice_where": "Induction, the policy page and an e-mail to everybody.",
        "dpia": "DPIA-2026-07",
        "dpia_on": date(2026, 10, 1),
        "review_on": date(2027, 10, 1),
    }
    return BasisDetails(**(values | changes))  # type: ignore[arg-type]  # a table of values for a dataclass


def lawful(made: House, **changes: object) -> None:
    """Records a basis as the security manager and approves it as the managing director."""
    record_basis(actor=made.actor("ism"), details=details(**changes), now=NOW)
    (request,) = waiting_for(made.actor("md"), now=NOW)
    approve(
        actor=made.actor("md"),
        request_id=request.id,
        reason="Read and agreed",
        confirmed=["purpose", "notice", "assessment"],
        now=NOW,
    )


def letter(text: str = MOVE, sender: str = "tutor", to: str = "learner", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = sender if "@" in sender else f"{sender}@harbour.example"
    message["To"] = ", ".join(one if "@" in one else f"{one}@harbour.example" for one in to.split())
    message["Date"] = "Tue, 24 Nov 2026 22:41:00 +0000"
    for name, value in headers.items():
        message[name] = value
    message.set_content(text)
    return bytes(message)


def found(text: str = MOVE, sender: str = "tutor", to: str = "learner", now: datetime = NOW) -> Finding | None:
    """Sends a message through receiving and assessing; the finding it leaves, if any."""
    from leeward.foundation.outbox.jobs import work_off

    message = receive(letter(text, sender, to), address=JOURNAL, now=now)
    work_off(now)
    return Finding.objects.filter(message=message).first()
