"""Policies, their versions with text and promises, signatures, publications, acknowledgements.

Everything but a publication's end and a draft is only ever added: triggers in the database refuse to change or delete
the rest.
Policies are public documents, so their text is not sealed.
"""

from leeward.policy.models.board import BoardDay
from leeward.policy.models.matrix import MatrixAgreement, MatrixDraft, MatrixVersion
from leeward.policy.models.promise import Promise, PromiseStatement, PromiseStep
from leeward.policy.models.publication import Acknowledgement, Publication, Signature, StatesShown
from leeward.policy.models.reviewing import Reconsideration, Reconsidered, Review, ReviewCycle, RulesSeen
from leeward.policy.models.text import Policy, PolicyVersion, Section

__all__ = [
    "Acknowledgement",
    "BoardDay",
    "MatrixAgreement",
    "MatrixDraft",
    "MatrixVersion",
    "Policy",
    "PolicyVersion",
    "Promise",
    "PromiseStatement",
    "PromiseStep",
    "Publication",
    "Reconsideration",
    "Reconsidered",
    "Review",
    "ReviewCycle",
    "RulesSeen",
    "Section",
    "Signature",
    "StatesShown",
]
