"""The live check by which the page of help proves that it is kept."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.access import STRANGER
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.people.queries.help import help_for, kept_lines, ways


def outside_checked(unit: str, now: datetime) -> Finding:
    """Every entry of help outside was looked at within the days the organisation chose, and holds."""
    kept = kept_lines(now)
    good = sum(one.in_time for one in kept)
    dead = sum(not one.good for one in kept)
    records = tuple(f"help-entry:{one.line.key}" for one in kept if not one.in_time)
    if good == len(kept):
        return Finding(State.TRUE, good=good, total=len(kept))
    detail = _("%(late)d entries were not checked in time or do not answer; %(dead)d were found wrong.") % {
        "late": len(kept) - good,
        "dead": dead,
    }
    return Finding(State.SLIPPED, detail=detail, good=good, total=len(kept), records=records)


def contacts_complete(unit: str, now: datetime) -> Finding:
    """Whoever asks is led to a post that somebody holds, and there is a way that is not the web."""
    asked = [way for answer in help_for(STRANGER, now) for way in answer.ways]
    good = sum(any(not contact.vacant for contact in way.contacts) for way in asked)
    empty = {str(contact.words) for way in asked for contact in way.contacts if contact.vacant}
    whole = ways(now)[0]
    other = bool(whole.phone or whole.letters or whole.room)
    total = len(asked) + 1
    if empty or not other:
        detail = (
            _("No way but the web is given.")
            if not other
            else _("%(posts)d posts shown there are empty.") % {"posts": len(empty)}
        )
        return Finding(State.SLIPPED, detail=detail, good=min(good + other, total), total=total)
    return Finding(State.TRUE, good=total, total=total)


CHECKS = (
    Check(
        "people.help-outside-checked",
        "Help outside was checked in time",
        "people",
        outside_checked,
        proves=("C-119",),
        mend=gettext_noop("Look at each place of help outside, and say so."),
        mend_at="people:help-keep",
    ),
    Check(
        "people.help-contacts",
        "The page of help leads to people who are there",
        "people",
        contacts_complete,
        proves=("C-120",),
        mend=gettext_noop("Say who is to be talked to."),
        mend_at="people:help-keep",
    ),
)
