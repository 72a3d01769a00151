"""`leeward decide`: what the filter would answer, without Django, a database or the network."""

import base64
import binascii
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import click

from leeward.engine.load import SnapshotRefused, builtin_snapshot, current_version, open_snapshot
from leeward.engine.web import Decision, Snapshot, Verdict, WebRequest
from leeward.engine.web import decide as judge

LONDON = ZoneInfo("Europe/London")
_WORDS = {Verdict.ALLOW: "allowed", Verdict.WARN: "warned", Verdict.BLOCK: "blocked"}


@click.command()
@click.argument("addresses", nargs=-1)
@click.option("--jsonl", is_flag=True, help="JSON lines in and out.")
@click.option("--group", default="", help="The group to decide for.  [default: the snapshot's default group]")
@click.option("--at", "at_text", default="", help="When, e.g. 2026-11-25T14:30; UK time unless it says otherwise.")
@click.option(
    "--snapshot", "folder", type=click.Path(path_type=Path), help="A folder of snapshots.  [default: in LEEWARD_HOME]"
)
@click.option("--signing-key", default="", help="Its signing key in base64, where the folder has none beside it.")
def decide(
    addresses: tuple[str, ...], jsonl: bool, group: str, at_text: str, folder: Path | None, signing_key: str
) -> None:
    """Say whether web addresses would be opened, warned of or blocked, and why.

    Addresses are given as arguments or line by line on standard input. With --jsonl every line in is
    {"url": …} and every line out {"verdict", "category", "reason", "rule", "list", "matched"}, null where nothing
    applied; a line that is no such JSON gives {"error": …} and exit status 1 at the end. A "page" (path of an HTML
    file) may stand in a line but is not looked at: pages themselves are not analysed by this version, only addresses.

    The snapshot is the one this machine's edge or server has in force. Where there is none, the lists and the policy
    that came with Leeward are used, and said to be.
    """
    at = _moment(at_text)
    snapshot = _given(folder, signing_key) if folder else _found()
    if group and group not in snapshot.layer.groups:
        known = ", ".join(snapshot.layer.groups)
        raise click.ClickException(f"There is no group {group!r} in this snapshot. Use one of: {known}.")
    lines = iter(addresses) if addresses else (line.rstrip("\r\n") for line in _input())
    failed = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if not jsonl:
            _write(_sentence(line.strip(), judge(WebRequest(line, at, group), snapshot)))
            continue
        url = _url_in(line)
        if url is None:
            failed = True
            _write(json.dumps({"error": f'line {number} is not JSON of the form {{"url": "https://…"}}'}))
        else:
            _write(json.dumps(_as_json(judge(WebRequest(url, at, group), snapshot)), ensure_ascii=False))
    if failed:
        sys.exit(1)


def _input() -> Iterator[str]:
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace")


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")


def _url_in(line: str) -> str | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    url = value.get("url") if isinstance(value, dict) else None
    return url if isinstance(url, str) else None


def _as_json(decision: Decision) -> dict[str, str | None]:
    return {
        "verdict": decision.verdict.value,
        "category": decision.category or None,
        "reason": decision.reason.value if decision.reason else None,
        "rule": decision.rule or None,
        "list": decision.list or None,
        "matched": decision.matched or None,
    }


def _sentence(url: str, decision: Decision) -> str:
    why = []
    if decision.category:
        why.append(decision.category + (f" ({decision.reason})" if decision.reason else ""))
    elif decision.reason:
        why.append(str(decision.reason))
    if decision.matched:
        why.append(f"{decision.matched} in list {decision.list}" if decision.list else decision.matched)
    if decision.rule:
        why.append(f"rule: {decision.rule}")
    return f"{_WORDS[decision.verdict]:8} {url}" + (f"  [{'; '.join(why)}]" if why else "")


def _moment(text: str) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("give a time like 2026-11-25T14:30", param_hint="--at") from None
    return at if at.tzinfo else at.replace(tzinfo=LONDON)


def _given(folder: Path, signing_key: str) -> Snapshot:
    try:
        key = base64.b64decode(signing_key, validate=True) if signing_key else _key_beside(folder)
    except binascii.Error:
        raise click.BadParameter("not base64", param_hint="--signing-key") from None
    if key is None:
        raise click.ClickException(f"No signing key beside {folder}: give it with --signing-key.")
    try:
        return open_snapshot(folder, key)
    except SnapshotRefused as error:
        raise click.ClickException(
            f"This snapshot cannot be used: {error}. Make one with `leeward snapshot build`."
        ) from error


def _found() -> Snapshot:
    """This machine's snapshot in force (an edge's before a server's), else the built-in one, said so on stderr."""
    home = Path(os.environ.get("LEEWARD_HOME", "./var"))
    for folder in (home / "edge" / "snapshots", home / "snapshots"):
        try:
            if current_version(folder) is not None and (key := _key_beside(folder)) is not None:
                return open_snapshot(folder, key)
        except SnapshotRefused as error:
            click.echo(f"The snapshot in {folder} cannot be used: {error}.", err=True)
    click.echo(
        f"No snapshot in {home}: deciding by the lists that came with Leeward. "
        "`leeward snapshot build` makes one from your own lists and policy.",
        err=True,
    )
    return builtin_snapshot()


def _key_beside(folder: Path) -> bytes | None:
    """The public signing key: `signing-key.pub` in the folder (server), or `key.json` beside it (edge)."""
    try:
        if (own := folder / "signing-key.pub").exists():
            return base64.b64decode(own.read_text("ascii").strip())
        enrolled = cast(dict[str, str], json.loads((folder.parent / "key.json").read_bytes()))
        return base64.b64decode(enrolled["signing_key"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
