"""What an organisation may choose about importing people."""

from django.utils.translation import gettext_noop as _

from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.shapes import Whole

UNDO_DAYS = declare(
    Setting(
        "people.import.undo-days",
        _("How long the last import can be undone"),
        Whole(1, 365),
        14,
        unit="days",
        help=_("What somebody changed since the import stays as it is."),
    )
)
MOST_LEAVING = declare(
    Setting(
        "people.import.most-leaving",
        _("How many of those a file should name may be recorded as having left without being asked twice"),
        Whole(0, 100),
        10,
        unit=_("%"),
        help=_("More of them missing at once is more often a wrong or half a file than so many people leaving."),
    )
)
