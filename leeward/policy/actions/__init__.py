"""Writing in the room of promises: each in one transaction with one audit entry."""

from leeward.policy.actions.acknowledging import acknowledge
from leeward.policy.actions.importing import Imported, import_policy
from leeward.policy.actions.promises import (
    ask_for_word,
    bind_promise,
    confirm_promise,
    set_aside_promise,
    state_promise,
    unbind_promise,
)
from leeward.policy.actions.publishing import publish, withdraw
from leeward.policy.actions.signing import refuse_to_sign, sign, submit_for_approval

__all__ = [
    "Imported",
    "acknowledge",
    "ask_for_word",
    "bind_promise",
    "confirm_promise",
    "import_policy",
    "publish",
    "refuse_to_sign",
    "set_aside_promise",
    "sign",
    "state_promise",
    "submit_for_approval",
    "unbind_promise",
    "withdraw",
]
