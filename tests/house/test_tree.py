"""What must hold of every tracked file: no machine paths, no inline script, everything documented."""

import re
import subprocess
from functools import cache
from pathlib import Path

import click
import pytest

from leeward.frontdoor.cli import cli

ROOT = Path(__file__).parent.parent.parent
TEXT = {".py", ".html", ".md", ".toml", ".sh", ".css", ".js", ".txt", ".in", ".lock", ".cfg", ".ini", ".yml", ""}


@cache
def tracked() -> list[Path]:
    """Every file of the repository, or of the folder where it is not one."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    assert len(paths) > 50
    return [path for path in paths if path.is_file() and path.suffix in TEXT]


def templates() -> list[Path]:
    """Every template of every room."""
    return sorted((ROOT / "leeward").glob("*/templates/**/*.html"))


def test_lock_files_name_no_address() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        assert "://" not in lock.read_text(), f"{lock.name}: make it again without an index address"


def test_no_tracked_file_knows_this_machine() -> None:
    # Written in two parts so that this file does not find itself.
    places = re.compile(r"/(?:wo" r"rk|ro" r"ot|ho" r"me)/[a-z]")
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}…"
        for path in tracked()
        for hit in places.finditer(path.read_text(errors="replace"))
        if not path.read_text(errors="replace")[: hit.start()].endswith(("http:", "https:", ".", "}", "]"))
        and "example" not in path.read_text(errors="replace")[max(0, hit.start() - 40) : hit.start()]
    ]
    assert found == []


INLINE = re.compile(
    r"<style\b|\sstyle\s*=\s*[\"']|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:", re.I
)


@pytest.mark.parametrize("line", ["<style>", '<p style="x">', "<script>", '<a onclick="x">', '<a href="javascript:x">'])
def test_the_search_for_inline_code_finds_it(line: str) -> None:
    assert INLINE.search(line)


def test_no_template_has_inline_script_or_style() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in templates()
        for hit in INLINE.finditer(path.read_text())
        if "/letters/" not in str(path)
    ]
    assert found == [], "move it to a static file; the content policy refuses it"


def test_nothing_is_loaded_from_another_site() -> None:
    loaded = re.compile(
        r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*\b(?:src|href)=[\"']\s*(?:https?:)?//", re.I
    )
    assert [str(path.relative_to(ROOT)) for path in templates() if loaded.search(path.read_text())] == []
    for sheet in (ROOT / "leeward").glob("*/static/**/*.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//|@import", sheet.read_text()), sheet.name


def test_what_only_govuk_may_use_is_not_here() -> None:
    for sheet in (ROOT / "leeward").glob("*/static/**/*.css"):
        text = sheet.read_text()
        assert not re.search(r"GDS Transport|crest|#1d70b8|@font-face", text), sheet.name
    names = [path.name for path in (ROOT / "leeward").glob("*/static/**/*")]
    assert [name for name in names if "crown" in name or "crest" in name] == []


def test_every_template_that_shows_text_marks_it_for_translation() -> None:
    words = re.compile(r">\s*[A-Z][a-z]+ [a-z]+[^<{]*<")
    found = [
        f"{path.relative_to(ROOT)}: {hit.group().strip()}"
        for path in templates()
        for hit in words.finditer(
            re.sub(r"{% blocktranslate.*?{% endblocktranslate.*?%}", "", path.read_text(), flags=re.S)
        )
    ]
    assert found == []


def _documented(folder: str, single: str) -> str:
    pages = [ROOT / "docs" / "run" / single, *(ROOT / "docs" / "run" / folder).glob("*.md")]
    return "\n".join(page.read_text() for page in pages if page.exists())


def test_every_setting_in_the_code_is_in_the_docs() -> None:
    named = {
        name
        for path in [*(ROOT / "leeward").rglob("*.py"), ROOT / "Makefile", *(ROOT / "scripts").glob("*.sh")]
        for name in re.findall(r"\bLEEWARD_[A-Z_]*[A-Z]\b", path.read_text())
    }
    text = _documented("settings", "settings.md")
    assert len(named) > 5
    assert sorted(name for name in named if f"`{name}`" not in text) == [], (
        "describe them in a page of docs/run/settings/"
    )


def _commands(group: click.Group, before: str) -> list[str]:
    context = click.Context(group)
    found = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found.append(f"{before} {name}")
        if isinstance(command, click.Group):
            found.extend(_commands(command, f"{before} {name}"))
    return found


def test_every_command_is_in_the_docs() -> None:
    text = _documented("commands", "commands.md")
    every = _commands(cli, "leeward")
    missing = [
        command
        for command in every
        if f"`{command}`" not in text and not any(other.startswith(f"{command} ") for other in every)
    ]
    assert missing == [], "describe them in docs/run/commands.md"
