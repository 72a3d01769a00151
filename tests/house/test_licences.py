"""Every locked package has a licence that lets anyone use and change the product."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
GOOD = re.compile(
    r"\b(?:MIT(?:-0|-CMU)?|Apache|BSD|MPL|Mozilla Public|PSF|Python Software|ISC|Unlicense|0BSD|HPND|Zlib)\b",
    re.I,
)
EXCEPTIONS = {
    # name: why it may stay
    "psycopg": "LGPL-3.0: used unchanged as a library, and replaceable by whoever runs Leeward",
    "psycopg-binary": "LGPL-3.0: as psycopg, of which it is the compiled part",
    "axe-playwright-python": "MIT by its repository, unsaid in its metadata; bundles axe-core (MPL-2.0); tests only",
}
ELSEWHERE = {
    "brotlicffi",
    "colorama",
    "pywin32",
    "tzlocal",
    "win32-setctime",
    "exceptiongroup",
    "tomli",
    "cython",
    "httpcore2",
    "httpx2",
    "httpx2-jsfetch",
    "truststore",
}
"""Locked for other systems or Python versions only; not installed here."""


def locked() -> set[str]:
    """The names in the lock files."""
    return {
        name.lower()
        for lock in (ROOT / "requirements").glob("*.lock")
        for name in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==", lock.read_text(), flags=re.M)
    }


def _licence(name: str) -> str:
    about = metadata(name)
    classifiers = [text for text in about.get_all("Classifier") or [] if text.startswith("License")]
    return " ".join([about.get("License-Expression") or "", (about.get("License") or "")[:300], *classifiers])


def test_every_locked_package_has_a_licence_we_accept() -> None:
    wrong = []
    for name in sorted(locked() - EXCEPTIONS.keys()):
        try:
            licence = _licence(name)
        except PackageNotFoundError:
            if name not in ELSEWHERE:
                wrong.append(f"{name} is locked but not installed")
            continue
        if not GOOD.search(licence):
            wrong.append(f"{name}: {licence.strip() or 'no licence stated'}")
    assert wrong == []


def test_no_exception_outlives_its_package() -> None:
    assert EXCEPTIONS.keys() - locked() == set()


def test_what_is_copied_into_the_product_keeps_its_licence_beside_it() -> None:
    vendored = ROOT / "leeward" / "frontdoor" / "static" / "frontdoor"
    assert "The MIT License" in (vendored / "govuk-LICENCE.txt").read_text()
