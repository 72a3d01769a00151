"""What an organisation may choose in this room: how soon concerns are read, and whom to ring outside."""

from django.utils.translation import gettext_noop

from leeward.foundation.settings_history.declared import Setting, declare, declare_limit
from leeward.foundation.settings_history.shapes import Switch, Text
from leeward.safeguarding.packs import every_pack
from leeward.safeguarding.rules.limits import ACKNOWLEDGE, REMIND_AGAIN, TELL_DEPUTIES
from leeward.safeguarding.rules.procedures.shape import Whom

declare_limit(TELL_DEPUTIES, gettext_noop("Concern not acknowledged: tell the deputies"))
declare_limit(ACKNOWLEDGE, gettext_noop("Concern: read and acknowledged"))
declare_limit(REMIND_AGAIN, gettext_noop("Concern still not acknowledged: tell the next post, and all again"))

for pack in every_pack():
    for rule in pack.rules:
        for one in rule.limits:
            declare_limit(one.limit, one.label)

READ_WHEN = declare(
    Setting(
        "safeguarding.read-when",
        gettext_noop("When reports are read, as said first on the report page"),
        Text(300),
        gettext_noop(
            "Reports are read from 9am to 5pm on working days. Nobody reads them at night, at weekends or on holidays."
        ),
    )
)
LADO = declare(
    Setting(
        "safeguarding.lado",
        gettext_noop("Designated officer of the local authority (LADO): name and telephone"),
        Text(200, blank=True),
        "",
    )
)


def _contact(key: str, label: str, default: str = "") -> Setting[str]:
    return declare(Setting(f"safeguarding.contact.{key}", label, Text(200, blank=True), default))


CONTACTS = {
    Whom.LADO: LADO,
    Whom.POLICE: _contact("police", gettext_noop("Police: telephone"), gettext_noop("999 in an emergency, else 101")),
    Whom.SOCIAL_CARE: _contact("social-care", gettext_noop("Children’s social care: name and telephone")),
    Whom.ADULT_CARE: _contact("adult-care", gettext_noop("Adult social care: name and telephone")),
    Whom.PREVENT: _contact("prevent", gettext_noop("Prevent: the police team or adviser, and telephone")),
    Whom.DBS: _contact("dbs", gettext_noop("Disclosure and Barring Service: how to refer")),
}
"""Whom to ring outside. Empty until the organisation has entered the number of its own area."""

DUTY_TO_REPORT = declare(
    Setting(
        "safeguarding.duty-to-report-in-force",
        gettext_noop("The duty to report child sexual abuse is in force here: offer its procedure"),
        Switch(),
        False,
    )
)
SWITCHES = {DUTY_TO_REPORT.key: DUTY_TO_REPORT}
"""By key: the settings that procedures wait for."""
