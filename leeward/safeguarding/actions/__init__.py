"""Changing something about concerns, and opening them. Each is one transaction with its audit entry."""

from leeward.safeguarding.actions.casework import (
    DecisionText,
    NobodyToAnswer,
    PromisesSecrecy,
    acknowledge,
    add_action,
    add_entry,
    close,
    decide,
    finish_action,
    reopen,
    reply,
)
from leeward.safeguarding.actions.drafts import DRAFT, VISIT
from leeward.safeguarding.actions.drafts import forget_all as forget_drafts
from leeward.safeguarding.actions.drafts import forget_old as forget_old_drafts
from leeward.safeguarding.actions.escalating import ConcernWaits, escalate
from leeward.safeguarding.actions.involved import Moved, add_person, clear_conflict, self_recuse, would_move
from leeward.safeguarding.actions.opening import CaseFile, NoSuchCase, open_case
from leeward.safeguarding.actions.raising import Receipt, raise_concern, receipt_again
from leeward.safeguarding.actions.rules import check_rule
from leeward.safeguarding.actions.way_back import (
    GivesWordsAway,
    TooManyWrong,
    Visit,
    WrongWordsGiven,
    come_back,
    new_words,
    write_back,
)

DRAFT_COOKIES = (DRAFT, VISIT)

__all__ = [
    "DRAFT_COOKIES",
    "CaseFile",
    "ConcernWaits",
    "DecisionText",
    "GivesWordsAway",
    "Moved",
    "NoSuchCase",
    "NobodyToAnswer",
    "PromisesSecrecy",
    "Receipt",
    "TooManyWrong",
    "Visit",
    "WrongWordsGiven",
    "acknowledge",
    "add_action",
    "add_entry",
    "add_person",
    "check_rule",
    "clear_conflict",
    "close",
    "come_back",
    "decide",
    "escalate",
    "finish_action",
    "forget_drafts",
    "forget_old_drafts",
    "new_words",
    "open_case",
    "raise_concern",
    "receipt_again",
    "reopen",
    "reply",
    "self_recuse",
    "would_move",
    "write_back",
]
