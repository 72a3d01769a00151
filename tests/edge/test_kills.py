"""Workers, sync, the whole edge and its server are killed again and again under load; nothing may be lost or opened."""

import os
import random
import signal
import threading
from collections.abc import Callable

import pytest

from tests.edge.world import Server, Site, children_of, free_port, put_snapshot, reqmod_request, signed, until

KILLS = 32


@pytest.mark.slow
def test_nothing_answered_is_lost_and_nothing_blocked_is_opened_whatever_is_killed() -> None:
    port, chance = free_port(), random.Random(20261125)
    with Site(LEEWARD_SERVER=f"http://127.0.0.1:{port}") as site:
        put_snapshot(site.settings, 1)
        site.start("--no-squid")
        answered: list[str] = []
        opened: list[str] = []
        over = threading.Event()

        def browse(who: int) -> None:
            number = 0
            while not over.is_set():
                number += 1
                blocked = number % 3 == 0
                host = f"visit{who}x{number}.{'casino.' if blocked else ''}example"
                try:
                    answer = site.icap(reqmod_request(f"http://{host}/"))
                except OSError:
                    continue
                if answer:
                    answered.append(host)
                if blocked and b" 204 " in answer:
                    opened.append(host)

        browsers = [threading.Thread(target=browse, args=(who,)) for who in range(3)]
        servers = [Server(port)]
        records: dict[int, dict[str, object]] = servers[0].records
        servers[0].snapshot = signed(1)
        servers[0].__enter__()
        for browser in browsers:
            browser.start()

        def kill_worker() -> None:
            if workers := site.workers():
                os.kill(chance.choice(workers), signal.SIGKILL)

        def kill_sync() -> None:
            assert site.process is not None
            for pid, line in children_of(site.process.pid):
                if "leeward.edge.sync" in line:
                    os.kill(pid, signal.SIGKILL)

        def kill_edge() -> None:
            site.kill()
            site.start("--no-squid")

        def kill_server() -> None:
            servers.pop().__exit__(None, None, None)
            another = Server(port)
            another.snapshot, another.records = signed(1), records
            servers.append(another)
            another.__enter__()

        ways: list[Callable[[], None]] = [kill_worker, kill_worker, kill_sync, kill_edge, kill_server]
        for turn in range(KILLS):
            before = len(answered)
            ways[turn % len(ways)]()
            until(lambda before=before: len(answered) >= before + 20, "visits to go on")
        over.set()
        for browser in browsers:
            browser.join()

        def missing() -> set[str]:
            return set(answered) - {str(record["url_host"]) for record in list(records.values())}

        until(lambda: not missing(), "every record to arrive")
        servers.pop().__exit__(None, None, None)
    assert opened == []
    assert len(answered) >= KILLS * 20
