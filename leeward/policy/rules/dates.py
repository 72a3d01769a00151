"""UK dates as policies write them: 20.10.2023, 1st September 2023, Nov 2024, 10/2023."""

import re
from datetime import date

from leeward.policy.rules.values import PolicyDate

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d|['’]?\d\d)(?!\d)"
# Longest shapes first, so that "1 May 2018" is not read as "May 2018".
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)",
        r"(?<![\d.])(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\s?[./-]\s?" + _YEAR,
        r"(?<!\d)(?P<day>\d{1,2})\s?(?:st|nd|rd|th)?\s?(?:of\s+)?[ -]?" + _NAME + r"[,\s-]+" + _YEAR,
        r"\b" + _NAME + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)\b",
        r"\b" + _NAME + r"[,\s/-]*" + _YEAR,
        r"(?<![\d./-])(?P<month>\d{1,2})\s?/\s?(?P<year>(?:19|20)\d\d)\b",
    )
)
_LOOKS_LIKE = re.compile(r"(?<!\d)\d{1,2}\s?[./]\s?\d{1,2}\s?[./]\s?\d{2,4}(?!\d)")


def _year(text: str) -> int:
    digits = text.lstrip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _build(match: re.Match[str]) -> PolicyDate | None:
    parts = match.groupdict()
    name = parts.get("name")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts["month"])
    if parts.get("day") and not int(parts["day"]):
        return None
    day = int(parts.get("day") or 0)
    year = _year(parts["year"])
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return PolicyDate(year, month, day, match.group(0).strip())


def find_dates(text: str) -> tuple[PolicyDate, ...]:
    """Every date in `text`, in the order written. Day first, as in the UK; impossible dates are left out."""
    found: list[tuple[int, PolicyDate]] = []
    taken: list[tuple[int, int]] = []
    for shape in _SHAPES:
        for match in shape.finditer(text):
            start, end = match.span()
            if any(start < other_end and end > other_start for other_start, other_end in taken):
                continue
            taken.append((start, end))
            built = _build(match)
            if built is not None:
                found.append((start, built))
    return tuple(value for _, value in sorted(found, key=lambda pair: pair[0]))


def first_date(text: str) -> PolicyDate | None:
    """The first date in `text`, or None."""
    dates = find_dates(text)
    return dates[0] if dates else None


def impossible_dates(text: str) -> tuple[str, ...]:
    """Words shaped like a date that is none in the UK order, such as 10/20/2023 or 31.02.2024."""
    return tuple(match.group(0) for match in _LOOKS_LIKE.finditer(text) if not find_dates(match.group(0)))
