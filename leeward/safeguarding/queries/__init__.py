"""Reading about concerns. Every way to a case starts at `cases_for`, which admits nobody by default."""

from leeward.safeguarding.queries.access import cases_for, find_case
from leeward.safeguarding.queries.readers import Plan, roster, who_would_read
from leeward.safeguarding.queries.waiting import CaseLine, Waiting, case_lines, concerns_waiting

__all__ = [
    "CaseLine",
    "Plan",
    "Waiting",
    "case_lines",
    "cases_for",
    "concerns_waiting",
    "find_case",
    "roster",
    "who_would_read",
]
