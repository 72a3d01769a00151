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
