"""What this room plugs in: called once by `frontdoor`."""

from datetime import datetime, time, timedelta

from leeward.filtering import open_ends as left_open
from leeward.filtering.actions.edges import forget_decisions
from leeward.filtering.actions.restored import put_right
from leeward.filtering.actions.snapshots import SnapshotMade, write_files
from leeward.filtering.actions.unblock import UNBLOCK
from leeward.filtering.choices import DECISIONS_KEPT, SETTINGS
from leeward.filtering.evidence import CHECKS
from leeward.foundation import schedule
from leeward.foundation.approvals import kinds
from leeward.foundation.backup import registry as backups
from leeward.foundation.evidence import registry
from leeward.foundation.open_ends import registry as open_ends
from leeward.foundation.outbox.messages import listen
from leeward.foundation.settings_history import declared
from leeward.foundation.settings_history.queries import value


def wire() -> None:
    """Makes the room's requests, settings, checks and handlers known."""
    kinds.declare(UNBLOCK)
    for setting in SETTINGS:
        declared.declare(setting)
    for check in CHECKS:
        registry.declare(check)
    listen(SnapshotMade, "filtering.write-files", write_files)
    open_ends.declare("filtering", left_open.find)
    backups.after_restore("filtering", put_right)
    schedule.daily("filtering.forget", time(3), forget)


def forget(now: datetime) -> None:
    """Deletes decisions older than the organisation keeps them."""
    forget_decisions(before=now - timedelta(days=value(DECISIONS_KEPT, at=now)))
