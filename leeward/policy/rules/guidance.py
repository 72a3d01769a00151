"""Law and guidance that policies cite and that has moved on, each entry with what replaced it and since when.

From general knowledge, unverified: a named person checks each row against the published guidance before relying on it.
"""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Superseded:
    """A citation that is out of date from `since` on, and what to cite instead."""

    cited: re.Pattern[str]
    name: str
    instead: str
    since: date


def _row(cited: str, name: str, instead: str, since: date) -> Superseded:
    return Superseded(re.compile(cited, re.IGNORECASE), name, instead, since)


REGISTER: tuple[Superseded, ...] = (
    _row(
        r"data protection act,? \(?1998",
        "Data Protection Act 1998",
        "the Data Protection Act 2018 and UK GDPR",
        date(2018, 5, 25),
    ),
    _row(
        r"regulation of investigatory powers act",
        "Regulation of Investigatory Powers Act 2000",
        "for interception, the Investigatory Powers Act 2016 and its regulations",
        date(2018, 6, 27),
    ),
    _row(
        r"(?:local )?safeguarding children['’]?s?['’]? board",
        "Safeguarding Children Board",
        "the local safeguarding children partnership",
        date(2019, 9, 29),
    ),
    _row(r"\blscb\b", "LSCB", "the local safeguarding children partnership", date(2019, 9, 29)),
    _row(
        r"\bukccis\b|uk council for child internet safety",
        "UKCCIS",
        "UKCIS, the UK Council for Internet Safety",
        date(2018, 10, 1),
    ),
    _row(
        r"sexting in schools and colleges",
        "Sexting in schools and colleges (2016)",
        "Sharing nudes and semi-nudes: advice for education settings (2024)",
        date(2020, 12, 23),
    ),
    _row(
        r"\bcrb checks?\b|criminal records bureau",
        "Criminal Records Bureau",
        "the Disclosure and Barring Service",
        date(2012, 12, 1),
    ),
    _row(
        r"independent safeguarding authority",
        "Independent Safeguarding Authority",
        "the Disclosure and Barring Service",
        date(2012, 12, 1),
    ),
    _row(r"\bbecta\b", "Becta", "the Department for Education's digital and technology standards", date(2011, 3, 31)),
    _row(
        r"working together to safeguard children[^.]{0,12}\b(?:2006|2010|2013|2015|2018)\b",
        "an earlier edition of Working Together to Safeguard Children",
        "the 2023 edition",
        date(2023, 12, 15),
    ),
    _row(
        r"prevent duty guidance[^.]{0,30}\b(?:2015|2019|2021)\b",
        "an earlier edition of the Prevent duty guidance",
        "the edition in force since 31 December 2023",
        date(2023, 12, 31),
    ),
)

_KCSIE = re.compile(
    r"(?:\bKCSIE\b|keeping children safe in education)[^.\d]{0,20}\(?(?:sept(?:ember)?\s+)?(?P<year>20\d\d)",
    re.IGNORECASE,
)


def superseded_citations(text: str, *, on: date) -> tuple[tuple[str, str], ...]:
    """What `text` cites that was out of date `on` that day, as (what is cited, what to do).

    Keeping Children Safe in Education is issued anew each September, so any but the last edition is out of date.
    """
    found = [
        (row.name, f"cite {row.instead} instead") for row in REGISTER if row.since <= on and row.cited.search(text)
    ]
    newest = on.year if on.month >= 9 else on.year - 1
    found.extend(
        (
            f"Keeping Children Safe in Education {year}",
            f"it is issued anew each September: check the text against the {newest} edition and name that",
        )
        for year in sorted({int(match["year"]) for match in _KCSIE.finditer(text)})
        if year < newest
    )
    return tuple(found)
