"""Disclosure on request: frozen, reviewed passage by passage, approved by a second person, released sealed, logged."""

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from hashlib import sha256
from itertools import count
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.approvals import actions as approvals
from leeward.foundation.approvals import queries as asked_for
from leeward.foundation.approvals.kinds import About, Criterion, Decided, Kind, Outcome
from leeward.foundation.clocks import deadline
from leeward.foundation.clocks.organisation import working_calendar
from leeward.foundation.installation.begin import installation
from leeward.foundation.settings_history import queries as chosen
from leeward.foundation.vault import store
from leeward.people import queries as people
from leeward.people.rules import PersonClass
from leeward.safeguarding.actions.casework import on_case, write_entry
from leeward.safeguarding.actions.opening import NoSuchCase, case_to_change
from leeward.safeguarding.actions.packing import seal_pack
from leeward.safeguarding.actions.recording import part_title, record_of
from leeward.safeguarding.actions.routes import live_bars
from leeward.safeguarding.actions.sealed import seal, unseal
from leeward.safeguarding.models import Case, Disclosure
from leeward.safeguarding.queries.access import cases_for, find_case
from leeward.safeguarding.rules.disclosures import COMPLEX, LIMIT, LIMITS, Asked, Asker, Stage, missing
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.record import Part, Record, from_json, only, to_json
from leeward.safeguarding.rules.redaction import SOURCES, Code, Named, Plan, aliases, forms_of, letters, redact, used
from leeward.safeguarding.rules.transfer import Manifest
from leeward.safeguarding.rules.way_back import draw
from leeward.safeguarding.wordlist import words as word_list

KIND = "safeguarding.disclose"


class NotYet(Exception):
    """The step is not possible at this stage; what was tried is in the audit trail."""


@dataclass(frozen=True, slots=True)
class OpenDisclosure:
    """A request opened: what was asked, the whole frozen record, the plan, and the record as it would go out."""

    id: UUID
    ref: str
    asker: Asker
    stage: Stage
    asked_on: date
    due: datetime
    asked: Asked
    record: Record
    plan: Plan
    goes_out: Record
    codes: tuple[tuple[Code, str], ...]
    confirmed: bool
    released_at: datetime | None
    sha256: str
    made_by: UUID


def _field(row: Disclosure, name: str) -> str:
    return f"disclosure {row.pk} {name}"


def due_for(asker: Asker, asked_on: date, now: datetime, *, longer: bool = False) -> datetime:
    """When it must be answered: from the day it was asked, by the limits chosen here today."""
    start = timezone.make_aware(datetime.combine(asked_on, time(9)))
    key = COMPLEX if longer and asker in LIMITS else LIMITS.get(asker, LIMIT)
    return deadline(chosen.limit(key, at=now), start, working_calendar(at=now)).due


def begin_disclosure(
    *, actor: Actor, ref: str, asker: Asker, asked: Asked, asked_on: date, parts: Collection[Part], now: datetime
) -> UUID:
    """Writes a request down and freezes the chosen parts for it, names replaced at first by letters.

    Raises NoSuchCase; ValueError while an answer or every part is missing, or for a day still to come.
    """
    if missing(asked) or not parts or asked_on > timezone.localdate(now):
        raise ValueError("Say who asks, how you know, on which basis, what for, and the least that will do.")
    with on_case(actor, "begin-disclosure", ref, now) as (case, person, entry):
        record = only(record_of(case, now), parts)
        row = Disclosure(case=case, asker=asker, asked_on=asked_on, due=due_for(asker, asked_on, now))
        row.made_at, row.made_by = now, person
        row.what = seal(case.record, _field(row, "what"), asdict(asked))
        row.record = store.seal_text(case.record, _field(row, "record"), json.dumps(to_json(record)))
        _set_plan(case, row, Plan({}, names_in(record, now)))
        row.save(force_insert=True)
        entry.details.update(disclosure=str(row.pk), asker=str(asker))
        text = _("Asked for by %(who)s: %(asked)s. Basis: %(basis)s.") % asdict(asked)
        write_entry(case, person, text, now, event_at=now, precision=Precision.MINUTE)
        return row.pk


def names_in(record: Record, now: datetime) -> tuple[Named, ...]:
    """Everybody of the record with their letters: its persons, and whom the directory knows by a full name in it."""
    day = timezone.localdate(now)
    listed = [
        one.text for section in record.sections if section.part is Part.PERSONS
        for item in section.items for one in item.passages
    ]  # fmt: skip
    whole = "\n".join([text for one in record.passages for text in (one.text, one.label)])
    whole += "\n".join(item.meta for section in record.sections for item in section.items)
    matches = {one.person: one for one in people.people_named_in(whole) if one.certain}
    cards = people.people(set(matches), on=day)
    known = {card.name.casefold(): card for card in cards}
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for name in [*listed, *(card.name for card in cards)]:
        match = next((one for one in people.people_named_in(name) if one.certain), None)
        card = known.get(name.casefold()) or (people.person(match.person, on=day) if match else None)
        if card is None:
            found.append((_("Person"), name, ()))
            continue
        kind = _("Learner") if PersonClass.LEARNER in card.classes else _("Adult")
        more = (card.name, card.given_name, card.family_name, card.known_as, card.email or "")
        found.append((kind, name, tuple(form for form in more if form)))
    return aliases(found)


def _set_plan(case: Case, row: Disclosure, plan: Plan) -> None:
    kept = {
        "left_out": {key: str(code) for key, code in plan.left_out.items()},
        "names": [{"alias": one.alias, "forms": list(one.forms)} for one in plan.names],
    }
    row.plan = store.seal_text(case.record, _field(row, "plan"), json.dumps(kept))


def _opened(case: Case, row: Disclosure) -> OpenDisclosure:
    record = from_json(json.loads(store.open_text(case.record, _field(row, "record"), row.record)))
    kept = json.loads(store.open_text(case.record, _field(row, "plan"), row.plan))
    names = tuple(Named(one["alias"], tuple(one["forms"])) for one in kept["names"])
    plan = Plan({key: Code(code) for key, code in kept["left_out"].items()}, names)
    goes_out = redact(record, plan)
    return OpenDisclosure(
        id=row.pk,
        ref=case.ref,
        asker=Asker(row.asker),
        stage=Stage(row.stage),
        asked_on=row.asked_on,
        due=row.due,
        asked=Asked(**unseal(case.record, _field(row, "what"), row.what)),
        record=record,
        plan=plan,
        goes_out=goes_out,
        codes=tuple((code, SOURCES[code]) for code in used(goes_out)),
        confirmed=row.confirmed_at is not None,
        released_at=row.released_at,
        sha256=row.sha256,
        made_by=row.made_by,
    )


def _row(case: Case, disclosure: UUID) -> Disclosure:
    row = case.disclosures.select_for_update().filter(pk=disclosure).first()
    if row is None:
        raise NoSuchCase
    return row


def open_disclosure(actor: Actor, ref: str, disclosure: UUID, now: datetime) -> OpenDisclosure:
    """A request of a case; a trace stays. Raises NoSuchCase."""
    with act(actor, "safeguarding.open-disclosure", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        entry.details["disclosure"] = str(disclosure)
        return _opened(case, _row(case, disclosure))


def plan_disclosure(
    *,
    actor: Actor,
    ref: str,
    disclosure: UUID,
    left_out: Mapping[str, Code],
    keep_names: Collection[str] = (),
    more_names: Collection[str] = (),
    confirmed: bool = False,
    now: datetime,
) -> None:
    """What is left out, whose letters give way to the name again, and who else gets letters.

    With `confirmed` a person says that they have read every passage as it goes out. Raises NoSuchCase; NotYet once
    somebody was asked to approve it.
    """
    with on_case(actor, "plan-disclosure", ref, now) as (case, person, entry):
        row = _row(case, disclosure)
        if Stage(row.stage) not in (Stage.DRAFT, Stage.CONFIRMED, Stage.REFUSED):
            raise NotYet
        before = _opened(case, row)
        known = {one.key for one in before.record.passages}
        names = tuple(one for one in before.plan.names if one.alias not in set(keep_names))
        added = more_letters(before.plan.names, more_names)
        _set_plan(case, row, Plan({key: code for key, code in left_out.items() if key in known}, (*names, *added)))
        row.stage = Stage.CONFIRMED if confirmed else Stage.DRAFT
        row.confirmed_at, row.confirmed_by = (now, person) if confirmed else (None, None)
        row.save(update_fields=["plan", "stage", "confirmed_at", "confirmed_by"])
        entry.details.update(disclosure=str(row.pk), left_out=len(left_out), names=len(names) + len(added))


def more_letters(names: Collection[Named], more: Collection[str]) -> tuple[Named, ...]:
    """Letters nobody has yet for further names; one that has letters already gets no others."""
    taken = {one.alias.rsplit(" ", 1)[-1] for one in names}
    known = {form.casefold() for one in names for form in one.forms}
    wanted = dict.fromkeys(
        name.strip() for name in more if len(name.strip()) > 1 and name.strip().casefold() not in known
    )
    free = (one for one in map(letters, count()) if one not in taken)
    return tuple(Named(f"{_('Person')} {next(free)}", forms_of(name)) for name in wanted)


def ask_approval(*, actor: Actor, ref: str, disclosure: UUID, now: datetime) -> UUID:
    """Asks a second person, free of conflict, to approve exactly what was confirmed. Raises NoSuchCase, NotYet.

    Nobody barred from the case may decide or learn of it. Where nobody else is free: the chair; else it lapses after
    a delay of which every holder is told, and nothing goes out.
    """
    with on_case(actor, "ask-to-disclose", ref, now) as (case, _person, entry):
        row = _row(case, disclosure)
        if Stage(row.stage) is not Stage.CONFIRMED:
            raise NotYet
        opened = _opened(case, row)
        why = _("%(who)s asks. Basis: %(basis)s. The least that will do: %(least)s") % asdict(opened.asked)
        request = approvals.ask(
            actor=actor,
            kind=KIND,
            subject=f"disclosure:{row.pk}",
            why=why[:1900],
            conflicts=tuple(live_bars(case)),
            compartment=case.compartment,
            now=now,
        )
        row.stage = Stage.ASKED
        row.save(update_fields=["stage"])
        entry.details.update(disclosure=str(row.pk), approval=str(request))
        return request


def decided(told: Decided, actor: Actor, now: datetime) -> None:
    """Takes the second person's word, unless they have been barred from the case since they were asked."""
    row = Disclosure.objects.select_for_update().select_related("case").get(pk=UUID(told.subject.split(":")[1]))
    barred = told.by is not None and told.by in live_bars(row.case)
    approved = told.outcome is Outcome.APPROVED and told.by is not None and not barred
    row.stage = Stage.APPROVED if approved else Stage.REFUSED
    row.save(update_fields=["stage"])


def about_disclosure(subject: str, actor: Actor) -> About:
    """What the page of the request says to whoever may decide it."""
    row = Disclosure.objects.filter(pk=UUID(subject.split(":")[1])).first()
    if row is None or actor.person is None or store.is_shredded(row.case.record) or actor.person in live_bars(row.case):
        return About()
    return About(_("Safeguarding information is asked for."), f"/safeguarding/disclosures/{row.pk}")


DISCLOSE = Kind(
    key=KIND,
    label=gettext_noop("Give safeguarding information to somebody outside"),
    deciders=("dsl", "managing-director"),
    criteria=(
        Criterion("who", gettext_noop("It is certain who asks, and on which legal basis.")),
        Criterion("least", gettext_noop("I have read what goes out: it is the least that will do.")),
    ),
    on_decision=decided,
    describe=about_disclosure,
)


def open_for_approval(actor: Actor, disclosure: UUID, now: datetime) -> tuple[OpenDisclosure, UUID]:
    """What would go out, for whoever may decide it, with the id of the request; a trace stays. Raises NoSuchCase.

    Only the redacted record is for them: the frozen one is put out of what is returned.
    """
    row = Disclosure.objects.select_related("case").filter(pk=disclosure, stage=Stage.ASKED).first()
    subject = f"disclosure:{disclosure}"
    line = next((one for one in asked_for.waiting_for(actor, now=now) if one.subject == subject), None)
    if row is None or line is None or actor.person in live_bars(row.case):
        raise NoSuchCase
    with act(actor, "safeguarding.read-for-approval", now=now, compartment=row.case.compartment) as entry:
        entry.subject, entry.details["disclosure"] = f"case:{row.case.pk}", str(row.pk)
        opened = _opened(row.case, row)
    values = {name: getattr(opened, name) for name in OpenDisclosure.__dataclass_fields__}
    return OpenDisclosure(**{**values, "record": opened.goes_out, "plan": Plan({}, ())}), line.id


def release(*, actor: Actor, ref: str, disclosure: UUID, now: datetime) -> bytes:
    """The sealed file, once; its words are opened apart. Without a second person's word it is refused, and the trail
    keeps the attempt.

    Raises NoSuchCase, NotYet, PdfFailed.
    """
    with act(actor, "safeguarding.prepare-release", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        row = _row(case, disclosure)
        allowed = Stage(row.stage) is Stage.APPROVED and _word_of(row, now)
        entry.details.update(disclosure=str(row.pk), refused=not allowed)
        opened = _opened(case, row)
    if not allowed:
        raise NotYet
    words = draw(word_list(), secrets.choice)
    body = seal_pack(_manifest(opened, actor, now), opened.goes_out, (), words)
    with on_case(actor, "release-disclosure", ref, now) as (case, person, entry):
        row = _row(case, disclosure)
        if Stage(row.stage) is not Stage.APPROVED:
            raise NotYet
        row.stage, row.released_at, row.released_by, row.sha256 = Stage.RELEASED, now, person, sha256(body).hexdigest()
        row.words = seal(case.record, _field(row, "words"), {"words": words})
        row.save(update_fields=["stage", "released_at", "released_by", "sha256", "words"])
        entry.details.update(disclosure=str(row.pk), sha256=row.sha256)
        text = _("Given to %(who)s: %(parts)s. Basis: %(basis)s. SHA-256 %(hash)s.") % {
            "who": opened.asked.who,
            "basis": opened.asked.basis,
            "parts": ", ".join(part_title(section.part) for section in opened.goes_out.sections),
            "hash": row.sha256,
        }
        write_entry(case, person, text, now, event_at=now, precision=Precision.MINUTE)
    return body


def words_of_release(*, actor: Actor, ref: str, disclosure: UUID, now: datetime) -> str:
    """The six words of what was released; each look leaves its trace. Raises NoSuchCase; NotYet before the release."""
    with on_case(actor, "open-words-of-disclosure", ref, now) as (case, _person, entry):
        row = _row(case, disclosure)
        entry.details["disclosure"] = str(row.pk)
        if row.words is None:
            raise NotYet
        return unseal(case.record, _field(row, "words"), row.words)["words"]


def _word_of(row: Disclosure, now: datetime) -> bool:
    return asked_for.live_approval(KIND, f"disclosure:{row.pk}", now=now) is not None


def _manifest(opened: OpenDisclosure, actor: Actor, now: datetime) -> Manifest:
    present = installation()
    return Manifest(
        made_at=now.isoformat(),
        sender=present.organisation if present else "",
        sender_contact=actor.name,
        receiver=opened.asked.who,
        case="",
        made_by=actor.name,
        receipt="",
        left_out=tuple(f"{code}: {source}" for code, source in opened.codes),
    )


@dataclass(frozen=True, slots=True)
class DisclosureLine:
    """A request in a list, without its words."""

    id: UUID
    ref: str
    asker: Asker
    stage: Stage
    asked_on: date
    due: datetime
    overdue: bool


def requests_for(actor: Actor, now: datetime, ref: str = "") -> list[DisclosureLine]:
    """The requests in the actor's cases (or in one of them), those still to answer first, the earliest due first."""
    cases = cases_for(actor, now)
    if ref:
        one = find_case(actor, ref, now)
        cases = cases.filter(pk=one.pk) if one else cases.none()
    rows = Disclosure.objects.filter(case__in=cases).select_related("case").order_by("due")
    lines = [
        DisclosureLine(
            row.pk, row.case.ref, Asker(row.asker), Stage(row.stage), row.asked_on, row.due,
            row.stage != Stage.RELEASED and row.due < now,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.stage is Stage.RELEASED)
