"""Taking in a record from another setting: checked, routed past whoever it is about, kept as it was sent."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.vault import store
from leeward.foundation.vault.keyring import keyring
from leeward.people import queries as people
from leeward.safeguarding.actions.casework import on_case, write_entry
from leeward.safeguarding.actions.opening import case_to_change
from leeward.safeguarding.actions.raising import keep_person, raise_concern
from leeward.safeguarding.actions.sealed import seal, unseal
from leeward.safeguarding.models import Arrival, Case
from leeward.safeguarding.queries.access import cases_for
from leeward.safeguarding.rules import transfer
from leeward.safeguarding.rules.persons import CONFLICTED, Role
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.record import Item, Part, Record
from leeward.safeguarding.rules.telling import About, Source, Telling
from leeward.safeguarding.rules.transfer import OpenPack


class HereAlready(Exception):
    """The same pack was taken in before; `ref` is its case, which the actor may know of."""

    def __init__(self, ref: str) -> None:
        super().__init__("taken in before")
        self.ref = ref


@dataclass(frozen=True, slots=True)
class Arrived:
    """A record taken in. `mine`: may whoever brought it read it? Else `readers` says who does."""

    ref: str
    mine: bool
    readers: tuple[str, ...]
    sender: str


@dataclass(frozen=True, slots=True)
class ArrivalLine:
    """From whom a record came, and what came with it."""

    sender: str
    contact: str
    made_at: str
    made_by: str
    their_ref: str
    at: datetime
    files: tuple[str, ...]


def take_in(*, actor: Actor, page: bytes, words: str, again: bool = False, now: datetime) -> Arrived:
    """A pack becomes a new case with its whole text as it was sent, its persons and its chronology.

    Conflicts are worked out from every name in it, in the same transaction. Raises PackRefused; HereAlready unless
    `again` says that a second copy is wanted.
    """
    pack = transfer.read(transfer.unseal(page, words))
    mark = keyring().mark("safeguarding arrivals", pack.digest.encode())
    known = cases_for(actor, now).filter(arrival__mark=mark).first()
    if known is not None and not again:
        raise HereAlready(known.ref)
    named = [(role, name) for role, name in _persons(pack.record) if name]
    with act(actor, "safeguarding.take-in-record", now=now) as entry:
        receipt = raise_concern(
            actor=actor,
            telling=Telling(about=About.LEARNER, happened=as_text(pack), told=pack.manifest.sender),
            source=Source.TRANSFER,
            submission=uuid4(),
            subjects=_known(name for role, name in named if role in CONFLICTED),
            way_back=False,
            now=now,
        )
        case = Case.objects.get(ref=receipt.ref)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        entry.details.update(files=len(pack.files), again=again)
        _keep(case, pack, mark, actor, named, now)
        mine = cases_for(actor, now).filter(pk=case.pk).exists()
    return Arrived(receipt.ref, mine, tuple(one.name for one in receipt.readers), pack.manifest.sender)


def _persons(record: Record) -> Iterable[tuple[Role, str]]:
    for section in record.sections:
        for item in section.items if section.part is Part.PERSONS else ():
            role = Role(item.kind) if item.kind in set(Role) else Role.ABOUT
            yield role, item.passages[0].text.strip()[:200] if item.passages else ""


def _known(names: Iterable[str]) -> list[UUID]:
    return [match.person for name in names for match in people.people_named_in(name) if match.certain]


def as_text(pack: OpenPack) -> str:
    """The whole record as text, part by part: what was sent, as it was sent."""
    lines = [
        _("Record %(ref)s of %(sender)s, as it was sent.") % {"ref": pack.manifest.case, "sender": pack.manifest.sender}
    ]
    lines += list(pack.manifest.left_out)
    for section in pack.record.sections:
        lines += ["", section.title.upper()]
        for item in section.items:
            lines += ["", " · ".join(text for text in (item.title, item.meta) if text)]
            for one in item.passages:
                lines.append(f"{one.label}: {one.text or _('left out: %(code)s') % {'code': one.code}}")
    return "\n".join(lines)


def _keep(case: Case, pack: OpenPack, mark: str, actor: Actor, named: list[tuple[Role, str]], now: datetime) -> None:
    assert actor.person is not None
    row = Arrival(case=case, mark=mark, at=now, by=actor.person)
    manifest = pack.manifest
    texts = {name: getattr(manifest, name) for name in ("sender", "sender_contact", "made_at", "made_by", "case")}
    row.what = seal(case.record, _what(row), {**texts, "files": "\n".join(one.name for one in pack.files)})
    row.pack = store.seal_text(case.record, _pack(row), base64.b64encode(pack.archive).decode())
    row.save(force_insert=True)
    for role, name in named:
        match = next((one for one in people.people_named_in(name) if one.certain), None)
        keep_person(case, name, match.person if match else None, role, actor.person, now)
    sender = _("Received from %(sender)s, as sent.") % {"sender": manifest.sender}
    count = _("The pack was whole: %(files)d files besides the record. SHA-256 of its list: %(hash)s.") % {
        "files": len(pack.files),
        "hash": pack.digest,
    }
    write_entry(case, actor.person, f"{sender} {count}", now, event_at=now, precision=Precision.MINUTE)
    for section in pack.record.sections:
        for item in section.items if section.part is Part.CHRONOLOGY else ():
            at, precision = _time_of(item, now)
            text = "\n".join([f"{sender} {item.meta}".strip(), *(one.text for one in item.passages)])
            write_entry(case, actor.person, text, now, event_at=at, precision=precision)


def _time_of(item: Item, now: datetime) -> tuple[datetime | None, Precision]:
    """When it happened as the sender knew it; nothing where that cannot be read or has not happened yet."""
    try:
        at, precision = datetime.fromisoformat(item.at), Precision(item.precision)
    except ValueError:
        return None, Precision.UNKNOWN
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (at, precision) if at <= now and at.year > 1900 else (None, Precision.UNKNOWN)


def _what(row: Arrival) -> str:
    return f"arrival {row.pk} what"


def _pack(row: Arrival) -> str:
    return f"arrival {row.pk} pack"


def open_arrival(actor: Actor, ref: str, now: datetime) -> ArrivalLine | None:
    """Where a case came from, None where it began here; a trace stays. Raises NoSuchCase."""
    with act(actor, "safeguarding.open-arrival", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        row = Arrival.objects.filter(case=case).first()
        if row is None:
            return None
        what = unseal(case.record, _what(row), row.what)
        return ArrivalLine(
            sender=what["sender"],
            contact=what["sender_contact"],
            made_at=what["made_at"],
            made_by=what["made_by"],
            their_ref=what["case"],
            at=row.at,
            files=tuple(what["files"].split()),
        )


def fetch_arrival(*, actor: Actor, ref: str, now: datetime) -> bytes:
    """The archive as it was sent. Raises NoSuchCase; LookupError where the case began here."""
    with on_case(actor, "fetch-arrival", ref, now) as (case, _person, _entry):
        row = Arrival.objects.filter(case=case).first()
        if row is None:
            raise LookupError("This case did not come from another setting.")
        return base64.b64decode(store.open_text(case.record, _pack(row), row.pack))
