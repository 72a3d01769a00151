"""What people do with promises: confirm who holds them, set aside what is none, bind proof, give their word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.evidence.registry import check_named
from leeward.policy.actions.importing import LONGEST_REASON, MANAGE
from leeward.policy.models import Promise, PromiseStatement, PromiseStep
from leeward.policy.queries.duties import is_held_by
from leeward.policy.queries.standings import standings
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused
from leeward.policy.rules.standing import POST_PREFIX, Proof, Step, holders

STATE = "promises.state"
LONGEST_STATEMENT = 1000
MOST_CHECKS = 5
LONGEST_VALID = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class _Who:
    actor: Actor
    now: datetime


def confirm_promise(
    *, actor: Actor, promise: UUID, holder: str, frequency: str, now: datetime, limit: str = ""
) -> None:
    """Confirms that a sentence is a promise, who holds it (`post:dsl`, `class:staff`), how often and by when it is due.

    Raises NotAllowed, NoSuchPolicy, Refused for a holder that is none.
    """
    _may(actor, MANAGE)
    if holder not in holders():
        raise Refused(_("Choose who holds this promise."), "holder")
    if len(frequency) > 300:
        raise Refused(_("Say how often in at most 300 characters."), "frequency")
    if len(limit) > 300:
        raise Refused(_("Say by when in at most 300 characters."), "limit")
    said = {"frequency": frequency.strip(), "limit": limit.strip()}
    _take(_Who(actor, now), promise, Step.CONFIRM, holder=holder, **said)


def set_aside_promise(*, actor: Actor, promise: UUID, reason: str, now: datetime) -> None:
    """Says that a sentence is no promise, with a reason; it leaves the ledger but not the record.

    Raises NotAllowed, NoSuchPolicy, Refused without a reason.
    """
    _may(actor, MANAGE)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(_("Say why this is no promise, in at most 500 characters."), "reason")
    _take(_Who(actor, now), promise, Step.SET_ASIDE, reason=reason)


def bind_promise(*, actor: Actor, promise: UUID, checks: Sequence[str], now: datetime) -> None:
    """Binds live checks to a promise as its proof; several prove it together, and the worst of them counts.

    Raises NotAllowed, NoSuchPolicy, Refused for none, too many or an unknown check.
    """
    _may(actor, MANAGE)
    keys = list(dict.fromkeys(checks))
    if not 0 < len(keys) <= MOST_CHECKS:
        raise Refused(_("Choose at least one check and at most %(most)d.") % {"most": MOST_CHECKS}, "checks")
    try:
        for key in keys:
            check_named(key)
    except LookupError as error:
        raise Refused(_("Choose among the checks there are."), "checks") from error
    _take(_Who(actor, now), promise, Step.BIND, proof=Proof.LIVE, check_key=keys[0], checks=keys)


def ask_for_word(*, actor: Actor, promise: UUID, every_months: int, now: datetime) -> None:
    """Binds a promise to the word of whoever holds it, to be given anew every so many months (1 to 12).

    Until it is given the promise is unproven. Raises NotAllowed, NoSuchPolicy, Refused where nobody holds it.
    """
    _may(actor, MANAGE)
    if not 1 <= every_months <= 12:
        raise Refused(_("Choose how often the holder is to say so."), "every_months")
    row = Promise.objects.filter(pk=promise).first()
    if row is None:
        raise NoSuchPolicy
    if not standings([row])[row.pk].holder.startswith(POST_PREFIX):
        raise Refused(
            _("First say which post holds this promise: only somebody in a post can be asked."), "every_months"
        )
    _take(_Who(actor, now), promise, Step.ASK, proof=Proof.STATEMENT, every_months=every_months)


def unbind_promise(*, actor: Actor, promise: UUID, reason: str, now: datetime) -> None:
    """Takes the proof away; the promise is unproven from now on. Raises NotAllowed, NoSuchPolicy."""
    _may(actor, MANAGE)
    _take(_Who(actor, now), promise, Step.UNBIND, reason=reason.strip()[:LONGEST_REASON])


def state_promise(
    *, actor: Actor, promise: UUID, words: str, valid_until: datetime, now: datetime, evidence: str = ""
) -> UUID:
    """Keeps the actor's dated word that a promise is kept, until `valid_until` at most 400 days ahead.

    `evidence` says where what shows it is kept. Raises NotAllowed for someone who neither may state promises nor holds
    this one, NoSuchPolicy, Refused for missing words or an end that cannot be.
    """
    if actor.person is None or not (actor.may(STATE) or is_held_by(actor, promise, now)):
        raise NotAllowed
    words, evidence = words.strip(), evidence.strip()
    if not words or len(words) > LONGEST_STATEMENT:
        raise Refused(_("Say what you know to be so, in at most 1,000 characters."), "words")
    if len(evidence) > LONGEST_REASON:
        raise Refused(_("Say where the evidence is in at most 500 characters."), "evidence")
    if not now < valid_until <= now + LONGEST_VALID:
        raise Refused(_("Choose a day ahead on which your statement lapses, within 13 months."), "valid_until")
    with act(actor, "policy.state-promise", now=now, subject=f"promise:{promise}") as entry:
        row = _promise(promise)
        said = PromiseStatement.objects.create(
            promise=row,
            policy_id=row.version.policy_id,
            sentence_hash=row.sentence_hash,
            person=actor.person,
            words=words,
            evidence=evidence,
            said_at=now,
            valid_until=valid_until,
        )
        _add(row, _Who(actor, now), Step.STATE, proof=Proof.STATEMENT)
        entry.details["until"] = valid_until.date().isoformat()
    return said.id


def _may(actor: Actor, permission: str) -> None:
    if not actor.may(permission):
        raise NotAllowed


def _promise(promise: UUID) -> Promise:
    row = Promise.objects.select_related("version").select_for_update(of=("self",)).filter(pk=promise).first()
    if row is None:
        raise NoSuchPolicy
    return row


def _take(who: _Who, promise: UUID, step: Step, **fields: Any) -> None:  # Any: column values, typed where they are made
    with act(who.actor, f"policy.{step.value}-promise", now=who.now, subject=f"promise:{promise}") as entry:
        _add(_promise(promise), who, step, **fields)
        if fields.get("checks"):
            entry.details["checks"] = fields["checks"]


def _add(row: Promise, who: _Who, step: Step, **fields: Any) -> None:  # Any: as above
    order = row.steps.count()
    PromiseStep.objects.create(promise=row, order=order, step=step, at=who.now, by=who.actor.person, **fields)
