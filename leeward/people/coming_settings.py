"""What an organisation may choose about people who join, move, leave or come for a while."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.utils.translation import gettext_noop as noop

from leeward.foundation.settings_history.declared import AnySetting, Setting
from leeward.foundation.settings_history.shapes import Choice, Whole
from leeward.people.rules import PersonClass
from leeward.people.wording import CLASSES


class BeforeAccess(StrEnum):
    """What happens while something that comes before access is not done."""

    OFF = "off"
    FLAG = "flag"
    GATE = "gate"


LISTS_SINCE = Setting(
    "people.lists-since",
    noop("Days back in which a first day, a move or a last day still starts a list of tasks"),
    Whole(0, 365),
    30,
    unit="days",
    help=noop("People brought in who have been here longer are not new."),
)
TEMPORARY_MOST = Setting(
    "people.temporary-most", noop("Longest time a temporary user may be given at once"), Whole(1, 366), 90, unit="days"
)
TEMPORARY_REMIND = Setting(
    "people.temporary-remind",
    noop("Days before a temporary user’s last day on which the sponsor is reminded"),
    Whole(0, 30),
    3,
    unit="days",
)
LOOK_AHEAD = Setting(
    "people.leaving-ahead",
    noop("Days before a last day known from dates alone on which the leaver’s list starts"),
    Whole(0, 90),
    10,
    unit="days",
)
GRACE = Setting(
    "people.before-access-grace",
    noop("Days of grace before the gate shuts"),
    Whole(0, 60),
    0,
    unit="days",
    help=noop(
        "Counted from the first day, or from the day the gate was switched on, the task began or the policy was "
        "published, whichever is latest."
    ),
)
_FLAGGED = frozenset(
    {
        PersonClass.STAFF,
        PersonClass.ASSOCIATE,
        PersonClass.VOLUNTEER,
        PersonClass.CONTRACTOR,
        PersonClass.BOARD_MEMBER,
        PersonClass.VISITOR,
    }
)

BEFORE_ACCESS: Mapping[PersonClass, Setting[str]] = {
    kind: Setting(
        f"people.before-access-{kind.value}",
        noop("Agreements and induction before access") + f": {words}",
        Choice(tuple(item.value for item in BeforeAccess)),
        (BeforeAccess.FLAG if kind in _FLAGGED else BeforeAccess.OFF).value,
        help=noop(
            "off: nothing happens. flag: it waits on the first page and is counted as overdue. gate: after the days of "
            "grace every page but reporting, help and sign-in stays shut until it is done."
        ),
    )
    for kind, words in CLASSES.items()
}

SETTINGS: Sequence[AnySetting] = (
    LISTS_SINCE,
    LOOK_AHEAD,
    TEMPORARY_MOST,
    TEMPORARY_REMIND,
    GRACE,
    *BEFORE_ACCESS.values(),
)
