"""Every model of the foundation, gathered where Django looks for them."""

from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry, ChainHead, DailyDigest
from leeward.foundation.installation.models import Installation
from leeward.foundation.outbox.models import Job
from leeward.foundation.vault.models import CompartmentKey, RecordKey, ShreddedRecord

__all__ = [
    "Account",
    "AuditEntry",
    "ChainHead",
    "CompartmentKey",
    "DailyDigest",
    "Installation",
    "Job",
    "RecordKey",
    "ShreddedRecord",
]
