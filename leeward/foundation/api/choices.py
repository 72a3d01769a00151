"""What an organisation may choose about the machine interface."""

from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.shapes import Whole

REQUESTS_A_MINUTE = declare(
    Setting(
        "api.requests_a_minute",
        "How many requests one token may make",
        Whole(1, 100_000),
        300,
        unit="a minute",
        help="Above it a program is told to wait. Raise it for a system that has to fetch much in a short time.",
    )
)
