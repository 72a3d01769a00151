"""The spool: what is said to be kept is kept, in order, once, within its bounds, and names nobody."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from leeward.edge.spool import Record, Spool, SpoolWriter, batch, pseudonym, pseudonym_key
from tests.edge.world import until

FIRST = 1_700_000_000_000_000


def record(path: str = "/", verdict: str = "allow") -> Record:
    return Record("2026-11-25T12:00:00.000+00:00", "site.example", path, verdict)


def opened(folder: Path, limit: int = 50_000_000, first: int = FIRST) -> Spool:
    return Spool(folder / "edge" / "spool.sqlite", limit=limit, first=first)


def paths(spool: Spool) -> list[object]:
    return [row["path"] for row in batch(spool.oldest(100_000))]


def test_records_come_out_in_order_with_rising_numbers_and_are_forgotten_when_told(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    spool.append([record(f"/{n}") for n in range(5)])
    rows = batch(spool.oldest(3))
    assert [row["path"] for row in rows] == ["/0", "/1", "/2"]
    assert [row["seq"] for row in rows] == [FIRST + 1, FIRST + 2, FIRST + 3]
    spool.forget(FIRST + 3)
    assert paths(spool) == ["/3", "/4"]
    spool.close()


def test_a_number_is_never_given_twice_even_when_all_was_shipped(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    spool.append([record()])
    spool.forget(FIRST + 1)
    spool.close()
    again = opened(tmp_path, first=5)
    again.append([record()])
    assert again.oldest(1)[0][0] == FIRST + 2
    again.close()


def test_a_record_names_what_it_must_and_nothing_else(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    spool.append([record()])
    (row,) = batch(spool.oldest(1))
    assert set(row) == {
        "seq", "at", "url_host", "path", "verdict", "category", "reason", "rule", "list", "group", "person",
    }  # fmt: skip
    spool.close()


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    opened(tmp_path).close()
    assert (tmp_path / "edge" / "spool.sqlite").stat().st_mode & 0o077 == 0


def test_a_full_spool_drops_the_oldest_allowed_first_and_counts_them(tmp_path: Path) -> None:
    spool = opened(tmp_path, limit=1_500_000)
    spool.append([record("/refused", "block") for _ in range(50)])
    for group in range(40):
        spool.append([record(f"/{group}/{n}" + "x" * 200) for n in range(200)])
    held, kept = spool.held(), paths(spool)
    assert held.dropped_allowed > 0
    assert held.dropped_other == 0
    assert held.waiting + held.dropped_allowed == 50 + 40 * 200
    assert kept.count("/refused") == 50
    assert kept[-1] == "/39/199" + "x" * 200
    spool.close()


def test_only_when_nothing_allowed_is_left_do_refusals_go(tmp_path: Path) -> None:
    spool = opened(tmp_path, limit=1_000_000)
    for _ in range(40):
        spool.append([record("/" + "x" * 300, "block") for _ in range(200)])
    held = spool.held()
    assert (held.dropped_allowed, held.dropped_other > 0) == (0, True)
    assert held.waiting + held.dropped_other == 8000
    spool.close()


def test_a_damaged_file_is_set_aside_and_recording_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "edge"
    folder.mkdir()
    (folder / "spool.sqlite").write_bytes(b"this is no database" * 500)
    spool = opened(tmp_path)
    spool.append([record()])
    assert paths(spool) == ["/"]
    assert (folder / f"spool.sqlite.damaged-{FIRST}").read_bytes().startswith(b"this is no database")
    spool.close()


def test_a_failed_append_keeps_nothing(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    spool.append([record("/before")])
    spool._db.execute("CREATE TRIGGER full BEFORE INSERT ON record WHEN new.body LIKE '%/second%' "
                      "BEGIN SELECT raise(ABORT, 'disk full'); END")  # fmt: skip
    with pytest.raises(sqlite3.Error):
        spool.append([record("/first"), record("/second")])
    assert paths(spool) == ["/before"]
    spool.append([record("/after")])
    assert paths(spool) == ["/before", "/after"]
    spool.close()


def test_a_pseudonym_is_the_same_for_one_user_and_differs_by_edge() -> None:
    here, there = pseudonym_key("one edge's key"), pseudonym_key("another's")
    assert pseudonym(here, "Ama") == pseudonym(here, "ama")
    assert pseudonym(here, "ama") != pseudonym(there, "ama")
    assert pseudonym(here, "ama") != pseudonym(here, "ben")
    assert "ama" not in pseudonym(here, "ama")
    assert pseudonym(here, "") == ""


class Writing:
    """A writer whose `done` calls run on its own thread."""

    def __init__(self, opener: Callable[[], Spool]) -> None:
        self.done: list[str] = []
        self.writer = SpoolWriter(opener, lambda calls: [call() for call in calls] and None)
        self.writer.start()

    def submit(self, *records: Record, name: str) -> None:
        self.writer.submit(records, lambda: self.done.append(name))


def test_the_writer_says_done_in_order_and_only_once_on_disk(tmp_path: Path) -> None:
    seen: list[int] = []
    writing = Writing(lambda: opened(tmp_path))
    for number in range(50):
        writing.submit(record(f"/{number}"), name=str(number))
    writing.writer.submit([], lambda: seen.append(len(paths(opened(tmp_path)))))
    writing.writer.stop()
    assert writing.done == [str(number) for number in range(50)]
    assert seen == [50]


def test_where_nothing_can_be_written_the_writer_goes_on_and_counts(tmp_path: Path) -> None:
    broken = threading.Event()
    broken.set()

    def opener() -> Spool:
        if broken.is_set():
            raise OSError(28, "No space left on device")
        return opened(tmp_path)

    writing = Writing(opener)
    writing.submit(record(), record(), name="lost")
    until(lambda: writing.done == ["lost"], "the writer to give up")
    assert "No space left" in writing.writer.trouble
    broken.clear()
    writing.submit(record("/kept"), name="kept")
    writing.writer.stop()
    assert writing.writer.trouble == ""
    spool = opened(tmp_path)
    assert (paths(spool), spool.held().unwritten) == (["/kept"], 2)
    spool.close()


_WRITE_UNTIL_KILLED = """
import sys
from pathlib import Path
from leeward.edge.spool import Record, Spool
name, folder = sys.argv[1], Path(sys.argv[2])
spool = Spool(folder / "edge" / "spool.sqlite", limit=10**9, first=1)
for number in range(1_000_000):
    spool.append([Record("", "", f"{name}/{number}/{part}", "allow") for part in range(3)])
    print(number, flush=True)
"""


def test_what_several_processes_were_told_is_kept_survives_kill_9(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITE_UNTIL_KILLED, name, str(tmp_path)], stdout=subprocess.PIPE)
        for name in "abc"
    ]
    told: dict[str, int] = {}
    try:
        for name, writer in zip("abc", writers, strict=True):
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(40)]
            os.kill(writer.pid, signal.SIGKILL)
            # the very last line may be cut short by the kill
            lines += [line for line in writer.stdout if line.endswith(b"\n")]
            told[name] = int(lines[-1])
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
            assert writer.stdout is not None
            writer.stdout.close()
    spool = opened(tmp_path)
    kept = {str(path) for path in paths(spool)}
    numbers = [seq for seq, _ in spool.oldest(10**7)]
    for name, last in told.items():
        assert {f"{name}/{number}/{part}" for number in range(last + 1) for part in range(3)} <= kept
    assert len(kept) % 3 == 0
    assert numbers == sorted(set(numbers))
    spool.close()
