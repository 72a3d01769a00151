"""`leeward assess`: what the text rules say about a message, for people and line by line for programs. No Django."""

import json
import sys
from collections.abc import Iterable

import click

from leeward.engine.load_rules import standard_library
from leeward.engine.text.assess import assess as assess_message
from leeward.engine.text.library import Library
from leeward.engine.text.values import Assessment, Direction, Message, Source

SEVERITIES = (
    "nothing", "counted only", "a trend", "for the weekly digest", "to be seen the same day", "to be seen at once",
)  # fmt: skip


class Unusable(ValueError):
    """An input line that cannot be assessed; the message says what to change."""


@click.command()
@click.option("--jsonl", is_flag=True, help='One JSON object a line, at least {"text": …}; one answer a line.')
@click.option("--source", type=click.Choice([source.value for source in Source]), default=Source.CHAT.value,
              show_default=True, help="Where a plain text was written. With --jsonl each line says so.")  # fmt: skip
@click.option("--direction", type=click.Choice([direction.value for direction in Direction]),
              default=Direction.UNKNOWN.value, show_default=True, help="Who speaks to whom in it.")  # fmt: skip
@click.argument("file", type=click.File("rb"), default="-")
def assess(jsonl: bool, source: str, direction: str, file: Iterable[bytes]) -> None:
    """Say what the text rules find in FILE (or standard input), and which words made them.

    Nothing is stored and nothing leaves this process.
    """
    library = standard_library()
    if jsonl:
        sys.exit(_line_by_line(file, library))
    text = b"".join(file).decode("utf-8", errors="replace")
    found = assess_message(Message(text, Source(source), Direction(direction)), library)
    click.echo(explained(text, found, library))


def _line_by_line(lines: Iterable[bytes], library: Library) -> int:
    """Answers every line with one line. Returns the exit status: 1 where a line could not be used."""
    status = 0
    for number, line in enumerate(lines, start=1):
        try:
            answer = assess_message(read_line(line), library).as_json()
        except Unusable as error:
            answer = {"error": f"line {number}: {error}"}
            status = 1
        click.echo(json.dumps(answer))
    return status


def read_line(line: bytes) -> Message:
    """One input line as a message; fields it does not know are left alone.

    Raises Unusable for a line that is no JSON object, has no text, or names an unknown source or direction.
    """
    try:
        given = json.loads(line.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError) as error:
        raise Unusable("this is not a JSON object: write one object a line") from error
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise Unusable('give an object with at least {"text": "…"}')
    try:
        source = Source(given.get("source") or Source.CHAT)
        direction = Direction(given.get("direction") or Direction.UNKNOWN)
    except (ValueError, TypeError) as error:
        known = f"source: {', '.join(Source)}; direction: {', '.join(Direction)}"
        raise Unusable(f"{error}; known are {known}") from error
    return Message(given["text"], source, direction)


def explained(text: str, found: Assessment, library: Library) -> str:
    """A readable answer for a person at a terminal."""
    lines = [f"Severity {found.severity} ({SEVERITIES[found.severity]}), concern {found.concern:.2f} of 1"]
    notes = {rule.id: rule.note for rule in library.rules} | {each.id: each.note for each in library.combinations}
    for finding in found.findings:
        words = ", ".join(f"“{text[word.start : word.end]}” at {word.start}" for word in finding.words)
        lowered = f", lowered by {finding.lowered_by}" if finding.lowered_by else ""
        lines += ["", f"{finding.category}: severity {finding.severity}{lowered} (rule {finding.rule})"]
        lines += [f"  words: {words}", f"  why:   {notes[finding.rule]}"]
    if not found.findings:
        lines.append("No rule found anything. That is no promise that nothing is wrong.")
    lines += ["", f"Rules {library.version} ({library.digest[:12]}). {library.review}"]
    return "\n".join(lines)
