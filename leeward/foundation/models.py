"""Every model of the foundation, gathered where Django looks for them."""

from leeward.foundation.account.models import Account
from leeward.foundation.api.models import ApiToken, KeptAnswer
from leeward.foundation.approvals.models import ApprovalConflict, ApprovalRequest
from leeward.foundation.audit.models import AuditEntry, ChainHead, DailyDigest
from leeward.foundation.backup.models import BackupEvent
from leeward.foundation.evidence.models import Observation, Statement
from leeward.foundation.files.models import FileEvent, StoredFile
from leeward.foundation.installation.models import Installation
from leeward.foundation.outbox.models import Job
from leeward.foundation.settings_history.models import SettingChange
from leeward.foundation.vault.models import CompartmentKey, RecordKey, ShreddedRecord

__all__ = [
    "Account",
    "ApiToken",
    "ApprovalConflict",
    "ApprovalRequest",
    "AuditEntry",
    "BackupEvent",
    "ChainHead",
    "CompartmentKey",
    "DailyDigest",
    "FileEvent",
    "Installation",
    "Job",
    "KeptAnswer",
    "Observation",
    "RecordKey",
    "SettingChange",
    "ShreddedRecord",
    "Statement",
    "StoredFile",
]
