"""Changing something about concerns, and opening them. Each is one transaction with its audit entry."""

from leeward.safeguarding.actions.casework import (
    DecisionText,
    NobodyToAnswer,
    PromisesSecrecy,
    acknowledge,
    add_action,
    add_entry,
    decide,
    finish_action,
    reopen,
    reply,
)
from leeward.safeguarding.actions.chronology import woven
from leeward.safeguarding.actions.clocks import WorkWaits, work_due
from leeward.safeguarding.actions.closing import (
    Ahead,
    SecondReaderWaits,
    close,
    note_needs,
    open_closing,
    read_second,
    second_reader_due,
    settle,
)
from leeward.safeguarding.actions.drafts import DRAFT, VISIT
from leeward.safeguarding.actions.drafts import forget_all as forget_drafts
from leeward.safeguarding.actions.drafts import forget_old as forget_old_drafts
from leeward.safeguarding.actions.duties import DutyWaits, duty_due
from leeward.safeguarding.actions.escalating import ConcernWaits, escalate
from leeward.safeguarding.actions.files import ExportFile, files_for_export, files_of_case, sealed_count, tell_of_scan
from leeward.safeguarding.actions.involved import (
    Moved,
    add_person,
    clear_conflict,
    self_recuse,
    work_out_again,
    would_move,
)
from leeward.safeguarding.actions.known_facts import open_facts, set_facts
from leeward.safeguarding.actions.links import link_cases, move_concern, split_concern
from leeward.safeguarding.actions.names import look_at_names
from leeward.safeguarding.actions.newcomers import newcomers, post_changed
from leeward.safeguarding.actions.opening import (
    CaseFile,
    NoSuchCase,
    OpenRun,
    open_brief,
    open_case,
    open_duty,
    open_run,
)
from leeward.safeguarding.actions.plans import begin_plan, plan_check_in, record_check_in, review_plan
from leeward.safeguarding.actions.procedures import MayNotBeSetAside, answer_procedure, begin_procedure, end_duty
from leeward.safeguarding.actions.proof import (
    CanRead,
    open_candidates,
    open_certificate,
    open_certificates,
    prove_cannot,
)
from leeward.safeguarding.actions.raising import Receipt, raise_concern, receipt_again
from leeward.safeguarding.actions.right_now import RightNow, open_right_now
from leeward.safeguarding.actions.route_tables import ROUTES_KIND, add_route, remove_route
from leeward.safeguarding.actions.rules import check_rule
from leeward.safeguarding.actions.runs import NoSuchProcedure
from leeward.safeguarding.actions.security_half import (
    KeepersInvolved,
    SecurityHalfOfConcern,
    finish_half,
    keep_half,
    pass_half_on,
)
from leeward.safeguarding.actions.triage import hand_on, open_triage, triage
from leeward.safeguarding.actions.triaged import TriageText
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
    "ROUTES_KIND",
    "Ahead",
    "CanRead",
    "CaseFile",
    "ConcernWaits",
    "DecisionText",
    "DutyWaits",
    "ExportFile",
    "GivesWordsAway",
    "KeepersInvolved",
    "MayNotBeSetAside",
    "Moved",
    "NoSuchCase",
    "NoSuchProcedure",
    "NobodyToAnswer",
    "OpenRun",
    "PromisesSecrecy",
    "Receipt",
    "RightNow",
    "SecondReaderWaits",
    "SecurityHalfOfConcern",
    "TooManyWrong",
    "TriageText",
    "Visit",
    "WorkWaits",
    "WrongWordsGiven",
    "acknowledge",
    "add_action",
    "add_entry",
    "add_person",
    "add_route",
    "answer_procedure",
    "begin_plan",
    "begin_procedure",
    "check_rule",
    "clear_conflict",
    "close",
    "come_back",
    "decide",
    "duty_due",
    "end_duty",
    "escalate",
    "files_for_export",
    "files_of_case",
    "finish_action",
    "finish_half",
    "forget_drafts",
    "forget_old_drafts",
    "hand_on",
    "keep_half",
    "link_cases",
    "look_at_names",
    "move_concern",
    "new_words",
    "newcomers",
    "note_needs",
    "open_brief",
    "open_candidates",
    "open_case",
    "open_certificate",
    "open_certificates",
    "open_closing",
    "open_duty",
    "open_facts",
    "open_right_now",
    "open_run",
    "open_triage",
    "pass_half_on",
    "plan_check_in",
    "post_changed",
    "prove_cannot",
    "raise_concern",
    "read_second",
    "receipt_again",
    "record_check_in",
    "remove_route",
    "reopen",
    "reply",
    "review_plan",
    "sealed_count",
    "second_reader_due",
    "self_recuse",
    "set_facts",
    "settle",
    "split_concern",
    "tell_of_scan",
    "triage",
    "work_due",
    "work_out_again",
    "would_move",
    "woven",
    "write_back",
]
