"""The live checks about whoever runs the systems outside."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.people.providers.rules import Contract, Duty, Runs
from leeward.people.queries.outside_it import missing, providers, runs


def duties_taken(unit: str, now: datetime) -> Finding:
    """An outside provider has taken on every duty, under a contract that has not ended."""
    if runs(now) is Runs.OWN:
        return Finding(State.NOT_APPLICABLE)
    cards, lacking = providers(now), missing(now)
    ended = sum(card.stands is Contract.ENDED for card in cards)
    records = tuple(f"provider:{card.id}" for card in cards)
    good = len(Duty) - len(lacking)
    if lacking or ended or not cards:
        detail = _("%(duties)d duties nobody has taken on; %(ended)d contracts have ended.") % {
            "duties": len(lacking),
            "ended": ended,
        }
        return Finding(State.SLIPPED, detail=detail, good=good, total=len(Duty), records=records)
    soon = any(card.stands is Contract.ENDS_SOON for card in cards)
    state, detail = (State.SLIPPING, _("A contract ends soon.")) if soon else (State.TRUE, "")
    return Finding(state, detail=detail, good=good, total=len(Duty), records=records)


def assured(unit: str, now: datetime) -> Finding:
    """Each outside provider has shown something that has not lapsed."""
    cards = [] if runs(now) is Runs.OWN else providers(now)
    if not cards:
        return Finding(State.NOT_APPLICABLE if runs(now) is Runs.OWN else State.UNPROVEN)
    today = timezone.localdate(now)
    good = [card for card in cards if any(each.expires >= today for each in card.assurances)]
    records = tuple(f"provider:{card.id}" for card in cards if card not in good)
    state = State.TRUE if len(good) == len(cards) else State.SLIPPED
    return Finding(state, good=len(good), total=len(cards), records=records)


CHECKS = (
    Check(
        "people.provider-duties",
        "Who runs the systems has taken on every duty",
        "people",
        duties_taken,
        proves=("C-020",),
        mend=gettext_noop("Give each duty to somebody who runs the systems."),
        mend_at="people:providers",
    ),
    Check(
        "people.provider-assured",
        "Outside providers have shown that they do what they must",
        "people",
        assured,
        proves=("C-020",),
        mend=gettext_noop("Ask the provider for what shows it, and keep it."),
        mend_at="people:providers",
    ),
)
