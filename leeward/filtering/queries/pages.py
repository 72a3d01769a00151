"""Everything one page shows, gathered: the page about filtering, and the page that says why something is blocked."""

from datetime import datetime
from typing import Any

from leeward.engine.web import NEVER_RECORDED, UNREADABLE
from leeward.engine.web.values import Verdict
from leeward.filtering.evidence import filter_answers, lists_in_force
from leeward.filtering.queries import policy
from leeward.filtering.queries.edges import edge_lines
from leeward.filtering.queries.lists import list_lines
from leeward.filtering.queries.requests import deciders, to_decide, unblock_request, waiting_count
from leeward.filtering.queries.verdicts import decided_now, group_titles
from leeward.filtering.rules import rule_of
from leeward.filtering.words import REASONS, VERDICTS, category_words, post_words
from leeward.foundation.access import Actor

Context = dict[str, Any]  # Any: what templates are given


def overview(actor: Actor, now: datetime) -> Context:
    """The page about filtering, for whoever may see it."""
    groups = policy.group_lines()
    return {
        "groups": groups,
        "categories": [
            (
                line,
                REASONS[line.reason][0],
                [
                    (group.title, verdict, VERDICTS[verdict])
                    for group, verdict in zip(groups, line.verdicts, strict=True)
                ],
            )
            for line in policy.category_lines(groups)
        ],
        "exceptions": policy.exceptions_now(now),
        "mine_to_decide": to_decide(actor, now=now),
        "waiting": waiting_count(),
        "edges": edge_lines(now),
        "lists": list_lines(),
        "changes": policy.changes(),
        "answering": filter_answers("general", now),
        "lists_proof": lists_in_force("general", now),
        "made": policy.snapshot_in_force_made(),
    }


def why_blocked(address: str, group: str, now: datetime) -> Context:
    """What there is to say about an address, as somebody gave it, for a group. Keeps nothing."""
    address = address.strip()
    shown = "".join(letter for letter in address if letter.isprintable())
    groups = group_titles()
    context: Context = {
        "address": shown or (address and "?"),
        "looked_up": shown,
        "deciders": [(post_words(line.post), line.names) for line in deciders(now)],
        "group": groups.get(group, ""),
        "group_name": group if group in groups else "",
    }
    if not address:
        return context
    decision = decided_now(address, group, now)
    return context | {
        "decision": decision,
        "blocked": decision.verdict is Verdict.BLOCK,
        "warned": decision.verdict is Verdict.WARN,
        "unreadable": decision.rule == UNREADABLE,
        "by_exception": decision.rule.startswith(rule_of("")),
        "always_open": decision.rule == NEVER_RECORDED,
        "category": category_words(decision.category, policy.category_titles()) if decision.category else "",
        "reason": REASONS[decision.reason] if decision.reason else None,
    }


def one_request(actor: Actor, reference: str, now: datetime) -> Context:
    """One request with its words. Raises LookupError for whoever may not know of it."""
    found = unblock_request(actor, reference, now=now)
    line = found.line
    return {
        "found": found,
        "line": line,
        "category": category_words(line.category, policy.category_titles()) if line.category else "",
        "reason": REASONS[line.reason] if line.reason else None,
    }
