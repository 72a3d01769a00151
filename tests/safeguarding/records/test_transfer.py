"""Sending a record: sealed, whole, received once, chased, taken back, and opened without Leeward."""

import json
import subprocess
import sys
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.files.keeping import State as FileState
from leeward.foundation.files.models import StoredFile
from leeward.foundation.outbox.models import Job
from leeward.safeguarding import actions
from leeward.safeguarding.actions import files, pack_files, transferring
from leeward.safeguarding.actions.recording import PARTS
from leeward.safeguarding.actions.transferring import Receipt, Receiver, TransferWaits
from leeward.safeguarding.models import Transfer
from leeward.safeguarding.rules import transfer
from leeward.safeguarding.rules.record import Part
from tests.foundation.files.made import picture
from tests.safeguarding.made import NOW, House
from tests.safeguarding.records.made import worked

TO = Receiver("Riverside College, Example", "The lead, 01632 960111", "She moves there", date(2026, 11, 24))
LATER = NOW + timedelta(hours=1)
SIGNED = Receipt("Ama Riverside", "Lead", "Riverside College", whole=True)
VERIFY = Path(__file__).parents[3] / "docs" / "records" / "verify_pack.py"


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    settings.LEEWARD_HOME = tmp_path
    return tmp_path


def made(house: House, ref: str, parts=PARTS):
    return transferring.make_transfer(actor=house.actor("lead"), ref=ref, to=TO, parts=parts, now=LATER)


def fetched(house: House, ref: str, pack) -> tuple[bytes, str]:
    lead = house.actor("lead")
    body = transferring.fetch_transfer(actor=lead, ref=ref, pack=pack, now=LATER)
    return body, transferring.words_of_transfer(actor=lead, ref=ref, pack=pack, now=LATER)


def token_of(house: House, ref: str, pack) -> str:
    return transfer.read(transfer.unseal(*fetched(house, ref, pack))).manifest.receipt.rsplit("/", 1)[1]


def test_a_pack_opens_with_its_words_and_holds_the_record_in_three_forms(house: House):
    ref = worked(house)
    body, words = fetched(house, ref, made(house, ref))
    opened = transfer.read(transfer.unseal(body, words.upper().replace(" ", "-")))
    texts = [one.text for one in opened.record.passages]
    assert "EARLIER: Wendell Agyemang-Bell met Mr Quist." in texts
    assert opened.pdf.startswith(b"%PDF")
    assert (opened.manifest.receiver, opened.manifest.case) == (TO.name, ref)


def test_nothing_of_the_record_can_be_read_without_the_words(house: House, home: Path):
    ref = worked(house)
    pack = made(house, ref)
    body, words = fetched(house, ref, pack)
    for text in (ref, "Wendell", "Quist", "Riverside", words, words.split()[0] + " " + words.split()[1]):
        assert text.encode() not in body
    with pytest.raises(transfer.PackRefused, match="wrong-words"):
        transfer.unseal(body, "six other words that are wrong")
    place = home / "packs" / f"{pack}.pack"
    assert place.stat().st_mode & 0o077 == 0
    assert place.parent.stat().st_mode & 0o077 == 0


def test_the_page_lets_nothing_out_and_acts_only_as_it_was_made(house: House):
    ref = worked(house)
    page = fetched(house, ref, made(house, ref, [Part.CHRONOLOGY]))[0].decode()
    assert "default-src 'none'" in page
    assert "unsafe-inline" not in page
    assert "@@" not in page.split('id="sealed"')[0]


def test_a_part_that_was_not_chosen_is_not_in_any_form_and_the_pack_says_so(house: House):
    ref = worked(house)
    archive = transfer.unseal(*fetched(house, ref, made(house, ref, [Part.CHRONOLOGY])))
    opened = transfer.read(archive)
    assert b"She is safe today." not in archive
    assert any("Decisions" in text for text in opened.manifest.left_out)


def test_making_a_pack_is_written_down_with_its_hash_and_without_words_in_the_trail(house: House):
    ref = worked(house)
    row = Transfer.objects.get(pk=made(house, ref))
    entry = AuditEntry.objects.get(action="safeguarding.make-transfer")
    assert entry.details["sha256"] == row.sha256
    assert "Riverside" not in json.dumps(entry.details)
    last = actions.open_case(house.actor("lead"), ref, LATER).entries[-1].text
    assert row.sha256 in last
    assert TO.name in last


@pytest.mark.parametrize("who", ["director", "chair", "it", "tutor"])
def test_who_may_not_know_of_the_case_cannot_send_it_nor_reach_what_was_made(house: House, who: str):
    ref = worked(house)
    pack, other = made(house, ref, [Part.CHRONOLOGY]), house.actor(who)
    for attempt in (
        lambda: transferring.make_transfer(actor=other, ref=ref, to=TO, parts=PARTS, now=LATER),
        lambda: transferring.open_transfers(other, ref, LATER),
        lambda: transferring.fetch_transfer(actor=other, ref=ref, pack=pack, now=LATER),
        lambda: transferring.words_of_transfer(actor=other, ref=ref, pack=pack, now=LATER),
        lambda: transferring.withdraw_transfer(actor=other, ref=ref, pack=pack, reason="x", now=LATER),
        lambda: transferring.note_receipt(actor=other, ref=ref, pack=pack, text="x", now=LATER),
    ):
        with pytest.raises(actions.NoSuchCase):
            attempt()


def test_a_pack_of_one_case_is_not_reached_through_another(house: House):
    ref, other = worked(house), worked(house)
    pack = made(house, ref, [Part.CHRONOLOGY])
    with pytest.raises(actions.NoSuchCase):
        transferring.words_of_transfer(actor=house.actor("lead"), ref=other, pack=pack, now=LATER)


def test_a_receipt_is_signed_once_and_takes_the_file_away(house: House):
    ref = worked(house)
    pack = made(house, ref, [Part.CHRONOLOGY])
    token = token_of(house, ref, pack)
    assert transferring.receipt_waits(token) is True
    assert transferring.sign_receipt(token, SIGNED, now=LATER)
    assert not transferring.sign_receipt(token, SIGNED, now=LATER)
    assert (transferring.receipt_waits(token), transferring.receipt_waits(token + "x")) == (False, None)
    (line,) = transferring.open_transfers(house.actor("lead"), ref, LATER)
    assert "Ama Riverside" in line.receipt
    assert (line.kept, line.overdue) == (False, False)


def test_the_receipt_page_says_nothing_of_the_case_and_is_the_missing_page_without_a_token(house: House):
    ref = worked(house)
    pack = made(house, ref, [Part.CHRONOLOGY])
    token, client = token_of(house, ref, pack), Client()
    page = client.get(reverse("safeguarding:transfer-receipt", args=[token])).content.decode()
    for text in (ref, "Wendell", "Riverside", "Deborah", "safeguarding"):
        assert text not in page.split("<main")[1].split("</main")[0]
    missing = client.get(reverse("safeguarding:transfer-receipt", args=["x"]))
    assert missing.status_code == 404
    answer = client.post(
        reverse("safeguarding:transfer-receipt", args=[token]),
        {"name": "Ama", "post": "Lead", "setting": "Riverside", "whole": "yes"},
    )
    assert answer.status_code == 302
    assert transferring.receipt_waits(token) is False


def test_a_pack_taken_back_closes_its_receipt_and_its_file(house: House):
    ref = worked(house)
    pack = made(house, ref, [Part.CHRONOLOGY])
    token, lead = token_of(house, ref, pack), house.actor("lead")
    transferring.withdraw_transfer(actor=lead, ref=ref, pack=pack, reason="Wrong college", now=LATER)
    assert transferring.receipt_waits(token) is None
    assert not transferring.sign_receipt(token, SIGNED, now=LATER)
    with pytest.raises(LookupError):
        transferring.fetch_transfer(actor=lead, ref=ref, pack=pack, now=LATER)


def test_what_has_arrived_is_not_taken_back(house: House):
    ref = worked(house)
    pack, lead = made(house, ref, [Part.CHRONOLOGY]), house.actor("lead")
    transferring.note_receipt(actor=lead, ref=ref, pack=pack, text="Ama, by telephone", now=LATER)
    with pytest.raises(ValueError, match="has not arrived"):
        transferring.withdraw_transfer(actor=lead, ref=ref, pack=pack, reason="x", now=LATER)


def test_a_receipt_that_does_not_come_is_chased_after_five_working_days_also_once_the_case_is_closed(house: House):
    ref = worked(house)
    pack = made(house, ref, [Part.CHRONOLOGY])
    row = Transfer.objects.get(pk=pack)
    assert (row.receipt_due.date() - LATER.date()).days == 7
    waits = Job.objects.filter(kind="safeguarding.transfer-waits")
    assert [one.due for one in waits] == [row.receipt_due]
    before = Job.objects.filter(kind="foundation.letter").count()
    transferring.transfer_due(TransferWaits(pack, 1), row.receipt_due)
    assert Job.objects.filter(kind="foundation.letter").count() > before
    assert waits.all().count() == 2
    transferring.note_receipt(actor=house.actor("lead"), ref=ref, pack=pack, text="Ama", now=row.receipt_due)
    transferring.transfer_due(TransferWaits(pack, 2), row.receipt_due + timedelta(days=7))
    assert waits.all().count() == 2


def test_a_pack_that_cannot_be_recorded_leaves_no_file(house: House, home: Path, monkeypatch: pytest.MonkeyPatch):
    ref = worked(house)

    def broken(*_args, **_more):
        raise OSError

    monkeypatch.setattr(transferring, "write_entry", broken)
    with pytest.raises(OSError):
        made(house, ref, [Part.CHRONOLOGY])
    assert list((home / "packs").iterdir()) == []
    assert not Transfer.objects.exists()


def test_old_files_are_removed(house: House, home: Path):
    made(house, worked(house), [Part.CHRONOLOGY])
    (place,) = (home / "packs").iterdir()
    from datetime import UTC, datetime

    written = datetime.fromtimestamp(place.stat().st_mtime, UTC)
    assert pack_files.remove_old(now=written + timedelta(days=29)) == 0
    assert pack_files.remove_old(now=written + timedelta(days=31)) == 1


def test_the_program_of_the_docs_checks_and_unpacks_a_pack_without_leeward(house: House, tmp_path: Path):
    ref = worked(house)
    body, words = fetched(house, ref, made(house, ref))
    pack, into = tmp_path / "record.html", tmp_path / "unpacked"
    pack.write_bytes(body)
    assert len(VERIFY.read_text().splitlines()) <= 150
    assert "leeward." not in VERIFY.read_text().replace("leeward-", "")

    def run(given: str, *more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(VERIFY), str(pack), *more]
        return subprocess.run(command, input=given, capture_output=True, text=True, check=False)

    good = run(words, str(into))
    assert good.returncode == 0, good.stderr
    assert "WHOLE" in good.stdout
    assert "LATER: Wendell rang." in (into / "record.json").read_text()
    assert run("wrong words").returncode == 1
    middle = len(body) // 2
    pack.write_bytes(body[:middle] + (b"A" if body[middle : middle + 1] != b"A" else b"B") + body[middle + 1 :])
    assert "REFUSED" in run(words).stdout


def test_the_archive_is_a_plain_zip_that_any_program_opens(house: House):
    ref = worked(house)
    archive = transfer.unseal(*fetched(house, ref, made(house, ref, [Part.CHRONOLOGY])))
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["manifest.json", "record.html", "record.pdf", "record.json"]


def test_files_go_along_whole_and_sealed_ones_only_as_a_word(house: House, settings, tmp_path: Path):
    settings.LEEWARD_SHREDDED = tmp_path / "shredded.list"
    ref, lead = worked(house), house.actor("lead")
    clean, _waiting, sealed = (
        files.add_file(actor=lead, ref=ref, name=f"{name}.jpg", raw=picture(place=True), now=NOW)
        for name in ("CLEAN-PICTURE", "WAITING-PICTURE", "SEALED-PICTURE")
    )
    StoredFile.objects.filter(pk__in=[clean, sealed]).update(state=FileState.CLEAN, scanned_at=NOW)
    files.seal_file(actor=lead, ref=ref, file=sealed, why="Seen by accident", witness="Tomasz Wren", now=NOW)
    archive = transfer.unseal(*fetched(house, ref, made(house, ref)))
    opened = transfer.read(archive)
    assert [(one.name, one.body) for one in opened.files] == [("files/001-CLEAN-PICTURE.jpg", picture(place=True))]
    assert b"SEALED-PICTURE" not in archive
    assert any("sealed items" in text for text in opened.manifest.left_out)
    assert any("not found to be safe" in text for text in opened.manifest.left_out)
