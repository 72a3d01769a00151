"""What an organisation chooses about its meetings."""

from django.utils.translation import gettext_noop

from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.shapes import Names, Whole
from leeward.people.meetings.rules import Template

_ALL = tuple(template.value for template in Template)

REQUIRED = declare(
    Setting(
        "meetings.required",
        gettext_noop("Groups that must exist"),
        Names(_ALL, 0, len(_ALL)),
        _ALL,
        help=gettext_noop("A group named here that does not exist is shown as missing. Separated by commas."),
    )
)
CHAIR_TOLD_AFTER = declare(
    Setting(
        "meetings.chair-told-after",
        gettext_noop("The chair is told of an overdue action after"),
        Whole(1, 90),
        7,
        unit=gettext_noop("days"),
    )
)
