"""A case with something in every part of its record, for the tests of records out and in."""

from datetime import timedelta

from leeward.safeguarding import actions
from leeward.safeguarding.actions import DecisionText
from leeward.safeguarding.rules.lifecycle import Step
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.telling import About, Telling
from tests.safeguarding.made import NOW, House, raised, triaged

HARMED, ALLEGED = "Wendell Agyemang-Bell", "Bartholomew Quist"


def worked(house: House, *, reader: str = "lead", names: str = HARMED) -> str:
    """The reference of a case that somebody has worked on."""
    receipt = raised(Telling(about=About.LEARNER, about_names=names, happened="<b>Messages</b> at night & threats."))
    actor, ref = house.actor(reader), receipt.ref
    actions.open_case(actor, ref, NOW)
    actions.acknowledge(actor=actor, ref=ref, now=NOW)
    triaged(actor, ref)
    actions.decide(
        actor=actor,
        ref=ref,
        decision=DecisionText("Refer?", "Yes or no", "Not now", "She is safe today.", "Rule as it stood."),
        step=Step.TAKE_ON,
        now=NOW,
    )
    actions.add_person(actor=actor, ref=ref, name=ALLEGED, role=Role.MAY_HAVE_CAUSED_HARM, now=NOW)
    for text, days in (("LATER: Wendell rang.", 1), ("EARLIER: Wendell Agyemang-Bell met Mr Quist.", 9)):
        actions.add_entry(
            actor=actor,
            ref=ref,
            text=text,
            event_at=NOW - timedelta(days=days),
            precision=Precision.DAY,
            now=NOW + timedelta(minutes=days),
        )
    actions.add_action(actor=actor, ref=ref, what="Ring the family", due=NOW + timedelta(days=2), now=NOW)
    actions.reply(actor=actor, ref=ref, text="Thank you. We have read it.", now=NOW)
    return ref
