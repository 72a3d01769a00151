"""The one file with listening sockets: an ICAP worker. Several run on one socket that their parent holds open.

The parent (leeward.edge.supervise) binds; workers inherit. So connections that come while a worker dies wait in the
socket's queue for the next one instead of being refused, which SO_REUSEPORT would not give: there, each process has
a queue of its own and takes it to the grave.

An answer is held until the record of its decision is on disk (commits are shared, so this costs about one commit),
but never longer than GRACE: a slow disk delays records, not pages.
"""

import asyncio
import logging
import math
import os
import signal
import socket
import sqlite3
import sys
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from leeward.edge.icap import Conversation
from leeward.edge.judge import rule
from leeward.edge.keys import EdgeKey, NotEnrolled, load_key
from leeward.edge.settings import Settings, SettingWrong, read_settings
from leeward.edge.spool import Record, Spool, SpoolWriter, pseudonym_key
from leeward.engine.load import SnapshotRefused, open_snapshot
from leeward.engine.web import Snapshot

SERVICES = {"/reqmod": "REQMOD", "/respmod": "RESPMOD"}
GRACE = 0.25
"""Seconds an answer waits for its record at most."""
RELOAD_EVERY = 0.5
"""Seconds between looks at whether another snapshot is in force."""
REFUSED_AGAIN = 10.0
"""Seconds after which a refused snapshot is looked at again: the cause may have been the disk's and not its own."""
SLOWEST = 30.0
"""Seconds a peer may stop in the middle of a request before it is cut off."""

log = logging.getLogger("leeward.edge")


class Worker:
    """What the connections of one process share: snapshot, spool writer, the clock."""

    def __init__(self, settings: Settings, key: EdgeKey, now: Callable[[], datetime]) -> None:
        self.settings = settings
        self.snapshot: Snapshot | None = None
        self.connections: set[IcapConnection] = set()
        self.now = now
        self.person_key = pseudonym_key(key.key)
        self._signing_key = key.signing_key
        self._seen: tuple[int, int] | None = None
        self._try_again = 0.0
        self._loop = asyncio.get_running_loop()
        path, limit = settings.folder / "spool.sqlite", settings.spool_bytes
        self.writer = SpoolWriter(lambda: Spool(path, limit=limit, first=time.time_ns() // 1000), self._call_soon)

    @property
    def istag(self) -> str:
        """The snapshot's version: with another snapshot Squid must forget what it was told."""
        return f"leeward-{self.snapshot.version if self.snapshot else 0}"

    async def reload(self) -> None:
        """Take another snapshot into use if `current` changed. A refused one leaves the former in force."""
        seen, moment = self._look(), self._loop.time()
        if seen is None or (seen == self._seen and moment < self._try_again):
            return
        self._seen, self._try_again = seen, math.inf
        try:
            snapshot = await asyncio.to_thread(open_snapshot, self.settings.snapshots, self._signing_key)
        except SnapshotRefused as refusal:
            log.error("the new snapshot is refused, the former stays in force: %s", refusal)
            self._try_again = moment + REFUSED_AGAIN
            return
        # One assignment: a request is decided under the old snapshot or the new one, never between.
        self.snapshot = snapshot
        log.info("snapshot %d is in force", snapshot.version)

    def _look(self) -> tuple[int, int] | None:
        try:
            found = (self.settings.snapshots / "current").stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _call_soon(self, done: list[Callable[[], None]]) -> None:
        self._loop.call_soon_threadsafe(lambda: [call() for call in done])

    async def keep_current(self) -> None:
        """Reload for ever; also cut off slow peers and say when records cannot be kept."""
        said = ""
        while True:
            await asyncio.sleep(RELOAD_EVERY)
            await self.reload()
            moment = self._loop.time()
            for connection in list(self.connections):
                connection.cut_off_if_slow(moment)
            if self.writer.trouble != said:
                said = self.writer.trouble
                log.error("decisions cannot be recorded: %s", said) if said else log.info("decisions are recorded")


class IcapConnection(asyncio.Protocol):
    """One connection: bytes to the conversation, its questions to the judge, answers back in order."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._conversation = Conversation(SERVICES, lambda: worker.istag)
        self._transport: asyncio.Transport | None = None
        self._held: deque[tuple[int, bytes]] = deque()
        self._ticket = 0
        self._timer: asyncio.TimerHandle | None = None
        self._heard = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._worker.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._worker.connections.discard(self)
        if self._timer:
            self._timer.cancel()
        self._transport = None
        self._held.clear()

    def data_received(self, data: bytes) -> None:
        worker, conversation = self._worker, self._conversation
        self._heard = asyncio.get_running_loop().time()
        conversation.receive(data)
        records: list[Record] = []
        while question := conversation.next_question():
            ruling = rule(question, worker.snapshot, worker.now(), worker.settings.fail, worker.person_key)
            conversation.answer(ruling.answer)
            if ruling.record:
                records.append(ruling.record)
        self._say(conversation.to_send(), records)

    def pause_writing(self) -> None:
        # A peer that does not read is not read from: memory stays bounded.
        if self._transport:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.resume_reading()

    def cut_off_if_slow(self, moment: float) -> None:
        """408 and close, where the rest of a request has not come for SLOWEST seconds."""
        if self._conversation.waiting_for_more and moment - self._heard > SLOWEST:
            self._conversation.time_out()
            self._say(self._conversation.to_send(), [])

    def _say(self, out: bytes, records: list[Record]) -> None:
        if records or self._held:
            self._ticket += 1
            self._held.append((self._ticket, out))
            self._worker.writer.submit(records, partial(self._release, self._ticket))
            if self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(GRACE, self._out_of_patience)
            return
        self._write(out)

    def _out_of_patience(self) -> None:
        self._timer = None
        self._release(self._ticket)

    def _release(self, ticket: int) -> None:
        """Write what waited for the records up to `ticket`."""
        while self._held and self._held[0][0] <= ticket:
            self._write(self._held.popleft()[1])
        if not self._held and self._timer:
            self._timer.cancel()
            self._timer = None

    def _write(self, out: bytes) -> None:
        transport, conversation = self._transport, self._conversation
        if transport is None or transport.is_closing():
            return
        if out:
            transport.write(out)
        if conversation.closing and not self._held:
            if conversation.refusal:
                log.warning("ICAP %d: %s", conversation.refusal.status, conversation.refusal.reason)
            transport.close()


async def serve(listener: socket.socket, settings: Settings, key: EdgeKey, life: int | None = None) -> None:
    """Answer ICAP on `listener` until SIGTERM, or until the parent's end of the pipe `life` closes."""
    loop = asyncio.get_running_loop()
    worker = Worker(settings, key, lambda: datetime.now(UTC))
    worker.writer.start()
    await worker.reload()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if life is not None:
        loop.add_reader(life, stop.set)
    listener.setblocking(False)
    opening: set[asyncio.Task[object]] = set()

    def accept() -> None:
        # One at a time, so that the workers share connections instead of the quickest taking the whole queue.
        try:
            taken, _ = listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError as error:
            log.error("a connection could not be accepted: %s", error)
            return
        taken.setblocking(False)
        task: asyncio.Task[object] = loop.create_task(
            loop.connect_accepted_socket(lambda: IcapConnection(worker), taken)
        )
        opening.add(task)
        task.add_done_callback(opening.discard)

    loop.add_reader(listener, accept)
    current = loop.create_task(worker.keep_current())
    await stop.wait()
    loop.remove_reader(listener)
    current.cancel()
    # What was asked is answered: the writer finishes, and its answers leave before the loop ends.
    await asyncio.to_thread(worker.writer.stop)
    await asyncio.sleep(0)
    for connection in list(worker.connections):
        if connection._transport:
            connection._transport.close()
    await asyncio.sleep(0)


def main(argv: list[str]) -> int:
    """`python -m leeward.edge.service LISTENER-FD LIFE-FD`, started by the supervisor."""
    logging.basicConfig(level=logging.INFO, format="edge worker %(process)d: %(message)s", stream=sys.stderr)
    try:
        settings = read_settings()
        key = load_key(settings.folder)
    except (SettingWrong, NotEnrolled) as error:
        log.error("%s", error)
        return 1
    listener = socket.socket(fileno=int(argv[0]))
    try:
        asyncio.run(serve(listener, settings, key, int(argv[1])))
    except (OSError, sqlite3.Error) as error:
        log.error("%s", error)
        return 1
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(sys.argv[1:]))
