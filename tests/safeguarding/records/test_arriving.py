"""Taking in a record: routed before anybody reads it, kept as sent; hostile packs are refused with a clear reason."""

import base64
import hashlib
import io
import json
import random
import zipfile
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.safeguarding import actions
from leeward.safeguarding.actions import arriving
from leeward.safeguarding.labels import label
from leeward.safeguarding.models import Arrival, Case
from leeward.safeguarding.rules import transfer
from leeward.safeguarding.rules.record import Item, Part, Passage, Record, Section, to_json
from leeward.safeguarding.rules.transfer import Manifest, PackedFile, PackRefused, Refusal
from tests.safeguarding.made import NAMES, NOW, House

WORDS = "one two three four five six"
LATER = NOW + timedelta(hours=1)
FROM = Manifest(
    "2026-11-20T10:00:00+00:00", "Riverside College", "Ama", "Us", "QQQQ-QQQQ", "Ama", "https://x.example/r"
)


def record(
    *persons: tuple[str, str], text: str = "She was seen in town.", at: str = "2026-09-01T10:00:00+00:00"
) -> Record:
    people = tuple(Item("It is about them", "", (Passage(f"person-{n}", "Name", name),), kind=role)
                   for n, (role, name) in enumerate(persons))  # fmt: skip
    line = Item(
        "1 September 2026", "Written down 2 September 2026 by Ama", (Passage("entry-0", "What", text),), at, "day"
    )
    return Record("QQQQ-QQQQ", "open", "2026-09-01T10:00:00+00:00",
                  (Section(Part.PERSONS, "Who", people), Section(Part.CHRONOLOGY, "Chronology", (line,))))  # fmt: skip


def entries(found: Record, *more: PackedFile) -> list[PackedFile]:
    body = json.dumps({"schema": "leeward-case/1", **to_json(found)}).encode()
    return [
        PackedFile("record.html", b"<p>x</p>", "text/html"),
        PackedFile("record.pdf", b"%PDF-1.7", "application/pdf"),
        PackedFile("record.json", body, "application/json"),
        *more,
    ]


def page(archive: bytes) -> bytes:
    sealed = transfer.seal(archive, WORDS, salt=b"s" * 16, nonce=b"n" * 12)
    return transfer.page_of('<script id="sealed" type="text/plain">@@SEALED@@</script>', sealed)


def sent(found: Record, *more: PackedFile) -> bytes:
    return page(transfer.archive_of(FROM, entries(found, *more)))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "ROUNDS", transfer.LEAST_ROUNDS)


def taken(house: House, body: bytes, who: str = "lead", **more):
    return arriving.take_in(actor=house.actor(who), page=body, words=WORDS, now=LATER, **more)


def test_a_record_becomes_a_case_with_its_persons_chronology_and_where_it_came_from(house: House):
    found = taken(house, sent(record(("harmed", "Wendell Agyemang-Bell"), ("witness", "Una Strand"))))
    assert found.mine
    file = actions.open_case(house.actor("lead"), found.ref, LATER)
    assert {(one.role, one.name) for one in file.persons} == {
        ("harmed", "Wendell Agyemang-Bell"),
        ("witness", "Una Strand"),
    }
    line = next(one for one in file.entries if "She was seen in town." in one.text)
    assert line.text.startswith("Received from Riverside College, as sent.")
    assert (line.event_at.isoformat(), line.precision) == ("2026-09-01T10:00:00+00:00", "day")
    assert "She was seen in town." in file.concerns[0].telling.happened


def test_the_pack_is_kept_as_it_was_sent_byte_for_byte(house: House):
    archive = transfer.archive_of(FROM, entries(record(), PackedFile("files/001-note.txt", b"note", "text/plain")))
    found = taken(house, page(archive))
    assert arriving.fetch_arrival(actor=house.actor("lead"), ref=found.ref, now=LATER) == archive
    line = arriving.open_arrival(house.actor("lead"), found.ref, LATER)
    assert line is not None
    assert (line.sender, line.their_ref, line.files) == ("Riverside College", "QQQQ-QQQQ", ("files/001-note.txt",))
    assert archive[:200] not in bytes(Arrival.objects.get().pack)


@pytest.mark.parametrize(
    ("persons", "text"),
    [
        ((("may-have-caused-harm", NAMES["lead"]),), "x"),
        ((("harmed", "Wendell Agyemang-Bell"),), f"He says that {NAMES['lead']} sent him messages."),
    ],
)
def test_a_record_about_the_lead_goes_past_them_though_they_brought_it(house: House, persons, text: str):
    found = taken(house, sent(record(*persons, text=text)))
    assert not found.mine
    assert found.readers == (NAMES["director"],)
    with pytest.raises(actions.NoSuchCase):
        actions.open_case(house.actor("lead"), found.ref, LATER)
    with pytest.raises(actions.NoSuchCase):
        arriving.fetch_arrival(actor=house.actor("lead"), ref=found.ref, now=LATER)
    assert Case.objects.get(ref=found.ref).compartment == "about-safeguarding-team"


def test_the_same_pack_again_is_told_and_changes_nothing_unless_wanted(house: House):
    body = sent(record(("harmed", "Wendell Agyemang-Bell")))
    first = taken(house, body)
    with pytest.raises(arriving.HereAlready) as told:
        taken(house, body)
    assert told.value.ref == first.ref
    assert Case.objects.count() == 1
    assert taken(house, body, again=True).ref != first.ref


def test_a_pack_taken_in_where_one_may_not_know_of_it_is_not_told(house: House):
    body = sent(record(("may-have-caused-harm", NAMES["lead"])))
    first, second = taken(house, body), taken(house, body)
    assert (first.mine, second.mine) == (False, False)


def test_an_event_said_to_be_still_to_come_has_no_time(house: House):
    found = taken(house, sent(record(text="Odd", at="2999-01-01T00:00:00+00:00")))
    file = actions.open_case(house.actor("lead"), found.ref, LATER)
    assert next(one for one in file.entries if "Odd" in one.text).event_at is None


def archive_with(names: dict[str, bytes], *, compress: int = zipfile.ZIP_STORED, manifest: object = None) -> bytes:
    listed = [{"name": name, "size": len(body), "sha256": hashlib.sha256(body).hexdigest(), "type": "x"}
              for name, body in names.items()]  # fmt: skip
    head = manifest if manifest is not None else {"schema": transfer.SCHEMA, "files": listed}
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", compress) as archive:
        for name, body in {"manifest.json": json.dumps(head).encode(), **names}.items():
            archive.writestr(name, body)
    return kept.getvalue()


def whole(**more: bytes) -> dict[str, bytes]:
    return {one.name: one.body for one in entries(record())} | more


HASHES = [{"name": name, "sha256": "0" * 64, "size": 1} for name in whole()]
HOSTILE = {
    "no archive at all": (b"nothing", Refusal.BROKEN),
    "cut off": (archive_with(whole())[:-40], Refusal.BROKEN),
    "slips out": (archive_with(whole() | {"../../etc/passwd": b"x"}), Refusal.UNSAFE_NAME),
    "absolute": (archive_with(whole() | {"/etc/passwd": b"x"}), Refusal.UNSAFE_NAME),
    "slips out of files": (archive_with(whole() | {"files/../001-x": b"x"}), Refusal.UNSAFE_NAME),
    "for Windows": (archive_with(whole() | {"files\\001-x": b"x"}), Refusal.UNSAFE_NAME),
    "hidden": (archive_with(whole() | {"files/001-.htaccess": b"x"}), Refusal.UNSAFE_NAME),
    "a folder": (archive_with(whole() | {"files/": b""}), Refusal.UNSAFE_NAME),
    "a bomb": (archive_with(whole() | {"files/001-x": b"0" * 5_000_000}, compress=zipfile.ZIP_DEFLATED),
               Refusal.COMPRESSED),
    "too many": (archive_with({f"files/{n:03d}-x": b"" for n in range(301)}), Refusal.TOO_LARGE),
    "no list": (archive_with(whole(), manifest=[]), Refusal.BROKEN),
    "unknown schema": (archive_with(whole(), manifest={"schema": "leeward-transfer/9"}), Refusal.UNKNOWN_SCHEMA),
    "nothing listed": (archive_with(whole(), manifest={"schema": transfer.SCHEMA}), Refusal.NOT_LISTED),
    "wrong hash": (archive_with(whole(), manifest={"schema": transfer.SCHEMA, "files": HASHES}), Refusal.WRONG_HASH),
    "listed but missing": (archive_with({"record.json": b"{}"}, manifest={
        "schema": transfer.SCHEMA, "files": [{"name": "record.pdf"}]}), Refusal.MISSING),
    "without a record": (archive_with({"record.html": b"x"}), Refusal.MISSING),
    "a record that is a list": (archive_with(whole() | {"record.json": b"[]"}), Refusal.BROKEN),
    "a record without parts": (archive_with(whole() | {"record.json": b"{}"}), Refusal.NOT_A_RECORD),
    "an unknown part": (archive_with(whole() | {"record.json": b'{"sections":[{"part":"spells","items":[]}]}'}),
                        Refusal.NOT_A_RECORD),
    "a number for a text": (archive_with(whole() | {"record.json": b'{"ref":7,"sections":[]}'}),
                            Refusal.NOT_A_RECORD),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_pack_is_refused_with_its_reason(what: str):
    archive, why = HOSTILE[what]
    with pytest.raises(PackRefused) as refused:
        transfer.read(archive)
    assert refused.value.why is why
    assert label(why) != str(why)


def test_the_same_name_twice_is_refused():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("manifest.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("manifest.json", "{}")
    with pytest.raises(PackRefused, match="unsafe-name"):
        transfer.read(kept.getvalue())


def head(**more: object) -> bytes:
    how = {
        "format": transfer.SEALED,
        "rounds": 100_000,
        "salt": "c2FsdHNhbHRzYWx0c2FsdA==",
        "nonce": "bm5ubm5ubm5ubm5u",
    }
    return base64.b64encode(json.dumps(how | more).encode()) + b"." + base64.b64encode(b"x" * 40)


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        (b"", Refusal.NOT_A_PACK),
        (b"a.b", Refusal.NOT_A_PACK),
        (b"W10=.eA==", Refusal.NOT_A_PACK),
        (head(rounds=10**9), Refusal.NOT_A_PACK),
        (head(rounds=1), Refusal.NOT_A_PACK),
        (head(rounds="many"), Refusal.NOT_A_PACK),
        (head(nonce="eA=="), Refusal.NOT_A_PACK),
        (head(salt=7), Refusal.NOT_A_PACK),
        (head(format="leeward-sealed/9"), Refusal.UNKNOWN_SCHEMA),
        (head(), Refusal.WRONG_WORDS),
    ],
)
def test_a_page_that_holds_no_pack_is_refused(inside: bytes, why: Refusal):
    with pytest.raises(PackRefused) as refused:
        transfer.unseal(b'<script id="sealed" type="text/plain">' + inside + b"</script>", WORDS)
    assert refused.value.why is why


def test_an_absurdly_large_page_is_refused_unread(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(transfer, "MOST_PAGE", 10)
    with pytest.raises(PackRefused, match="too-large"):
        transfer.unseal(b"x" * 11, WORDS)


@given(st.binary(max_size=300))
def test_no_garbage_breaks_the_reader(raw: bytes):
    for read in (lambda: transfer.read(raw), lambda: transfer.unseal(raw, WORDS)):
        with pytest.raises(PackRefused):
            read()


def test_no_flipped_byte_of_an_archive_gets_past_its_hashes():
    archive, chance = archive_with(whole()), random.Random(7)
    original = transfer.read(archive).record
    for place in chance.sample(range(len(archive)), 150):
        changed = bytearray(archive)
        changed[place] ^= 1 << chance.randrange(8)
        try:
            found = transfer.read(bytes(changed))
        except PackRefused:
            continue
        assert found.record == original
