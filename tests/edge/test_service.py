"""The running service, spoken to over its socket: several workers, reload, spool, and an independent ICAP client."""

import os
import re
import select
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.edge.world import (
    LISTS,
    Server,
    Site,
    options_request,
    put_snapshot,
    reqmod_request,
    signed,
    until,
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        put_snapshot(running.settings, 1)
        running.start("--no-squid")
        yield running


def kept(site: Site) -> list[str]:
    """Bodies of the records in the spool."""
    with sqlite3.connect(f"file:{site.settings.folder / 'spool.sqlite'}?mode=ro", uri=True) as db:
        found = [str(body) for (body,) in db.execute("SELECT body FROM record ORDER BY seq")]
    db.close()
    return found


def c_icap_client(site: Site, *options: str) -> tuple[str, bytes]:
    """(what it says about the dialogue, the body it received)."""
    ran = subprocess.run(
        ["c-icap-client", "-i", "127.0.0.1", "-p", str(site.settings.icap.port), "-v", *options],
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert ran.returncode == 0
    return ran.stderr.decode(), ran.stdout


@pytest.mark.squid
def test_an_independent_client_agrees_about_options(site: Site) -> None:
    said, _ = c_icap_client(site, "-s", "reqmod")
    assert re.search(r"Allow 204: Yes\s+Allow 206: No\s+Preview: 0\s+Keep alive: Yes", said)
    assert 'ISTag: "leeward-1"' in said


@pytest.mark.squid
def test_an_independent_client_sees_a_refusal_and_a_pass(site: Site) -> None:
    said, body = c_icap_client(site, "-s", "reqmod", "-req", "http://casino.example/")
    assert "HTTP/1.1 403 Forbidden" in said
    assert b"<dd>Gambling</dd>" in body
    said, body = c_icap_client(site, "-s", "reqmod", "-req", "http://fine.example/")
    assert "No modification needed" in said


@pytest.mark.squid
@pytest.mark.parametrize("service", [("-s", "respmod"), ("-s", "reqmod", "-req", "http://fine.example/")])
@pytest.mark.parametrize("options", [("-nopreview", "-no204"), ("-no204",), ("-nopreview",), ("-w", "1024")])
def test_an_independent_client_gets_a_body_back_whole_or_unmodified(
    site: Site, tmp_path: Path, service: tuple[str, ...], options: tuple[str, ...]
) -> None:
    body = os.urandom(300_000)
    (tmp_path / "body").write_bytes(body)
    said, came = c_icap_client(site, *service, "-f", str(tmp_path / "body"), *options)
    assert came == body or ("No modification needed" in said and came == b"")


def test_an_answer_comes_after_its_record_is_on_disk(site: Site) -> None:
    for number in range(20):
        answer = site.icap(reqmod_request(f"http://kept{number}.example/"))
        assert answer.startswith(b"ICAP/1.0 204 ")
        assert any(f'"kept{number}.example"' in body for body in kept(site))


def test_pipelined_questions_are_answered_in_order(site: Site) -> None:
    urls = [f"http://{'casino' if number % 3 == 0 else 'fine'}.example/" for number in range(30)]
    with socket.create_connection(("127.0.0.1", site.settings.icap.port), timeout=20) as link:
        link.sendall(b"".join(map(reqmod_request, urls)) + options_request())
        data = b""
        while b"Methods: REQMOD" not in data:
            data += link.recv(65536)
    found = [b"http" if status == b"200" else b"" for status in re.findall(rb"ICAP/1\.0 (200|204) ", data)]
    assert found[:-1] == [b"http" if "casino" in url else b"" for url in urls]


def test_a_peer_that_sends_nonsense_is_answered_and_hung_up_on(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.settings.icap.port), timeout=20) as link:
        link.sendall(b"GET / HTTP/1.1\r\n\r\n")
        said = b"".join(iter(lambda: link.recv(65536), b""))
    assert said.startswith(b"ICAP/1.0 400 Bad Request\r\n")


def test_a_peer_that_never_reads_does_not_fill_the_memory(site: Site) -> None:
    request = reqmod_request("http://casino.example/", extra="")
    with socket.create_connection(("127.0.0.1", site.settings.icap.port), timeout=20) as deaf:
        deaf.setblocking(False)
        sent, stuck = 0, 0
        while sent < 200_000_000 and stuck < 25:
            _, writable, _ = select.select([], [deaf], [], 0.02)
            stuck = 0 if writable else stuck + 1
            sent += deaf.send(request * 100) if writable else 0
        assert sent < 200_000_000
    assert site.icap(options_request()).startswith(b"ICAP/1.0 200 OK")


def test_many_connections_at_once_are_all_answered(site: Site) -> None:
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda _: site.icap(reqmod_request("http://casino.example/")), range(400)))
    assert all(answer.startswith(b"ICAP/1.0 200 OK") and b"403 Forbidden" in answer for answer in answers)


def test_a_damaged_snapshot_leaves_the_former_in_force() -> None:
    with Site() as site:
        put_snapshot(site.settings, 3)
        site.start("--no-squid")
        in_force(site, 3)
        put_snapshot(site.settings, 4, {**LISTS, "gambling": ()})
        in_force(site, 4)
        assert b" 204 " in site.icap(reqmod_request("http://casino.example/"))
        damaged = (site.settings.snapshots / "4.snapshot").read_bytes()[:-20]
        put_snapshot(site.settings, 5)
        in_force(site, 5)
        (site.settings.snapshots / "6.snapshot").write_bytes(damaged)
        _replace(site.settings.snapshots / "current", "6")
        until(lambda: site.log.read_text().count("the former stays in force") >= 2, "a word about the damage")
        for _ in range(8):
            assert b"403 Forbidden" in site.icap(reqmod_request("http://casino.example/"))
            assert b'"leeward-5"' in site.icap(options_request())
        put_snapshot(site.settings, 7, {**LISTS, "gambling": ()})
        in_force(site, 7)


def in_force(site: Site, version: int) -> None:
    """Wait until every worker has a snapshot."""
    words = f"snapshot {version} is in force"
    until(lambda: site.log.read_text().count(words) == site.settings.workers, words)


def _replace(path: Path, text: str) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)


def test_a_killed_worker_is_replaced_and_no_connection_is_refused() -> None:
    with Site() as site:
        put_snapshot(site.settings, 1)
        site.start("--no-squid")
        before = site.workers()
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        # nobody is there to accept, yet the socket is: the question waits for the next worker
        assert b"403 Forbidden" in site.icap(reqmod_request("http://casino.example/"))
        until(lambda: len(site.workers()) == len(before), "the watchdog")
        assert not set(before) & set(site.workers())


def test_when_the_edge_is_killed_its_workers_end_too() -> None:
    with Site() as site:
        put_snapshot(site.settings, 1)
        site.start("--no-squid")
        workers = site.workers()
        site.kill()
        until(lambda: not any(Path(f"/proc/{worker}/fd/0").exists() for worker in workers), "the workers to end")


def test_every_answered_question_is_recorded_whenever_workers_are_killed() -> None:
    with Site() as site:
        put_snapshot(site.settings, 1)
        site.start("--no-squid")
        answered: list[str] = []

        def ask(number: int) -> None:
            if number % 40 == 39:
                site.kill_worker()
            try:
                if site.icap(reqmod_request(f"http://asked{number}.example/")):
                    answered.append(f'"asked{number}.example"')
            except OSError:
                return

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(ask, range(200)))
        recorded = "\n".join(kept(site))
        assert len(answered) > 100
        assert [host for host in answered if host not in recorded] == []


def test_a_full_disk_stops_records_but_no_page() -> None:
    with Site() as site:
        put_snapshot(site.settings, 1)
        (site.settings.folder / "spool.sqlite").mkdir(parents=True)  # nothing can be kept there
        site.start("--no-squid")
        assert site.icap(reqmod_request("http://fine.example/")).startswith(b"ICAP/1.0 204 ")
        assert b"403 Forbidden" in site.icap(reqmod_request("http://casino.example/"))
        until(lambda: "decisions cannot be recorded" in site.log.read_text(), "a word about it")


def test_stopped_politely_the_edge_ships_nothing_half_and_leaves_no_process() -> None:
    with Server() as server, Site(LEEWARD_SERVER=f"http://127.0.0.1:{server.port}") as site:
        server.snapshot = signed(1)
        put_snapshot(site.settings, 1)
        site.start("--no-squid")
        for number in range(30):
            site.icap(reqmod_request(f"http://site{number}.example/"))
        workers = site.workers()
        assert site.process is not None
        site.process.terminate()
        assert site.process.wait(20) == 0
        site.process = None
        assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
        shipped = {str(record["url_host"]) for record in server.records.values()}
        waiting = "\n".join(kept(site))
        hosts = [f"site{number}.example" for number in range(30)]
        assert [host for host in hosts if host not in shipped and f'"{host}"' not in waiting] == []
