"""The command `leeward decide`, run as people and scripts run it."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from leeward.engine.load import write_snapshot
from leeward.frontdoor.commands.decide import decide
from tests.engine.web.made import PUBLIC, index_bytes, layer, signed


def run(home: Path, *arguments: str, lines: str | bytes = "") -> Result:
    return CliRunner(env={"LEEWARD_HOME": str(home)}).invoke(decide, arguments, input=lines)


def put_snapshot(folder: Path) -> None:
    index = index_bytes()
    write_snapshot(folder, *signed(1, index, layer()), index)
    (folder / "signing-key.pub").write_text(base64.b64encode(PUBLIC).decode() + "\n")


def test_it_starts_without_django(tmp_path: Path) -> None:
    code = (
        "import sys; from leeward.frontdoor.cli import cli; "
        "cli(['decide', 'gambling.example'], standalone_mode=False); "
        "print('DJANGO' if 'django' in sys.modules else 'LIGHT')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"LEEWARD_HOME": str(tmp_path)},
    )
    assert "blocked  gambling.example" in done.stdout
    assert done.stdout.endswith("LIGHT\n")
    assert "leeward snapshot build" in done.stderr


def test_a_line_in_is_a_line_out(tmp_path: Path) -> None:
    lines = '{"url": "http://gambling.example/", "page": "p.html"}\n\n{"url": "news.example"}\n{"url": ""}\n'
    done = run(tmp_path, "--jsonl", lines=lines)
    assert done.exit_code == 0
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {
            "verdict": "block",
            "category": "gambling",
            "reason": "safeguarding",
            "rule": "category gambling, group learners",
            "list": "leeward",
            "matched": "gambling.example",
        },
        dict.fromkeys(("category", "reason", "rule", "list", "matched")) | {"verdict": "allow"},
        dict.fromkeys(("category", "list", "matched"))
        | {"verdict": "block", "reason": "security", "rule": "unreadable-address"},
    ]


@pytest.mark.parametrize("line", [b"not json", b"[]", b'{"uri": "x"}', b'{"url": 3}', b"\xff\xfe", b"[" * 100_000])
def test_a_line_that_is_no_request_is_named_and_the_rest_is_answered(tmp_path: Path, line: bytes) -> None:
    done = run(tmp_path, "--jsonl", lines=line + b'\n{"url": "a.example"}\n')
    first, second = map(json.loads, done.stdout.splitlines())
    assert (done.exit_code, "line 1" in first["error"], second["verdict"]) == (1, True, "allow")


def test_groups_and_times_are_those_of_the_snapshot_in_force(tmp_path: Path) -> None:
    put_snapshot(tmp_path / "snapshots")
    assert "blocked" in run(tmp_path, "casino.example").stdout
    assert "allowed" in run(tmp_path, "casino.example", "--group", "staff", "--at", "2026-06-01T10:00").stdout
    refused = run(tmp_path, "casino.example", "--group", "no such")
    assert (refused.exit_code, "learners, staff" in refused.stderr) == (1, True)
    assert run(tmp_path, "casino.example", "--at", "noon").exit_code == 2


def test_a_folder_may_be_named_with_its_key(tmp_path: Path) -> None:
    put_snapshot(tmp_path / "s")
    assert "casino.example in list ours" in run(tmp_path, "casino.example", "--snapshot", str(tmp_path / "s")).stdout
    (tmp_path / "s" / "signing-key.pub").unlink()
    unknown = run(tmp_path, "casino.example", "--snapshot", str(tmp_path / "s"))
    assert (unknown.exit_code, "--signing-key" in unknown.stderr) == (1, True)
    key = base64.b64encode(PUBLIC).decode()
    assert run(tmp_path, "a.example", "--snapshot", str(tmp_path / "s"), "--signing-key", key).exit_code == 0
    other = base64.b64encode(bytes(32)).decode()
    assert run(tmp_path, "a.example", "--snapshot", str(tmp_path / "s"), "--signing-key", other).exit_code == 1


def test_a_damaged_snapshot_is_said_to_be_and_not_used(tmp_path: Path) -> None:
    put_snapshot(tmp_path / "snapshots")
    (tmp_path / "snapshots" / "1.snapshot").write_bytes(b"{}")
    done = run(tmp_path, "gambling.example")
    assert "cannot be used" in done.stderr
    assert "in list leeward" in done.stdout
