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
from leeward.safeguarding.actions.duties import DutyWaits, duty_due
from leeward.safeguarding.actions.escalating import ConcernWaits, escalate
from leeward.safeguarding.actions.involved import Moved, add_person, clear_conflict, self_recuse, would_move
from leeward.safeguarding.actions.opening import (
    CaseFile,
    NoSuchCase,
    OpenRun,
    RightNow,
    open_case,
    open_duty,
    open_right_now,
    open_run,
)
from leeward.safeguarding.actions.procedures import MayNotBeSetAside, answer_procedure, begin_procedure, end_duty
from leeward.safeguarding.actions.raising import Receipt, raise_concern, receipt_again
from leeward.safeguarding.actions.rules import check_rule
from leeward.safeguarding.actions.runs import NoSuchProcedure
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
    "DutyWaits",
    "GivesWordsAway",
    "MayNotBeSetAside",
    "Moved",
    "NoSuchCase",
    "NoSuchProcedure",
    "NobodyToAnswer",
    "OpenRun",
    "PromisesSecrecy",
    "Receipt",
    "RightNow",
    "TooManyWrong",
    "Visit",
    "WrongWordsGiven",
    "acknowledge",
    "add_action",
    "add_entry",
    "add_person",
    "answer_procedure",
    "begin_procedure",
    "check_rule",
    "clear_conflict",
    "close",
    "come_back",
    "decide",
    "duty_due",
    "end_duty",
    "escalate",
    "finish_action",
    "forget_drafts",
    "forget_old_drafts",
    "new_words",
    "open_case",
    "open_duty",
    "open_right_now",
    "open_run",
    "raise_concern",
    "receipt_again",
    "reopen",
    "reply",
    "self_recuse",
    "would_move",
    "write_back",
]
