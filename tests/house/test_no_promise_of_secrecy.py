"""No text people see promises to keep a secret: the whole catalogue goes through the check of replies."""

import ast
from pathlib import Path

from leeward.safeguarding.rules.wording import promises_confidentiality

CATALOGUE = Path(__file__).parents[2] / "leeward/frontdoor/locale/django.pot"
ABOUT_SOMETHING_ELSE = {
    # tells whoever writes a reply that it promises this, and is stopped
    "This promises to keep a secret: %(words)s. Nobody may promise that; say who knows and why.",
    # say to whoever looks after the settings that something promises it, and must not
    "%(number)d texts of your settings promise secrecy.",
    "The check before a reply is sent does not stop every promise of secrecy.",
    # the record coach: the title above somebody else's promise, and why a full name is written
    "A promise of secrecy",
    "Write the full name: in five years nobody will know who it was.",
}


def texts() -> list[str]:
    """Every text of the catalogue."""
    found: list[str] = []
    for line in CATALOGUE.read_text().splitlines():
        if line.startswith(("msgid ", "msgid_plural ")):
            found.append("")
        elif not line.startswith('"'):
            continue
        if found and (line.startswith(("msgid", '"'))):
            found[-1] += ast.literal_eval(line[line.index('"') :])
    return found


def test_no_text_promises_to_keep_a_secret() -> None:
    known = texts()
    assert len(known) > 1000
    promising = {text: promises_confidentiality(text) for text in known if promises_confidentiality(text)}
    assert set(promising) - ABOUT_SOMETHING_ELSE == set(), promising
