"""Requests per second through Squid alone and through Squid with our service, in one run on one machine.

Squid's own rate varies by a third between runs, so the two take turns and the median counts; the processor time our
workers spend on a request varies least and is what to compare between versions.
"""

import asyncio
import hashlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from leeward.edge import squid
from leeward.edge.keys import EdgeKey, save_key
from leeward.edge.settings import Settings, read_settings
from leeward.engine.load import write_snapshot
from leeward.engine.web.address import read
from leeward.engine.web.index import Entries, build_index, key_of
from leeward.engine.web.manifest import sign, write_manifest

_RATE = re.compile(r"Requests per second:\s+([0-9.]+)")
_FAILED = re.compile(r"Failed requests:\s+([0-9]+)")
_OTHER = re.compile(r"Non-2xx responses:\s+([0-9]+)")
_CENTILE = r"\n\s+{}%\s+([0-9]+)"


class BenchUnfit(RuntimeError):
    """The bench cannot run here; the message says what to install."""


def bench(
    requests: int = 6000, concurrency: int = 32, domains: int = 200_000, rounds: int = 3
) -> dict[str, dict[str, float]]:
    """Median figures of `rounds`, for `squid alone`, `squid + leeward` and `leeward's icap` (no Squid).

    Each has `requests_per_second`; through Squid also `p50_ms` and `p99_ms`; with Leeward also `filter_cpu_ms`, the
    processor milliseconds of our workers for each request. Pages are 2 KB, the list has `domains` names, every
    decision is recorded durably. Raises BenchUnfit without Squid or `ab`.
    """
    ab = shutil.which("ab")
    if not ab:
        raise BenchUnfit("`ab` is not installed. Run `apt-get install apache2-utils`.")
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="leeward-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        origin = stack.enter_context(_origin())
        settings, environment = _site(folder / "with", origin, domains)
        plain, _ = _site(folder / "alone", origin, 0)
        edge = stack.enter_context(_running([sys.executable, "-m", "leeward.edge", "run", "--no-squid"], environment))
        stack.enter_context(_running(squid.command(settings, squid.prepare(settings))))
        stack.enter_context(_running(squid.command(plain, _without_leeward(plain))))
        for port in (settings.icap.port, settings.proxy.port, plain.proxy.port):
            _await(port)
        runs: dict[str, list[dict[str, float]]] = {"squid alone": [], "squid + leeward": [], "leeward's icap": []}

        def load(port: int, amount: int) -> dict[str, float]:
            return _load(ab, port, amount, concurrency)

        for port in (plain.proxy.port, settings.proxy.port):
            load(port, max(concurrency, requests // 10))
        for _ in range(rounds):
            runs["squid alone"].append(load(plain.proxy.port, requests))
            runs["squid + leeward"].append(_with_cpu(edge.pid, requests, lambda: load(settings.proxy.port, requests)))
            runs["leeward's icap"].append(
                _with_cpu(edge.pid, requests, lambda: _icap_load(settings.icap.port, requests, concurrency))
            )
    return {name: _medians(figures) for name, figures in runs.items()}


def _site(folder: Path, origin: int, domains: int) -> tuple[Settings, dict[str, str]]:
    environment = {
        "LEEWARD_HOME": str(folder),
        "LEEWARD_ICAP": f"127.0.0.1:{_free_port()}",
        "LEEWARD_PROXY": f"127.0.0.1:{_free_port()}",
        "LEEWARD_SERVER": f"http://127.0.0.1:{_free_port()}",
        "LEEWARD_EDGE_ORIGIN": f"127.0.0.1:{origin}",
        "LEEWARD_EDGE_LOOPBACK": "allow",
    }
    settings = read_settings(environment)
    private = Ed25519PrivateKey.generate()
    raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    save_key(
        settings.folder, EdgeKey("bench", "bench", private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    )
    if domains:
        settings.snapshots.mkdir(parents=True)
        names = [key_of(read(f"site{number}.listed.example"), with_path=False) for number in range(domains)]
        index = build_index([Entries("gambling", "bench", lambda: names)])
        layer = {
            "format": 1,
            "categories": {"gambling": {"title": "Gambling", "reason": "safeguarding"}},
            "groups": [{"name": "everyone", "users": [], "addresses": [], "blocked": ["gambling"], "warned": []}],
            "default_group": "everyone",
        }
        manifest = write_manifest(1, datetime.now(UTC), hashlib.sha256(index).hexdigest(), len(index), layer)
        write_snapshot(settings.snapshots, manifest, sign(manifest, raw), index)
    return settings, {**os.environ, **environment}


def _without_leeward(settings: Settings) -> Path:
    """The same Squid that asks nobody."""
    conf = squid.prepare(settings)
    text = conf.read_text("utf-8").replace("icap_enable on", "icap_enable off")
    conf.write_text(text.replace("http_access deny tunnels !may_be_tunnelled", ""), "utf-8")
    return conf


@contextmanager
def _running(command: Sequence[str], environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603  # a command of our own
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def _origin() -> Iterator[int]:
    """A site whose every page is 2 KB."""
    body = b"x" * 2048
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def _load(ab: str, proxy: int, requests: int, concurrency: int) -> dict[str, float]:
    ran = subprocess.run(  # noqa: S603  # a command of our own
        [ab, "-q", "-k", "-n", str(requests), "-c", str(concurrency), "-X", f"127.0.0.1:{proxy}",
         "http://page.fine.example/a/page"],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    rate, failed, other = _RATE.search(ran.stdout), _FAILED.search(ran.stdout), _OTHER.search(ran.stdout)
    if not rate or (failed and int(failed[1])) or other:
        raise BenchUnfit(f"`ab` did not get every page: {(ran.stderr or ran.stdout)[-300:]}")
    figures = {"requests_per_second": float(rate[1])}
    for centile in (50, 99):
        found = re.search(_CENTILE.format(centile), ran.stdout)
        figures[f"p{centile}_ms"] = float(found[1]) if found else 0.0
    return figures


def _icap_load(port: int, requests: int, concurrency: int) -> dict[str, float]:
    """REQMOD as Squid asks it, on persistent connections, without Squid."""
    http = b"GET http://page.fine.example/a/page HTTP/1.1\r\nHost: page.fine.example\r\nUser-Agent: bench\r\n\r\n"
    message = (
        b"REQMOD icap://127.0.0.1/reqmod ICAP/1.0\r\nHost: 127.0.0.1\r\nAllow: 204\r\nX-Client-IP: 127.0.0.1\r\n"
        b"Preview: 0\r\nEncapsulated: req-hdr=0, null-body=%d\r\n\r\n%b" % (len(http), http)
    )

    async def ask(amount: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(amount):
            writer.write(message)
            if not (await reader.readuntil(b"\r\n\r\n")).startswith(b"ICAP/1.0 204 "):
                raise BenchUnfit("the service did not let a page pass")
        writer.close()
        await writer.wait_closed()

    async def all_of_them() -> None:
        await asyncio.gather(*(ask(requests // concurrency) for _ in range(concurrency)))

    started = time.perf_counter()
    asyncio.run(all_of_them())
    return {"requests_per_second": requests / (time.perf_counter() - started)}


def _with_cpu(edge: int, requests: int, load: Callable[[], dict[str, float]]) -> dict[str, float]:
    before = _worker_seconds(edge)
    figures = load()
    return {**figures, "filter_cpu_ms": (_worker_seconds(edge) - before) * 1000 / requests}


def _worker_seconds(edge: int) -> float:
    """Processor seconds of the ICAP workers so far."""
    total = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == edge and b"leeward.edge.service" in (folder / "cmdline").read_bytes():
                total += int(fields[11]) + int(fields[12])
        except OSError:
            continue  # it ended while we looked
    return total / os.sysconf("SC_CLK_TCK")


def _medians(figures: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in figures), 4) for name in figures[0]}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
        except OSError:
            if time.monotonic() > end:
                raise BenchUnfit(f"nothing came to listen on port {port}") from None
            time.sleep(0.05)
        else:
            return
