"""What this room tells."""

from dataclasses import dataclass
from datetime import date

from leeward.foundation.outbox.messages import message


@message("policy.rules-changed")
@dataclass(frozen=True, slots=True)
class RulesChanged:
    """A new edition of the nation's rules is in use."""

    nation: str
    edition: date
