"""How well the time of an event is known."""

from enum import StrEnum


class Precision(StrEnum):
    """Unknown is never shown as midnight."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"
