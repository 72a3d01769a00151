"""Cases that belong together: linked, a concern put into another case, or split off into one of its own.

Nothing is copied by it: no role, no line, no reader. Bars are united: nobody barred from either sees the result.
"""

import secrets
from datetime import datetime
from uuid import UUID

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.vault import store
from leeward.safeguarding.actions.casework import keep_closure, on_case, open_support, open_work
from leeward.safeguarding.actions.involved import Moved
from leeward.safeguarding.actions.opening import NoSuchCase, case_to_change
from leeward.safeguarding.actions.routes import DERIVED, bar, conflicts_of, live_bars, reroute
from leeward.safeguarding.actions.sealed import link_field, move_field, seal
from leeward.safeguarding.models import Case, CaseLink, Concern, ConcernMove, Grant
from leeward.safeguarding.queries.access import cases_for, find_case
from leeward.safeguarding.queries.clocks import due
from leeward.safeguarding.queries.readers import admitted, roster
from leeward.safeguarding.rules import reference
from leeward.safeguarding.rules.lifecycle import WORKED_ON, Closing, Missing, Outcome, Refused, State
from leeward.safeguarding.rules.limits import ACKNOWLEDGE
from leeward.safeguarding.rules.routing import Conflict, Why


def link_cases(*, actor: Actor, ref: str, other: str, reason: str, seen: int | None = None, now: datetime) -> None:
    """Two cases have to do with each other. Twice is once; the order does not matter.

    Raises NoSuchCase; Refused without a reason, and for another case the actor may not know of, or there is none.
    """
    with on_case(actor, "link", ref, now, seen=seen) as (case, person, _entry):
        second = find_case(actor, other.strip().upper(), now)
        missing = [Missing.OTHER_CASE] if second is None or second.pk == case.pk else []
        if not reason.strip():
            missing.append(Missing.REASON)
        if missing:
            raise Refused(*missing)
        assert second is not None
        _link(case, second, person, reason, now)


def move_concern(
    *, actor: Actor, ref: str, concern: UUID, other: str, reason: str, seen: int | None = None, now: datetime
) -> Moved:
    """Puts a concern into another case. It keeps its record and the way back of whoever told it; the case it leaves is
    closed as joined when no concern is left in it. The bars of both count from now on; the readers follow from them.

    Raises NoSuchCase; Refused without a reason, for another case that cannot take it, or with work still open in a case
    that would be left empty; LookupError for no such concern.
    """
    with act(actor, "safeguarding.move-concern", now=now) as entry:
        case, target = _both(actor, ref, other, now)
        entry.subject = f"case:{target.pk}"
        person = _checked(actor, case, target, reason, seen)
        row = _concern(case, concern)
        before = {one.holder.person for one in admitted(case, now)}
        known = {one.holder.person for one in admitted(target, now)}
        _move(row, case, target, person, reason, now)
        _unite(case, target, before, now)
        if not case.concerns.exists():
            _close_empty(case, person, reason, now)
        _link(case, target, person, reason, now)
        for one in admitted(target, now):
            if one.holder.person not in known:
                tell(one.holder.person, now=now)
        _grow(case, target)
        entry.compartment = target.compartment
        names = tuple(one.holder.name for one in admitted(target, now))
        return Moved(cases_for(actor, now).filter(pk=target.pk).exists(), names)


def split_concern(*, actor: Actor, ref: str, concern: UUID, reason: str, seen: int | None = None, now: datetime) -> str:
    """Takes a concern out into a case of its own and returns its reference. Whoever is barred stays barred, whoever
    reads stays a reader; persons and their roles are entered anew.

    Raises NoSuchCase; Refused without a reason or for the only concern; LookupError for no such concern.
    """
    with on_case(actor, "split-concern", ref, now, seen=seen) as (case, person, entry):
        if case.state not in WORKED_ON:
            raise Refused(Missing.WRONG_STATE)
        if not reason.strip():
            raise Refused(Missing.REASON)
        row = _concern(case, concern)
        if case.concerns.count() < 2:
            raise Refused(Missing.ONLY_CONCERN)
        made = _own_case(case, row, person, now)
        _move(row, case, made, person, reason, now)
        _link(case, made, person, reason, now)
        entry.details["concerns"] = case.concerns.count()
        return made.ref


def _both(actor: Actor, ref: str, other: str, now: datetime) -> tuple[Case, Case]:
    """Both cases, locked in one order, so that two such moves never wait for each other."""
    first, second = find_case(actor, ref, now), find_case(actor, other.strip().upper(), now)
    if first is None:
        raise NoSuchCase
    if second is None or second.pk == first.pk:
        raise Refused(Missing.OTHER_CASE)
    locked = {one.pk: case_to_change(actor, one.ref, now) for one in sorted((first, second), key=lambda one: one.pk)}
    return locked[first.pk], locked[second.pk]


def _checked(actor: Actor, case: Case, target: Case, reason: str, seen: int | None) -> UUID:
    if seen is not None and seen != case.version:
        raise Refused(Missing.STALE)
    if case.state not in WORKED_ON or target.state not in WORKED_ON:
        raise Refused(Missing.WRONG_STATE)
    if not reason.strip():
        raise Refused(Missing.REASON)
    assert actor.person is not None
    return actor.person


def _concern(case: Case, concern: UUID) -> Concern:
    row = case.concerns.filter(pk=concern).first()
    if row is None:
        raise LookupError("There is no such concern in this case.")
    return row


def _move(row: Concern, case: Case, target: Case, person: UUID, reason: str, now: datetime) -> None:
    """The row stays as it was written but for the case it belongs to; its key goes where that case is kept."""
    Concern.objects.filter(pk=row.pk).update(case=target)
    if case.compartment != target.compartment:
        store.move(row.record, target.compartment)
    kept = ConcernMove(concern=row, came_from=case, went_to=target, at=now, by=person)
    kept.body = seal(row.record, move_field(kept), {"reason": reason.strip()})
    kept.save(force_insert=True)


def _unite(case: Case, target: Case, before: set[UUID], now: datetime) -> None:
    """The bars of both are in force on the target; who was let in by name keeps the way in only if it was into both."""
    bars, kept = live_bars(case), live_bars(target)
    for person, row in bars.items():
        if row.why == Why.RECUSED and person not in kept:
            bar(target, Conflict(person, Why.RECUSED), now)
    by_name = Grant.objects.filter(case=target, ended_at=None)
    by_name.exclude(person__in=before).update(ended_at=now)
    conflicts = [*conflicts_of(bars), *conflicts_of(kept)]
    reroute(target, roster(now), conflicts, now)
    # What only follows from others is worked out anew above; a bar nobody can place any more is kept all the same.
    still = live_bars(target)
    for person, row in {**bars, **kept}.items():
        if person not in still and Why(row.why) in DERIVED:
            bar(target, Conflict(person, Why(row.why), row.certain), now)


def _close_empty(case: Case, person: UUID, reason: str, now: datetime) -> None:
    if open_work(case) or open_support(case):
        raise Refused(Missing.OPEN_ACTION)
    keep_closure(case, person, Closing("", "", Outcome.JOINED, reason), now)
    case.state, case.closed_at = State.CLOSED, now
    case.save(update_fields=["state", "closed_at"])


def _own_case(case: Case, row: Concern, person: UUID, now: datetime) -> Case:
    """A case with the bars and readers of another, and nothing else of it."""
    made = Case.objects.create(
        ref=_free_reference(),
        record=store.new_record(case.compartment),
        compartment=case.compartment,
        state=State.ACKNOWLEDGED,
        raised_at=row.raised_at,
        acknowledge_due=due(ACKNOWLEDGE, now),
        acknowledged_at=now,
        opened_at=now,
        outside=case.outside,
        owner=person,
    )
    for barred, kept in live_bars(case).items():
        bar(made, Conflict(barred, Why(kept.why), kept.certain), now)
    for grant in Grant.objects.filter(case=case, ended_at=None):
        Grant.objects.create(
            case=made,
            person=grant.person,
            post=grant.post,
            reason=grant.reason,
            granted_at=now,
            expires_at=grant.expires_at,
        )
    return made


def _link(case: Case, other: Case, person: UUID, reason: str, now: datetime) -> None:
    one, two = sorted((case, other), key=lambda each: each.pk)
    if CaseLink.objects.filter(one=one, other=two).exists():
        return
    row = CaseLink(one=one, other=two, at=now, by=person)
    # A key of its own: it goes with whichever of the two is shredded first.
    store.new_record(one.compartment, row.pk)
    row.body = seal(row.pk, link_field(row), {"reason": reason.strip()})
    row.save(force_insert=True)


def _grow(*cases: Case) -> None:
    for case in cases:
        Case.objects.filter(pk=case.pk).update(version=case.version + 1)


def _free_reference() -> str:
    while Case.objects.filter(ref=(ref := reference.make(secrets.choice))).exists():
        pass
    return ref
