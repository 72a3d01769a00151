"""What an organisation may choose in this room: how soon concerns are read, and whom to ring outside."""

from django.utils.translation import gettext_noop

from leeward.foundation.settings_history.declared import Setting, declare, declare_limit
from leeward.foundation.settings_history.shapes import Names, Switch, Text, Whole
from leeward.safeguarding.packs import every_pack
from leeward.safeguarding.rules.facts import Severity
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.limits import (
    ACKNOWLEDGE,
    CHECK_IN,
    FIRST_RESPONSE,
    LOOK_BACK,
    PASS_ON,
    PLAN_REVIEW,
    REMIND_AGAIN,
    SECOND_READER,
    SECOND_READER_DELAY,
    TELL_DEPUTIES,
)
from leeward.safeguarding.rules.procedures.shape import Whom

declare_limit(TELL_DEPUTIES, gettext_noop("Concern not acknowledged: tell the deputies"))
declare_limit(ACKNOWLEDGE, gettext_noop("Concern: read and acknowledged"))
declare_limit(REMIND_AGAIN, gettext_noop("Concern still not acknowledged: tell the next post, and all again"))
declare_limit(SECOND_READER, gettext_noop("Case waiting for its second reader: read, else remind"))
declare_limit(SECOND_READER_DELAY, gettext_noop("Nobody can be second reader: the case closes by itself after"))
declare_limit(PLAN_REVIEW, gettext_noop("Support plan: looked at again"))
declare_limit(LOOK_BACK, gettext_noop("Support plan: after it is solved, has it stayed solved?"))
declare_limit(CHECK_IN, gettext_noop("Back after an absence or a time apart: asked how they are"))
declare_limit(FIRST_RESPONSE[Severity.IMMEDIATE], gettext_noop("Concern with somebody in danger now: read"))
declare_limit(FIRST_RESPONSE[Severity.SERIOUS], gettext_noop("Serious concern: read"))
declare_limit(FIRST_RESPONSE[Severity.CONCERNING], gettext_noop("Worrying concern, not urgent: read"))
declare_limit(FIRST_RESPONSE[Severity.LOW], gettext_noop("Small worry: read"))
declare_limit(PASS_ON, gettext_noop("Staff pass a worry on after they learned of it"))

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

SEVERITY_SCALE = declare(
    Setting(
        "safeguarding.severity-scale",
        gettext_noop("How grave a case is: the words of the scale, the lowest first"),
        Names(least=2, most=7),
        ("Low", "Moderate", "High", "Grave"),
    )
)
SECOND_READER_FROM: Setting[int] = declare(
    Setting(
        "safeguarding.second-reader-from",
        gettext_noop("Second reader before closing: from which step of the scale on (0: never for that reason)"),
        Whole(0, 7),
        3,
    )
)
SECOND_READER_KINDS = declare(
    Setting(
        "safeguarding.second-reader-kinds",
        gettext_noop("Second reader before closing: for these kinds of case, however grave"),
        Names(options=tuple(str(kind) for kind in CaseKind), least=0, most=len(CaseKind)),
        (str(CaseKind.STAFF_ALLEGATION), str(CaseKind.SEXUAL_HARM), str(CaseKind.NUDES)),
    )
)
ORIGINALS = declare(
    Setting(
        "safeguarding.file-originals",
        gettext_noop("Files of a case: the original may be taken out, with a reason"),
        Switch(),
        False,
        help=gettext_noop(
            "Otherwise only a copy without hidden content can be opened. The original keeps place, time and device, "
            "which may be evidence and may endanger somebody."
        ),
    )
)
PATTERN_FROM = declare(
    Setting(
        "safeguarding.pattern-from",
        gettext_noop("How many concerns about the same person, place, name online or employer make a pattern"),
        Whole(2, 20),
        3,
    )
)


def _called(severity: Severity, label: str) -> Setting[str]:
    return declare(Setting(f"safeguarding.severity.{severity.value}", label, Text(80, blank=True), ""))


CALLED = {
    Severity.IMMEDIATE: _called(Severity.IMMEDIATE, gettext_noop("Name of the step: somebody seems in danger now")),
    Severity.SERIOUS: _called(Severity.SERIOUS, gettext_noop("Name of the step: serious")),
    Severity.CONCERNING: _called(Severity.CONCERNING, gettext_noop("Name of the step: worrying, not urgent")),
    Severity.LOW: _called(Severity.LOW, gettext_noop("Name of the step: a small worry")),
}
"""What this organisation calls each step of severity; empty: the words of the product."""

OUT_OF_HOURS = declare(
    Setting(
        "safeguarding.out-of-hours",
        gettext_noop("What happens out of hours, as said first on every page where somebody reports"),
        Text(400),
        gettext_noop(
            "At other times nobody reads this. If it cannot wait, call 999, or the council’s emergency duty team."
        ),
    )
)
