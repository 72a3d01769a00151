"""The demonstration's monitoring, made through the same actions as real use: invented people, invented words."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.utils import timezone

from leeward.foundation.approvals.actions import approve
from leeward.foundation.approvals.queries import waiting_for
from leeward.monitoring.actions import (
    BasisDetails,
    MessageReceived,
    assess_received,
    dismiss,
    open_finding,
    receive,
    record_basis,
)
from leeward.monitoring.actions.basis import BASIS_KIND
from leeward.monitoring.journal import Form
from leeward.monitoring.models import Finding, LawfulBasis
from leeward.people import queries as people_queries
from leeward.people.demo import DemoPeople

JOURNAL = "journal@harbourlane.example"

MESSAGES: list[tuple[str, str, str, str, float]] = [
    # from, to, subject, text, days ago
    (
        "tutor-2",
        "learner-8",
        "Site visit",
        "Bring boots and your logbook on Thursday. The minibus leaves at nine.",
        9.2,
    ),
    (
        "tutor-3",
        "learner-12",
        "Safeguarding week",
        "For Tuesday's online safety lesson read the case study: a coach writes “add me on Snapchat and don't tell "
        "anyone”. Write down which signs of grooming you can find.",
        8.4,
    ),
    ("learner-4", "learner-11", "film", "that ending killed me haha, dont tell Tyler the end of the film", 7.1),
    (
        "learner-13",
        "learner-11",
        "later",
        "im going to kill you for eating my lunch. bring crisps tomorrow and we are even",
        6.3,
    ),
    ("tutor", "adult-learner", "Your review", "Well done on unit 3. Shall we move your review to Monday at ten?", 3.5),
    (
        "associate",
        "learner-19",
        "hey",
        "You were brilliant today. Message me on my private Instagram instead of here, and don't tell anyone, people "
        "would not understand. Delete this message after you have read it.",
        0.6,
    ),
    (
        "learner-15",
        "tutor-3",
        "cant do the deadline",
        "sorry about the assignment. i cant cope anymore and i keep thinking everyone would be better off without me",
        0.2,
    ),
    (
        "offers@quick-pay.example",
        "learner-18",
        "Easy money",
        "I just need to borrow your bank account to move some money through it and you keep a cut. No questions asked.",
        1.4,
    ),
]
DISMISSED = "later"
"""The subject of the message whose finding was looked at and dismissed."""


def build(people: DemoPeople, *, now: datetime) -> None:
    """Records a basis, has it approved, and lets some mail come in over the last days."""
    _basis(people, now)
    for sender, to, subject, text, days in MESSAGES:
        at = now - timedelta(days=days)
        raw = _letter(_address(people, sender, now), _address(people, to, now), subject, text, at)
        message = receive(raw, address=JOURNAL, now=at)
        assess_received(MessageReceived(message), at + timedelta(seconds=20))
        if subject == DISMISSED:
            _dismiss(people, Finding.objects.get(message=message), at + timedelta(hours=3))


def _basis(people: DemoPeople, now: datetime) -> None:
    at = now - timedelta(days=21)
    today = timezone.localdate(at)
    record_basis(
        actor=people.actor("information-security-manager", at),
        details=BasisDetails(
            address=JOURNAL,
            form=Form.COPIES,
            purpose="To notice early when a learner may be at risk from others or from themselves, in e-mail sent "
            "with Harbour Lane's own addresses.",
            proportionate="Reports by people come late or not at all. Only messages that fit a reviewed rule are seen, "
            "only by the safeguarding team, first without names, and everything else is destroyed at once.",
            ground=LawfulBasis.Ground.PUBLIC_TASK,
            condition=LawfulBasis.Condition.SAFEGUARDING,
            notice_on=today - timedelta(days=14),
            notice_where="At induction, on the page of policies, and in an e-mail to all staff, learners and parents.",
            dpia="DPIA 2026-04, e-mail monitoring",
            dpia_on=today - timedelta(days=30),
            review_on=today + timedelta(days=330),
        ),
        now=at,
    )
    director = people.actor("managing-director", at)
    approved = at + timedelta(days=1)
    (request,) = [one for one in waiting_for(director, now=approved) if one.kind.key == BASIS_KIND.key]
    approve(
        actor=director,
        request_id=request.id,
        reason="I have read the assessment, and people were told at induction.",
        confirmed=[criterion.key for criterion in BASIS_KIND.criteria],
        now=approved,
    )


def _dismiss(people: DemoPeople, finding: Finding, at: datetime) -> None:
    lead = people.actor("dsl", at)
    open_finding(actor=lead, ref=finding.ref, reason="To decide whether it is a threat.", now=at)
    reason = "A joke, and nobody was hurt: I spoke with both, they are friends."
    dismiss(actor=lead, ref=finding.ref, reason=reason, now=at + timedelta(minutes=40))


def _address(people: DemoPeople, who: str, now: datetime) -> str:
    return who if "@" in who else people_queries.address_of(people.everybody[who]) or ""


def _letter(sender: str, to: str, subject: str, text: str, at: datetime) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(at)
    message.set_content(text)
    return bytes(message)
