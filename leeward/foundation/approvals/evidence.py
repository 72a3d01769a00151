"""The live check that every kind of request has two people to decide it: so nobody decides on their own request."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.approvals.deciders import seats
from leeward.foundation.approvals.kinds import every_kind
from leeward.foundation.evidence.findings import LONGEST_DETAIL, Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.foundation.settings_history.scopes import GROUP


def decided_by_another(unit: str, now: datetime) -> Finding:
    """For each kind of request, two different people hold or deputise for the posts that decide today.

    Requests themselves are not counted: a count would tell somebody with a conflict that one exists.
    """
    kinds = every_kind()
    if not kinds:
        return Finding(State.NOT_APPLICABLE, detail=_("There are no requests to decide here."))
    alone = [
        kind
        for kind in kinds
        if len({one for seat in seats(kind, GROUP, now) for one in (*seat.holders, *seat.deputies)}) < 2
    ]
    good, total = len(kinds) - len(alone), len(kinds)
    if not alone:
        detail = _("Each of the %(number)d kinds of request has two or more people who may decide.")
        return Finding(State.TRUE, detail=detail % {"number": total}, good=good, total=total)
    names = "; ".join(_(kind.label) for kind in alone)
    detail = _("Fewer than two people may decide: %(kinds)s.") % {"kinds": names}
    return Finding(State.SLIPPED, detail=detail[:LONGEST_DETAIL], good=good, total=total)


DECIDED_BY_ANOTHER = Check(
    "foundation.decided-by-another",
    gettext_noop("Requests are decided by somebody else than whoever asks, and somebody is there to decide."),
    "foundation",
    decided_by_another,
    proves=("C-113",),
    mend=gettext_noop("Fill the posts that decide, or choose others."),
    mend_at="settings",
)
