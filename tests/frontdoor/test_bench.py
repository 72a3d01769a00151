"""The bench measures something real and says it twice: for people and for scripts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from leeward.frontdoor.commands.bench import bench


def test_the_text_rules_are_measured(tmp_path: Path) -> None:
    to = tmp_path / "figures.json"
    result = CliRunner().invoke(bench, ["--only", "text", "--json", str(to)])
    assert result.exit_code == 0, result.output
    assert "text rules, short messages  per_second" in result.output
    assert json.loads(to.read_text())["text rules, short messages"]["per_second"] > 0


@pytest.mark.slow
def test_ten_pages_are_measured_in_a_scratch_demonstration() -> None:
    result = CliRunner().invoke(bench, ["--only", "pages"])
    assert result.exit_code == 0, result.output
    assert result.output.count("html_bytes") == 10
