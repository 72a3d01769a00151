"""The live check that what the organisation chose is what counts: all of it can be read, with who and why."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.foundation.settings_history.declared import settings
from leeward.foundation.settings_history.models import SettingChange
from leeward.foundation.settings_history.queries import readable


def choices_kept(unit: str, now: datetime) -> Finding:
    """Each change of a setting the product knows can be read today, has a reason, and says who made it."""
    known = {setting.key: setting for setting in settings()}
    rows = [row for row in SettingChange.objects.filter(from_at__lte=now) if row.setting_key in known]
    if not rows:
        return Finding(State.NOT_APPLICABLE, detail=_("No setting was ever changed here."))
    good = sum(
        bool(row.why.strip() and row.actor) and (row.cleared or readable(known[row.setting_key], row)) for row in rows
    )
    total = len(rows)
    if good == total:
        detail = _("Each of %(number)d changes can be read, with who made it and why.") % {"number": total}
        return Finding(State.TRUE, detail=detail, good=good, total=total)
    detail = _("%(number)d changes cannot be read: what is shipped counts in their place.") % {"number": total - good}
    return Finding(State.SLIPPED, detail=detail, good=good, total=total)


CHOICES_KEPT = Check(
    "foundation.choices-kept",
    gettext_noop("What the organisation chose counts, and every change of a setting says who made it and why."),
    "foundation",
    choices_kept,
    proves=("C-115",),
    mend=gettext_noop("Choose the setting anew."),
    mend_at="settings",
)
