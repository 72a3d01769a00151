"""Cases and what belongs to them. Text and identities are sealed in the vault; states and dates are not.

Keys are random: no row's key or reference tells how many others there are.
"""

from leeward.safeguarding.models.access import Bar, Grant
from leeward.safeguarding.models.cases import Case, CasePerson, Concern
from leeward.safeguarding.models.certificates import Certificate
from leeward.safeguarding.models.disclosures import Disclosure
from leeward.safeguarding.models.files import CaseAttachment
from leeward.safeguarding.models.links import CaseLink, ConcernMove
from leeward.safeguarding.models.names import CaseName
from leeward.safeguarding.models.plans import CheckIn, PlanReview, SupportPlan
from leeward.safeguarding.models.procedures import CaseDuty, ProcedureAnswers, ProcedureRun
from leeward.safeguarding.models.retention import LegalHold, RetentionPlan, ShredCertificate, ShredProposal
from leeward.safeguarding.models.routes import CaseRoute, RouteTable, RouteTableInForce
from leeward.safeguarding.models.rules import RuleCheck
from leeward.safeguarding.models.security_half import SecurityHalf
from leeward.safeguarding.models.transfers import Arrival, Transfer
from leeward.safeguarding.models.triage import CaseMark, NeedsNote, SecondReading, Triage
from leeward.safeguarding.models.way_back import Draft, Thread, ThreadMessage, WrongWords
from leeward.safeguarding.models.work import CaseAction, Closure, Decision, Entry

__all__ = [
    "Arrival",
    "Bar",
    "Case",
    "CaseAction",
    "CaseAttachment",
    "CaseDuty",
    "CaseLink",
    "CaseMark",
    "CaseName",
    "CasePerson",
    "CaseRoute",
    "Certificate",
    "CheckIn",
    "Closure",
    "Concern",
    "ConcernMove",
    "Decision",
    "Disclosure",
    "Draft",
    "Entry",
    "Grant",
    "LegalHold",
    "NeedsNote",
    "PlanReview",
    "ProcedureAnswers",
    "ProcedureRun",
    "RetentionPlan",
    "RouteTable",
    "RouteTableInForce",
    "RuleCheck",
    "SecondReading",
    "SecurityHalf",
    "ShredCertificate",
    "ShredProposal",
    "SupportPlan",
    "Thread",
    "ThreadMessage",
    "Transfer",
    "Triage",
    "WrongWords",
]
