"""What an organisation may choose about its policies."""

from leeward.foundation.settings_history.declared import Setting
from leeward.foundation.settings_history.shapes import Whole

ACKNOWLEDGE_WITHIN = Setting(
    "policy.acknowledge-within",
    "Days in which people asked to acknowledge a policy are to do so",
    Whole(1, 90),
    14,
    unit="days",
)
REVIEW_EVERY = Setting(
    "policy.review-every",
    "Months between reviews of a policy that promises no cycle of its own",
    Whole(1, 36),
    12,
    unit="months",
)
REVIEW_LEAD = Setting(
    "policy.review-lead", "Days before a review is due in which it counts as slipping", Whole(1, 180), 60, unit="days"
)
MATRIX_REVIEW = Setting(
    "policy.matrix-review",
    "Months after which the permission matrix is agreed anew",
    Whole(1, 36),
    12,
    unit="months",
)
SETTINGS = (ACKNOWLEDGE_WITHIN, REVIEW_EVERY, REVIEW_LEAD, MATRIX_REVIEW)
