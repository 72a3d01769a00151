"""The measure of the promise reader: a marking made by a person against what is offered."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from leeward.frontdoor.bench_promises import bench_promises
from leeward.frontdoor.commands.bench import bench

POLICY = """Phone policy

Rules

Learners must lock phones at all times. Phones are small. The DSL will reply within 24 hours where a learner writes.
It depends.
"""
MARKING = """mark,actor,frequency,limit,condition,rows,sentence
y,Learners,at all times,,,R-1,Learners must lock phones at all times.
n,,,,,R-2,Phones are small.
y,The DSL,,within 24 hours,where a learner writes,R-3 R-4,The DSL will reply within 24 hours where a learner writes.
y,,,,,R-5,It depends.
n,,,,,R-6,
"""


def _folder(tmp_path: Path, marking: str = MARKING) -> Path:
    (tmp_path / "phones.txt").write_text(POLICY)
    (tmp_path / "phones.csv").write_text(marking)
    (tmp_path / "unmarked.txt").write_text(POLICY)
    return tmp_path


def test_each_duty_requirement_and_field_is_counted(tmp_path: Path) -> None:
    figures = bench_promises(_folder(tmp_path), on=date(2026, 11, 25))
    assert set(figures) == {"promises, phones", "promises, all together"}
    found = figures["promises, phones"]
    assert (found["duties"], round(found["found_percent"])) == (3, 67)
    assert (found["requirements"], found["requirements_met_percent"]) == (6, 50)
    assert (found["offers"], found["wrong_percent"]) == (2, 0)
    assert [found[f"{name}_right_percent"] for name in ("actor", "frequency", "limit", "condition")] == [100] * 4


def test_an_offer_of_what_is_marked_no_duty_is_wrong(tmp_path: Path) -> None:
    figures = bench_promises(_folder(tmp_path, MARKING.replace("y,Learners", "n,Learners")), on=date(2026, 11, 25))
    assert figures["promises, phones"]["wrong_percent"] == 50


def test_a_field_read_otherwise_than_marked_is_counted_against(tmp_path: Path) -> None:
    figures = bench_promises(_folder(tmp_path, MARKING.replace("y,The DSL", "y,Tutors")), on=date(2026, 11, 25))
    assert figures["promises, phones"]["actor_right_percent"] == 50


def test_the_command_measures_the_folder_named_and_leaves_the_part_out_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEEWARD_POLICIES", raising=False)
    assert "Left out" in CliRunner().invoke(bench, ["--only", "promises"]).output
    monkeypatch.setenv("LEEWARD_POLICIES", str(_folder(tmp_path)))
    result = CliRunner().invoke(bench, ["--only", "promises"])
    assert result.exit_code == 0
    assert "requirements_met_percent 50.00" in result.output
