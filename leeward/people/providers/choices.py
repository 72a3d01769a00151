"""What an organisation chooses about who runs its systems."""

from django.utils.translation import gettext_noop

from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.shapes import Choice
from leeward.people.providers.rules import Runs

RUNS = declare(
    Setting(
        "people.systems-run-by",
        gettext_noop("Who runs the systems"),
        Choice(tuple(each.value for each in Runs)),
        Runs.OWN.value,
        help=gettext_noop("With an outside provider, every duty must be one that it has taken on."),
    )
)
