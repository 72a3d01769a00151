"""A site in miniature for the edge's tests: signed snapshots, a server that speaks the edges' protocol, an origin."""

import base64
import hashlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from leeward.edge import squid
from leeward.edge.keys import EdgeKey, save_key
from leeward.edge.settings import Settings, read_settings
from leeward.engine.load import write_snapshot
from leeward.engine.web.address import read
from leeward.engine.web.index import Entries, build_index, key_of
from leeward.engine.web.manifest import sign, write_manifest

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
_PRIVATE = Ed25519PrivateKey.generate()
PRIVATE = _PRIVATE.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
SIGNING_KEY = _PRIVATE.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
KEY = EdgeKey("6f1c3a52-0000-4000-8000-000000000001", "edge-key-for-tests", SIGNING_KEY)

LAYER: Mapping[str, object] = {
    "format": 1,
    "categories": {
        "gambling": {"title": "Gambling", "reason": "safeguarding"},
        "scam": {"title": "Scams & fraud", "reason": "security"},
        "games": {"title": "Games", "reason": "productivity"},
    },
    "groups": [
        {"name": "learners", "users": [], "addresses": [], "blocked": ["gambling", "scam"], "warned": ["games"]},
        {"name": "marketing", "users": ["ama"], "addresses": ["10.9.0.0/16"], "blocked": ["scam"], "warned": []},
    ],
    "default_group": "learners",
    "exceptions": [],
    "never_blocked": ["helpline.example"],
    "own_hosts": ["leeward.trust.example"],
    "block_page": "https://leeward.trust.example/blocked",
}
LISTS: Mapping[str, Sequence[str]] = {
    "gambling": ("casino.example", "localhost"),
    "scam": ("prize.example",),
    "games": ("blocks.example",),
}


def index_of(lists: Mapping[str, Sequence[str]]) -> bytes:
    """An index whose lists are called after their category."""

    def keys(entries: Sequence[str]) -> Callable[[], list[str]]:
        return lambda: [key_of(read(entry), with_path="/" in entry) for entry in entries]

    return build_index([Entries(name, f"{name}-list", keys(entries)) for name, entries in lists.items()])


def signed(
    version: int, lists: Mapping[str, Sequence[str]] = LISTS, layer: Mapping[str, object] = LAYER
) -> tuple[bytes, bytes, bytes]:
    """(manifest, signature, index) of a snapshot."""
    index = index_of(lists)
    manifest = write_manifest(version, NOON, hashlib.sha256(index).hexdigest(), len(index), layer)
    return manifest, sign(manifest, PRIVATE), index


def put_snapshot(
    settings: Settings, version: int, lists: Mapping[str, Sequence[str]] = LISTS, layer: Mapping[str, object] = LAYER
) -> None:
    """A snapshot in force at a site, as if pulled."""
    settings.snapshots.mkdir(parents=True, exist_ok=True)
    manifest, signature, index = signed(version, lists, layer)
    write_snapshot(settings.snapshots, manifest, signature, index)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], object], what: str, limit: float = 30.0) -> None:
    """Wait for something that another process does."""
    pause, end = threading.Event(), time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end, f"still waiting for {what}"
        pause.wait(0.02)


class _Patient(ThreadingHTTPServer):
    """Takes bursts, and when it closes hangs up on whoever is still connected, as a killed process would."""

    request_queue_size = 128
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.open_links: set[socket.socket] = set()
        super().__init__(address, handler)

    # the base class says Any: a datagram server's requests are not sockets
    def process_request(self, request: Any, client_address: Any) -> None:
        self.open_links.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open_links.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        pass

    def hang_up(self) -> None:
        for link in list(self.open_links):
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)


class _Local:
    """A threaded HTTP server on a free loopback port, as a context."""

    def __init__(self, handler: type[BaseHTTPRequestHandler], port: int = 0) -> None:
        self.http = _Patient(("127.0.0.1", port), handler)
        self.port = self.http.server_port
        self._thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.shutdown()
        self.http.hang_up()
        self.http.server_close()


class Origin(_Local):
    """A web site: `/big` is 200 KB without encoding, POST is answered by the digest of its body."""

    BIG = b"0123456789abcdef" * 12_800

    def __init__(self) -> None:
        super().__init__(_OriginHandler)


class _OriginHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # head and body leave together
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._send(Origin.BIG if self.path.startswith("/big") else b"the page itself")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._send(hashlib.sha256(body).hexdigest().encode())

    def do_CONNECT(self) -> None:
        self.send_error(405)

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


class Server(_Local):
    """The server's side of the edges' protocol, with its state in memory and faults on request."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(type("Handler", (_ServerHandler,), {"server_state": self}), port)
        self.snapshot = signed(1)
        self.records: dict[int, dict[str, object]] = {}
        self.repeats = 0
        self.codes = {"one-time"}
        self.revoked = False
        self.lose_answers = 0
        self.asked: list[str] = []
        self.damage: Callable[[bytes], bytes] = lambda content: content


class _ServerHandler(BaseHTTPRequestHandler):
    server_state: ClassVar[Server]
    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        state = self.server_state
        state.asked.append(self.path)
        if not self._known():
            return
        manifest, signature, index = state.snapshot
        version = json.loads(manifest)["version"]
        if self.path == "/api/v1/edges/snapshot":
            if self.headers["If-None-Match"] == f'"{version}"':
                self._send(304, b"")
            else:
                answer = {name: base64.b64encode(part).decode() for name, part in
                          (("manifest", manifest), ("signature", signature))}  # fmt: skip
                self._send(200, json.dumps(answer).encode())
        elif self.path == f"/api/v1/edges/index/{hashlib.sha256(index).hexdigest()}":
            self._send(200, state.damage(index))
        else:
            self._send(404, b"{}")

    def do_POST(self) -> None:
        state = self.server_state
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/api/v1/edges/enrol":
            code = json.loads(body)["code"]
            if code not in state.codes:
                self._send(403, b"{}")
                return
            state.codes.discard(code)
            answer = {"edge": KEY.edge, "key": KEY.key, "signing_key": base64.b64encode(SIGNING_KEY).decode()}
            self._send(201, json.dumps(answer).encode())
            return
        if not self._known():
            return
        records = json.loads(zlib.decompress(body))["records"]
        for record in records:
            state.repeats += record["seq"] in state.records
            state.records[record["seq"]] = record
        if state.lose_answers:
            state.lose_answers -= 1
            self.close_connection = True
            return
        self._send(200, json.dumps({"accepted_through": records[-1]["seq"]}).encode())

    def _known(self) -> bool:
        if self.headers["Authorization"] == f"Bearer {KEY.key}" and not self.server_state.revoked:
            return True
        self._send(401, b"{}")
        return False

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


class Site:
    """A folder, free ports and settings; `start` runs `leeward edge run` there as a real process."""

    def __init__(self, **environment: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="leeward-edge-"))
        self.folder.chmod(0o755)  # Squid's own user must get to its folder
        self.environment = {
            "LEEWARD_HOME": str(self.folder / "var"),
            "LEEWARD_ICAP": f"127.0.0.1:{free_port()}",
            "LEEWARD_PROXY": f"127.0.0.1:{free_port()}",
            "LEEWARD_SERVER": f"http://127.0.0.1:{free_port()}",
            "LEEWARD_EDGE_PULL": "1",
            "LEEWARD_EDGE_LOOPBACK": "allow",
            **environment,
        }
        self.settings = read_settings(self.environment)
        self.process: subprocess.Popen[bytes] | None = None
        self.squid: subprocess.Popen[bytes] | None = None
        self.log = self.folder / "log"

    def __enter__(self) -> Self:
        save_key(self.settings.folder, KEY)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self.process, self.squid):
            if process:
                process.terminate()
                process.wait(20)
        if error and self.log.exists():
            error.add_note("the edge said: " + self.log.read_text(errors="replace")[-4000:])
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *options: str) -> None:
        """Run the edge; on return it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "leeward.edge", "run", *options],
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
            )
        until(self._answers, "the edge to answer")
        if "--no-squid" not in options:
            until(lambda: _open(self.settings.proxy.port), "Squid to listen")

    def start_squid(self) -> None:
        """Run Squid apart from the edge, as with a unit of its own."""
        with self.log.open("ab") as log:
            command = squid.command(self.settings, squid.prepare(self.settings))
            self.squid = subprocess.Popen(command, stdout=log, stderr=log)
        until(lambda: _open(self.settings.proxy.port), "Squid to listen")

    def kill(self) -> None:
        """kill -9 the edge; its orphans end by themselves."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        self.process = None
        until(lambda: not _open(self.settings.icap.port), "the orphans to end")

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text(errors="replace")
        try:
            return b"200 OK" in self.icap(options_request())
        except OSError:
            return False

    def icap(self, request: bytes) -> bytes:
        """One request on a connection of its own; what comes back until the answer's head is whole."""
        with socket.create_connection(("127.0.0.1", self.settings.icap.port), timeout=20) as link:
            link.sendall(request)
            return link.recv(65536)

    def workers(self) -> list[int]:
        """Process ids of the ICAP workers."""
        assert self.process is not None
        return [pid for pid, line in children_of(self.process.pid) if "leeward.edge.service" in line]

    def kill_worker(self) -> None:
        """kill -9 one of them."""
        os.kill(self.workers()[0], signal.SIGKILL)

    def get(self, url: str, method: str = "GET", body: bytes | None = None, user: str = "") -> tuple[int, bytes]:
        """(status, body) through the proxy."""
        link = http.client.HTTPConnection("127.0.0.1", self.settings.proxy.port, timeout=30)
        headers = {"Proxy-Authorization": "Basic " + base64.b64encode(user.encode()).decode()} if user else {}
        try:
            link.request(method, url, body, headers)
            answer = link.getresponse()
            return answer.status, answer.read()
        finally:
            link.close()

    def connect(self, place: str) -> bytes:
        """The first line of the proxy's answer to CONNECT."""
        with socket.create_connection(("127.0.0.1", self.settings.proxy.port), timeout=30) as link:
            link.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
            return link.recv(65536).partition(b"\r\n")[0]


def _open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def children_of(parent: int) -> list[tuple[int, str]]:
    """(process id, command line) of the children of a process."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append((int(folder.name), (folder / "cmdline").read_text().replace("\0", " ")))
        except (OSError, IndexError):
            continue
    return found


def options_request(path: str = "/reqmod") -> bytes:
    """An ICAP OPTIONS request."""
    return f"OPTIONS icap://127.0.0.1{path} ICAP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode()


def reqmod_request(url: str, *, method: str = "GET", extra: str = "Allow: 204\r\n", path: str = "/reqmod") -> bytes:
    """An ICAP REQMOD request without a body."""
    http_head = f"{method} {url} HTTP/1.1\r\nHost: site.example\r\n\r\n"
    return (
        f"REQMOD icap://127.0.0.1{path} ICAP/1.0\r\nHost: 127.0.0.1\r\n{extra}"
        f"Encapsulated: req-hdr=0, null-body={len(http_head)}\r\n\r\n{http_head}"
    ).encode()
