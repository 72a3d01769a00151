"""What a line of the chronology is about, and how what is written there came to be known. Sealed with the line."""

from enum import StrEnum


class EntryKind(StrEnum):
    """What happened."""

    NOTE = "note"
    CALL = "call"
    MEETING = "meeting"
    MESSAGE = "message"
    OBSERVATION = "observation"
    AGENCY = "agency"
    FAMILY = "family"


class KnownFrom(StrEnum):
    """How it is known."""

    SEEN = "seen"
    TOLD = "told"
    RECORD = "record"
