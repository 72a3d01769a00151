"""Comparing what somebody gets with what they would get if a case did not exist. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_PASSING = re.compile(
    rb'name="csrfmiddlewaretoken" value="\w+"'
    rb'|name="submission" value="[\w-]+"'
    rb'|"token": "\w+"'
    rb"|disk: \d+ GB free"
)
"""What differs each time anybody opens a page: tokens of forms, and the free space of the disk."""


class Found(StrEnum):
    """What came of one address."""

    SAME = "same"
    SHUT = "shut"
    DIFFERS = "differs"
    SHOWS = "shows"
    UNSTEADY = "unsteady"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address gave: status, where it leads, and its body. None of it where asking failed."""

    status: int
    leads_to: str
    body: bytes

    def plain(self) -> tuple[int, str, bytes]:
        """Without what differs each time."""
        return self.status, self.leads_to, _PASSING.sub(b"", self.body)

    def holds(self, marks: Iterable[str]) -> bool:
        """Does the reference, or a key of the case, stand in it?"""
        whole = self.body + self.leads_to.encode()
        return any(mark.encode() in whole for mark in marks)


def judge(real: Answer | None, without: Answer | None, again: Answer | None, marks: Iterable[str], asked: str) -> Found:
    """What came of one address: with the case, without it, and with it once more (None: asking failed).

    `marks` that stand in the address itself (a made-up visit to the case) are no finding in its answer.
    """
    if real is None or without is None:
        return Found.FAILED
    told = [mark for mark in marks if mark not in asked]
    if real.holds(told):
        return Found.SHOWS
    if real.plain() == without.plain():
        return Found.SAME
    if again is None or again.plain() != real.plain():
        return Found.UNSTEADY
    return Found.DIFFERS
