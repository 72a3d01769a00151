"""What an organisation may choose about filtering, beside the policy itself."""

from leeward.foundation.settings_history.declared import Setting
from leeward.foundation.settings_history.shapes import Whole

DECISIONS_KEPT = Setting(
    "filtering.decisions_kept",
    "How long decisions of the web filter are kept",
    Whole(1, 366),
    30,
    unit="days",
    help="They are a record of who opened what, under a pseudonym. Keep them no longer than you look at them.",
)

SETTINGS = (DECISIONS_KEPT,)
