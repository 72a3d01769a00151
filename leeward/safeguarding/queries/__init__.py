"""Reading about concerns. Every way to a case starts at `cases_for`, which admits nobody by default."""

from leeward.safeguarding.queries.access import cases_for, find_case, has_action, has_entry, has_uncertain_bar
from leeward.safeguarding.queries.readers import Plan, admitted, roster, who_would_read
from leeward.safeguarding.queries.waiting import CaseLine, Waiting, case_lines, concerns_waiting

__all__ = [
    "CaseLine",
    "Plan",
    "Waiting",
    "admitted",
    "case_lines",
    "cases_for",
    "concerns_waiting",
    "find_case",
    "has_action",
    "has_entry",
    "has_uncertain_bar",
    "roster",
    "who_would_read",
]
