"""Weight and server time of the commonest pages, in a scratch demonstration with a web server of its own."""

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

PAGES: list[tuple[str, str]] = [
    ("", "/"),
    ("", "/report"),
    ("", "/report/follow-up"),
    ("", "/policies"),
    ("", "/help"),
    ("dsl", "/"),
    ("dsl", "/safeguarding"),
    ("dsl", "/monitoring"),
    ("chair", "/promises"),
    ("it-manager", "/filtering"),
]
"""(demo post or nobody, address)."""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def bench_pages(rounds: int = 15) -> dict[str, dict[str, float]]:
    """For each page `html_bytes` as sent, and `server_ms`, the median of `rounds` requests after two to warm up."""
    with demonstration() as (address, _environment):
        found = {}
        for post, path in PAGES:
            with httpx.Client(base_url=address) as client:
                if post:
                    sign_in(client, post)
                found[f"{path} as {post or 'a stranger'}"] = measured(client, path, rounds)
        return found


def measured(client: httpx.Client, path: str, rounds: int) -> dict[str, float]:
    """The bytes of a page and the median milliseconds in which it came."""
    times = []
    size = 0
    for number in range(rounds + 2):
        began = time.perf_counter()
        answer = client.get(path).raise_for_status()
        if number >= 2:
            times.append((time.perf_counter() - began) * 1000)
        size = len(answer.content)
    return {"html_bytes": float(size), "server_ms": round(statistics.median(times), 1)}


def program(environment: dict[str, str], *arguments: str) -> None:
    """Runs a program of ours in an installation of its own. Raises CalledProcessError where it fails."""
    subprocess.run([sys.executable, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own


def sign_in(client: httpx.Client, post: str) -> None:
    """Signs in as whoever holds a post of the demonstration."""
    token = TOKEN.search(client.get("/sign-in").text)
    assert token is not None
    sent = {"post": post, "csrfmiddlewaretoken": token[1]}
    answer = client.post("/sign-in/demo", data=sent, headers={"Origin": str(client.base_url).rstrip("/")})
    assert answer.status_code == 302, f"signing in as {post} gave {answer.status_code}"


@contextmanager
def demonstration(postgres: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """The address and environment of a scratch demonstration with a web server; on SQLite or in an empty PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="leeward-bench-") as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
        probe.close()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LEEWARD_", "DJANGO_"))}
        environment = {**kept, "LEEWARD_HOME": home, "LEEWARD_DEMO": "on", "LEEWARD_WEB": place}
        environment["DJANGO_SETTINGS_MODULE"] = "leeward.frontdoor.settings"
        if postgres:
            environment["LEEWARD_DATABASE_URL"] = postgres
        for command in (["keys", "make"], ["migrate"], ["demo"]):
            program(environment, "-m", "leeward", *command)
        with Path(os.devnull).open("w") as nowhere:
            web = subprocess.Popen(  # our own
                [sys.executable, "-m", "leeward", "web"], env=environment, stdout=nowhere, stderr=nowhere
            )
        try:
            _await(f"http://{place}")
            yield f"http://{place}", environment
        finally:
            web.terminate()
            web.wait()


def _await(address: str, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            httpx.get(f"{address}/readyz", timeout=seconds).raise_for_status()
            return
        except httpx.HTTPError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
