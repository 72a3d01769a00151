"""What an organisation may choose in this room: kinds of vulnerability, who sees them, whom to ring out of hours."""

from django.utils.translation import gettext_noop

from leeward.foundation.settings_history.declared import AnySetting, Setting
from leeward.foundation.settings_history.shapes import Names, Switch, Text

VULNERABILITY_KINDS = Setting(
    "people.vulnerability-kinds",
    gettext_noop("Kinds of vulnerability that may be recorded about a learner"),
    Names(most=40),
    (
        gettext_noop("Special educational needs or disability"),
        gettext_noop("Mental health"),
        gettext_noop("Looked after or leaving care"),
        gettext_noop("Young carer"),
        gettext_noop("Known to social care"),
        gettext_noop("Earlier harm online"),
        gettext_noop("Easily influenced or exploited"),
        gettext_noop("English as a new language"),
        gettext_noop("Insecure housing"),
        gettext_noop("Other"),
    ),
    source="Keeping children safe in education",
    edition="2025",
    year=2025,
    unverified=True,
    help=gettext_noop("One on each line. A kind taken away stays with those it is recorded for."),
)
TUTOR_SEES = Setting(
    "people.tutor-sees-vulnerability",
    gettext_noop("A learner’s own tutor sees what makes that learner vulnerable"),
    Switch(),
    False,
    help=gettext_noop("Otherwise only the DSL and deputies do, and it is they who choose. Every look leaves a trace."),
    permission="people.see_vulnerability",
)
OUT_OF_HOURS = Setting(
    "people.out-of-hours",
    gettext_noop("Out of hours: who answers, and on which telephone"),
    Text(500, blank=True),
    "",
    help=gettext_noop("Shown on the page of posts to everybody who signs in."),
)
SETTINGS: tuple[AnySetting, ...] = (VULNERABILITY_KINDS, TUTOR_SEES, OUT_OF_HOURS)
