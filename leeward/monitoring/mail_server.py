"""The mail journal: an SMTP server that answers 250 only when a message is safe, and says why when it is not taken.

Meant for one sender, the organisation's own mail server, on the same machine or network: it relays nothing. What it
answers decides what that sender does: 5xx gives up and reports it, 4xx keeps the message and tries again.
Codes as in RFC 5321, enhanced status codes as in RFC 3463.
"""

import asyncio
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connections
from django.utils import timezone

from leeward.monitoring.actions.receiving import receive
from leeward.monitoring.queries import NotMonitored, source_taking

log = logging.getLogger("leeward.mail")

KEPT = "250 2.0.0 Kept"
TAKEN = "250 2.1.5 This journal mailbox is open"
UNKNOWN = "550 5.1.1 No such journal mailbox here: send to the address recorded on the monitoring page"
OFF = "550 5.7.1 Monitoring is off: no purpose, notice and lawful basis in force is recorded for this mailbox"
AWAY = "451 4.3.0 The message could not be kept just now: send it again later"
BUSY = "421 4.3.2 Too many connections at once: try again later"

MOST_CONNECTIONS = 20
LONGEST_LINE = 1024 * 1024
"""Some senders write a whole HTML page as one line. RFC 5321 allows to refuse that; a journal had better not."""
WORKERS = 4

ENHANCED = {
    "421": "4.3.2", "451": "4.3.0", "500": "5.5.2", "501": "5.5.4", "502": "5.5.1", "503": "5.5.1", "504": "5.5.4",
    "530": "5.7.0", "538": "5.7.11", "550": "5.1.1", "552": "5.3.4", "553": "5.1.3", "554": "5.5.0", "555": "5.5.4",
}  # fmt: skip
"""The enhanced status for replies aiosmtpd words itself."""
_BARE = re.compile(r"([45]\d\d) (?!\d\.\d+\.\d+ )")

T = TypeVar("T")


def enhanced(status: str) -> str:
    """The reply with an enhanced status code, where it lacks one."""
    bare = _BARE.match(status)
    if bare is None or bare.group(1) not in ENHANCED:
        return status
    return f"{bare.group(1)} {ENHANCED[bare.group(1)]} {status[4:]}"


def check_address(address: str) -> str:
    """The reply to RCPT: is mail for this address taken at all?"""
    try:
        source_taking(address, timezone.localdate())
    except NotMonitored as error:
        return OFF if error.known else UNKNOWN
    return TAKEN


def keep(raw: bytes, addresses: list[str]) -> str:
    """The reply to the message itself. Monitoring may have been switched off since the address was accepted."""
    reply = UNKNOWN
    for address in addresses:
        try:
            receive(raw, address=address, now=timezone.now())
        except NotMonitored as error:
            reply = OFF if error.known else reply
        else:
            return KEPT
    return reply


class JournalHandler:
    """What aiosmtpd asks for each command. Database work runs in a few threads of its own."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="journal")

    async def _in_thread(self, work: Callable[[], T]) -> T:
        def run() -> T:
            try:
                return work()
            finally:
                connections.close_all()

        return await asyncio.get_running_loop().run_in_executor(self.threads, run)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accepts the addresses of journals that may be read, and no others."""
        reply = await self._reply(lambda: check_address(address))
        if reply == TAKEN:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # as above
        """Keeps the message. 250 means that row, sealed body and job are committed."""
        content = envelope.original_content or b""
        addresses = [str(address) for address in envelope.rcpt_tos]
        return await self._reply(lambda: keep(content, addresses))

    async def handle_exception(self, error: Exception) -> str:
        """Whatever went wrong is ours, not the sender's: the message stays there and comes again."""
        log.error("journal mail met %s", type(error).__name__)
        return AWAY

    async def _reply(self, work: Callable[[], str]) -> str:
        try:
            return await self._in_thread(work)
        except Exception as error:  # noqa: BLE001  # no fault of ours may lose a message: the sender keeps it
            return await self.handle_exception(error)

    def close(self) -> None:
        self.threads.shutdown(wait=True)


class Journal(SMTP):
    """One connection."""

    line_length_limit = LONGEST_LINE
    open_connections = 0
    _counted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Turns senders away politely above MOST_CONNECTIONS."""
        if Journal.open_connections >= MOST_CONNECTIONS and isinstance(transport, asyncio.Transport):
            transport.write(f"{BUSY}\r\n".encode())
            transport.close()
            return
        Journal.open_connections += 1
        self._counted = True
        super().connection_made(transport)

    def eof_received(self) -> bool | None:
        return bool(super().eof_received()) if self._counted else None

    def connection_lost(self, error: Exception | None) -> None:
        if self._counted:
            self._counted = False
            Journal.open_connections -= 1
            super().connection_lost(error)

    async def push(self, status: str) -> None:  # type: ignore[override]  # aiosmtpd itself sends text only
        """Sends a reply; every refusal carries an enhanced status code."""
        await super().push(enhanced(status))


class MailServer:
    """Listens until it is stopped. `limit`: bytes of the largest message taken."""

    def __init__(self, host: str, port: int, limit: int) -> None:
        self.host, self.port, self.limit = host, port, limit
        self._handler = JournalHandler()
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Begins to listen and returns the port. Raises OSError where the address cannot be used."""
        # aiosmtpd's own log names senders and recipients; ours does not.
        logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, self.host, self.port)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def _connection(self) -> Journal:
        return Journal(
            self._handler,
            data_size_limit=self.limit,
            enable_SMTPUTF8=True,
            hostname="leeward",
            ident="Leeward mail journal",
            timeout=120,
        )

    async def stop(self) -> None:
        """Takes no more connections and finishes what is being kept."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
        self._handler.close()
