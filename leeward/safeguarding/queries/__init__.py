"""Reading about concerns. Every way to a case starts at `cases_for`, which admits nobody by default."""

from leeward.safeguarding.queries.access import (
    cases_for,
    find_case,
    has_action,
    has_entry,
    has_uncertain_bar,
    known_cases,
)
from leeward.safeguarding.queries.coaching import advice_on
from leeward.safeguarding.queries.duties import offered
from leeward.safeguarding.queries.links import linked_refs
from leeward.safeguarding.queries.patterns import Pattern, patterns
from leeward.safeguarding.queries.readers import Plan, admitted, roster, who_would_read
from leeward.safeguarding.queries.rules import (
    RuleLine,
    frozen_rule,
    nation_now,
    pack_now,
    rule_line,
    rule_lines,
    rules_verified,
)
from leeward.safeguarding.queries.scale import severity_scale
from leeward.safeguarding.queries.waiting import (
    CaseLine,
    CasePage,
    Load,
    Waiting,
    Wanted,
    case_lines,
    case_owners,
    case_page,
    caseload,
    concerns_waiting,
    next_due,
)

__all__ = [
    "CaseLine",
    "CasePage",
    "Load",
    "Pattern",
    "Plan",
    "RuleLine",
    "Waiting",
    "Wanted",
    "admitted",
    "advice_on",
    "case_lines",
    "case_owners",
    "case_page",
    "caseload",
    "cases_for",
    "concerns_waiting",
    "find_case",
    "frozen_rule",
    "has_action",
    "has_entry",
    "has_uncertain_bar",
    "known_cases",
    "linked_refs",
    "nation_now",
    "next_due",
    "offered",
    "pack_now",
    "patterns",
    "roster",
    "rule_line",
    "rule_lines",
    "rules_verified",
    "severity_scale",
    "who_would_read",
]
