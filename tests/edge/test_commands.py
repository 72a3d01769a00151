"""`leeward edge`: helpful, honest about trouble, and without Django."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from leeward.edge.commands import edge
from leeward.edge.keys import load_key, save_key
from leeward.edge.status import Status, write_status
from leeward.edge.supervise import Child, Watchdog, bind
from tests.edge.world import KEY, Server, Site, free_port, until


def invoke(home: Path, *arguments: str, **environment: str) -> Result:
    env = {"LEEWARD_HOME": str(home), "LEEWARD_ICAP": f"127.0.0.1:{free_port()}", **environment}
    return CliRunner().invoke(edge, list(arguments), env=env)


_IMPORTS = """
import sys
import leeward.edge.commands, leeward.edge.service, leeward.edge.sync, leeward.edge.squid, leeward.edge.enrol
import leeward.edge.bench
from click.testing import CliRunner
result = CliRunner().invoke(leeward.edge.commands.edge, ["run", "--help"])
assert result.exit_code == 0, result.output
found = [name for name in sys.modules if name.split(".")[0] == "django" or name.startswith("leeward.f")]
print(found)
"""


def test_the_edge_starts_without_django() -> None:
    ran = subprocess.run([sys.executable, "-c", _IMPORTS], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


@pytest.mark.parametrize("command", ["run", "enrol", "squid-config", "status"])
def test_each_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(edge, [command, "--help"])
    assert result.exit_code == 0
    assert len(result.output) > 150
    assert command in CliRunner().invoke(edge, ["--help"]).output


def test_a_wrong_setting_stops_the_start_by_name(tmp_path: Path) -> None:
    result = invoke(tmp_path, "run", LEEWARD_EDGE_FAIL="ajar")
    assert result.exit_code == 1
    assert "LEEWARD_EDGE_FAIL must be closed or open" in result.output


def test_an_edge_without_a_key_says_how_to_get_one(tmp_path: Path) -> None:
    result = invoke(tmp_path, "run", "--no-squid")
    assert result.exit_code == 1
    assert "leeward edge enrol CODE" in result.output


def test_a_taken_address_is_named(tmp_path: Path) -> None:
    save_key(tmp_path / "edge", KEY)
    port = free_port()
    from leeward.edge.settings import Endpoint

    with bind(Endpoint("127.0.0.1", port)):
        result = invoke(tmp_path, "run", "--no-squid", LEEWARD_ICAP=f"127.0.0.1:{port}")
    assert result.exit_code == 1
    assert f"127.0.0.1:{port} cannot be listened on" in result.output
    assert "LEEWARD_ICAP" in result.output


def test_enrolment_from_the_command_line(tmp_path: Path) -> None:
    with Server() as server:
        address = f"http://127.0.0.1:{server.port}"
        wrong = invoke(tmp_path, "enrol", "guess", LEEWARD_SERVER=address)
        right = invoke(tmp_path, "enrol", "one-time", "--name", "North site", LEEWARD_SERVER=address)
    assert (wrong.exit_code, right.exit_code) == (1, 0)
    assert KEY.key not in right.output
    assert load_key(tmp_path / "edge") == KEY


def test_the_status_fails_while_something_is_the_matter_and_says_what(tmp_path: Path) -> None:
    assert invoke(tmp_path, "status").exit_code == 1
    good = Status(written_at=datetime.now(UTC).isoformat(), snapshot_version=3, pulled_at="2026-11-25T12:00:00+00:00")
    write_status(tmp_path / "edge", good)
    result = invoke(tmp_path, "status")
    assert (result.exit_code, "snapshot          3" in result.output) == (0, True)
    write_status(tmp_path / "edge", replace(good, unproven_since="2026-11-24T00:00:00+00:00", problem="away"))
    result = invoke(tmp_path, "status", "--json")
    assert result.exit_code == 1
    assert json.loads(result.output)["troubles"] == [
        "The server has not answered since 2026-11-24T00:00:00+00:00: away"
    ]


@pytest.mark.squid
def test_squid_config_writes_checks_and_shows() -> None:
    with Site() as site:
        result = invoke(site.settings.home, "squid-config", "--check")
        assert result.exit_code == 0
        assert "icp_port 0" in Path(result.output.strip()).read_text()
        assert "icp_port 0" in invoke(site.settings.home, "squid-config", "--show").output


# -- the watchdog


def test_what_ends_is_started_again_at_once_then_ever_more_slowly(tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    child = Child("short", [sys.executable, "-c", f"open({str(marks)!r}, 'a').write('x')"])
    watchdog, moment = Watchdog([child]), 0.0
    child.start(moment)
    pauses = []
    for _ in range(7):
        process = child.process
        assert process is not None
        process.wait(20)
        watchdog.look(moment)
        pauses.append(child.pause())
        moment += child.pause()
        watchdog.look(moment)
    watchdog.end()
    assert pauses == [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0]
    assert len(marks.read_text()) >= 7


def test_a_program_that_is_not_there_is_tried_again_and_named(caplog: pytest.LogCaptureFixture) -> None:
    child = Child("ghost", ["/nowhere/ghost"], started=-100.0)
    watchdog = Watchdog([child])
    watchdog.look(0.0)
    assert child.process is None
    assert "ghost does not start" in caplog.text


def test_a_child_that_will_not_stop_is_made_to(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    stubborn = f"import signal; signal.signal(15, signal.SIG_IGN); open({str(ready)!r}, 'w'); signal.pause()"
    child = Child("stubborn", [sys.executable, "-c", stubborn])
    child.start(0.0)
    until(ready.exists, "the child to be deaf")
    Watchdog([child]).end(patience=0.1)
    assert child.process is not None
    assert child.process.poll() == -9
