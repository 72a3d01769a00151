"""Who is in a case, and who must therefore leave it: conflicts are computed again whenever somebody is added."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.people import queries as people
from leeward.safeguarding.actions.casework import DecisionText, write_decision
from leeward.safeguarding.actions.names import keep_names
from leeward.safeguarding.actions.opening import case_to_change
from leeward.safeguarding.actions.raising import keep_person
from leeward.safeguarding.actions.routes import ESCALATED, bar, conflicts_of, grant, live_bars, reroute
from leeward.safeguarding.models import Bar, Case
from leeward.safeguarding.queries.access import cases_for
from leeward.safeguarding.queries.names import named_but_unbarred
from leeward.safeguarding.queries.readers import admitted, roster
from leeward.safeguarding.queries.routes import wanted_of
from leeward.safeguarding.rules.persons import CONFLICTED, Role
from leeward.safeguarding.rules.routing import Compartment, Conflict, Why, next_up, route


@dataclass(frozen=True, slots=True)
class Moved:
    """What adding somebody changed. `still_mine`: may the person who did it read the case afterwards?"""

    still_mine: bool
    reader_names: tuple[str, ...]


def would_move(*, actor: Actor, ref: str, person: UUID, role: Role, now: datetime) -> bool:
    """Would adding this person in this role take the case away from the actor? Changes nothing. Raises NoSuchCase."""
    with act(actor, "safeguarding.ask-who-would-read", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        if role not in CONFLICTED:
            return False
        conflicts = [*conflicts_of(live_bars(case)), Conflict(person, Why.SUBJECT)]
        wanted = wanted_of(case)
        found = route(roster(now, wanted), conflicts, wanted=wanted)
        readers = {holder.person for holder in found.readers}
        return actor.person not in readers and found.compartment != case.compartment


def add_person(*, actor: Actor, ref: str, name: str, role: Role, person: UUID | None = None, now: datetime) -> Moved:
    """Adds somebody with their role in this case and works the readers out again.

    A known person in a role that conflicts is barred; the case may move to another compartment, and its new readers
    are told. Raises NoSuchCase; ValueError without a name.
    """
    with act(actor, "safeguarding.add-person", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.subject = f"case:{case.pk}"
        if person is not None:
            card = people.person(person, on=timezone.localdate(now))
            name = card.name if card else name
        if not name.strip():
            raise ValueError("Give a name, or say who it is as well as you can.")
        keep_person(case, name.strip(), person, role, actor.person, now)
        if role in CONFLICTED:
            _add_conflicts(case, name, person, now)
            keep_names(case, name, judged={one.holder.person for one in admitted(case, now)})
        entry.compartment = case.compartment
        entry.details["role"] = str(role)
        return moved(case, actor, now)


def _add_conflicts(case: Case, name: str, person: UUID | None, now: datetime) -> None:
    known = {one.holder.person for one in admitted(case, now)}
    conflicts = conflicts_of(live_bars(case))
    if person is not None:
        conflicts.append(Conflict(person, Why.SUBJECT))
    else:
        conflicts += [Conflict(named.person, Why.SUBJECT, named.certain) for named in people.people_named_in(name)]
    take_effect(case, conflicts, known, now)


def take_effect(case: Case, conflicts: list[Conflict], known: set[UUID], now: datetime) -> None:
    """Reroutes, and tells those who could not read the case before. If nobody is left, the next post is asked."""
    posts = roster(now)
    reroute(case, posts, conflicts, now)
    if not admitted(case, now):
        for holder in next_up(posts, Compartment(case.compartment), live_bars(case), known):
            grant(case, holder, ESCALATED, now)
    for one in admitted(case, now):
        if one.holder.person not in known:
            tell(one.holder.person, now=now)


def work_out_again(case: Case, now: datetime) -> bool:
    """Works out anew who may read a case, because its persons or the holders of posts are others than before.

    In the caller's act; also for rooms and steps that join cases. Somebody whose name fits is barred, uncertainly, so
    that another reader can say that it is somebody else. True when anything changed.
    """
    bars = live_bars(case)
    conflicts = conflicts_of(bars)
    wanted = wanted_of(case)
    posts = roster(now, wanted)
    persons = {holder.person for held in posts.values() for holder in held} - bars.keys()
    conflicts += [
        Conflict(person, Why.SUBJECT, certain=False) for person in sorted(persons) if named_but_unbarred(case, person)
    ]
    recused = {person for person, row in bars.items() if row.why == Why.RECUSED}
    found = route(posts, conflicts, absent=recused, wanted=wanted)
    if found.compartment == case.compartment and {one.person for one in found.barred} <= bars.keys():
        return False
    take_effect(case, conflicts, {one.holder.person for one in admitted(case, now)}, now)
    return True


def moved(case: Case, actor: Actor, now: datetime) -> Moved:
    """What a change did to who reads the case."""
    mine = cases_for(actor, now).filter(pk=case.pk).exists()
    return Moved(mine, tuple(one.holder.name for one in admitted(case, now)))


def clear_conflict(*, actor: Actor, ref: str, bar_id: UUID, reason: str, now: datetime) -> Moved:
    """An uncertain match was somebody else: the bar is lifted and the case goes where it would have gone.

    Raises NoSuchCase; ValueError without a reason, or for a bar that is certain: that one nobody lifts.
    """
    with act(actor, "safeguarding.clear-conflict", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.subject = f"case:{case.pk}"
        if not reason.strip():
            raise ValueError("Say how you know.")
        bars = live_bars(case)
        person = next((who for who, row in bars.items() if row.pk == bar_id), None)
        if person is None or bars[person].certain:
            raise ValueError("Only an uncertain match can be cleared.")
        known = {one.holder.person for one in admitted(case, now)}
        Bar.objects.filter(pk=bar_id).update(lifted_at=now)
        assert actor.person is not None
        write_decision(case, actor.person, DecisionText("conflict", "", "not-the-same-person", reason), now)
        take_effect(case, conflicts_of(live_bars(case)), known, now)
        entry.compartment = case.compartment
        return moved(case, actor, now)


def self_recuse(*, actor: Actor, ref: str, now: datetime) -> Moved:
    """Steps back from a case in one step. If nobody is left who reads it, the next post is asked and told."""
    with act(actor, "safeguarding.step-back", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.subject, entry.compartment = f"case:{case.pk}", case.compartment
        assert actor.person is not None
        known = {one.holder.person for one in admitted(case, now)}
        bar(case, Conflict(actor.person, Why.RECUSED), now)
        take_effect(case, conflicts_of(live_bars(case)), known, now)
        return moved(case, actor, now)
