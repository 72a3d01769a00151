"""May this address be opened? Addresses in, verdicts out."""

from leeward.engine.web.snapshot import Snapshot
from leeward.engine.web.values import NEVER_RECORDED, UNREADABLE, Decision, Reason, Verdict, WebRequest
from leeward.engine.web.verdicts import decide

__all__ = ["NEVER_RECORDED", "UNREADABLE", "Decision", "Reason", "Snapshot", "Verdict", "WebRequest", "decide"]
