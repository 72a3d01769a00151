"""Who asks, what happened, whom to turn to, and when a telephone is answered. Pure: moments come in as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Asker(StrEnum):
    """Who asks for help."""

    LEARNER = "learner"
    PARENT = "parent"
    STAFF = "staff"
    EMPLOYER = "employer"
    VISITOR = "visitor"


class Matter(StrEnum):
    """What happened."""

    MYSELF = "myself"
    SOMEONE = "someone"
    STAFF_MEMBER = "staff-member"
    ONLINE = "online"
    CRIME = "crime"
    TECHNICAL = "technical"


class Turn(StrEnum):
    """Somebody to turn to who is no single post."""

    TUTOR = "tutor"
    ANY_STAFF = "any-staff"
    LINE_MANAGER = "line-manager"


class Topic(StrEnum):
    """What help outside is about."""

    TALK = "talk"
    SUICIDE = "suicide"
    ABUSE = "abuse"
    ONLINE_SEXUAL = "online-sexual"
    NUDES = "nudes"
    BULLYING = "bullying"
    HATE = "hate"
    EXTREMISM = "extremism"
    SCAM = "scam"
    GAMBLING = "gambling"
    DRUGS = "drugs"
    HOME = "home"
    HARMFUL_CONTENT = "harmful-content"
    WORK = "work"


TOPICS_OF: dict[Matter, tuple[Topic, ...]] = {
    Matter.MYSELF: (Topic.TALK, Topic.SUICIDE),
    Matter.SOMEONE: (Topic.TALK, Topic.ABUSE),
    Matter.STAFF_MEMBER: (Topic.WORK, Topic.ABUSE),
    Matter.ONLINE: (Topic.ONLINE_SEXUAL, Topic.HARMFUL_CONTENT, Topic.BULLYING),
    Matter.CRIME: (Topic.NUDES, Topic.SCAM, Topic.ONLINE_SEXUAL, Topic.HATE),
    Matter.TECHNICAL: (),
}
"""Which help outside belongs to what happened, first the nearest."""

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Span:
    """From a weekday to a weekday (Monday is 0), from one wall-clock time to another; 00:00 as an end is midnight."""

    first: int
    last: int
    opens: time
    closes: time

    def covers(self, moment: datetime) -> bool:
        """Is a moment on the wall clock within it?"""
        if not self.first <= moment.weekday() <= self.last:
            return False
        return self.opens <= moment.time() and (self.closes == time() or moment.time() < self.closes)


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody answers. Neither `always` nor spans: not known, and then nothing is claimed."""

    always: bool = False
    spans: tuple[Span, ...] = ()


class Now(StrEnum):
    """Whether somebody answers at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


ALWAYS = Hours(always=True)
UNKNOWN_HOURS = Hours()


def standing(hours: Hours, moment: datetime) -> Now:
    """Open or closed at a moment on the wall clock of those who answer."""
    if hours.always:
        return Now.OPEN
    if not hours.spans:
        return Now.UNKNOWN
    return Now.OPEN if any(span.covers(moment) for span in hours.spans) else Now.CLOSED


def read_hours(text: str) -> Hours:
    """Hours from lines such as "Monday to Friday 09:00 to 17:00" or "always". Raises ValueError naming the line."""
    if text.strip().lower() in {"always", "day and night", "24/7"}:
        return ALWAYS
    spans = [_span(line.strip()) for line in text.splitlines() if line.strip()]
    return Hours(spans=tuple(spans))


def _span(line: str) -> Span:
    words = line.replace(" – ", " to ").replace("–", " to ").split()
    try:
        if len(words) == 6 and words[1] == words[4] == "to":
            first, last, opens, closes = words[0], words[2], words[3], words[5]
        elif len(words) == 4 and words[2] == "to":
            first, last, opens, closes = words[0], words[0], words[1], words[3]
        else:
            raise ValueError
        found = Span(_weekday(first), _weekday(last), time.fromisoformat(opens), time.fromisoformat(closes))
    except ValueError:
        raise ValueError(line) from None
    if found.last < found.first or (found.closes != time() and found.closes <= found.opens):
        raise ValueError(line)
    return found


def _weekday(name: str) -> int:
    return WEEK.index(name.capitalize())


def hours_in_lines(hours: Hours) -> str:
    """Hours as they may be entered again."""
    if hours.always:
        return "always"
    return "\n".join(_line(span) for span in hours.spans)


def _line(span: Span) -> str:
    days = WEEK[span.first] if span.first == span.last else f"{WEEK[span.first]} to {WEEK[span.last]}"
    return f"{days} {span.opens:%H:%M} to {span.closes:%H:%M}"


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody, or the test of links, looked whether an entry still holds."""

    day: date
    good: bool


def checked_in_time(looks: Iterable[Look], today: date, every: int) -> bool:
    """Was an entry found good within the last `every` days, and not found bad since? Looks oldest first."""
    ordered = sorted(looks, key=lambda look: look.day)
    latest = ordered[-1] if ordered else None
    return latest is not None and latest.good and latest.day >= today - timedelta(days=every)
