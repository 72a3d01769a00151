"""A case with a row in every table that can hang on one, every text of it with the same word in it."""

import base64
from datetime import date, datetime, timedelta
from uuid import uuid4

from leeward.foundation.files.models import StoredFile
from leeward.foundation.vault import store
from leeward.safeguarding import actions
from leeward.safeguarding.actions import disclosing, retention, transferring
from leeward.safeguarding.actions.files import add_file
from leeward.safeguarding.actions.sealed import seal
from leeward.safeguarding.models import Arrival, Case
from leeward.safeguarding.rules.closing import Need
from leeward.safeguarding.rules.disclosures import Asked, Asker
from leeward.safeguarding.rules.facts import ConcernKind, Facts
from leeward.safeguarding.rules.lifecycle import Closing, Outcome, State, Step
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.plans import Verdict
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.record import Part
from leeward.safeguarding.rules.retention import Basis
from leeward.safeguarding.rules.telling import About, Telling
from tests.foundation.files.made import picture
from tests.safeguarding.made import NOW, House, raised, triaged

WORD = "CANARY-QUOLL"
NAME = "Wendell Agyemang-Bell"
PARTS = (Part.CONCERNS, Part.CHRONOLOGY)


def everything(house: House, *, closed_at: datetime = NOW) -> actions.Receipt:
    """The receipt of a closed case that has all there is, whose requests are answered and whose packs have arrived."""
    told = Telling(about=About.LEARNER, about_names=NAME, happened=f"{WORD} at night", reporter_name=WORD)
    receipt = raised(told, facts=Facts(ConcernKind.ONLINE_ABUSE))
    lead, ref = house.actor("lead"), receipt.ref
    actions.open_case(lead, ref, NOW)
    actions.acknowledge(actor=lead, ref=ref, now=NOW)
    triaged(lead, ref, why=WORD, safe_now=WORD, places=WORD, handles=WORD, employers=WORD)
    decision = actions.DecisionText(WORD, WORD, WORD, WORD, WORD)
    actions.decide(actor=lead, ref=ref, decision=decision, step=Step.TAKE_ON, now=NOW)
    actions.add_person(actor=lead, ref=ref, name=f"{WORD} Quist", role=Role.MAY_HAVE_CAUSED_HARM, now=NOW)
    actions.add_entry(actor=lead, ref=ref, text=WORD, event_at=None, precision=Precision.UNKNOWN, now=NOW)
    actions.add_action(actor=lead, ref=ref, what=WORD, due=NOW + timedelta(days=2), now=NOW)
    actions.reply(actor=lead, ref=ref, text=f"Thank you. {WORD}", now=NOW)
    actions.note_needs(actor=lead, ref=ref, needs=dict.fromkeys(Need, WORD), now=NOW)
    file = add_file(actor=lead, ref=ref, name=f"{WORD}.jpg", raw=picture(place=True), now=NOW)
    StoredFile.objects.filter(pk=file).update(state=StoredFile.State.CLEAN, scanned_at=NOW)
    _support(house, ref)
    _joined(house, ref)
    _outside(house, ref)
    actions.prove_cannot(actor=lead, ref=ref, person=house.person["hr"], now=NOW)
    _closed(house, ref, closed_at)
    return receipt


def _support(house: House, ref: str) -> None:
    lead = house.actor("lead")
    plan = actions.begin_plan(actor=lead, ref=ref, person=WORD, needs=WORD, steps=WORD, now=NOW)
    actions.review_plan(actor=lead, ref=ref, plan=plan, verdict=Verdict.GOES_ON, text=WORD, now=NOW)
    check = actions.plan_check_in(actor=lead, ref=ref, who=WORD, why=WORD, now=NOW)
    actions.record_check_in(actor=lead, ref=ref, check_in=check, result=WORD, now=NOW)
    run = actions.begin_procedure(actor=lead, ref=ref, procedure="nudes", now=NOW)
    answers = {
        "who": {"under_18": "yes", "adult": "no", "seen": ""},
        "triggers": {"coerced": "yes", "unusual": "no", "under-13": "no", "at_risk": "no", "spread": "no"},
        "family": {"wishes": WORD, "parents": "told", "parents_why": WORD},
    }
    for screen, given in answers.items():
        actions.answer_procedure(actor=lead, ref=ref, run=run, screen=screen, answers=given, now=NOW)


def _joined(house: House, ref: str) -> None:
    """Linked with another case on either side, and with a concern that came from another."""
    lead = house.actor("lead")
    for _turn in range(2):
        other = raised().ref
        actions.open_case(lead, other, NOW)
        actions.acknowledge(actor=lead, ref=other, now=NOW)
        actions.link_cases(actor=lead, ref=ref, other=other, reason=WORD, now=NOW)
    moved = Case.objects.get(ref=other).concerns.get().pk
    actions.move_concern(actor=lead, ref=other, concern=moved, other=ref, reason="The same group", now=NOW)


def _outside(house: House, ref: str) -> None:
    lead = house.actor("lead")
    to = transferring.Receiver(WORD, WORD, WORD)
    pack = transferring.make_transfer(actor=lead, ref=ref, to=to, parts=PARTS, now=NOW)
    transferring.note_receipt(actor=lead, ref=ref, pack=pack, text=WORD, now=NOW)
    asked = Asked(WORD, WORD, WORD, WORD, WORD)
    made = disclosing.begin_disclosure(
        actor=lead, ref=ref, asker=Asker.POLICE, asked=asked, asked_on=NOW.date(), parts=PARTS, now=NOW
    )
    disclosing.plan_disclosure(actor=lead, ref=ref, disclosure=made, left_out={}, confirmed=True, now=NOW)
    request = disclosing.ask_approval(actor=lead, ref=ref, disclosure=made, now=NOW)
    from leeward.foundation.approvals import actions as approvals

    approvals.refuse(actor=house.actor("deputy"), request_id=request, reason=WORD, now=NOW)
    case = Case.objects.get(ref=ref)
    row = Arrival(case=case, mark=uuid4().hex, at=NOW, by=house.person["lead"])
    row.what = seal(case.record, f"arrival {row.pk} what", {"sender": WORD})
    row.pack = store.seal_text(case.record, f"arrival {row.pk} pack", base64.b64encode(WORD.encode()).decode())
    row.save(force_insert=True)


def _closed(house: House, ref: str, closed_at: datetime) -> None:
    """Closed without asking whether it may be: this is about what becomes of it afterwards."""
    from leeward.safeguarding.actions.casework import keep_closure
    from leeward.safeguarding.actions.sealed import reading_field
    from leeward.safeguarding.models import SecondReading

    case = Case.objects.get(ref=ref)
    closure = keep_closure(case, house.person["lead"], Closing(WORD, WORD, Outcome.JOINED, WORD), closed_at)
    reading = SecondReading(case=case, closure=closure, at=closed_at, by=house.person["deputy"], agreed=True)
    reading.body = seal(case.record, reading_field(reading), {"reason": WORD})
    reading.save(force_insert=True)
    Case.objects.filter(pk=case.pk).update(state=State.CLOSED, closed_at=closed_at)


def shred(house: House, ref: str, now: datetime) -> None:
    """A hold set and lifted, a plan, a proposal refused and one agreed: by the lead and the deputy."""
    lead, deputy = house.actor("lead"), house.actor("deputy")
    retention.hold(actor=lead, ref=ref, asked_by=WORD, why=WORD, now=now)
    hold = retention.open_keeping(lead, ref, now).holds[0].id
    for one in (lead, deputy):
        retention.lift_hold(actor=one, ref=ref, hold_id=hold, now=now)
    born = date(1980, 1, 1)
    retention.plan_keeping(actor=lead, ref=ref, basis=Basis.CHILD, born=born, reason=WORD, now=now)
    for agree in (False, True):
        retention.propose_shredding(actor=lead, ref=ref, why=WORD, now=now)
        retention.decide_shredding(actor=deputy, ref=ref, agree=agree, now=now)
