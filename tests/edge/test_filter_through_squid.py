"""The filter through a real Squid: what a browser sees, and what is left when things are killed."""

import hashlib
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.edge.world import LAYER, LISTS, Origin, Server, Site, children_of, free_port, put_snapshot, signed, until

pytestmark = pytest.mark.squid


@pytest.fixture(scope="module")
def origin() -> Iterator[Origin]:
    with Origin() as running:
        yield running


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(scope="module")
def site(origin: Origin, server: Server) -> Iterator[Site]:
    with Site(
        LEEWARD_SERVER=f"http://127.0.0.1:{server.port}",
        LEEWARD_EDGE_ORIGIN=f"127.0.0.1:{origin.port}",
        LEEWARD_EDGE_CONNECT_PORTS=f"443 {origin.port}",
    ) as running:
        put_snapshot(running.settings, 1)
        running.start()
        yield running


def test_a_blocked_page_shows_why_and_where_to_ask(site: Site) -> None:
    status, body = site.get("http://casino.example/roulette?stake=5")
    text = body.decode()
    assert status == 403
    assert "<dd>Gambling</dd>" in text
    assert "Safeguarding: to keep people safe from harm" in text
    assert "https://leeward.trust.example/blocked?host=casino.example&amp;category=gambling" in text
    assert "stake" not in text


def test_each_reason_is_named_in_plain_words(site: Site) -> None:
    assert b"Security: to protect devices" in site.get("http://prize.example/")[1]
    assert b"Productivity: to keep time for work" in site.get("http://blocks.example/")[1]


def test_an_allowed_page_comes_untouched_and_a_large_one_whole(site: Site) -> None:
    assert site.get("http://fine.example/") == (200, b"the page itself")
    assert site.get("http://fine.example/big") == (200, Origin.BIG)


def test_a_form_reaches_its_site_byte_for_byte(site: Site) -> None:
    body = bytes(range(256)) * 2000
    assert site.get("http://fine.example/form", "POST", body) == (200, hashlib.sha256(body).hexdigest().encode())


def test_a_form_to_a_blocked_site_is_refused_without_its_body(site: Site) -> None:
    assert site.get("http://casino.example/join", "POST", b"x" * 300_000)[0] == 403


def test_a_head_request_is_refused_without_a_page(site: Site) -> None:
    assert site.get("http://casino.example/", "HEAD") == (403, b"")


def test_a_tunnel_to_a_blocked_name_is_refused_by_name(site: Site) -> None:
    assert site.connect("casino.example:443") == b"HTTP/1.1 403 Forbidden"
    assert site.connect("www.casino.example:443") == b"HTTP/1.1 403 Forbidden"


def test_a_tunnel_to_an_allowed_place_opens(site: Site, origin: Origin) -> None:
    assert site.connect(f"127.0.0.1:{origin.port}").startswith(b"HTTP/1.1 200")
    assert site.connect(f"localhost:{origin.port}") == b"HTTP/1.1 403 Forbidden"


def test_a_tunnel_to_another_port_is_refused(site: Site) -> None:
    assert site.connect("fine.example:22") == b"HTTP/1.1 403 Forbidden"


def test_an_exception_opens_a_page_within_seconds_and_its_end_closes_it(site: Site, server: Server) -> None:
    assert site.get("http://casino.example/")[0] == 403
    now = datetime.now(UTC)
    exception = {
        "host": "casino.example",
        "groups": ["learners"],
        "from": (now - timedelta(hours=1)).isoformat(),
        "until": (now + timedelta(hours=1)).isoformat(),
        "verdict": "allow",
        "rule": "exception 12",
    }
    server.snapshot = signed(2, layer={**LAYER, "exceptions": [exception]})
    until(lambda: site.get("http://casino.example/")[0] == 200, "the exception", limit=10)
    ended = {**exception, "until": (now - timedelta(minutes=1)).isoformat()}
    server.snapshot = signed(3, layer={**LAYER, "exceptions": [ended]})
    until(lambda: site.get("http://casino.example/")[0] == 403, "its end", limit=10)


def test_a_changed_policy_costs_no_request(site: Site, server: Server) -> None:
    first = server.snapshot
    lists = {**LISTS, "games": ("blocks.example", "bricks.example")}
    with ThreadPoolExecutor(4) as pool:
        server.snapshot = signed(10, lists)
        answers = list(pool.map(lambda _: site.get("http://fine.example/")[0], range(300)))
    assert set(answers) == {200}
    until(lambda: site.get("http://bricks.example/")[0] == 403, "the new list", limit=10)
    assert first != server.snapshot


def test_what_squid_leaves_on_disk_holds_no_visit_and_no_address(site: Site) -> None:
    site.get("http://helpline.example/talk")
    site.get("http://casino.example/private")
    for path in (site.settings.home / "squid").iterdir():
        if path.is_file() and path.name not in ("squid.conf", "helper.py"):
            text = path.read_bytes()
            assert b"helpline" not in text
            assert b"casino" not in text


def test_a_visit_to_a_helpline_opens_and_leaves_no_record(site: Site, server: Server) -> None:
    assert site.get("http://helpline.example/talk")[0] == 200
    site.connect("helpline.example:443")
    site.get("http://after.example/")
    until(
        lambda: any(record["url_host"] == "after.example" for record in server.records.values()), "the record after it"
    )
    assert not [record for record in server.records.values() if "helpline" in str(record)]


def test_a_worker_killed_under_load_opens_nothing_and_loses_nothing(site: Site, server: Server) -> None:
    seen: list[tuple[int, int]] = []

    def host_of(number: int) -> str:
        return f"killed{number}.casino.example" if number % 2 else f"killed{number}.example"

    def ask(number: int) -> None:
        if number in (40, 120, 200):
            site.kill_worker()
        seen.append((number, site.get(f"http://{host_of(number)}/")[0]))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(ask, range(300)))
    for number, status in seen:
        # A request may fail (500), but what is blocked is never opened.
        assert status in ((403, 500) if number % 2 else (200, 500))
    answered = {host_of(number) for number, status in seen if status in (200, 403)}
    assert len(answered) >= 290

    def recorded() -> set[str]:
        return {str(record["url_host"]) for record in list(server.records.values())}

    until(lambda: answered <= recorded(), "a record of every answer")
    until(lambda: len(site.workers()) == site.settings.workers, "the watchdog")


def test_a_killed_squid_comes_back_by_itself(site: Site) -> None:
    former = one_process(site, "squid -N")
    os.kill(former, signal.SIGKILL)
    until(lambda: reached(site) and one_process(site, "squid -N") not in (0, former), "another Squid")
    assert site.get("http://casino.example/")[0] == 403


def test_a_squid_left_behind_is_ended_and_replaced(site: Site) -> None:
    former = one_process(site, "squid -N")
    os.kill(one_process(site, "leeward.edge.squid"), signal.SIGKILL)
    until(lambda: not Path(f"/proc/{former}").exists() and reached(site), "another Squid")
    assert site.get("http://casino.example/")[0] == 403


def one_process(site: Site, words: str) -> int:
    """The process under this edge whose command line holds these words; 0 where there is none."""
    assert site.process is not None
    waiting = [site.process.pid]
    while waiting:
        for pid, line in children_of(waiting.pop()):
            if words in line:
                return pid
            waiting.append(pid)
    return 0


def reached(site: Site) -> bool:
    """Whether a page comes through."""
    try:
        return site.get("http://fine.example/")[0] == 200
    except (OSError, HTTPException):
        return False


def test_while_the_server_is_away_nothing_is_lost_and_all_arrives_once_in_effect(origin: Origin) -> None:
    port = free_port()
    with Site(LEEWARD_SERVER=f"http://127.0.0.1:{port}", LEEWARD_EDGE_ORIGIN=f"127.0.0.1:{origin.port}") as away:
        put_snapshot(away.settings, 4)
        away.start()
        hosts = [f"away{number}.example" for number in range(40)]
        for host in hosts:
            assert away.get(f"http://{host}/")[0] == 200
        assert away.get("http://casino.example/")[0] == 403
        away.kill()  # the whole edge, not politely
        with Server(port) as back:
            back.snapshot = signed(4)
            back.lose_answers = 2
            away.start()
            until(lambda: len(back.records) >= 41 and not back.lose_answers, "every record")
            found = sorted(str(record["url_host"]) for record in back.records.values())
    assert found == sorted([*hosts, "casino.example"])
    assert back.repeats > 0


def test_users_who_sign_in_get_their_groups_policy(origin: Origin, server: Server) -> None:
    with Site(
        LEEWARD_SERVER=f"http://127.0.0.1:{server.port}", LEEWARD_EDGE_ORIGIN=f"127.0.0.1:{origin.port}"
    ) as signing_in:
        users = signing_in.folder / "users"
        # made by `htpasswd -bn`, passwords "tea" for both
        users.write_text("ama:$apr1$leeward1$" + _APR1 + "\nben:$apr1$leeward1$" + _APR1 + "\n")
        users.chmod(0o644)
        signing_in.environment["LEEWARD_EDGE_USERS"] = str(users)
        put_snapshot(signing_in.settings, 50)
        server.snapshot = signed(50)
        signing_in.start()
        assert signing_in.get("http://casino.example/")[0] == 407
        assert signing_in.get("http://casino.example/", user="ama:tea")[0] == 200
        assert signing_in.get("http://casino.example/", user="ben:tea")[0] == 403
        until(lambda: any(record["person"] for record in server.records.values()), "records of signed-in users")
        assert not [record for record in server.records.values() if "ama" in str(record["person"])]


_APR1 = "IgIWmkDJCZ2a10JXfoJ61/"


@pytest.mark.parametrize(("fail", "status"), [("closed", 500), ("open", 200)])
def test_without_the_service_requests_fail_as_the_setting_says(origin: Origin, fail: str, status: int) -> None:
    with Site(LEEWARD_EDGE_ORIGIN=f"127.0.0.1:{origin.port}", LEEWARD_EDGE_FAIL=fail) as alone:
        put_snapshot(alone.settings, 1)
        alone.start("--no-squid")
        alone.start_squid()
        assert alone.get("http://fine.example/")[0] == 200
        alone.kill()
        assert alone.get("http://fine.example/")[0] == status
        refused = alone.get("http://casino.example/")
        assert refused[0] == status
        assert (b"The web filter is not answering" in refused[1]) == (fail == "closed")
        alone.start("--no-squid")
        until(lambda: alone.get("http://casino.example/")[0] == 403, "the service to be found again")


@pytest.mark.parametrize(("fail", "status"), [("closed", b"HTTP/1.1 403 Forbidden"), ("open", b"HTTP/1.1 200")])
def test_without_the_service_tunnels_fail_as_the_setting_says(origin: Origin, fail: str, status: bytes) -> None:
    with Site(LEEWARD_EDGE_CONNECT_PORTS=str(origin.port), LEEWARD_EDGE_FAIL=fail) as alone:
        alone.start_squid()
        assert alone.connect(f"127.0.0.1:{origin.port}").startswith(status)


@pytest.mark.parametrize(("fail", "status"), [("closed", 503), ("open", 200)])
def test_without_a_snapshot_requests_fail_as_the_setting_says(origin: Origin, fail: str, status: int) -> None:
    with Site(LEEWARD_EDGE_ORIGIN=f"127.0.0.1:{origin.port}", LEEWARD_EDGE_FAIL=fail) as fresh:
        fresh.start()
        assert fresh.get("http://fine.example/")[0] == status
