"""The live checks by which backups prove themselves, and when the last ones were."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.backup.models import BackupEvent
from leeward.foundation.days import in_words
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.queries import value
from leeward.foundation.settings_history.shapes import Whole

MADE_WITHIN = declare(
    Setting(
        "backup.made-within",
        "A backup is made at least every",
        Whole(1, 60),
        2,
        unit="days",
        help="The promise about backups slips when the newest is older.",
    )
)
RESTORED_WITHIN = declare(
    Setting(
        "backup.restored-within",
        "A backup is restored for rehearsal at least every",
        Whole(1, 400),
        100,
        unit="days",
        source="DfE, Meeting digital and technology standards in schools and colleges: backups are tested termly",
        year=2025,
        unverified=True,
        help="`leeward backup FILE --verify` restores into a scratch copy and looks through it.",
    )
)


@dataclass(frozen=True, slots=True)
class Last:
    """When the last of each was done; None for never. `verified` also counts a real restore."""

    made: datetime | None
    verified: datetime | None
    verified_backup_made: datetime | None


def last(now: datetime) -> Last:
    """The newest backup, and the newest time that one was restored, into a scratch copy or for real."""
    events = BackupEvent.objects.filter(at__lte=now).order_by("-at")
    made = events.filter(kind=BackupEvent.Kind.MADE).first()
    verified = events.exclude(kind=BackupEvent.Kind.MADE).first()
    return Last(made.at if made else None, verified.at if verified else None, verified.made_at if verified else None)


def look_made(unit: str, now: datetime) -> Finding:
    """Was a backup made lately?"""
    return _within(last(now).made, value(MADE_WITHIN, at=now), now, _("No backup was ever made."))


def look_restored(unit: str, now: datetime) -> Finding:
    """Was a backup restored lately, with everything in it found whole?"""
    return _within(last(now).verified, value(RESTORED_WITHIN, at=now), now, _("No backup was ever restored."))


def _within(when: datetime | None, days: int, now: datetime, never: str) -> Finding:
    if when is None:
        return Finding(State.UNPROVEN, detail=never)
    detail = _("Last on %(day)s; at least every %(days)d days.") % {
        "day": in_words(when),
        "days": days,
    }
    end = when + timedelta(days=days)
    if now >= end:
        return Finding(State.SLIPPED, end, detail)
    soon = end - timedelta(days=days) / 5
    return Finding(State.SLIPPING, soon, detail) if now >= soon else Finding(State.TRUE, when, detail)


BACKUP_MADE = Check(
    "foundation.backup-made",
    "A backup was made lately.",
    "foundation",
    look_made,
    proves=("C-103",),
    mend=gettext_noop("Run `leeward backup`."),
)
BACKUP_RESTORED = Check(
    "foundation.backup-restored",
    "A backup was restored successfully, and everything in it was whole.",
    "foundation",
    look_restored,
    proves=("C-103",),
    mend=gettext_noop("Run `leeward backup FILE --verify`."),
)
