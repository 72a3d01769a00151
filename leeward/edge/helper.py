"""Squid's external-ACL helper for tunnels: passes each question on to the ICAP service and the answer back.

Squid runs a copy of this file as its own user (`python3 -I helper.py HOST PORT closed|open`), so it uses the standard
library only, holds no key and opens no file: the decision, the record and the reload stay in the service.

A line in is `channel user address host port` (percent-encoded, `-` for nothing); a line out is `channel OK|ERR`.
"""

import os
import re
import selectors
import socket
import sys
from collections import deque
from urllib.parse import unquote

_STATUS = re.compile(rb"ICAP/1\.0 ([0-9]{3}) ")
_HOST = re.compile(r"[^\x00-\x20\x7f/?#@\\]{1,255}")
_LONGEST_LINE = 8192
_LONGEST_ANSWER = 65536


class Lost(Exception):
    """The service said something that is not an answer: the connection cannot be used any more."""


class Dialogue:
    """Both conversations, apart from any pipe or socket.

    Questions may come faster than answers; the service answers one connection in order, so a queue pairs them. A
    question whose connection broke is asked once more on a new one, then decided by `fail_open`.
    """

    def __init__(self, fail_open: bool) -> None:
        self._verdict_when_lost = b"OK" if fail_open else b"ERR"
        self._lines = bytearray()
        self._answers = bytearray()
        self._waiting: deque[tuple[bytes, bytes, int]] = deque()
        self._ask: list[bytes] = []
        self._say: list[bytes] = []

    @property
    def waiting(self) -> int:
        """Questions without an answer."""
        return len(self._waiting)

    def from_squid(self, data: bytes) -> None:
        """Take bytes of Squid's lines."""
        self._lines += data
        while (end := self._lines.find(b"\n")) >= 0:
            line = bytes(self._lines[:end]).strip()
            del self._lines[: end + 1]
            if line:
                self._question(line)
        if len(self._lines) > _LONGEST_LINE:
            self._lines.clear()

    def from_service(self, data: bytes) -> None:
        """Take bytes of the service's answers. Raises Lost where they are none."""
        self._answers += data
        while self._waiting and (end := self._answers.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._answers[:end])
            status = _STATUS.match(head)
            if not status or status[1] not in (b"200", b"204"):
                raise Lost
            body = 0
            if status[1] == b"200":
                # A refused tunnel is answered by a head without a body; its length is the offset of null-body.
                found = re.search(rb"\r\nEncapsulated: res-hdr=0, null-body=([0-9]{1,6})\r\n", head + b"\r\n")
                if not found:
                    raise Lost
                body = int(found[1])
            if len(self._answers) < end + 4 + body:
                return
            del self._answers[: end + 4 + body]
            channel, _, _ = self._waiting.popleft()
            self._say.append(channel + (b" OK\n" if status[1] == b"204" else b" ERR\n"))
        if len(self._answers) > _LONGEST_ANSWER or (self._answers and not self._waiting):
            raise Lost

    def lost(self) -> None:
        """The connection is gone: ask again what was asked once, decide the rest without the service."""
        self._answers.clear()
        self._ask.clear()
        again, self._waiting = self._waiting, deque()
        for channel, message, tries in again:
            if tries < 2:
                self._waiting.append((channel, message, tries + 1))
                self._ask.append(message)
            else:
                self._say.append(channel + b" " + self._verdict_when_lost + b"\n")

    def to_service(self) -> bytes:
        """What is to be sent to the service; emptied by the call."""
        out = b"".join(self._ask)
        self._ask.clear()
        return out

    def to_squid(self) -> bytes:
        """What is to be written to Squid; emptied by the call."""
        out = b"".join(self._say)
        self._say.clear()
        return out

    def _question(self, line: bytes) -> None:
        parts = line.split()
        channel = parts[0]
        if not channel.isdigit():
            return
        message = _message(parts[1:])
        if message is None:
            # A line that cannot be read names no host that could be let through.
            self._say.append(channel + b" ERR\n")
            return
        self._waiting.append((channel, message, 1))
        self._ask.append(message)


def _message(parts: list[bytes]) -> bytes | None:
    """The question as ICAP: REQMOD of a CONNECT. None where the line does not name a host and port."""
    if len(parts) < 4:
        return None
    user, address, host, port = (unquote(part.decode("latin-1")) for part in parts[:4])
    if not port.isascii() or not port.isdigit() or not _HOST.fullmatch(host):
        return None
    if ":" in host and not host.startswith("["):
        host = f"[{host}]"
    if any(character < " " for character in user + address):
        return None
    http = f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
    who = "" if user in ("", "-") else f"X-Client-Username: {user}\r\n"
    return (
        "REQMOD icap://leeward/reqmod ICAP/1.0\r\nHost: leeward\r\nAllow: 204\r\n"
        f"X-Client-IP: {address}\r\n{who}Encapsulated: req-hdr=0, null-body={len(http)}\r\n\r\n"
    ).encode() + http


class Link:
    """The connection to the service, made when there is something to ask."""

    def __init__(self, host: str, port: int, selector: selectors.BaseSelector) -> None:
        self._address = (host, port)
        self._selector = selector
        self._socket: socket.socket | None = None

    def send(self, data: bytes) -> None:
        """Raises OSError where the service cannot be reached."""
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=5)
            self._socket.settimeout(15)
            self._selector.register(self._socket, selectors.EVENT_READ, "service")
        self._socket.sendall(data)

    def receive(self) -> bytes:
        """What came; empty where the connection ended or never was. Raises OSError."""
        return self._socket.recv(65536) if self._socket else b""

    def drop(self) -> None:
        """Forget the connection."""
        if self._socket is not None:
            self._selector.unregister(self._socket)
            self._socket.close()
            self._socket = None


def run(host: str, port: int, fail_open: bool) -> None:
    """Carry bytes between Squid (standard input and output) and the service until Squid closes its end."""
    dialogue = Dialogue(fail_open)
    with selectors.DefaultSelector() as selector:
        link = Link(host, port, selector)
        selector.register(0, selectors.EVENT_READ, "squid")
        while True:
            _ask(dialogue, link)
            sys.stdout.buffer.write(dialogue.to_squid())
            sys.stdout.buffer.flush()
            ready = [key.data for key, _ in selector.select(timeout=15 if dialogue.waiting else None)]
            if "squid" in ready:
                data = os.read(0, 65536)
                if not data:
                    return
                dialogue.from_squid(data)
            if "service" in ready:
                _hear(dialogue, link)
            elif not ready:
                link.drop()  # no answer in time
                dialogue.lost()


def _ask(dialogue: Dialogue, link: Link) -> None:
    while out := dialogue.to_service():
        try:
            link.send(out)
        except OSError:
            link.drop()
            dialogue.lost()


def _hear(dialogue: Dialogue, link: Link) -> None:
    try:
        data = link.receive()
        if not data:
            raise Lost
        dialogue.from_service(data)
    except (OSError, Lost):
        link.drop()
        dialogue.lost()


if __name__ == "__main__":
    run(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "open")
