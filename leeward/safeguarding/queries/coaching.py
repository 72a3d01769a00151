"""What the record coach says about the texts of one form, by the kinds this organisation wants to hear of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from leeward.foundation.settings_history.queries import value
from leeward.safeguarding.coach import words
from leeward.safeguarding.coach.labels import BETTER, TITLES
from leeward.safeguarding.coach.switches import SWITCHES
from leeward.safeguarding.rules.coach import Advice, Note, coach, coach_report

AROUND = 40
"""Characters shown on either side of what is noticed."""


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """One piece of advice for showing: the words with a little around them, why, and a better way."""

    title: str
    before: str
    words: str
    after: str
    better: str


def wanted(now: datetime) -> frozenset[Advice]:
    """The kinds of advice switched on."""
    return frozenset(advice for advice, setting in SWITCHES.items() if value(setting, at=now))


def advice_on(texts: Mapping[str, str], now: datetime, *, spoken: str = "") -> list[AdviceLine]:
    """Advice on the texts of a form, field after field; empty where nothing is noticed."""
    on = wanted(now)
    return [_line(text, note) for text in texts.values() for note in coach(text, words(), on=on, spoken=spoken)]


def advice_on_report(happened: str, now: datetime, *, spoken: str, when: str, where: str) -> list[AdviceLine]:
    """Advice on a report: its account, and whether it says when and where."""
    missing = coach_report(happened, when=when, where=where, on=wanted(now))
    return advice_on({"happened": happened}, now, spoken=spoken) + [_line(happened, note) for note in missing]


def _line(text: str, note: Note) -> AdviceLine:
    before, after = text[max(0, note.start - AROUND) : note.start], text[note.end : note.end + AROUND]
    cut_before = "…" if note.start > AROUND else ""
    cut_after = "…" if len(text) > note.end + AROUND else ""
    pointed = note.start < note.end
    return AdviceLine(
        str(TITLES[note.advice]),
        cut_before + before if pointed else "",
        note.words,
        after + cut_after if pointed else "",
        note.better or str(BETTER.get(note.advice, "")),
    )
