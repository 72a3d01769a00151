"""What an organisation may choose about its policies."""

from leeward.foundation.settings_history.declared import Setting
from leeward.foundation.settings_history.shapes import Switch, Whole

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
RECONSIDER_WITHIN = Setting(
    "policy.reconsider-within",
    "Days in which somebody decides what comes of an event that sets off a look at a policy",
    Whole(1, 180),
    30,
    unit="days",
)
RECONSIDER_FOR_LEAD = Setting(
    "policy.reconsider-for-lead",
    "Look at every policy again when the holder of the post of designated safeguarding lead changes",
    Switch(),
    True,
)
RECONSIDER_FOR_RULES = Setting(
    "policy.reconsider-for-rules",
    "Look at every policy again when a new edition of the nation’s rules comes",
    Switch(),
    True,
)
SETTINGS = (
    ACKNOWLEDGE_WITHIN,
    REVIEW_EVERY,
    REVIEW_LEAD,
    RECONSIDER_WITHIN,
    MATRIX_REVIEW,
)
SWITCHES = (RECONSIDER_FOR_LEAD, RECONSIDER_FOR_RULES)
