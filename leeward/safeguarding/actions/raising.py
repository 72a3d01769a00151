"""Taking a concern in: route, seal, rows, audit entry and letters in one transaction, then the receipt."""

import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.act import Act, act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.outbox.jobs import put
from leeward.foundation.vault import store
from leeward.people import queries as people
from leeward.safeguarding.actions.clocks import Work, watch
from leeward.safeguarding.actions.escalating import ConcernWaits
from leeward.safeguarding.actions.names import keep_names_told
from leeward.safeguarding.actions.routes import ROUTED, reroute
from leeward.safeguarding.actions.sealed import action_field, person_field, route_field, seal
from leeward.safeguarding.actions.security_half import hand_half_over
from leeward.safeguarding.actions.way_back import give_words
from leeward.safeguarding.marks import mark_of
from leeward.safeguarding.models import Case, CaseAction, CasePerson, CaseRoute, Concern, Thread
from leeward.safeguarding.queries.clocks import due
from leeward.safeguarding.queries.readers import Plan, granted, roster, who_would_read
from leeward.safeguarding.rules import reference
from leeward.safeguarding.rules.facts import Facts
from leeward.safeguarding.rules.limits import TELL_DEPUTIES, first_response
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.route_table import RouteRule, chosen
from leeward.safeguarding.rules.routing import Holder
from leeward.safeguarding.rules.security_half import Half
from leeward.safeguarding.rules.telling import About, Source, Telling

NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the reporter gets once the concern is safe.

    `words` are six words, given out once: empty when the same submission came before (`again`), or when no way
    back was asked for. `outside`: nobody here is free of a conflict, or only somebody who answers to the person named.
    """

    ref: str
    words: str
    readers: tuple[Holder, ...]
    outside: bool
    again: bool = False
    way_back: bool = True


def raise_concern(
    *,
    actor: Actor,
    telling: Telling,
    source: Source | str,
    submission: UUID,
    now: datetime,
    subjects: Collection[UUID] = (),
    flagged: Collection[UUID] = (),
    cleared: Collection[UUID] = (),
    learned_at: datetime | None = None,
    way_back: bool = True,
    facts: Facts = NO_FACTS,
    to_do: str = "",
    security_half: Half | None = None,
) -> Receipt:
    """Keeps a concern and tells the right people, and only them.

    `submission` is made once for each form: the same one sent twice makes one concern. `subjects` are persons known
    to be concerned (a finding names its sender); `flagged` and `cleared` are the reporter's answers about who reads.
    `facts`: what is known of it for the routes of the organisation. `to_do`: an action for whoever reads it first.
    `security_half`: what those who keep the systems safe must act on, without the concern; nothing is handed over
    where one of them may be involved.
    Raises ValueError for an empty account.
    """
    if not telling.account.strip():
        raise ValueError("A concern needs an account of what happened.")
    try:
        with act(actor, "safeguarding.raise-concern", now=now) as entry:
            before = _receipt_of(submission, now)
            if before is not None:
                entry.compartment, entry.subject = before[1].compartment, f"case:{before[1].pk}"
                entry.details["again"] = True
                return before[0]
            plan = who_would_read(telling, now, subjects=subjects, flagged=flagged, cleared=cleared, facts=facts)
            case, concern = _keep(telling, Source(source), submission, plan, learned_at, now, entry)
            _keep_persons(case, telling, plan, now)
            _tell_readers(case, plan.route.readers, now)
            _set_to_do(case, plan.route.readers, to_do, now)
            if security_half is not None:
                entry.details["security_half"] = hand_half_over(case, security_half, now)
            words = give_words(concern, now) if way_back else ""
            return Receipt(case.ref, words, plan.route.readers, plan.route.outside, way_back=way_back)
    except IntegrityError:
        # Two of the same at the same moment: the other one won, and is the one concern.
        before = _receipt_of(submission, now)
        if before is None:
            raise
        return before[0]


def receipt_again(submission: UUID, now: datetime) -> Receipt | None:
    """The receipt of a submission that is already safe, without its words; None when nothing was kept."""
    before = _receipt_of(submission, now)
    return before[0] if before else None


def _receipt_of(submission: UUID, now: datetime) -> tuple[Receipt, Case] | None:
    concern = Concern.objects.select_related("case").filter(submission=submission).first()
    if concern is None:
        return None
    case = concern.case
    readers = tuple(holder for holder, _grant in granted(case, now, ROUTED))
    back = Thread.objects.filter(concern=concern).exists()
    return Receipt(case.ref, "", readers, case.outside, again=True, way_back=back), case


def _keep(
    telling: Telling,
    source: Source,
    submission: UUID,
    plan: Plan,
    learned_at: datetime | None,
    now: datetime,
    entry: Act,
) -> tuple[Case, Concern]:
    compartment = plan.route.compartment
    case = Case.objects.create(
        ref=_free_reference(),
        record=store.new_record(compartment),
        compartment=compartment,
        raised_at=now,
        acknowledge_due=due(first_response(plan.facts.severity), now),
        outside=plan.route.outside,
    )
    record = store.new_record(compartment)
    concern = Concern.objects.create(
        case=case,
        record=record,
        submission=submission,
        source=source,
        raised_at=now,
        learned_at=learned_at,
        telling=store.seal_text(record, "telling", telling.to_json()),
    )
    keep_route(case, plan.rule, plan.facts, now)
    posts = roster(now, chosen(plan.rule, plan.facts))
    out = {conflict.person for conflict in plan.route.barred}
    keep_names_told(case, telling, {one.person for held in posts.values() for one in held} - out)
    reroute(case, posts, plan.conflicts, now)
    entry.compartment, entry.subject = compartment, f"case:{case.pk}"
    entry.details.update(source=str(source), readers=len(plan.route.readers))
    return case, concern


def _free_reference() -> str:
    while True:
        ref = reference.make(secrets.choice)
        if not Case.objects.filter(ref=ref).exists():
            return ref


def _keep_persons(case: Case, telling: Telling, plan: Plan, now: datetime) -> None:
    """Those named in the answer to "who is it about?", with the role that answer gives them in this case."""
    day = timezone.localdate(now)
    role = Role.MAY_HAVE_CAUSED_HARM if telling.about in (About.STAFF, About.MYSELF) else Role.ABOUT
    named = people.people_named_in(telling.about_names)
    for match in named:
        keep_person(case, match.name, match.person if match.certain else None, role, None, now)
    if telling.about_names.strip() and not named:
        keep_person(case, telling.about_names.strip(), None, role, None, now)
    known = {match.person for match in named}
    for conflict in plan.conflicts:
        card = people.person(conflict.person, on=day) if conflict.certain and conflict.person not in known else None
        if card is not None:
            keep_person(case, card.name, conflict.person, Role.ABOUT, None, now)
            known.add(conflict.person)
    if telling.about == About.MYSELF and telling.reporter_name.strip():
        keep_person(case, telling.reporter_name.strip(), None, Role.HARMED, None, now)


def keep_person(case: Case, name: str, person: UUID | None, role: Role, by: UUID | None, now: datetime) -> None:
    """One person with their role in this case. The name is sealed; the mark finds the same person again, by key."""
    row = CasePerson(case=case, role=role, mark=mark_of(person) if person else "", added_at=now, added_by=by)
    row.who = seal(case.record, person_field(row), {"name": name, "person": str(person or "")})
    row.save(force_insert=True)


def keep_route(case: Case, rule: RouteRule | None, facts: Facts, now: datetime) -> None:
    """What the routes ask for in this case, from now on."""
    wanted = chosen(rule, facts)
    row = CaseRoute(case=case, also=list(wanted.also), lead=wanted.lead, site=wanted.site, at=now)
    row.facts = seal(case.record, route_field(row), asdict(facts))
    row.save(force_insert=True)


def _tell_readers(case: Case, readers: tuple[Holder, ...], now: datetime) -> None:
    """Letters to the holders at once (to deputies where a post has no holder), and the clock that asks again."""
    held = {reader.post for reader in readers if not reader.deputy}
    for reader in readers:
        if not reader.deputy or reader.post not in held:
            tell(reader.person, now=now)
    put(ConcernWaits(case.pk, 1), key=f"{case.pk} 1", now=now, due=due(TELL_DEPUTIES, now))


def _set_to_do(case: Case, readers: tuple[Holder, ...], what: str, now: datetime) -> None:
    """What the first reader has to do about it, due when it must be read. Nobody there: the record alone is kept."""
    if not what or not readers:
        return
    owner = readers[0].person
    row = CaseAction(case=case, owner=owner, due=case.acknowledge_due, made_at=now, made_by=owner)
    row.what = seal(case.record, action_field(row, "what"), {"text": what})
    row.save(force_insert=True)
    watch(Work.ACTION, row, now)
