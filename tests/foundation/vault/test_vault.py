"""What the vault promises: nothing opens elsewhere, changed, cut, or without its key; nothing is ever shown instead."""

import base64
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.foundation.vault import keyring, sealing, sheet, store
from leeward.foundation.vault.keyring import KeysMissing
from leeward.foundation.vault.models import CompartmentKey, RecordKey, ShreddedRecord
from tests.crash import Crash, crash_at

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
KEY = bytes(range(32))


@pytest.fixture
def keys(settings, tmp_path, db):
    settings.LEEWARD_KEYS = tmp_path / "keys"
    keyring.make(settings.LEEWARD_KEYS)
    return settings.LEEWARD_KEYS


@given(st.binary(max_size=300), st.text(max_size=40))
def test_what_was_sealed_opens_again(plain, place):
    assert sealing.unseal(KEY, place, sealing.seal(KEY, place, plain)) == plain


@given(st.binary(max_size=60), st.data())
def test_any_flipped_bit_is_refused(plain, data):
    sealed = bytearray(sealing.seal(KEY, "place", plain))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(KEY, "place", bytes(sealed))


@given(st.binary(max_size=60), st.data())
def test_any_cut_is_refused(plain, data):
    sealed = sealing.seal(KEY, "place", plain)
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(KEY, "place", sealed[: data.draw(st.integers(0, len(sealed) - 1))])


@given(st.binary(max_size=120))
def test_garbage_is_refused_and_says_nothing(garbage):
    with pytest.raises(sealing.CannotOpen) as refusal:
        sealing.unseal(KEY, "place", garbage)
    assert "place" not in str(refusal.value)


def test_the_cipher_is_aes_256_gcm_by_the_published_vector():
    """NIST GCM test case 16 (256-bit key, 96-bit nonce, associated data)."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    associated = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    made = AESGCM(key).encrypt(nonce, plain, associated)
    assert made[-16:].hex() == "76fc6ece0f4e1768cddf8853bb2d551b"
    sealed = sealing.seal(key, "x", plain)
    assert AESGCM(key).decrypt(sealed[1:13], sealed[13:], sealed[:1] + b"x") == plain


def test_a_value_moved_to_another_row_or_column_is_refused(keys):
    first, second = store.new_record("a"), store.new_record("a")
    sealed = store.seal_text(first, "text", "mine")
    for record, field in ((second, "text"), (first, "other")):
        with pytest.raises(store.CannotOpen):
            store.open_text(record, field, sealed)


def test_a_record_key_moved_to_another_record_or_compartment_is_refused(keys):
    first, second = store.new_record("a"), store.new_record("b")
    sealed = store.seal_text(first, "text", "mine")
    stolen = RecordKey.objects.get(record=first)
    RecordKey.objects.filter(record=second).update(wrapped=stolen.wrapped)
    with pytest.raises(store.CannotOpen):
        store.open_text(second, "text", sealed)
    RecordKey.objects.filter(record=first).update(compartment_key=RecordKey.objects.get(record=second).compartment_key)
    with pytest.raises(store.CannotOpen):
        store.open_text(first, "text", sealed)


def test_the_database_alone_holds_no_key_and_no_text(keys):
    record = store.new_record("a")
    sealed = store.seal_text(record, "text", "private words")
    held = b"".join(bytes(row.wrapped) for row in [*CompartmentKey.objects.all(), *RecordKey.objects.all()]) + sealed
    assert b"private words" not in held
    for path in keys.iterdir():
        assert base64.b64decode(path.read_text()) not in held


def test_without_the_key_it_says_which_one_to_restore_and_shows_nothing(keys):
    record = store.new_record("a")
    sealed = store.seal_text(record, "text", "private")
    (keys / "kek-1.key").rename(keys / "kek-7.key")
    with pytest.raises(KeysMissing, match="Key-encryption key 1 is not in LEEWARD_KEYS"):
        store.open_text(record, "text", sealed)


@pytest.mark.parametrize("damage", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_a_damaged_key_file_stops_with_its_name(keys, damage):
    (keys / "kek-1.key").write_text(damage)
    with pytest.raises(KeysMissing, match=r"kek-1\.key"):
        keyring.load(keys)


def test_keys_are_made_once_and_only_their_owner_reads_them(keys):
    before = {path.name: path.read_text() for path in keys.iterdir()}
    assert keyring.make(keys) is False
    assert {path.name: path.read_text() for path in keys.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in keys.iterdir()} == {0o600}


def test_a_crash_at_any_statement_of_a_rotation_leaves_everything_readable(keys):
    records = [store.new_record(name) for name in ("a", "b", "c")]
    sealed = [store.seal_text(record, "text", "kept") for record in records]
    for statement in range(1, 12):
        try:
            with crash_at(statement):
                store.rotate()
        except Crash:
            pass
        assert [store.open_text(r, "text", s) for r, s in zip(records, sealed, strict=True)] == ["kept"] * 3
    assert store.rotate() == 3
    newest = keyring.keyring().active
    assert set(CompartmentKey.objects.values_list("kek", flat=True)) == {newest}


def test_what_is_sealed_while_keys_rotate_opens_before_and_after(keys):
    record = store.new_record("a")
    before = store.seal_text(record, "text", "before")
    store.rotate()
    after = store.seal_text(record, "text", "after")
    store.rotate()
    assert [store.open_text(record, "text", value) for value in (before, after)] == ["before", "after"]


def test_shredding_destroys_the_key_and_remembers_that_it_did(keys):
    record = store.new_record("a")
    sealed = store.seal_text(record, "text", "gone")
    store.shred(record, now=NOW)
    store.shred(record, now=NOW)
    assert ShreddedRecord.objects.get().record == record
    with pytest.raises(store.Shredded):
        store.open_text(record, "text", sealed)


def test_the_recovery_sheet_restores_exactly_the_keys(keys):
    store.rotate()
    ring = keyring.keyring()
    typed = [(name, code.lower().replace("o", "0")) for name, code in sheet.lines_of(ring)]
    assert sheet.restored(typed) == {"root.key": ring.root, "kek-1.key": ring.keks[1], "kek-2.key": ring.keks[2]}
    printed = sheet.sheet("Some College", ring, date(2026, 11, 25))
    assert max(len(line) for line in printed.splitlines()) <= 78
    assert "kek-2.key" in printed


@settings(max_examples=80)
@given(st.binary(min_size=32, max_size=32), st.data())
def test_a_slip_on_the_sheet_is_caught_and_the_line_named(key, data):
    code = list(sheet.code_of(key))
    places = [index for index, sign in enumerate(code) if sign != " "]
    at = data.draw(st.sampled_from(places))
    wrong = data.draw(st.sampled_from([sign for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if sign != code[at]]))
    code[at] = wrong
    with pytest.raises(sheet.SheetError, match="kek-1"):
        sheet.key_of("kek-1", "".join(code))


@given(st.text(max_size=80))
def test_garbage_on_the_sheet_is_caught(garbage):
    with pytest.raises(sheet.SheetError):
        sheet.key_of("root", garbage)
