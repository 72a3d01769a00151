"""What an organisation may choose in this room: how soon concerns are read, and whom to ring outside."""

from django.utils.translation import gettext_noop

from leeward.foundation.settings_history.declared import Setting, declare, declare_limit
from leeward.foundation.settings_history.shapes import Text
from leeward.safeguarding.packs import every_pack
from leeward.safeguarding.rules.limits import ACKNOWLEDGE, REMIND_AGAIN, TELL_DEPUTIES

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
