"""The live check by which the audit trail proves itself."""

from datetime import datetime

from django.utils.translation import gettext_noop

from leeward.foundation.audit.digest import check_digests
from leeward.foundation.audit.trail import verify
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check


def look(unit: str, now: datetime) -> Finding:
    """Walks every chain and every digest. Says how many faults, never in which compartment."""
    faults = len(verify()) + len(check_digests())
    if faults:
        return Finding(State.SLIPPED, detail="The trail is not whole: run `leeward audit verify`.")
    return Finding(State.TRUE, detail="Every chain and every signed digest is whole.")


AUDIT_WHOLE = Check(
    "foundation.audit-whole",
    "The audit trail is complete and unchanged.",
    "foundation",
    look,
    proves=("C-114",),
    mend=gettext_noop("Run `leeward audit verify` and tell whoever is named there."),
)
