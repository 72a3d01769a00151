"""What an organisation may choose about monitoring."""

from django.utils.translation import gettext_noop

from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.shapes import Whole

MESSAGE_HOURS = declare(
    Setting(
        "monitoring.message-hours",
        gettext_noop("How long a message that led to a finding can be read in full"),
        Whole(0, 72),
        72,
        unit=gettext_noop("hours"),
        source=gettext_noop("This product's own limit; all other messages are destroyed as soon as they are assessed"),
        permission="monitoring.configure",
    )
)
DISMISSED_DAYS = declare(
    Setting(
        "monitoring.dismissed-days",
        gettext_noop("How long the words of a decided finding are kept"),
        Whole(1, 90),
        30,
        unit=gettext_noop("days"),
        source=gettext_noop("This product's own limit"),
        permission="monitoring.configure",
    )
)
