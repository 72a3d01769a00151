"""Approval of one exact text through the engine of approvals: asked for, signed or refused by the configured post."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.approvals import actions as approvals
from leeward.foundation.approvals import queries as approval_queries
from leeward.foundation.approvals.kinds import Criterion, Decided, Kind, Outcome, Purpose
from leeward.foundation.approvals.words import ApprovalError
from leeward.policy.actions.importing import MANAGE
from leeward.policy.models import PolicyVersion, Signature
from leeward.policy.queries.pages import SIGN_KIND
from leeward.policy.queries.texts import current_fingerprint, is_approved
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused

READ = "read"
RIGHT = "right"


def kind() -> Kind:
    """The kind of request by which policies are signed; `frontdoor` declares it."""
    return Kind(
        SIGN_KIND,
        gettext_noop("Approve a policy"),
        deciders=("managing-director",),
        purpose=Purpose.ATTESTATION,
        criteria=(
            Criterion(READ, gettext_noop("I have read this exact text.")),
            Criterion(RIGHT, gettext_noop("It says what we do or will do.")),
        ),
        page="/policies/manage",
        on_decision=_decided,
    )


def subject_of(version: PolicyVersion) -> str:
    """What a request is about: the version and the fingerprint of its text, so that an approval holds for no other."""
    return f"policy:{version.id}:{version.text_hash}"


def submit_for_approval(*, actor: Actor, version: UUID, why: str, now: datetime) -> UUID:
    """Asks the signatory for approval and returns the request. Asked again by the same person, it is the same.

    Raises NotAllowed, NoSuchPolicy, Refused when it is approved already or its text is not what was imported.
    """
    if not actor.may(MANAGE):
        raise NotAllowed
    row = _version(version)
    _unchanged(row)
    if is_approved(row):
        raise Refused(_("This version is approved already."))
    try:
        with act(actor, "policy.submit", now=now, subject=f"policy-version:{row.id}"):
            return approvals.ask(actor=actor, kind=SIGN_KIND, subject=subject_of(row), why=why, now=now)
    except ApprovalError as error:
        raise Refused(str(error), "why") from error


def sign(*, actor: Actor, version: UUID, reason: str, confirmed: list[str], now: datetime) -> None:
    """Approves the exact text of a version that waits for it.

    Raises NoSuchPolicy where nothing waits for this actor, Refused for what is missing or a text that has changed.
    """
    row = _version(version)
    _unchanged(row)
    with act(actor, "policy.sign", now=now, subject=f"policy-version:{row.id}") as entry:
        entry.details["text"] = row.text_hash[:16]
        try:
            approvals.approve(
                actor=actor, request_id=_waiting(actor, row, now), reason=reason, confirmed=confirmed, now=now
            )
        except ApprovalError as error:
            raise Refused(str(error), "reason") from error
        except approvals.CannotDecide as error:
            raise Refused(str(error)) from error


def refuse_to_sign(*, actor: Actor, version: UUID, reason: str, now: datetime) -> None:
    """Refuses a version that waits, with a reason. Raises as `sign`."""
    row = _version(version)
    with act(actor, "policy.refuse", now=now, subject=f"policy-version:{row.id}"):
        try:
            approvals.refuse(actor=actor, request_id=_waiting(actor, row, now), reason=reason, now=now)
        except ApprovalError as error:
            raise Refused(str(error), "reason") from error
        except approvals.CannotDecide as error:
            raise Refused(str(error)) from error


def _decided(decided: Decided, actor: Actor, now: datetime) -> None:
    """Keeps the signature in the transaction of the decision, if the text is still the one that was asked about."""
    if decided.outcome is not Outcome.APPROVED or decided.by is None:
        return
    _kind, version, fingerprint = decided.subject.split(":")
    row = _version(UUID(version))
    if current_fingerprint(row) != fingerprint:
        raise Refused(_("The text is not the one that was sent for approval. Import it again as a new version."))
    line = approval_queries.request(actor, decided.request, now=now)
    Signature.objects.create(
        version=row,
        text_hash=fingerprint,
        person=decided.by,
        post=line.decided_for,
        signed_at=now,
        request=decided.request,
    )


def _waiting(actor: Actor, row: PolicyVersion, now: datetime) -> UUID:
    """The request about this text that waits for this actor, or that the actor made."""
    subject = subject_of(row)
    for line in (*approval_queries.waiting_for(actor, now=now), *approval_queries.asked_by(actor)):
        if line.kind.key == SIGN_KIND and line.subject == subject and line.outcome is None:
            return line.id
    raise NoSuchPolicy


def _version(version: UUID) -> PolicyVersion:
    row = PolicyVersion.objects.select_related("policy").filter(pk=version).first()
    if row is None:
        raise NoSuchPolicy
    return row


def _unchanged(row: PolicyVersion) -> None:
    if current_fingerprint(row) != row.text_hash:
        raise Refused(_("The stored text is not what was imported. Import it again as a new version, and tell IT."))
