"""`make texts`: collects every text of every room into the catalogues that translators work on."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "leeward" / "frontdoor" / "locale"
TEMPLATE = LOCALE / "django.pot"
HEADER = """# The texts of Leeward, collected by `make texts`; docs/build/texts.md says how to translate them.
msgid ""
msgstr ""
"Project-Id-Version: Leeward\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
{plural}
"""
PLURALS = {
    "cy": '"Plural-Forms: nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;\\n"\n',
}
"""How a language counts, as Django's own catalogues have it. Without, two forms as in English."""
CALLS = ("_", "noop", "lazy", "gettext_lazy", "gettext_noop", "ngettext:1,2", "ngettext_lazy:1,2", "pgettext:1c,2",
         "pgettext_lazy:1c,2", "npgettext:1c,2,3", "npgettext_lazy:1c,2,3")  # fmt: skip
_ENTRY = re.compile(r'^(?:msgctxt (?P<context>(?:".*"\n)+))?msgid (?P<one>(?:".*"\n)+)'
                    r'(?:msgid_plural (?P<many>(?:".*"\n)+))?'
                    r'(?P<said>(?:msgstr(?:\[\d\])? (?:".*"\n?)+)+)', re.MULTILINE)  # fmt: skip
_QUOTED = re.compile(r'"(.*)"')

Key = tuple[str, str, str]
"""Context, text and plural of an entry, as they are quoted in the file."""


def entries(text: str) -> dict[Key, bool]:
    """Every entry of a catalogue but its header, and whether it is translated."""
    found = {}
    for hit in _ENTRY.finditer(text):
        context, one, many = (joined(hit.group(name) or "") for name in ("context", "one", "many"))
        if one:
            pieces = re.split(r"^msgstr(?:\[\d\])? ", hit.group("said"), flags=re.MULTILINE)[1:]
            found[context, one, many] = all(joined(piece) for piece in pieces)
    return found


def joined(lines: str) -> str:
    """The contents of quoted lines, one after the other."""
    return "".join(_QUOTED.findall(lines))


def collect() -> str:
    """The catalogue of what the source says now. Raises CalledProcessError where a source cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        files = list(_sources(Path(folder)))
        done = subprocess.run(
            ["xgettext", "--language=Python", "--from-code=UTF-8", "--no-location", "--sort-output", "--no-wrap",
             "--omit-header", "--output=-", *(f"--keyword={call}" for call in CALLS), "--files-from=-"],
            input="\n".join(files), text=True, capture_output=True, check=True, cwd=folder,
        )  # fmt: skip
    return HEADER.format(language="", plural="") + done.stdout


def _sources(scratch: Path) -> Iterator[str]:
    """Every Python file, and every template turned into one, as Django's own makemessages does."""
    from django.utils.translation.template import templatize

    for path in sorted((ROOT / "leeward").rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path)
    for number, path in enumerate(sorted((ROOT / "leeward").rglob("templates/**/*"))):
        if path.suffix in {".html", ".txt"}:
            made = scratch / f"{number}.py"
            made.write_text(templatize(path.read_text(encoding="utf-8"), origin=str(path)), encoding="utf-8")
            yield str(made)


def merged(catalogue: Path) -> str:
    """A language's catalogue with what is new in it empty, and what is gone left out."""
    done = subprocess.run(
        ["msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap", "--sort-output", "--output-file=-",
         catalogue, TEMPLATE],
        text=True, capture_output=True, check=True,
    )  # fmt: skip
    kept = subprocess.run(
        ["msgattrib", "--no-obsolete", "--no-wrap", "--sort-output", "-"],
        input=done.stdout, text=True, capture_output=True, check=True,
    )  # fmt: skip
    return kept.stdout


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    TEMPLATE.write_text(collect(), encoding="utf-8")
    for language in sys.argv[1:]:
        fresh = LOCALE / language / "LC_MESSAGES" / "django.po"
        if not fresh.exists():
            fresh.parent.mkdir(parents=True)
            fresh.write_text(HEADER.format(language=language, plural=PLURALS.get(language, "")), encoding="utf-8")
    for catalogue in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        catalogue.write_text(merged(catalogue), encoding="utf-8")
        said = entries(catalogue.read_text(encoding="utf-8"))
        if said and all(said.values()):
            subprocess.run(["msgfmt", "--check", "-o", catalogue.with_suffix(".mo"), catalogue], check=True)
        print(f"{catalogue.parent.parent.name}: {sum(said.values())} of {len(said)} texts translated")
    return 0


if __name__ == "__main__":
    sys.exit(main())
