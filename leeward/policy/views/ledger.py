"""The ledger of promises: today's, or a past day's as it was stored then."""

from datetime import date, datetime

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.foundation.evidence.findings import State
from leeward.policy.queries.ledger import ledger, worst_first
from leeward.policy.queries.naming import state_words
from leeward.policy.rules.standing import Proof


def _day(words: str) -> date | None:
    """The day asked for, None for none. Raises ValueError with what to enter."""
    if not words.strip():
        return None
    try:
        return datetime.strptime(words.strip()[:20], "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise ValueError(_("Enter the day as year-month-day, such as 2026-03-27.")) from None


@allow("promises.see")
def promises(request: Request) -> HttpResponseBase:
    """Every promise in force with its state, holder, proof and since when."""
    error = ""
    try:
        found = ledger(request.actor, now=request.now, on=_day(request.GET.get("on", "")))
    except ValueError as refusal:
        error, found = str(refusal), ledger(request.actor, now=request.now)
    only = request.GET.get("state", "")
    rows = [row for row in found.rows if only not in set(State) or row.state == only]
    context = {
        "ledger": found,
        "resting": worst_first([row for row in rows if row.proof is not Proof.NONE]),
        "bare": [row for row in rows if row.proof is Proof.NONE],
        "only": only if only in set(State) else "",
        "states": [(state, state_words(state)) for state in State],
        "error": error,
        "asked": request.GET.get("on", ""),
        "has_errors": bool(error),
        "may_manage": request.actor.may("policy.manage") or request.actor.may("promises.state"),
    }
    return render(request, "policy/promises.html", context, status=400 if error else 200)
