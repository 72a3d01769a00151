"""Every pair of colours the brand lays over one another keeps AA contrast (WCAG 2.2), worked out from the sheet."""

import re
from pathlib import Path

import pytest

import leeward.frontdoor

SHEET = (Path(leeward.frontdoor.__file__).parent / "static" / "frontdoor" / "leeward.css").read_text()
COLOURS = dict(re.findall(r"--(?:lw|govuk)-([a-z-]+):\s*(#[0-9a-f]{3,6})", SHEET))
COLOURS |= {"white": "#ffffff", "focus": "#ffdd00", "header-soft": "#e6f0f0", "demo-text": "#4d2f00"}
TEXT, SHAPE = 4.5, 3.0

PAIRS = [
    # what lies in front, what lies behind, how much is needed
    *(("ink", behind, TEXT) for behind in ("paper", "sand", "sand-pale", "sand-deep", "sea-pale", "focus")),
    *(("ink-soft", behind, TEXT) for behind in ("paper", "sand", "sand-pale", "sea-pale")),
    *(("link-colour", behind, TEXT) for behind in ("paper", "sand", "sand-pale", "sea-pale")),
    *(("link-visited-colour", behind, TEXT) for behind in ("paper", "sand", "sand-pale", "sea-pale")),
    *(("link-hover-colour", behind, TEXT) for behind in ("paper", "sand", "sand-pale", "sea-pale")),
    *(("error-colour", behind, TEXT) for behind in ("paper", "sand-pale")),
    ("white", "sea", TEXT),
    ("header-soft", "sea", TEXT),
    ("white", "shoal", TEXT),
    ("white", "bad", TEXT),
    ("good", "good-pale", TEXT),
    ("warn", "warn-pale", TEXT),
    ("bad", "bad-pale", TEXT),
    ("quiet", "quiet-pale", TEXT),
    ("sea", "sea-pale", TEXT),
    ("sea", "sand", TEXT),
    ("demo-text", "warn-pale", TEXT),
    ("input-border-colour", "paper", SHAPE),
    ("input-border-colour", "sand-pale", SHAPE),
    ("shoal", "sand", SHAPE),
    ("shoal", "paper", SHAPE),
    ("amber", "sea", SHAPE),
]


def light(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 to 1."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    lighter, darker = sorted((light(one), light(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_that_of_the_standard() -> None:
    assert round(contrast("#000", "#fff"), 2) == 21
    assert round(contrast("#777", "#fff"), 2) == 4.48


@pytest.mark.parametrize(("front", "behind", "needed"), PAIRS)
def test_colours_keep_their_contrast(front: str, behind: str, needed: float) -> None:
    assert contrast(COLOURS[front], COLOURS[behind]) >= needed


def test_every_colour_of_a_state_is_measured() -> None:
    used = set(re.findall(r"\.lw-state--[^{]*\{[^}]*color:\s*var\(--lw-([a-z]+)\)", SHEET))
    assert used <= {front for front, _behind, _needed in PAIRS}
    assert used
