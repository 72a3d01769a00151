"""Sending a record to another setting: made sealed, handed over, received, chased, withdrawn. Never by e-mail."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from uuid import UUID, uuid4

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import STRANGER, SYSTEM, Actor
from leeward.foundation.act import act
from leeward.foundation.clocks import deadline
from leeward.foundation.clocks.limits import TermUnknownError
from leeward.foundation.clocks.organisation import terms, working_calendar
from leeward.foundation.installation.begin import installation
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import message
from leeward.foundation.settings_history import queries as chosen
from leeward.foundation.vault.keyring import keyring
from leeward.safeguarding.actions import pack_files
from leeward.safeguarding.actions.casework import on_case, write_entry
from leeward.safeguarding.actions.opening import NoSuchCase, case_to_change
from leeward.safeguarding.actions.packing import numbered, seal_pack
from leeward.safeguarding.actions.recording import files_of, part_title, record_of
from leeward.safeguarding.actions.sealed import seal, unseal
from leeward.safeguarding.models import Case, Transfer
from leeward.safeguarding.queries.readers import admitted
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.record import Part, only
from leeward.safeguarding.rules.transfer import Manifest
from leeward.safeguarding.rules.way_back import draw
from leeward.safeguarding.wordlist import words as word_list

RECEIPT, SENT = "safeguarding.file-receipt", "safeguarding.file-transfer"


@dataclass(frozen=True, slots=True)
class Receiver:
    """To whom a record goes, why, and since when the learner is there."""

    name: str
    contact: str
    why: str
    started_on: date | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receiver says: who they are, and whether every file was whole."""

    name: str
    post: str
    setting: str
    whole: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One pack as a reader of the case sees it. `send_by`: the day by which guidance wants it sent, where known."""

    id: UUID
    receiver: str
    contact: str
    why: str
    parts: str
    made_at: datetime
    sha256: str
    size: int
    receipt_due: datetime
    overdue: bool
    received_at: datetime | None
    receipt: str
    withdrawn_at: datetime | None
    kept: bool
    send_by: datetime | None


def _what(row: Transfer) -> str:
    return f"transfer {row.pk} what"


def _receipt_field(row: Transfer) -> str:
    return f"transfer {row.pk} receipt"


def _mark(token: str) -> str:
    return keyring().mark("safeguarding receipts", token.encode())


def make_transfer(*, actor: Actor, ref: str, to: Receiver, parts: Collection[Part], now: datetime) -> UUID:
    """Makes a sealed pack of the chosen parts and returns its id.

    Raises NoSuchCase, PdfFailed, PackRefused; ValueError without a receiver, a reason or a part.
    """
    if not (to.name.strip() and to.why.strip() and parts):
        raise ValueError("Say for whom the record is, why, and what goes with it.")
    token, words = secrets.token_urlsafe(32), draw(word_list(), secrets.choice)
    with act(actor, "safeguarding.pack-case", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        whole = record_of(case, now)
        record = only(whole, parts)
        others, kept_back = files_of(case, now) if Part.FILES in parts else ((), ())
    present = installation()
    manifest = Manifest(
        made_at=now.isoformat(),
        sender=present.organisation if present else "",
        sender_contact=actor.name,
        receiver=to.name.strip(),
        case=ref,
        made_by=actor.name,
        receipt=settings.LEEWARD_URL.rstrip("/") + reverse("safeguarding:transfer-receipt", args=[token]),
        left_out=(*(_("Not in it: %(part)s") % {"part": part_title(one.part)} for one in whole.sections
                    if one.part not in parts), *kept_back),
    )  # fmt: skip
    body = seal_pack(manifest, record, numbered(others), words)
    row = Transfer(pk=uuid4(), made_at=now, sha256=sha256(body).hexdigest(), size=len(body), receipt_mark=_mark(token))
    pack_files.keep(row.pk, body)
    try:
        with on_case(actor, "make-transfer", ref, now) as (case, person, entry):
            row.case, row.made_by, row.receipt_due = case, person, _receipt_due(now)
            texts = {"receiver": to.name.strip(), "contact": to.contact.strip(), "why": to.why.strip(), "words": words}
            texts["parts"] = ", ".join(section.title for section in record.sections)
            texts["started_on"] = to.started_on.isoformat() if to.started_on else ""
            row.what = seal(case.record, _what(row), texts)
            row.save(force_insert=True)
            entry.details.update(transfer=str(row.pk), sha256=row.sha256, size=row.size)
            text = _("A sealed pack was made for %(receiver)s (%(why)s), with: %(parts)s. SHA-256 %(hash)s.") % {
                **texts,
                "hash": row.sha256,
            }
            write_entry(case, person, text, now, event_at=now, precision=Precision.MINUTE)
            put(TransferWaits(row.pk, 1), key=f"{row.pk} 1", now=now, due=row.receipt_due)
    except BaseException:
        pack_files.remove(row.pk)
        raise
    return row.pk


def _receipt_due(start: datetime) -> datetime:
    return deadline(chosen.limit(RECEIPT, at=start), start, working_calendar(at=start)).due


def send_by(started_on: date, now: datetime) -> datetime | None:
    """Until when the record should be with the new setting; None where the terms are not entered."""
    start = timezone.make_aware(datetime.combine(started_on, time(9)))
    try:
        found = deadline(chosen.limit(SENT, at=now), start, working_calendar(at=now), terms=terms(at=now))
    except TermUnknownError:
        return None
    return found.due


def open_transfers(actor: Actor, ref: str, now: datetime) -> list[TransferLine]:
    """The packs of a case, the newest first; a trace stays. Raises NoSuchCase."""
    with act(actor, "safeguarding.open-transfers", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        return [_line(case, row, now) for row in case.transfers.order_by("-made_at")]


def _line(case: Case, row: Transfer, now: datetime) -> TransferLine:
    texts = unseal(case.record, _what(row), row.what)
    receipt = unseal(case.record, _receipt_field(row), row.receipt) if row.receipt else {}
    started = date.fromisoformat(texts["started_on"]) if texts["started_on"] else None
    return TransferLine(
        id=row.pk,
        receiver=texts["receiver"],
        contact=texts["contact"],
        why=texts["why"],
        parts=texts["parts"],
        made_at=row.made_at,
        sha256=row.sha256,
        size=row.size,
        receipt_due=row.receipt_due,
        overdue=row.received_at is None and row.withdrawn_at is None and row.receipt_due < now,
        received_at=row.received_at,
        receipt=receipt.get("text", ""),
        withdrawn_at=row.withdrawn_at,
        kept=pack_files.read(row.pk) is not None,
        send_by=send_by(started, now) if started else None,
    )


def _pack_of(case: Case, pack: UUID) -> Transfer:
    row = case.transfers.select_for_update().filter(pk=pack).first()
    if row is None:
        raise NoSuchCase
    return row


def fetch_transfer(*, actor: Actor, ref: str, pack: UUID, now: datetime) -> bytes:
    """The file of a pack, to be handed over. Raises NoSuchCase; LookupError where it is no longer kept."""
    with on_case(actor, "fetch-transfer", ref, now) as (case, _person, entry):
        row = _pack_of(case, pack)
        entry.details["transfer"] = str(row.pk)
        body = pack_files.read(row.pk)
        if body is None or row.withdrawn_at is not None:
            raise LookupError("The file of this pack is no longer kept.")
        return body


def words_of_transfer(*, actor: Actor, ref: str, pack: UUID, now: datetime) -> str:
    """The six words of a pack, to be said on the telephone; each look leaves its trace. Raises NoSuchCase."""
    with on_case(actor, "open-words-of-transfer", ref, now) as (case, _person, entry):
        row = _pack_of(case, pack)
        entry.details["transfer"] = str(row.pk)
        return unseal(case.record, _what(row), row.what)["words"]


def withdraw_transfer(*, actor: Actor, ref: str, pack: UUID, reason: str, now: datetime) -> None:
    """Takes back a pack nobody has signed for: its file goes, its receipt page closes. Twice is once.

    A copy that was handed over stays readable with its words. Raises NoSuchCase; ValueError without a reason or when
    it has arrived.
    """
    with on_case(actor, "withdraw-transfer", ref, now) as (case, person, entry):
        row = _pack_of(case, pack)
        entry.details["transfer"] = str(row.pk)
        if row.withdrawn_at is not None:
            return
        if not reason.strip() or row.received_at is not None:
            raise ValueError("Only a pack that has not arrived is taken back, and with a reason.")
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        receiver = unseal(case.record, _what(row), row.what)["receiver"]
        text = _("The pack for %(receiver)s was taken back: %(reason)s") % {"receiver": receiver, "reason": reason}
        write_entry(case, person, text, now, event_at=now, precision=Precision.MINUTE)
        pack_files.remove(row.pk)


def receipt_waits(token: str) -> bool | None:
    """For the receipt page: True while it can be signed, False once it was, None for a token nobody gave out."""
    row = Transfer.objects.filter(receipt_mark=_mark(token), withdrawn_at=None).first()
    return None if row is None else row.received_at is None


def sign_receipt(token: str, receipt: Receipt, *, now: datetime) -> bool:
    """The receiver says that the record arrived. Once: False for a token that is unknown, withdrawn or used."""
    found = Transfer.objects.filter(receipt_mark=_mark(token)).first()
    if found is None:
        return False
    with act(STRANGER, "safeguarding.sign-receipt", now=now) as entry:
        case = Case.objects.select_for_update().get(pk=found.case_id)
        entry.compartment, entry.subject = case.compartment, f"case:{case.pk}"
        row = case.transfers.select_for_update().get(pk=found.pk)
        if row.received_at is not None or row.withdrawn_at is not None:
            return False
        words = _("every file was whole") if receipt.whole else _("not every file was whole")
        text = _("%(name)s, %(post)s, %(setting)s, on the receipt page: %(words)s. %(note)s") % {
            "name": receipt.name, "post": receipt.post, "setting": receipt.setting, "words": words,
            "note": receipt.note,
        }  # fmt: skip
        _receive(case, row, text.strip(), row.made_by, now)
        entry.details.update(transfer=str(row.pk), whole=receipt.whole)
        for one in admitted(case, now):
            tell(one.holder.person, now=now)
    return True


def note_receipt(*, actor: Actor, ref: str, pack: UUID, text: str, now: datetime) -> None:
    """A reader writes down that the receiver confirmed by telephone. Twice is once. Raises NoSuchCase, ValueError."""
    with on_case(actor, "note-receipt", ref, now) as (case, person, entry):
        row = _pack_of(case, pack)
        entry.details["transfer"] = str(row.pk)
        if row.received_at is not None:
            return
        if not text.strip() or row.withdrawn_at is not None:
            raise ValueError("Say who confirmed it and how.")
        _receive(case, row, text.strip(), person, now)


def _receive(case: Case, row: Transfer, text: str, by: UUID, now: datetime) -> None:
    row.received_at, row.receipt = now, seal(case.record, _receipt_field(row), {"text": text})
    row.save(update_fields=["received_at", "receipt"])
    receiver = unseal(case.record, _what(row), row.what)["receiver"]
    words = _("Receipt by %(receiver)s: %(text)s") % {"receiver": receiver, "text": text}
    write_entry(case, by, words, now, event_at=now, precision=Precision.MINUTE)
    pack_files.remove(row.pk)


@message("safeguarding.transfer-waits")
@dataclass(frozen=True, slots=True)
class TransferWaits:
    """Look at this pack when the job is due: has anybody signed for it?"""

    transfer: UUID
    step: int


def transfer_due(told: TransferWaits, now: datetime) -> None:
    """Handles TransferWaits: nothing once it has arrived or was taken back; else the readers are told to chase."""
    row = Transfer.objects.filter(pk=told.transfer).first()
    if row is None or row.received_at is not None or row.withdrawn_at is not None:
        return
    case = Case.objects.select_for_update().get(pk=row.case_id)
    with act(SYSTEM, "safeguarding.chase-receipt", now=now, compartment=case.compartment) as entry:
        entry.subject = f"case:{case.pk}"
        readers = admitted(case, now)
        for one in readers:
            tell(one.holder.person, now=now)
        put(TransferWaits(row.pk, told.step + 1), key=f"{row.pk} {told.step + 1}", now=now, due=_receipt_due(now))
        entry.details.update(step=told.step, told=len(readers))
