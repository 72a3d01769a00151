"""Nothing leaves quarantine before a scanner with young signatures has called it clean. With a real clamd."""

from datetime import timedelta

import pytest
from django.db import connection

from leeward.foundation.files import scanner
from leeward.foundation.files.keeping import FileScanned, FileWaits, State
from leeward.foundation.files.limits import SIGNATURES
from leeward.foundation.files.models import FileEvent
from leeward.foundation.files.scanner import Away, ScannerAway
from leeward.foundation.files.scanning import scan_waiting, scanner_now
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.messages import listen
from leeward.foundation.outbox.models import Job
from leeward.foundation.settings_history.actions import set_to
from tests.foundation.files.clam import clamd
from tests.foundation.files.conftest import NOW
from tests.foundation.files.made import EICAR, MESSAGE, pdf, picture, word
from tests.foundation.files.test_keeping import ACTOR, kept

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
WEEK = timedelta(days=7)


def heard() -> list[FileScanned]:
    told: list[FileScanned] = []
    listen(FileScanned, "tests.heard", lambda one, _now: told.append(one))
    return told


def test_a_clean_file_is_let_out_and_what_scanned_it_is_kept(record, settings, scanner_place):
    settings.LEEWARD_CLAMD = scanner_place
    row = kept(record)
    work_off(NOW)
    row.refresh_from_db()
    assert row.state == State.CLEAN
    assert row.scanned_at == NOW
    assert FileEvent.objects.filter(file=row, what="scanned").exists()


@pytest.mark.parametrize(
    "raw",
    [
        EICAR,
        word(word__media__eicar_com=EICAR),
        MESSAGE.replace(b"CANARY-INSIDE", EICAR),
        pdf()[:-6] + b"\n%" + EICAR + b"\n%%EOF\n",
        picture() + EICAR,
    ],
)
def test_the_test_virus_is_found_alone_and_inside_whatever_is_taken(record, settings, scanner_place, raw):
    settings.LEEWARD_CLAMD = scanner_place
    told, row = heard(), kept(record, raw=raw)
    work_off(NOW)
    work_off(NOW)
    row.refresh_from_db()
    assert row.state == State.REFUSED
    assert told == [FileScanned(row.pk, "refused", "")]


def test_without_a_scanner_a_file_stays_is_said_once_and_is_tried_until_one_is_there(
    record, settings, scanner_place, tmp_path
):
    settings.LEEWARD_CLAMD = f"unix:{tmp_path / 'nobody.sock'}"
    told, row = heard(), kept(record)
    for minutes in (0, 3, 8, 15):
        work_off(NOW + timedelta(minutes=minutes))
    row.refresh_from_db()
    assert (row.state, row.delayed_since, row.delayed_by) == (State.QUARANTINED, NOW, "not-answering")
    assert told == [FileScanned(row.pk, "quarantined", "not-answering")]
    assert Job.objects.filter(state=Job.State.DEAD).count() == 0
    settings.LEEWARD_CLAMD = scanner_place
    work_off(NOW + timedelta(hours=2))
    row.refresh_from_db()
    assert (row.state, row.delayed_by) == (State.CLEAN, "")


def test_signatures_that_are_too_old_let_nothing_out(record, settings, scanner_place):
    settings.LEEWARD_CLAMD = scanner_place
    late = NOW + timedelta(days=6, minutes=1)
    assert scanner_now(NOW).why is None
    assert scanner_now(late).why is Away.OLD_SIGNATURES
    with pytest.raises(ScannerAway) as away:
        scanner.scan(scanner_place, [b"fine"], oldest=WEEK, now=late)
    assert away.value.why is Away.OLD_SIGNATURES
    set_to(SIGNATURES, 1, actor=ACTOR, why="Stricter", now=NOW)
    assert scanner_now(NOW + timedelta(minutes=1)).why is Away.OLD_SIGNATURES


def test_a_scanner_without_dated_signatures_lets_nothing_out(tmp_path):
    with clamd(tmp_path, None) as where, pytest.raises(ScannerAway) as away:
        scanner.scan(where, [b"fine"], oldest=WEEK, now=NOW)
    assert away.value.why is Away.NO_SIGNATURES


@pytest.mark.parametrize("where", ["192.0.2.7:3310", "clamd.example.org:3310", "nonsense", "unix:/nowhere", ""])
def test_files_never_travel_to_another_machine(where: str):
    with pytest.raises(ScannerAway):
        scanner.version(where)


def test_a_file_sealed_while_it_is_scanned_stays_sealed(record, settings, scanner_place, monkeypatch):
    from leeward.foundation.act import act
    from leeward.foundation.files import keeping, scanning

    settings.LEEWARD_CLAMD = scanner_place
    row = kept(record)
    real = scanning.scanner.scan

    def sealed_meanwhile(*args: object, **more: object) -> object:
        found = real(*args, **more)
        with act(ACTOR, "boats.seal", now=NOW, compartment="boats"):
            keeping.seal_away(row, by=None, now=NOW, why="Stop")
        return found

    monkeypatch.setattr(scanning.scanner, "scan", sealed_meanwhile)
    scan_waiting(FileWaits(row.pk, 1), NOW)
    row.refresh_from_db()
    assert row.state == State.SEALED


def test_the_scanner_is_asked_outside_any_transaction_so_that_nobody_waits(
    record, settings, scanner_place, monkeypatch
):
    from leeward.foundation.files import scanning

    settings.LEEWARD_CLAMD = scanner_place
    row = kept(record)
    depths = [len(connection.savepoint_ids)]
    real = scanning.scanner.scan

    def watched(*args: object, **more: object) -> object:
        depths.append(len(connection.savepoint_ids))
        return real(*args, **more)

    monkeypatch.setattr(scanning.scanner, "scan", watched)
    work_off(NOW)
    row.refresh_from_db()
    assert row.state == State.CLEAN
    assert len(set(depths)) == 1
    assert len(depths) == 2
