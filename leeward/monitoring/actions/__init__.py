"""Changing: recording and ending a basis, taking messages in, deciding about findings."""

from leeward.monitoring.actions.assessing import MessageReceived, assess_received
from leeward.monitoring.actions.basis import BASIS_KIND, BasisDetails, BasisRefused, decided, record_basis, switch_off
from leeward.monitoring.actions.raising import raise_as_concern
from leeward.monitoring.actions.receiving import receive
from leeward.monitoring.actions.reviewing import (
    AlreadyDecided,
    Contents,
    NotOpened,
    dismiss,
    open_finding,
    open_message,
    see_finding,
)
from leeward.monitoring.actions.tidying import tidy

__all__ = [
    "BASIS_KIND",
    "AlreadyDecided",
    "BasisDetails",
    "BasisRefused",
    "Contents",
    "MessageReceived",
    "NotOpened",
    "assess_received",
    "decided",
    "dismiss",
    "open_finding",
    "open_message",
    "raise_as_concern",
    "receive",
    "record_basis",
    "see_finding",
    "switch_off",
    "tidy",
]
