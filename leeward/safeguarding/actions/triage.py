"""The first look at a case: what made it safe comes first, then how grave it is, of which kinds, and who leads."""

from datetime import datetime
from uuid import UUID

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.settings_history.queries import value
from leeward.safeguarding.actions.casework import DecisionText, on_case, write_decision
from leeward.safeguarding.actions.opening import case_to_change
from leeward.safeguarding.actions.sealed import seal, triage_field
from leeward.safeguarding.actions.triaged import TriageLine, TriageText, last_triage, sealed_words
from leeward.safeguarding.choices import SEVERITY_SCALE
from leeward.safeguarding.marks import mark_of_word
from leeward.safeguarding.models import Case, CaseMark, Triage
from leeward.safeguarding.queries.readers import admitted
from leeward.safeguarding.rules.lifecycle import Missing, Refused, State, Step, after
from leeward.safeguarding.rules.marks import Sort, names_in


def triage(
    *, actor: Actor, ref: str, text: TriageText, take_on: bool = False, seen: int | None = None, now: datetime
) -> None:
    """Keeps a triage; the last one counts. With `take_on` the case is taken on in the same step, with the same reason.

    Raises NoSuchCase; Refused with everything that is missing, in the wrong state, for an owner who may not read the
    case, or on an older look at it.
    """
    with on_case(actor, "triage", ref, now, seen=seen) as (case, person, entry):
        following = after(State(case.state), Step.TRIAGE)
        scale = value(SEVERITY_SCALE, at=now)
        if missing := _missing(text, case, len(scale), now):
            raise Refused(*missing)
        row = Triage(case=case, at=now, by=person)
        row.body = seal(case.record, triage_field(row), sealed_words(text, scale[text.severity - 1]))
        row.save(force_insert=True)
        _mark(case, text)
        if take_on and following is State.TRIAGED:
            following = after(following, Step.TAKE_ON)
            write_decision(case, person, DecisionText("take-on", "", "take-on", text.why), now)
        before = case.owner
        case.state, case.severity, case.owner = following, text.severity, text.owner
        case.save(update_fields=["state", "severity", "owner"])
        if text.owner not in (person, before):
            tell(text.owner, now=now)
        entry.details.update(state=str(case.state), severity=text.severity)


def hand_on(*, actor: Actor, ref: str, owner: UUID, seen: int | None = None, now: datetime) -> None:
    """Somebody else leads the work from now on, and is told. Raises NoSuchCase; Refused for one who may not read it."""
    with on_case(actor, "hand-on", ref, now, seen=seen) as (case, person, _entry):
        if owner not in _readers(case, now):
            raise Refused(Missing.OWNER)
        case.owner = owner
        case.save(update_fields=["owner"])
        if owner != person:
            tell(owner, now=now)


def _missing(text: TriageText, case: Case, steps: int, now: datetime) -> list[Missing]:
    checks = (
        (Missing.SAFE_NOW, bool(text.safe_now.strip())),
        (Missing.SEVERITY, 1 <= text.severity <= steps),
        (Missing.KINDS, bool(text.kinds)),
        (Missing.REASON, bool(text.why.strip())),
        (Missing.OWNER, text.owner in _readers(case, now)),
    )
    return [missing for missing, there in checks if not there]


def _readers(case: Case, now: datetime) -> set[UUID]:
    return {one.holder.person for one in admitted(case, now)}


def _mark(case: Case, text: TriageText) -> None:
    """What the case is found again by follows its last triage."""
    words = {(Sort.KIND, str(kind)) for kind in text.kinds}
    for sort, names in ((Sort.PLACE, text.places), (Sort.HANDLE, text.handles), (Sort.EMPLOYER, text.employers)):
        words |= {(sort, name) for name in names_in(names)}
    CaseMark.objects.filter(case=case).delete()
    CaseMark.objects.bulk_create(CaseMark(case=case, sort=sort, mark=mark_of_word(sort, word)) for sort, word in words)


def open_triage(actor: Actor, ref: str, now: datetime) -> TriageLine | None:
    """The triage that counts, opened for one person; leaves its trace. Raises NoSuchCase."""
    with act(actor, "safeguarding.look-at-triage", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        return last_triage(case)
