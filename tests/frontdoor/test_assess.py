"""`leeward assess`: line by line for programs, readable for people, and without Django."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from leeward.frontdoor.commands.assess import assess

WORRYING = {
    "text": "Message me on Snapchat instead and don't tell anyone",
    "source": "chat",
    "direction": "staff-to-learner",
    "at": "22:40",
}


def test_each_line_gets_one_line() -> None:
    lines = "\n".join(json.dumps(line) for line in (WORRYING, {"text": "See you at nine"}))
    run = CliRunner().invoke(assess, ["--jsonl"], input=lines)
    assert run.exit_code == 0
    first, second = (json.loads(line) for line in run.output.splitlines())
    assert (first["severity"], first["findings"][0]["category"]) == (4, "grooming")
    assert (second["severity"], second["findings"], second["concern"]) == (0, [], 0.0)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("", "not a JSON object"),
        ("nonsense", "not a JSON object"),
        ('{"text": ', "not a JSON object"),
        ("[" * 100_000, "not a JSON object"),
        ("[]", "at least"),
        ("{}", "at least"),
        ('{"text": 5}', "at least"),
        ('{"text": "a", "source": "pigeon"}', "pigeon"),
        ('{"text": "a", "direction": ["self"]}', "known are"),
    ],
)
def test_a_line_that_cannot_be_used_is_answered_with_what_to_change_and_the_rest_goes_on(line: str, says: str) -> None:
    run = CliRunner().invoke(assess, ["--jsonl"], input=f'{line}\n{{"text": "hello"}}\n')
    assert run.exit_code == 1
    first, second = (json.loads(answer) for answer in run.output.splitlines())
    assert first["error"].startswith("line 1: ")
    assert says in first["error"]
    assert second["severity"] == 0


def test_a_line_in_another_encoding_and_without_line_end_is_still_answered() -> None:
    run = CliRunner().invoke(assess, ["--jsonl"], input=b'{"text": "caf\xe9 \\ud800"}')
    assert run.exit_code == 0
    assert json.loads(run.output)["severity"] == 0


def test_a_person_reads_the_words_the_rule_and_the_reason() -> None:
    run = CliRunner().invoke(assess, ["--direction", "staff-to-learner"], input=WORRYING["text"])
    assert run.exit_code == 0
    assert "Severity 4 (to be seen the same day)" in run.output
    assert "“Snapchat” at 14" in run.output
    assert "grooming.two-signals" in run.output
    assert "not yet reviewed" in run.output


def test_nothing_found_is_not_called_safe() -> None:
    assert "no promise" in CliRunner().invoke(assess, [], input="See you at nine").output


def test_it_starts_without_django() -> None:
    code = (
        "import sys; sys.argv = ['leeward', 'assess']; from leeward.frontdoor.cli import cli;"
        "cli(standalone_mode=False); print('django' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], input=b"hello", capture_output=True, check=True)
    assert run.stdout.decode().splitlines()[-1] == "False"
