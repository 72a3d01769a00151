"""The catalogues hold what the source says, and no language is offered before it is translated."""

import gettext
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from leeward.edge import texts as edge_texts
from scripts.texts import LOCALE, TEMPLATE, collect, entries

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def test_an_entry_is_read_with_its_context_plural_and_translation() -> None:
    text = (
        'msgid ""\nmsgstr ""\n"Language: cy\\n"\n\n'
        'msgctxt "a post"\nmsgid "Lead"\nmsgstr "x"\n\n'
        '#, python-format\nmsgid ""\n"one "\n"day"\nmsgid_plural "%d days"\nmsgstr[0] "x"\nmsgstr[1] ""\n'
    )
    assert entries(text) == {("a post", "Lead", ""): True, ("", "one day", "%d days"): False}


def test_the_template_holds_what_the_source_says() -> None:
    now, kept = set(entries(collect())), set(entries(TEMPLATE.read_text(encoding="utf-8")))
    assert now - kept == set(), "new texts: run `make texts`"
    assert kept - now == set(), "texts that are gone: run `make texts`"
    assert len(now) > 1000
    assert {("", "This page is blocked", ""), ("", "Sign in", "")} <= now, "edge and templates are both read"


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_every_language_has_every_text(catalogue: Path) -> None:
    assert set(entries(catalogue.read_text(encoding="utf-8"))) == set(entries(TEMPLATE.read_text(encoding="utf-8")))
    subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", catalogue], check=True)


def test_no_language_is_offered_before_every_text_is_translated() -> None:
    offered = {code.replace("-", "_").lower() for code, _name in settings.LANGUAGES} - {"en_gb"}
    for catalogue in CATALOGUES:
        whole = all(entries(catalogue.read_text(encoding="utf-8")).values())
        assert whole or catalogue.parent.parent.name.lower() not in offered, catalogue
    assert offered <= {path.parent.parent.name.lower() for path in CATALOGUES}


def test_the_edge_reads_the_same_catalogues_without_django(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert edge_texts.CATALOGUES == LOCALE
    folder = tmp_path / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Site"\nmsgstr "⟦Site⟧"\n'
    )
    subprocess.run(["msgfmt", "-o", folder / "django.mo", folder / "django.po"], check=True)
    monkeypatch.setattr(edge_texts, "_said", gettext.translation("django", tmp_path, languages=["xx"]))
    assert edge_texts._("Site") == "⟦Site⟧"
    assert edge_texts._("Category") == "Category", "what is not translated stays as it is written"
