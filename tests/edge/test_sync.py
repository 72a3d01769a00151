"""Between edge and server: nothing is taken that is not signed and newer, nothing is shipped twice in effect."""

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from leeward.edge.enrol import EnrolmentRefused, enrol
from leeward.edge.keys import EdgeKey, NotEnrolled, load_key, save_key
from leeward.edge.settings import Settings, read_settings
from leeward.edge.spool import Record, Spool
from leeward.edge.status import Status, read_status, troubles, write_status
from leeward.edge.sync import LONGEST_PAUSE, Sync, Unanswered, client_for
from leeward.engine.load import SnapshotRefused, current_version, open_snapshot
from tests.edge.world import KEY, LISTS, NOON, SIGNING_KEY, Server, free_port, put_snapshot, signed


class Edge:
    """A sync under test, its clock standing at noon until moved."""

    def __init__(self, folder: Path, port: int) -> None:
        self.settings: Settings = read_settings(
            {"LEEWARD_HOME": str(folder), "LEEWARD_SERVER": f"http://127.0.0.1:{port}"}
        )
        self.spool = Spool(self.settings.folder / "spool.sqlite", limit=10**9, first=0)
        self.client = client_for(self.settings)
        self.time = NOON
        self.sync = Sync(self.settings, KEY, self.client, self.spool, lambda: self.time)

    def record(self, amount: int) -> None:
        self.spool.append([Record("", "site.example", f"/{number}", "allow") for number in range(amount)])

    @property
    def version(self) -> int | None:
        return current_version(self.settings.snapshots)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def edge(tmp_path: Path, server: Server) -> Iterator[Edge]:
    made = Edge(tmp_path, server.port)
    yield made
    made.client.close()
    made.spool.close()


def test_a_newer_snapshot_is_pulled_and_in_force(edge: Edge, server: Server) -> None:
    assert edge.sync.pull()
    assert open_snapshot(edge.settings.snapshots, SIGNING_KEY).version == 1
    assert not edge.sync.pull()
    server.snapshot = signed(2)
    assert edge.sync.pull()
    assert edge.version == 2


def test_the_same_index_is_not_fetched_again(edge: Edge, server: Server) -> None:
    edge.sync.pull()
    server.snapshot = signed(2, layer={**json.loads(signed(1)[0])["layer"], "block_page": ""})
    edge.sync.pull()
    assert edge.version == 2
    assert len([path for path in server.asked if "/index/" in path]) == 1


def test_an_older_snapshot_is_refused_although_it_is_signed(edge: Edge, server: Server) -> None:
    put_snapshot(edge.settings, 5)
    server.snapshot = signed(4)
    with pytest.raises(SnapshotRefused, match="older than 5"):
        edge.sync.pull()
    assert edge.version == 5


def test_an_older_snapshot_is_refused_even_where_the_pointer_is_damaged(edge: Edge, server: Server) -> None:
    server.snapshot = signed(5)
    edge.sync.pull()
    (edge.settings.snapshots / "current").write_text("?")
    server.snapshot = signed(4)
    with pytest.raises(SnapshotRefused, match="older than 5"):
        edge.sync.pull()


def test_a_snapshot_signed_by_someone_else_is_refused(edge: Edge, server: Server) -> None:
    manifest, signature, index = signed(1)
    server.snapshot = (manifest.replace(b"Gambling", b"Gamblinh"), signature, index)
    with pytest.raises(SnapshotRefused):
        edge.sync.pull()
    assert edge.version is None


@pytest.mark.parametrize(
    "damage", [lambda index: index[:-1], lambda index: index + b"x", lambda index: b"?" + index[1:]]
)
def test_an_index_that_is_not_the_named_one_is_refused_and_leaves_nothing(
    edge: Edge, server: Server, damage: object
) -> None:
    assert callable(damage)
    server.damage = damage
    with pytest.raises(SnapshotRefused):
        edge.sync.pull()
    assert list(edge.settings.snapshots.iterdir()) == []


def test_records_arrive_in_batches_of_at_most_500_and_leave_the_spool(edge: Edge, server: Server) -> None:
    edge.record(1234)
    assert edge.sync.ship() == 1234
    assert sorted(server.records) == list(range(1, 1235))
    assert edge.spool.held().waiting == 0


def test_an_answer_that_was_lost_costs_a_repeat_and_nothing_else(edge: Edge, server: Server) -> None:
    edge.record(700)
    server.lose_answers = 1
    with pytest.raises(Unanswered):
        edge.sync.ship()
    assert edge.spool.held().waiting == 700
    edge.sync.ship()
    assert (len(server.records), server.repeats) == (700, 500)
    assert edge.spool.held().waiting == 0


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json={"accepted_through": 9999}),
        httpx.Response(200, json={"accepted_through": "3"}),
        httpx.Response(200, json={"accepted_through": True}),
        httpx.Response(200, json={"accepted_through": -1}),
        httpx.Response(200, json=[]),
        httpx.Response(200, text="<html>a hotel's sign-in page</html>"),
        httpx.Response(302, headers={"Location": "http://elsewhere.example/"}),
        httpx.Response(500),
        httpx.Response(413),
    ],
)
def test_a_strange_answer_removes_nothing_from_the_spool(tmp_path: Path, answer: httpx.Response) -> None:
    edge = Edge(tmp_path, 1)
    edge.client.close()
    client = httpx.Client(transport=httpx.MockTransport(lambda _: answer), base_url="http://127.0.0.1:1")
    edge.record(3)
    with client, pytest.raises(Unanswered):
        Sync(edge.settings, KEY, client, edge.spool, lambda: NOON).ship()
    assert edge.spool.held().waiting == 3
    edge.spool.close()


def test_a_part_that_was_accepted_is_forgotten_and_the_rest_kept(tmp_path: Path) -> None:
    edge = Edge(tmp_path, 1)
    edge.client.close()
    edge.record(5)
    partly = httpx.MockTransport(lambda _: httpx.Response(200, json={"accepted_through": 2}))
    with httpx.Client(transport=partly, base_url="http://127.0.0.1:1") as client:
        assert Sync(edge.settings, KEY, client, edge.spool, lambda: NOON).ship() == 2
    assert [seq for seq, _ in edge.spool.oldest(9)] == [3, 4, 5]
    edge.spool.close()


def test_while_the_server_is_away_attempts_become_rarer_and_the_status_says_since_when(tmp_path: Path) -> None:
    port = free_port()
    edge = Edge(tmp_path, port)
    with Server(port) as server:
        assert edge.sync.step() == 2
        assert read_status(edge.settings.folder) == edge.sync.status
        assert edge.sync.status.unproven_since == ""
    edge.time += timedelta(minutes=5)
    pauses = [edge.sync.step() for _ in range(8)]
    assert pauses == [2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
    status = read_status(edge.settings.folder)
    assert status is not None
    assert status.unproven_since == "2026-11-25T12:00:00+00:00"
    assert "cannot be reached" in status.problem
    assert edge.version == 1
    with Server(port) as server:
        server.snapshot = signed(2)
        assert edge.sync.step() == 2
    assert edge.sync.status.unproven_since == ""
    assert edge.version == 2
    edge.client.close()
    edge.spool.close()


def test_a_revoked_key_leaves_the_last_good_snapshot_in_force_and_says_so(edge: Edge, server: Server) -> None:
    edge.sync.step()
    server.revoked = True
    edge.time += timedelta(hours=1)
    edge.sync.step()
    assert edge.version == 1
    assert "no longer accepts this edge's key" in edge.sync.status.problem
    assert edge.sync.status.unproven_since == "2026-11-25T12:00:00+00:00"


def test_weeks_without_the_server_end_with_everything_there(tmp_path: Path) -> None:
    port = free_port()
    edge = Edge(tmp_path, port)
    for _ in range(200):
        edge.record(20)
        edge.time += timedelta(hours=2)
        edge.sync.step()
    assert edge.sync.status.spool_waiting == 4000
    with Server(port) as server:
        edge.sync.step()
    assert len(server.records) == 4000
    edge.client.close()
    edge.spool.close()


# -- enrolment and the key file


def test_a_code_is_traded_for_a_key_that_only_the_owner_can_read(edge: Edge, server: Server) -> None:
    assert enrol(edge.settings, edge.client, " one-time ", "Main site") == KEY
    path = edge.settings.folder / "key.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_key(edge.settings.folder) == KEY


def test_a_used_or_wrong_code_says_to_make_a_new_one(edge: Edge, server: Server) -> None:
    with pytest.raises(EnrolmentRefused, match="make a new one"):
        enrol(edge.settings, edge.client, "guess", "Main site")
    with pytest.raises(NotEnrolled, match="not enrolled"):
        load_key(edge.settings.folder)


def test_an_enrolled_edge_is_not_enrolled_over_by_mistake(edge: Edge, server: Server) -> None:
    save_key(edge.settings.folder, EdgeKey("old", "old", SIGNING_KEY))
    with pytest.raises(EnrolmentRefused, match="--again"):
        enrol(edge.settings, edge.client, "one-time", "Main site")
    assert "one-time" in server.codes
    assert enrol(edge.settings, edge.client, "one-time", "Main site", again=True) == KEY


def test_a_server_that_is_not_one_is_named_as_the_trouble(edge: Edge) -> None:
    for answer in (
        httpx.Response(201, text="hello"),
        httpx.Response(201, json={"edge": "x", "key": "y", "signing_key": "short"}),
        httpx.Response(201, json={"edge": "", "key": "", "signing_key": "A" * 43 + "="}),
        httpx.Response(201, json=[1]),
    ):
        with (
            httpx.Client(
                transport=httpx.MockTransport(lambda _, answer=answer: answer), base_url="http://127.0.0.1:1"
            ) as client,
            pytest.raises(EnrolmentRefused, match="LEEWARD_SERVER"),
        ):
            enrol(edge.settings, client, "one-time", "Main site")


def test_a_server_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    edge = Edge(tmp_path, free_port())
    with pytest.raises(EnrolmentRefused, match="cannot be reached"):
        enrol(edge.settings, edge.client, "one-time", "Main site")
    edge.client.close()
    edge.spool.close()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"edge": "x"}', '{"edge": "x", "key": "y", "signing_key": "AAAA"}'])
def test_a_damaged_key_file_says_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "key.json").write_text(text)
    with pytest.raises(NotEnrolled, match="enrol again"):
        load_key(tmp_path)


# -- the status


def test_an_edge_that_never_ran_and_one_that_stopped_are_told_apart(tmp_path: Path) -> None:
    assert read_status(tmp_path) is None
    assert "has not run here" in troubles(None, NOON)[0]
    write_status(tmp_path, Status(written_at=NOON.isoformat(), snapshot_version=3))
    status = read_status(tmp_path)
    assert troubles(status, NOON + timedelta(seconds=30)) == []
    assert "is not running" in troubles(status, NOON + timedelta(minutes=5))[0]


def test_each_trouble_is_told_with_what_to_do() -> None:
    status = Status(
        written_at=NOON.isoformat(), unproven_since="2026-11-01T00:00:00+00:00", problem="gone", dropped_allowed=7
    )
    told = " ".join(troubles(status, NOON))
    for words in ("leeward snapshot build", "since 2026-11-01", "7 of allowed", "LEEWARD_EDGE_SPOOL_MB"):
        assert words in told


@pytest.mark.parametrize("text", ["", "[]", '{"spool_waiting": "many", "unknown": 1}', "\x00"])
def test_a_damaged_status_is_no_status(tmp_path: Path, text: str) -> None:
    (tmp_path / "status.json").write_text(text)
    assert read_status(tmp_path) in (None, Status())


def test_the_clock_of_the_status_is_utc(edge: Edge, server: Server) -> None:
    edge.time = datetime(2026, 7, 1, 13, 0, tzinfo=UTC)
    edge.sync.step()
    assert edge.sync.status.written_at == "2026-07-01T13:00:00+00:00"


def test_the_edge_never_goes_through_a_proxy_to_its_server(
    edge: Edge, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with client_for(edge.settings) as client:
            assert Sync(edge.settings, KEY, client, edge.spool, lambda: NOON).pull()
    assert LISTS
