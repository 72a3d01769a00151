"""A clamd of our own is started only with signatures that have a date."""

from pathlib import Path

import pytest

from leeward.foundation.files import own_scanner
from leeward.frontdoor.commands import up


@pytest.fixture(autouse=True)
def nobody_elses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_scanner, "SYSTEM_SIGNATURES", tmp_path / "none")
    monkeypatch.setattr(own_scanner, "DISTRIBUTION", tmp_path / "none" / "clamd.ctl")
    monkeypatch.delenv("LEEWARD_CLAMD", raising=False)


def test_without_signatures_none_is_started_and_the_table_says_so(tmp_path: Path):
    (tmp_path / "clamd" / "signatures").mkdir(parents=True)
    (tmp_path / "clamd" / "signatures" / "own.hdb").write_text("no date in it")
    parts, said = up._scanner(tmp_path)
    assert parts == []
    assert "no virus signatures" in said


def test_with_signatures_one_is_started_on_a_private_socket(tmp_path: Path):
    (tmp_path / "clamd" / "signatures").mkdir(parents=True)
    (tmp_path / "clamd" / "signatures" / "daily.cvd").write_bytes(b"x")
    (part,), said = up._scanner(tmp_path)
    assert said == "clamd, started here"
    written = Path(part.command[-1]).read_text()
    assert f"LocalSocket {tmp_path / 'clamd' / 'clamd.sock'}" in written
    assert "AlertExceedsMax yes" in written
    assert (tmp_path / "clamd").stat().st_mode & 0o077 == 0


def test_one_that_runs_already_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LEEWARD_CLAMD", "127.0.0.1:3310")
    assert up._scanner(tmp_path) == ([], "127.0.0.1:3310")
