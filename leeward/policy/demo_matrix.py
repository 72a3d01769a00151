"""A permission matrix for the demonstration, written by the quality lead and agreed by the IT manager."""

from datetime import datetime, timedelta

from leeward.foundation.approvals.actions import approve
from leeward.people.demo import DemoPeople
from leeward.people.rules import WORKFORCE, PersonClass
from leeward.policy.actions.matrix import put_cell, send_matrix
from leeward.policy.rules.matrix import Account, Cell, Device, Purpose

_LEARNERS = (PersonClass.LEARNER.value,)
_TEAM = tuple(sorted(WORKFORCE))
_GUESTS = (PersonClass.VISITOR.value, PersonClass.EMPLOYER_CONTACT.value)

LINES = (
    Cell("Internet", _LEARNERS, True, how="Filtered. For learning, and for one’s own development in breaks."),
    Cell("Internet", _TEAM, True, how="Filtered."),
    Cell(
        "Internet", _GUESTS, True, hours="Working hours", how="Through the guest network, with a code from reception."
    ),
    Cell("E-mail", (), True, account=Account.OURS, how="Group addresses are answered within one working day."),
    Cell(
        "Chat",
        _LEARNERS,
        True,
        hours="Lessons",
        account=Account.OURS,
        how="Only in the group of the course, which the tutor reads too.",
    ),
    Cell("Chat", _TEAM, True, account=Account.OURS, how="With learners only in the group of the course."),
    Cell(
        "WhatsApp and Snapchat", (), False, purpose=Purpose.WORK, how="Not between people who work here and learners."
    ),
    Cell("Social media", _LEARNERS, True, hours="Working hours", purpose=Purpose.WORK, how="When the tutor sets it."),
    Cell(
        "Social media", _TEAM, True, account=Account.OURS, purpose=Purpose.WORK, how="By those named in the register."
    ),
    Cell("Cameras", _LEARNERS, False, device=Device.OWN, how="Ask the tutor for a device of ours."),
    Cell("Cameras", _TEAM, True, device=Device.OURS, purpose=Purpose.WORK, how="With consent recorded beforehand."),
    Cell("AI assistants", (), True, account=Account.OURS, how="Never with names, pictures or anything about a person."),
)


def build(people: DemoPeople, *, now: datetime) -> None:
    """Writes the lines a month ago and has them agreed two days later."""
    quality, manager = people.actor("quality-lead", now), people.actor("it-manager", now)
    written = now - timedelta(days=30)
    for line in LINES:
        put_cell(actor=quality, cell=line, now=written)
    request = send_matrix(
        actor=quality,
        reason="First matrix, after the new rules about cameras and AI assistants.",
        talked_with="Learner council in October; team meeting, item 4",
        now=written,
    )
    approve(
        actor=manager,
        request_id=request,
        reason="We can hold it to this.",
        confirmed=["read", "can"],
        now=now - timedelta(days=28),
    )
