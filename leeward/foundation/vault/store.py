"""Sealing and opening fields of records.

record = new_record("safeguarding")            # once, when the record is made
row.account_sealed = seal_text(record, "account", text)
text = open_text(record, "account", row.account_sealed)
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from leeward.foundation.vault import sealing, shred_list
from leeward.foundation.vault.keyring import KEY_BYTES, Keyring, KeysMissing, keyring, write_key
from leeward.foundation.vault.models import CompartmentKey, RecordKey, ShreddedRecord
from leeward.foundation.vault.sealing import CannotOpen

__all__ = [
    "CannotOpen",
    "Shredded",
    "check_record_keys",
    "compartment_of",
    "is_shredded",
    "keys_held",
    "move",
    "new_record",
    "open_text",
    "rotate",
    "seal_text",
    "shred",
]

log = logging.getLogger("leeward.vault")


class Shredded(CannotOpen):
    """The record's key was destroyed on purpose; nobody can read it again."""


def _new_key() -> bytes:
    import secrets

    return secrets.token_bytes(KEY_BYTES)


def _compartment_label(compartment: str, version: int) -> str:
    return f"compartment {compartment} {version}"


def _unwrap_compartment(row: CompartmentKey, keys: Keyring) -> bytes:
    if row.kek not in keys.keks:
        raise KeysMissing(f"Key-encryption key {row.kek} is not in LEEWARD_KEYS: restore it from the recovery sheet.")
    return sealing.unseal(keys.keks[row.kek], _compartment_label(row.compartment, row.version), bytes(row.wrapped))


def _current_compartment_key(compartment: str) -> CompartmentKey:
    row = CompartmentKey.objects.filter(compartment=compartment).order_by("-version").first()
    if row is not None:
        return row
    keys = keyring()
    wrapped = sealing.seal(keys.keks[keys.active], _compartment_label(compartment, 1), _new_key())
    CompartmentKey.objects.bulk_create(
        [CompartmentKey(compartment=compartment, version=1, kek=keys.active, wrapped=wrapped)], ignore_conflicts=True
    )
    return CompartmentKey.objects.get(compartment=compartment, version=1)


def new_record(compartment: str, record: UUID | None = None) -> UUID:
    """Makes the key of a new record in a compartment and returns the record's id."""
    record = record or uuid4()
    parent = _current_compartment_key(compartment)
    wrapped = sealing.seal(_unwrap_compartment(parent, keyring()), f"record {record}", _new_key())
    RecordKey.objects.create(record=record, compartment_key=parent, wrapped=wrapped)
    return record


_held: ContextVar[dict[UUID, bytes] | None] = ContextVar("keys_held", default=None)


@contextmanager
def keys_held() -> Iterator[None]:
    """While a record is read as a whole, its key is fetched and unwrapped once, not for every field of it.

    For reading only, inside one transaction: a key that is moved or destroyed meanwhile is not noticed.
    """
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def _record_key(record: UUID) -> bytes:
    held = _held.get()
    if held is None:
        return _fetched_key(record)
    if record not in held:
        held[record] = _fetched_key(record)
    return held[record]


def _fetched_key(record: UUID) -> bytes:
    row = RecordKey.objects.select_related("compartment_key").filter(record=record).first()
    if row is None:
        if ShreddedRecord.objects.filter(record=record).exists():
            raise Shredded("this record was shredded")
        raise CannotOpen("this record has no key")
    return sealing.unseal(_unwrap_compartment(row.compartment_key, keyring()), f"record {record}", bytes(row.wrapped))


def seal_text(record: UUID, field: str, text: str) -> bytes:
    """Seals one field of a record. The same text sealed twice looks different."""
    return sealing.seal(_record_key(record), f"{record} {field}", text.encode())


def open_text(record: UUID, field: str, sealed: bytes | memoryview) -> str:
    """Opens one field. Raises CannotOpen, or Shredded when its key was destroyed."""
    return sealing.unseal(_record_key(record), f"{record} {field}", bytes(sealed)).decode()


def compartment_of(record: UUID) -> str:
    """The compartment a record is kept in. Raises CannotOpen where it has no key (any more)."""
    row = RecordKey.objects.select_related("compartment_key").filter(record=record).first()
    if row is None:
        raise CannotOpen("this record has no key")
    return row.compartment_key.compartment


def is_shredded(record: UUID) -> bool:
    """Was its key destroyed on purpose?"""
    return ShreddedRecord.objects.filter(record=record).exists()


def check_record_keys() -> int:
    """Unwraps every record key there is with the present keys, keeping none; returns how many.

    Raises CannotOpen or KeysMissing at the first that does not open.
    """
    keys, parents, count = keyring(), {}, 0
    for parent in CompartmentKey.objects.all():
        parents[parent.pk] = _unwrap_compartment(parent, keys)
    for row in RecordKey.objects.iterator(chunk_size=2000):
        sealing.unseal(parents[row.compartment_key_id], f"record {row.record}", bytes(row.wrapped))
        count += 1
    return count


def move(record: UUID, compartment: str) -> None:
    """Puts a record into another compartment: its key is wrapped anew, its fields need not be sealed again.

    The key of the old compartment no longer opens it. Raises CannotOpen, or Shredded when its key was destroyed.
    """
    with transaction.atomic():
        key = _record_key(record)
        parent = _current_compartment_key(compartment)
        wrapped = sealing.seal(_unwrap_compartment(parent, keyring()), f"record {record}", key)
        RecordKey.objects.filter(record=record).update(compartment_key=parent, wrapped=wrapped)


def shred(record: UUID, *, now: datetime) -> None:
    """Destroys the key of a record; what it sealed can never be read again, in any copy of the database made later.

    Once that is committed the record is also put on the list outside the database, which every restore applies. Not
    before: a record listed by a transaction that was undone would be lost at the next restore.
    """
    with transaction.atomic():
        RecordKey.objects.filter(record=record).delete()
        ShreddedRecord.objects.get_or_create(record=record, defaults={"at": now})
        transaction.on_commit(lambda: _list_as_shredded(record, now))


def _list_as_shredded(record: UUID, at: datetime) -> None:
    try:
        shred_list.add({record: at})
    except OSError as error:
        # The worker tries again each morning and every backup does; `leeward doctor` says while it is not possible.
        log.error("the list of shredded records cannot be written: %s", type(error).__name__)


def rotate() -> int:
    """Makes a new key-encryption key and wraps every compartment key with it; returns how many.

    Records are untouched and readable throughout: old keys stay in the folder until the last row has moved.
    """
    from django.conf import settings

    keys = keyring()
    write_key(settings.LEEWARD_KEYS / f"kek-{keys.active + 1}.key")
    keys = keyring()
    moved = 0
    with transaction.atomic():
        for row in CompartmentKey.objects.select_for_update():
            plain = _unwrap_compartment(row, keys)
            row.wrapped = sealing.seal(keys.keks[keys.active], _compartment_label(row.compartment, row.version), plain)
            row.kek = keys.active
            row.save(update_fields=["wrapped", "kek"])
            moved += 1
    return moved
