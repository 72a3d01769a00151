"""Meetings as a calendar reads them (RFC 5545): when, and a link. No names, no group, no place, no agenda. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE = 75
"""Octets of a line (RFC 5545, 3.1); longer ones are folded."""


@dataclass(frozen=True, slots=True)
class Event:
    """One meeting. `uid` points at nothing without the product; `link` is its page, which asks to sign in."""

    uid: str
    starts_at: datetime
    length: int
    changed_at: datetime
    sequence: int
    cancelled: bool
    link: str


def calendar(events: Iterable[Event], *, title: str, invitation: bool = False) -> bytes:
    """A calendar with CRLF and folded lines. `invitation`: METHOD:REQUEST, as mail programs expect for one meeting."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Leeward//Meetings//EN", "CALSCALE:GREGORIAN"]
    lines.append("METHOD:REQUEST" if invitation else "METHOD:PUBLISH")
    for event in events:
        lines += _event(event, title)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _event(event: Event, title: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(event.uid)}",
        f"DTSTAMP:{_moment(event.changed_at)}",
        f"DTSTART:{_moment(event.starts_at)}",
        f"DTEND:{_moment(event.starts_at + timedelta(minutes=event.length))}",
        f"SEQUENCE:{event.sequence}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        f"SUMMARY:{_escaped(title)}",
        f"URL:{event.link}",
        f"DESCRIPTION:{_escaped(event.link)}",
        "CLASS:PRIVATE",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> bytes:
    """Lines of at most LINE octets, never cut inside a character."""
    out, used = bytearray(), 0
    for character in line:
        octets = character.encode()
        if used + len(octets) > LINE:
            out += b"\r\n "
            used = 1
        out += octets
        used += len(octets)
    return bytes(out)
