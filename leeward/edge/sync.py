"""Between edge and server: pulls snapshots, ships decisions, says how things stand. One process, one loop.

Nothing here is on the way of a web request. While the server is away the edge filters on the last good snapshot for
as long as it takes, the spool grows, and `status.json` says since when nobody could prove the policy current.
"""

import base64
import binascii
import hashlib
import json
import logging
import os
import select
import signal
import sqlite3
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import cast

import httpx

from leeward.edge.keys import EdgeKey, NotEnrolled, load_key
from leeward.edge.settings import Settings, SettingWrong, read_settings
from leeward.edge.spool import Spool, batch
from leeward.edge.status import Status, read_status, write_status
from leeward.engine.load import SnapshotRefused, current_version, has_index, prune_snapshots, write_snapshot
from leeward.engine.web.manifest import Manifest, read_manifest

BATCH = 500
"""Records in one shipment at most."""
LONGEST_PAUSE = 30.0
"""Seconds between attempts while the server is away, at most."""
_LARGEST_MANIFEST = 64 * 1024 * 1024
_LARGEST_INDEX = 4 * 1024 * 1024 * 1024
_SHIPMENTS_AT_ONCE = 20
_AT_ONCE = 0.05
"""Seconds between steps while a backlog is worked off; a new snapshot is looked for between them."""

log = logging.getLogger("leeward.edge")


class Unanswered(Exception):
    """The server is away or did not do what was asked; the message says what to look at."""


class Sync:
    """One edge's dealings with its server. `now` gives aware times."""

    def __init__(
        self, settings: Settings, key: EdgeKey, client: httpx.Client, spool: Spool, now: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._key = key
        self._client = client
        self._spool = spool
        self._now = now
        self._failures = 0
        former = read_status(settings.folder)
        self.status = replace(former or Status(), edge=key.edge)

    def step(self) -> float:
        """Pull, ship, write the status. Seconds until the next step: longer each time while something fails."""
        problem = ""
        for work in (self.pull, self.ship):
            try:
                work()
            except (Unanswered, SnapshotRefused, OSError, sqlite3.Error) as error:
                problem = problem or str(error)
        self._failures = self._failures + 1 if problem else 0
        self._write(problem)
        if not problem:
            return _AT_ONCE if self.status.spool_waiting >= BATCH else self._settings.pull_seconds
        if self._failures == 1:
            log.warning("%s", problem)
        # At most 2**6, so that the number stays small through weeks without the server.
        return min(LONGEST_PAUSE, self._settings.pull_seconds * (1 << min(self._failures - 1, 6)))

    def pull(self) -> bool:
        """Fetch and put in force a newer snapshot; False where there is none.

        Raises Unanswered, SnapshotRefused (bad signature, older version, damaged index) and OSError from the disk.
        """
        folder = self._settings.snapshots
        version = self._version()
        answer = self._ask("GET", "/api/v1/edges/snapshot", headers={"If-None-Match": f'"{version}"'})
        if answer.status_code == 304:
            self._pulled(version)
            return False
        if answer.status_code != 200:
            raise _refusal("snapshot", answer)
        raw, signature = _signed(answer.content)
        manifest = read_manifest(raw, signature, self._key.signing_key)
        if manifest.version < version:
            raise SnapshotRefused(
                f"the server offered snapshot {manifest.version}, older than {version}, which stays in force"
            )
        if manifest.version == version:
            self._pulled(version)
            return False
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if has_index(folder, manifest.digest):
            write_snapshot(folder, raw, signature, signing_key=self._key.signing_key)
        else:
            fetched = self._fetch_index(manifest)
            try:
                write_snapshot(folder, raw, signature, fetched, signing_key=self._key.signing_key)
            finally:
                fetched.unlink(missing_ok=True)
        prune_snapshots(folder)
        self._pulled(manifest.version)
        log.info("snapshot %d pulled", manifest.version)
        return True

    def ship(self) -> int:
        """Send what waits, in batches; the number of records the server now has. Raises Unanswered, sqlite3.Error."""
        shipped = 0
        for _ in range(_SHIPMENTS_AT_ONCE):
            rows = self._spool.oldest(BATCH)
            if not rows:
                break
            body = zlib.compress(json.dumps({"records": batch(rows)}, separators=(",", ":")).encode(), 6)
            headers = {"Content-Type": "application/json", "Content-Encoding": "deflate"}
            answer = self._ask("POST", "/api/v1/edges/decisions", headers=headers, content=body)
            if answer.status_code != 200:
                raise _refusal("decisions", answer)
            accepted = _accepted(answer, rows[0][0], rows[-1][0])
            self._spool.forget(accepted)
            shipped += sum(1 for seq, _ in rows if seq <= accepted)
            if accepted < rows[-1][0]:
                break
        return shipped

    def _version(self) -> int:
        try:
            return current_version(self._settings.snapshots) or 0
        except SnapshotRefused:
            # An unreadable pointer is mended by the next pull, but never by an older version than was in force.
            return self.status.snapshot_version

    def _ask(self, method: str, path: str, *, headers: dict[str, str], content: bytes | None = None) -> httpx.Response:
        try:
            answer = self._client.request(method, path, headers=self._authorised(headers), content=content)
        except httpx.HTTPError as error:
            raise Unanswered(f"{self._settings.server} cannot be reached ({type(error).__name__})") from None
        if len(answer.content) > _LARGEST_MANIFEST:
            raise Unanswered("the server's answer is too large to be right")
        if answer.status_code < 500 and answer.status_code != 429:
            self.status = replace(self.status, server_last_seen=self._moment())
        if answer.status_code == 401:
            raise Unanswered(
                "the server no longer accepts this edge's key; the last good snapshot stays in force. "
                "Enrol again with a new code"
            )
        return answer

    def _authorised(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key.key}", **headers}

    def _fetch_index(self, manifest: Manifest) -> Path:
        """The index in a temporary file, its size and digest checked while it comes."""
        if manifest.size > _LARGEST_INDEX:
            raise SnapshotRefused("the index is too large to be right")
        handle, name = tempfile.mkstemp(dir=self._settings.snapshots, prefix=".index-")
        path, found, taken = Path(name), hashlib.sha256(), 0
        try:
            with os.fdopen(handle, "wb") as target:
                address = f"/api/v1/edges/index/{manifest.digest}"
                with self._client.stream("GET", address, headers=self._authorised({})) as answer:
                    if answer.status_code != 200:
                        raise _refusal("index", answer)
                    for piece in answer.iter_bytes():
                        taken += len(piece)
                        if taken > manifest.size:
                            raise SnapshotRefused("the index is larger than the manifest says")
                        found.update(piece)
                        target.write(piece)
            if taken != manifest.size or found.hexdigest() != manifest.digest:
                raise SnapshotRefused("the index is not the one the manifest names")
        except httpx.HTTPError as error:
            path.unlink(missing_ok=True)
            raise Unanswered(f"the index did not come whole ({type(error).__name__})") from None
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def _pulled(self, version: int) -> None:
        self.status = replace(self.status, snapshot_version=version, pulled_at=self._moment())

    def _write(self, problem: str) -> None:
        status, moment = self.status, self._moment()
        since = (status.unproven_since or status.pulled_at or moment) if problem and status.pulled_at != moment else ""
        try:
            held = self._spool.held()
            status = replace(
                status,
                spool_waiting=held.waiting,
                dropped_allowed=held.dropped_allowed,
                dropped_other=held.dropped_other,
                unwritten=held.unwritten,
            )
        except sqlite3.Error as error:
            problem = problem or f"the spool cannot be read: {error}"
        self.status = replace(status, written_at=moment, problem=problem, unproven_since=since)
        try:
            write_status(self._settings.folder, self.status)
        except OSError as error:
            log.error("the status cannot be written: %s", error)

    def _moment(self) -> str:
        return self._now().astimezone(UTC).isoformat(timespec="seconds")


def _signed(content: bytes) -> tuple[bytes, bytes]:
    try:
        data = json.loads(content)
        return (
            base64.b64decode(str(data["manifest"]), validate=True),
            base64.b64decode(str(data["signature"]), validate=True),
        )
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise Unanswered("the server's snapshot cannot be read") from None


def _accepted(answer: httpx.Response, first: int, last: int) -> int:
    try:
        accepted = cast(dict[str, object], answer.json())["accepted_through"]
    except (ValueError, KeyError, TypeError):
        raise Unanswered("the server did not say which records it has") from None
    # Never more than was sent: a number from elsewhere must not empty the spool.
    if type(accepted) is not int or accepted > last:
        raise Unanswered("the server claims records it was not sent")
    if accepted < first:
        raise Unanswered("the server did not take the records")
    return accepted


def _refusal(what: str, answer: httpx.Response) -> Unanswered:
    return Unanswered(f"the server answered {answer.status_code} when asked about {what}")


def client_for(settings: Settings) -> httpx.Client:
    """A client for the server: certificate checked, no proxy from the environment (we are it), no redirects."""
    return httpx.Client(base_url=settings.server, timeout=httpx.Timeout(10, read=60), trust_env=False)


def main(argv: list[str]) -> int:
    """`python -m leeward.edge.sync LIFE-FD`, started by the supervisor."""
    logging.basicConfig(level=logging.INFO, format="edge sync: %(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        settings = read_settings()
        key = load_key(settings.folder)
        spool = Spool(settings.folder / "spool.sqlite", limit=settings.spool_bytes, first=time.time_ns() // 1000)
    except (SettingWrong, NotEnrolled, OSError, sqlite3.Error) as error:
        log.error("%s", error)
        return 1
    wake, poke = os.pipe()

    def stop(_number: int, _frame: FrameType | None) -> None:
        os.write(poke, b".")

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    with client_for(settings) as client:
        sync = Sync(settings, key, client, spool, lambda: datetime.now(UTC))
        while True:
            pause = sync.step()
            ready, _, _ = select.select([int(argv[0]), wake], [], [], pause)
            if ready:
                spool.close()
                return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))
