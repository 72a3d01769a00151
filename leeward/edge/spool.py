"""Decisions waiting to be shipped: a bounded SQLite file that survives kill -9 and weeks without the server.

Several processes write to it. A record is committed (WAL, `synchronous=FULL`) before anyone is told it is kept. When
the file is full the oldest records of allowed requests go first and are counted; nothing is dropped silently.

What a record never holds: a network address, a user's name (only a keyed pseudonym), the path of an allowed page, what
follows `?` in an address, or any trace of a visit to a helpline or the concern form.
"""

import fcntl
import hashlib
import hmac
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  allowed INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS record_allowed ON record (seq) WHERE allowed = 1;
CREATE TABLE IF NOT EXISTS tally (name TEXT PRIMARY KEY, amount INTEGER NOT NULL) STRICT;
"""
_DROP_AT_ONCE = 2000
_MOST_WAITING = 200_000

DROPPED_ALLOWED = "dropped-allowed"
DROPPED_OTHER = "dropped-other"
UNWRITTEN = "unwritten"
WAITING = "waiting"
"""Names in the tally. What waits is counted there, because counting rows would take seconds once there are millions."""


@dataclass(frozen=True, slots=True)
class Record:
    """One decision, as it is shipped. `at` is ISO 8601 in UTC; `person` a pseudonym or empty."""

    at: str
    url_host: str
    path: str
    verdict: str
    category: str = ""
    reason: str = ""
    rule: str = ""
    list: str = ""
    group: str = ""
    person: str = ""

    def body(self) -> str:
        """The record as compact JSON, without its sequence number."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Held:
    """What the spool holds: records waiting, and counts of what was dropped (`allowed`, `other`) or never written."""

    waiting: int
    dropped_allowed: int
    dropped_other: int
    unwritten: int


def pseudonym_key(edge_key: str) -> bytes:
    """The key of user pseudonyms, derived from the edge's own key, so that the server could derive it at enrolment."""
    return HKDF(SHA256(), 32, salt=None, info=b"leeward edge pseudonym v1").derive(edge_key.encode())


def pseudonym(key: bytes, user: str) -> str:
    """32 hexadecimal characters that stand for a user, the same in any case; empty for nobody."""
    if not user:
        return ""
    return hmac.new(key, user.casefold().encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


class Spool:
    """The file, opened by one thread of one process. Other processes may have it open too.

    A new file numbers its records from `first` (microseconds since 1970), so that after a lost file no number is used
    twice: the server takes a number it knows for a repeat.
    """

    def __init__(self, path: Path, *, limit: int, first: int) -> None:
        self._path = path
        self._limit = limit
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        with self._alone():
            try:
                self._db = self._open(first)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise  # a full or read-only disk is not a damaged file
                self._set_aside(first)
                self._db = self._open(first)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
        os.close(self._lock)

    def append(self, records: Sequence[Record], unwritten: int = 0) -> None:
        """Keep the records, in order, in one transaction; on return they would survive a power cut.

        `unwritten` counts earlier records that could not be kept. Raises sqlite3.Error, nothing then being kept.
        """
        with self._transaction():
            self._db.executemany(
                "INSERT INTO record (allowed, body) VALUES (?, ?)",
                [(record.verdict == "allow", record.body()) for record in records],
            )
            self._count(WAITING, len(records))
            if unwritten:
                self._count(UNWRITTEN, unwritten)
            self._keep_within_limit()

    def oldest(self, most: int) -> list[tuple[int, str]]:
        """The first records waiting, with their sequence numbers, each body as JSON."""
        return list(self._db.execute("SELECT seq, body FROM record ORDER BY seq LIMIT ?", (most,)))

    def forget(self, through: int) -> None:
        """Remove records up to and including a sequence number: the server has them."""
        with self._transaction():
            gone = self._db.execute("DELETE FROM record WHERE seq <= ?", (through,)).rowcount
            self._count(WAITING, -gone)

    def held(self) -> Held:
        """Counts for the status."""
        tally: dict[str, int] = dict(self._db.execute("SELECT name, amount FROM tally").fetchall())
        return Held(*(tally.get(name, 0) for name in (WAITING, DROPPED_ALLOWED, DROPPED_OTHER, UNWRITTEN)))

    def _open(self, first: int) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=20, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            db.executescript(_SCHEMA)
            if db.execute("SELECT 1 FROM sqlite_sequence WHERE name = 'record'").fetchone() is None:
                db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('record', ?)", (first,))
            db.execute("SELECT count(*) FROM (SELECT seq FROM record LIMIT 1)").fetchone()
        except BaseException:
            db.close()
            raise
        self._path.chmod(0o600)
        return db

    def _set_aside(self, first: int) -> None:
        """A damaged file is kept for whoever mends it, and a new one is begun: filtering and recording go on."""
        for suffix in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                damaged = Path(f"{self._path}{suffix}")
                damaged.rename(f"{self._path}.damaged-{first}{suffix}")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # SQLite's own waiting is by sleeping and is unfair; a lock between the processes is neither.
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._lock, fcntl.LOCK_UN)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._alone():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._db.execute("ROLLBACK")
                raise

    def _count(self, name: str, amount: int) -> None:
        self._db.execute(
            "INSERT INTO tally VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET amount = amount + excluded.amount",
            (name, amount),
        )

    def _keep_within_limit(self) -> None:
        while self._used() > self._limit:
            for name, condition in ((DROPPED_ALLOWED, "WHERE allowed = 1"), (DROPPED_OTHER, "")):
                dropped = self._db.execute(
                    f"DELETE FROM record WHERE seq IN (SELECT seq FROM record {condition} ORDER BY seq LIMIT ?)",  # noqa: S608 - one of two constants
                    (_DROP_AT_ONCE,),
                ).rowcount
                if dropped:
                    self._count(name, dropped)
                    self._count(WAITING, -dropped)
                    break
            else:
                return

    def _used(self) -> int:
        """Bytes in use; freed pages inside the file do not count."""
        (pages,) = self._db.execute("PRAGMA page_count").fetchone()
        (free,) = self._db.execute("PRAGMA freelist_count").fetchone()
        (size,) = self._db.execute("PRAGMA page_size").fetchone()
        return int(pages - free) * int(size)


class SpoolWriter:
    """Commits records in groups on a thread of its own: while one commit runs, the next group gathers.

    `submit` returns at once; `done` is called, on the writer's thread, when the records are on disk, or when they had
    to be given up and counted as unwritten (disk full, disk gone): filtering never stands still because of a record.
    """

    def __init__(self, opener: Callable[[], Spool], call: Callable[[list[Callable[[], None]]], None]) -> None:
        self._opener = opener
        self._call = call
        self._waiting: list[tuple[Sequence[Record], Callable[[], None]]] = []
        self._amount = 0
        self._unwritten = 0
        self._stopping = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="spool", daemon=True)
        self.trouble = ""
        """Why records cannot be kept at the moment; empty while all is well."""

    def start(self) -> None:
        """Begin writing."""
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, then end."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join()

    def submit(self, records: Sequence[Record], done: Callable[[], None]) -> None:
        """Keep `records`, in order, then call `done`. No records: `done` is called in its turn."""
        with self._changed:
            if self._amount > _MOST_WAITING:
                self._unwritten += len(records)
                records = ()
            self._amount += len(records)
            self._waiting.append((records, done))
            self._changed.notify()

    def _work(self) -> None:
        spool: Spool | None = None
        while True:
            with self._changed:
                while not self._waiting and not self._stopping:
                    self._changed.wait()
                if not self._waiting:
                    break
                group, self._waiting, self._amount = self._waiting, [], 0
                unwritten, self._unwritten = self._unwritten, 0
            records = [record for some, _ in group for record in some]
            try:
                spool = spool or self._opener()
                if records or unwritten:
                    spool.append(records, unwritten)
                self.trouble = ""
            except (sqlite3.Error, OSError) as error:
                self.trouble = f"{type(error).__name__}: {error}"
                with self._changed:
                    self._unwritten += unwritten + len(records)
            self._call([done for _, done in group])
        if spool:
            spool.close()


def batch(rows: Sequence[tuple[int, str]]) -> list[Mapping[str, object]]:
    """Rows of the spool as the records of one shipment."""
    return [{"seq": seq, **json.loads(body)} for seq, body in rows]
