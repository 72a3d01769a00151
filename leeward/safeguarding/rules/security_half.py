"""The half of a concern that those who keep the systems safe must act on. Choices only: no text, so no case text."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Happened(StrEnum):
    """What happened to a system or an account."""

    IDENTITY_TAKEN = "identity-taken"
    HACKING = "hacking"
    MALWARE = "malware"
    PHISHING = "phishing"
    LOST_DEVICE = "lost-device"
    ACCOUNT_SHARED = "account-shared"


class System(StrEnum):
    """Which kind of system."""

    EMAIL = "email"
    LEARNING_PLATFORM = "learning-platform"
    NETWORK = "network"
    OUR_DEVICE = "our-device"
    OWN_DEVICE = "own-device"
    SOCIAL_MEDIA = "social-media"
    OTHER = "other"


class Need(StrEnum):
    """What is needed of them."""

    RESET = "reset"
    END_SESSIONS = "end-sessions"
    KEEP_LOGS = "keep-logs"
    ISOLATE = "isolate"
    BLOCK = "block"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Half:
    """Everything that is handed over. `noticed`: to the hour, so that it points at no report by its minute."""

    happened: Happened
    system: System
    needs: tuple[Need, ...]
    noticed: datetime

    @classmethod
    def of(cls, happened: str, system: str, needs: list[str], noticed: datetime) -> "Half":
        """From the values of a form. Raises ValueError for any other."""
        wanted = tuple(Need(one) for one in sorted(set(needs)))
        return cls(Happened(happened), System(system), wanted, noticed.replace(minute=0, second=0, microsecond=0))
