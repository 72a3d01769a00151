"""What an organisation may choose about identity providers that keep its people up to date."""

from django.utils.translation import gettext_noop as _

from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.shapes import Names, Switch, Whole
from leeward.people.connection_rules import SETTABLE

SETS = declare(
    Setting(
        "people.scim.sets",
        _("What identity providers may change about people who are here already"),
        Names(SETTABLE, least=0),
        ("given_name", "family_name", "known_as", "email"),
        help=_("Everything else is changed by hand or by import only. New people get all that the provider says."),
    )
)
OPENS = declare(
    Setting(
        "people.scim.opens-sign-in",
        _("Open a sign-in for people whom an identity provider adds"),
        Switch(),
        False,
        help=_("They are invited by e-mail to choose a password. Off: sign-ins are opened one by one."),
    )
)
MOST_REQUESTS = declare(
    Setting(
        "people.scim.requests-a-minute",
        _("Requests an identity provider may make in a minute"),
        Whole(60, 100_000),
        1_500,
        help=_("More are asked to wait. Entra ID makes up to about 1,500."),
    )
)
LASTS = declare(
    Setting(
        "people.scim.token-days",
        _("How long the token of an identity provider works"),
        Whole(1, 1_100),
        365,
        unit="days",
        help=_("Make a new one before the old one ends; both work side by side."),
    )
)
