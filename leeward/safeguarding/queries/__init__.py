"""Reading about concerns. Every way to a case starts at `cases_for`, which admits nobody by default."""

from leeward.safeguarding.queries.access import cases_for, find_case, has_action, has_entry, has_uncertain_bar
from leeward.safeguarding.queries.duties import offered
from leeward.safeguarding.queries.readers import Plan, admitted, roster, who_would_read
from leeward.safeguarding.queries.rules import RuleLine, frozen_rule, nation_now, pack_now, rule_line, rule_lines
from leeward.safeguarding.queries.waiting import CaseLine, Waiting, case_lines, concerns_waiting, next_due

__all__ = [
    "CaseLine",
    "Plan",
    "RuleLine",
    "Waiting",
    "admitted",
    "case_lines",
    "cases_for",
    "concerns_waiting",
    "find_case",
    "frozen_rule",
    "has_action",
    "has_entry",
    "has_uncertain_bar",
    "nation_now",
    "next_due",
    "offered",
    "pack_now",
    "roster",
    "rule_line",
    "rule_lines",
    "who_would_read",
]
