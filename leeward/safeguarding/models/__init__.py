"""Cases and what belongs to them. Text and identities are sealed in the vault; states and dates are not.

Keys are random: no row's key or reference tells how many others there are.
"""

from leeward.safeguarding.models.access import Bar, Grant
from leeward.safeguarding.models.cases import Case, CasePerson, Concern
from leeward.safeguarding.models.procedures import CaseDuty, ProcedureAnswers, ProcedureRun
from leeward.safeguarding.models.rules import RuleCheck
from leeward.safeguarding.models.way_back import Draft, Thread, ThreadMessage, WrongWords
from leeward.safeguarding.models.work import CaseAction, Closure, Decision, Entry

__all__ = [
    "Bar",
    "Case",
    "CaseAction",
    "CaseDuty",
    "CasePerson",
    "Closure",
    "Concern",
    "Decision",
    "Draft",
    "Entry",
    "Grant",
    "ProcedureAnswers",
    "ProcedureRun",
    "RuleCheck",
    "Thread",
    "ThreadMessage",
    "WrongWords",
]
