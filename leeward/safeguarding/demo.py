"""Invented, mild concerns of the demonstration, in every state, made through the same actions as real ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from leeward.foundation.access import STRANGER
from leeward.people.demo import DemoPeople
from leeward.safeguarding import actions, demo_keeping, demo_routes
from leeward.safeguarding.actions import DecisionText, Receipt, TriageText
from leeward.safeguarding.rules.closing import Lacking, Need, Settles
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.lifecycle import Closing, Missing, Outcome, Step
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.telling import About, Close, Contact, Source, Telling


@dataclass(frozen=True, slots=True)
class Worker:
    """One person of the demonstration at work on one case."""

    people: DemoPeople
    post: str
    ref: str

    def read(self, now: datetime) -> None:
        """Opens the case and says that it was read."""
        actor = self.people.actor(self.post, now)
        actions.open_case(actor, self.ref, now)
        actions.acknowledge(actor=actor, ref=self.ref, now=now)

    def triage(self, safe_now: str, kinds: Iterable[CaseKind], why: str, now: datetime, **more: str) -> None:
        """Has a first look; the lowest step of the scale but one, unless it is said otherwise."""
        actor = self.people.actor(self.post, now)
        assert actor.person is not None
        text = TriageText(safe_now, int(more.pop("severity", "2")), frozenset(kinds), why, actor.person, **more)
        actions.triage(actor=actor, ref=self.ref, text=text, now=now)

    def needs(self, harmed: str, bystanders: str, organisation: str, now: datetime) -> None:
        """Notes whose needs were looked at."""
        found = {Need.HARMED: harmed, Need.BYSTANDERS: bystanders, Need.ORGANISATION: organisation}
        actions.note_needs(actor=self.people.actor(self.post, now), ref=self.ref, needs=found, now=now)

    def settle(self, point: Lacking, says: Settles, reason: str, now: datetime) -> None:
        """Decides about one point of closing, with the reason."""
        actor = self.people.actor(self.post, now)
        actions.settle(actor=actor, ref=self.ref, point=point, says=says, reason=reason, now=now)

    def take_on(self, question: str, options: str, chosen: str, reason: str, now: datetime) -> None:
        """Decides to work on it, with the reason."""
        decision = DecisionText(question, options, chosen, reason)
        actor = self.people.actor(self.post, now)
        actions.decide(actor=actor, ref=self.ref, decision=decision, step=Step.TAKE_ON, now=now)

    def note(
        self, text: str, event_at: datetime | None, now: datetime, precision: Precision = Precision.MINUTE
    ) -> None:
        """Adds a line to the chronology."""
        actor = self.people.actor(self.post, now)
        actions.add_entry(actor=actor, ref=self.ref, text=text, event_at=event_at, precision=precision, now=now)

    def plan(self, what: str, due: datetime, now: datetime) -> None:
        """Sets an action with the time it is due."""
        actions.add_action(actor=self.people.actor(self.post, now), ref=self.ref, what=what, due=due, now=now)


def submission_of(number: int) -> UUID:
    """The submission of one of the demonstration's concerns, from 1."""
    return uuid5(NAMESPACE_URL, f"leeward-demo-concern-{number}")


def _raise(number: int, telling: Telling, now: datetime, source: Source = Source.PUBLIC_FORM) -> Receipt:
    return actions.raise_concern(
        actor=STRANGER, telling=telling, source=source, submission=submission_of(number), now=now
    )


def build(people: DemoPeople, *, now: datetime) -> None:
    """Makes all of it; the times lie in the six weeks before `now`."""
    demo_routes.build(people, now=now)
    _closed_with_everything(people, now - timedelta(days=38))
    _not_safeguarding(people, now - timedelta(days=24))
    _open_with_work(people, now - timedelta(days=9), now)
    _talked_with(people, now - timedelta(days=6))
    _about_the_lead(people, now - timedelta(days=4))
    _about_the_director(now - timedelta(days=3))
    _unread_too_long(now - timedelta(days=5))
    _just_in(now - timedelta(minutes=40))
    _kept(people, now)


def _kept(people: DemoPeople, now: datetime) -> None:
    receipts = [actions.receipt_again(submission_of(number), now) for number in (1, 2)]
    young, lock = [receipt.ref for receipt in receipts if receipt is not None]
    demo_keeping.build(people, young, lock, now=now)


def _closed_with_everything(people: DemoPeople, start: datetime) -> None:
    receipt = _raise(
        1,
        Telling(
            about=About.MYSELF,
            happened="People in our course chat keep making jokes about my stammer. It has gone on for three weeks.",
            exact_words="d-d-don't be late",
            when="Most evenings",
            where="The chat that learners made themselves",
            contact=Contact.ONLY_HERE,
        ),
        start,
    )
    lead = Worker(people, "dsl", receipt.ref)
    lead.read(start + timedelta(hours=2))
    lead.triage(
        "He is not in danger. He is at home and his sister knows.",
        [CaseKind.BULLYING],
        "Jokes that hurt, by several, for weeks. No threats.",
        start + timedelta(hours=2, minutes=30),
        handles="Quayside plumbers' chat",
    )
    lead.take_on(
        "What is needed now?",
        "Talk with the group; early help; nothing yet",
        "Talk with the group, support in tutorials",
        "No sign of danger. He asked for it to stop without being named, so the whole group is spoken to.",
        start + timedelta(hours=3),
    )
    lead.note(
        "The tutor talked with the whole group about the chat.", start + timedelta(days=2), start + timedelta(days=2)
    )
    lead.note(
        "He says that it has stopped and that he feels better in class.",
        start + timedelta(days=14),
        start + timedelta(days=14, hours=1),
    )
    closing = Closing(
        summary="Jokes about a learner's stammer in a chat that learners made.",
        followed_up="The group was spoken to. Checked with the learner after two weeks and after four: it has stopped.",
        outcome=Outcome.RESOLVED,
        reason="The harm has stopped and he knows how to come back. Not referred: no significant harm was seen.",
        lessons="Groups that learners make are talked about in the first week from now on.",
    )
    later = start + timedelta(days=28)
    _all_there_to_close(lead, later)
    actions.close(actor=people.actor("dsl", later), ref=receipt.ref, closing=closing, now=later)


def _all_there_to_close(lead: Worker, later: datetime) -> None:
    lead.needs(
        "That it stops without his being named; somebody to talk with in tutorials.",
        "The group: what a joke does, and how to say stop.",
        "A word on chats that learners make, at the start of each course.",
        later,
    )
    lead.settle(
        Lacking(Missing.PROCEDURE, "cyberbullying"),
        Settles.NOT_NEEDED,
        "Few jokes by people he sits with, who were spoken to the same week: the longer way would have added nothing.",
        later,
    )


def _not_safeguarding(people: DemoPeople, start: datetime) -> None:
    receipt = _raise(
        2,
        Telling(about=About.NOT_SURE, happened="The door code of the bike shed does not work any more.", contact=""),
        start,
    )
    lead = Worker(people, "deputy-dsl", receipt.ref)
    lead.read(start + timedelta(hours=1))
    actor = people.actor("deputy-dsl", start)
    decision = DecisionText(
        "Is this safeguarding?",
        "Yes; no",
        "No",
        "A broken lock. Passed on to reception, with the reporter's agreement.",
    )
    later = start + timedelta(hours=2)
    actions.decide(actor=actor, ref=receipt.ref, decision=decision, step=Step.NOT_SAFEGUARDING, now=later)


def _open_with_work(people: DemoPeople, start: datetime, now: datetime) -> None:
    receipt = _raise(
        3,
        Telling(
            about=About.LEARNER,
            about_names="Ellie-Mae Stoddart",
            close=Close.NO,
            happened="She says that someone she met in a game wants her address so that he can send her a present.",
            exact_words="It's fine, he's nice, he's only eighteen",
            when="Told me this morning",
            where="Harbour Lane, before the first session",
            told="Nobody else",
            reporter_name="Colm O'Shaughnessy",
        ),
        start,
        Source.STAFF_FORM,
    )
    lead = Worker(people, "dsl", receipt.ref)
    lead.read(start + timedelta(minutes=50))
    _first_look(lead, start)
    lead.take_on(
        "Refer to children's social care?",
        "Refer now; talk with her first; early help",
        "Talk with her first, today, with her tutor there",
        "She has not given the address and is not meeting him. If she has, this is referred the same day.",
        start + timedelta(hours=1),
    )
    lead.note(
        "Talked with Ellie-Mae and her tutor. She has not given her address. She agreed to block him and showed it.",
        start + timedelta(hours=4),
        start + timedelta(hours=5),
    )
    lead.note(
        "Her mother knows and will look at the game with her.",
        start + timedelta(days=1),
        start + timedelta(days=1, hours=2),
        Precision.DAY,
    )
    lead.plan(
        "Ask Ellie-Mae how it is going, and whether he has come back under another name.",
        now + timedelta(days=2),
        start + timedelta(days=2),
    )
    lead.plan("Add the game to the tutorial on strangers online.", now - timedelta(days=1), start + timedelta(days=2))


def _first_look(lead: Worker, start: datetime) -> None:
    lead.triage(
        "She is in college today and has not given her address. Her mother knows.",
        [CaseKind.ONLINE_CONTACT],
        "Somebody unknown asks for her address. Nothing has happened yet.",
        start + timedelta(minutes=55),
        under_18="yes",
        handles="harbour_lad04",
        places="Harbour Lane",
    )


def _talked_with(people: DemoPeople, start: datetime) -> None:
    receipt = _raise(
        4,
        Telling(
            about=About.MYSELF,
            happened="My ex has my old phone and gets into my accounts. I don't know what to do.",
            contact=Contact.ONLY_HERE,
            contact_safe="Please do not ring me at home.",
        ),
        start,
    )
    lead = Worker(people, "deputy-dsl", receipt.ref)
    lead.read(start + timedelta(hours=3))
    actor = people.actor("deputy-dsl", start)
    text = (
        "Thank you for telling us. I am Tom, the deputy safeguarding lead. From a computer that is yours alone you can "
        "sign out every other device: shall we do it together at Quayside? You choose the time."
    )
    actions.reply(actor=actor, ref=receipt.ref, text=text, now=start + timedelta(hours=4))
    actions.write_back(receipt.words, "Yes please. Wednesday after two would be good.", start + timedelta(hours=20))


def _about_the_lead(people: DemoPeople, start: datetime) -> None:
    receipt = _raise(
        5,
        Telling(
            about=About.STAFF,
            about_names="Deborah Oseitutu",
            happened="I told her something last month and she said she would ring me. She never did.",
            contact=Contact.ONLY_HERE,
        ),
        start,
    )
    Worker(people, "managing-director", receipt.ref).read(start + timedelta(hours=5))


def _about_the_director(start: datetime) -> None:
    _raise(
        6,
        Telling(
            about=About.STAFF,
            about_names="Helen Okonjo-Pryce",
            happened="She follows two learners on her own account and likes their holiday pictures.",
            contact="",
        ),
        start,
    )


def _unread_too_long(start: datetime) -> None:
    _raise(
        7,
        Telling(
            about=About.LEARNER,
            about_names="Callum Young",
            happened="He has not been himself since the placement began. He sleeps in the van at lunch.",
            contact=Contact.IN_PERSON,
            reporter_name="A friend on the course",
        ),
        start,
    )


def _just_in(start: datetime) -> None:
    _raise(
        8,
        Telling(
            about=About.LEARNER,
            happened="Someone made a page that rates how learners look. I saw three people from our course on it.",
            where="On the bus, somebody showed it around",
            contact=Contact.ONLY_HERE,
        ),
        start,
    )
