"""The one request of this part of the room: more time for a temporary user."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.approvals.kinds import About, Criterion, Kind
from leeward.people.actions.temporary import EXTEND, more_time
from leeward.people.queries.stays import stay_line


def _about(subject: str, actor: Actor) -> About:
    """Who is to stay until when, for those who decide."""
    _word, stay, day = subject.split(":")
    line = stay_line(UUID(stay))
    if line is None:
        return About(_("A temporary user whose time has ended."))
    words = _("%(name)s (%(purpose)s), vouched for by %(sponsor)s: until %(day)s instead of %(until)s.") % {
        "name": line.name,
        "purpose": line.purpose,
        "sponsor": line.sponsor_name,
        "day": day,
        "until": line.until.isoformat(),
    }
    return About(words)


EXTEND_STAY = Kind(
    EXTEND,
    gettext_noop("More time for a temporary user"),
    deciders=("hr", "general-manager", "managing-director"),
    criteria=(Criterion("needed", gettext_noop("I asked, and this person is still needed here.")),),
    describe=_about,
    on_decision=more_time,
)
