"""The live checks about people who join, leave or come for a while."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.people.queries.standing import joiners_standing, leavers_standing
from leeward.people.queries.stays import unvouched

LOOKS_BACK = timedelta(days=365)


def leavers_closed(unit: str, now: datetime) -> Finding:
    """Everybody whose last day is over cannot sign in and is closed: so many of so many in a year."""
    standing = leavers_standing(now - LOOKS_BACK, now)
    if standing.total == 0:
        return Finding(State.NOT_APPLICABLE, detail=_("Nobody left in the last twelve months."))
    parts = []
    if standing.can_sign_in:
        parts.append(_("%(number)d can still sign in.") % {"number": standing.can_sign_in})
    if standing.not_closed:
        parts.append(_("%(number)d are not closed.") % {"number": standing.not_closed})
    if standing.late:
        parts.append(_("%(number)d were closed after their last day.") % {"number": standing.late})
    slipped = standing.can_sign_in or standing.not_closed
    good = standing.total - standing.not_closed - standing.late
    return Finding(
        State.SLIPPED if slipped else State.TRUE, detail=" ".join(parts), good=max(good, 0), total=standing.total
    )


def joiners_in_time(unit: str, now: datetime) -> Finding:
    """Every joiner's list is done in time: lists without a late task, of all lists of a year."""
    standing = joiners_standing(now - LOOKS_BACK, now)
    if standing.total == 0:
        return Finding(State.NOT_APPLICABLE, detail=_("Nobody joined in the last twelve months."))
    state = State.SLIPPED if standing.overdue else State.SLIPPING if standing.due_soon else State.TRUE
    late = standing.overdue
    detail = ngettext("%(late)d list is overdue.", "%(late)d lists are overdue.", late) % {"late": late} if late else ""
    return Finding(state, detail=detail, good=standing.total - late, total=standing.total)


def temporary_vouched(unit: str, now: datetime) -> Finding:
    """Every visitor and every other temporary user has a sponsor and a last day that is not over."""
    good, total = unvouched(now)
    if total == 0:
        return Finding(State.NOT_APPLICABLE, detail=_("No temporary user is here."))
    return Finding(State.TRUE if good == total else State.SLIPPED, good=good, total=total)


CHECKS = (
    Check(
        key="people.leavers-closed",
        sentence="Every leaver is closed, and cannot sign in, by the end of the last day",
        room="people",
        look=leavers_closed,
        proves=("C-017",),
        mend=gettext_noop("Close each leaver whose last day has passed."),
        mend_at="people:comings",
    ),
    Check(
        key="people.joiners-in-time",
        sentence="Every joiner’s list of tasks is done in time",
        room="people",
        look=joiners_in_time,
        proves=("C-017",),
        mend=gettext_noop("Do the tasks of joiners that are late."),
        mend_at="people:comings",
    ),
    Check(
        key="people.temporary-vouched",
        sentence="Every temporary user has a sponsor and a last day",
        room="people",
        look=temporary_vouched,
        proves=("C-017",),
        mend=gettext_noop("Give each temporary user a sponsor and a last day."),
        mend_at="people:temporary",
    ),
)
