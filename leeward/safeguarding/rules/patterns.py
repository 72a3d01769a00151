"""What several cases may have in common."""

from enum import StrEnum


class Same(StrEnum):
    """What several cases have in common."""

    PERSON = "person"
    LOW_LEVEL = "low-level"
    PLACE = "place"
    HANDLE = "handle"
    EMPLOYER = "employer"
