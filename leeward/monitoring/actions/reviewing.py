"""A person looks at a finding and decides. The software points; it never decides, and every look leaves a trace."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.vault.store import open_text, seal_text
from leeward.monitoring.actions.assessing import whole_text
from leeward.monitoring.models import Finding, FindingOpening
from leeward.monitoring.queries import find_finding, is_open_for
from leeward.monitoring.rules import Part, State

LONGEST_WORDS = 4000


class NoSuchFinding(LookupError):
    """There is no such finding, or the actor may not know of it."""


class NotOpened(PermissionError):
    """The actor has not said why the finding must be opened."""


class AlreadyDecided(ValueError):
    """Somebody has decided about it already; nothing was changed."""


class ReasonMissing(ValueError):
    """A reason is needed, in a few words and not too many; the text is for the person."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A sender or recipient, as shown once the finding is open."""

    name: str
    address: str
    part: Part
    person: UUID | None


@dataclass(frozen=True, slots=True)
class RuleSaid:
    """What one rule said."""

    rule: str
    category: str
    severity: int
    lowered_by: str | None


@dataclass(frozen=True, slots=True)
class Contents:
    """A finding opened: who wrote to whom, and the excerpt in pieces with what each weighed (0: not marked)."""

    sender: Someone
    recipients: tuple[Someone, ...]
    pieces: tuple[tuple[str, float], ...]
    said: tuple[RuleSaid, ...]
    reason: str


def open_finding(*, actor: Actor, ref: str, reason: str, now: datetime) -> None:
    """Records why somebody must see whom a finding is about; from then on it can be seen for some hours.

    Raises NoSuchFinding, ReasonMissing.
    """
    reason = words(reason)
    finding = _known(actor, ref, now)
    assert actor.person is not None, "findings_for admits known persons only"
    with act(actor, "monitoring.open-finding", now=now, compartment=finding.compartment) as entry:
        entry.subject = f"finding:{finding.pk}"
        opening = FindingOpening(finding=finding, person=actor.person, at=now)
        opening.reason = seal_text(finding.record, f"opening {opening.pk}", reason)
        opening.save(force_insert=True)


def see_finding(*, actor: Actor, ref: str, now: datetime) -> Contents:
    """The contents of a finding somebody has opened. Each look leaves a trace.

    Raises NoSuchFinding, NotOpened; CannotOpen where its words were destroyed.
    """
    finding = opened(actor, ref, now)
    with act(actor, "monitoring.see-finding", now=now, compartment=finding.compartment) as entry:
        entry.subject = f"finding:{finding.pk}"
        return contents_of(finding)


def open_message(*, actor: Actor, ref: str, now: datetime) -> str | None:
    """The whole text of the message behind an opened finding, while it is kept; None when it is gone.

    Raises NoSuchFinding, NotOpened.
    """
    finding = opened(actor, ref, now)
    with act(actor, "monitoring.open-message", now=now, compartment=finding.compartment) as entry:
        entry.subject = f"finding:{finding.pk}"
        message = finding.message
        if message is None or message.body is None:
            entry.details["gone"] = True
            return None
        return whole_text(json.loads(open_text(message.pk, "body", message.body)))


def dismiss(*, actor: Actor, ref: str, reason: str, now: datetime) -> None:
    """Says that a finding is no concern, and why. Raises NoSuchFinding, NotOpened, ReasonMissing, AlreadyDecided."""
    reason = words(reason)
    finding = opened(actor, ref, now)
    with act(actor, "monitoring.dismiss", now=now, compartment=finding.compartment) as entry:
        entry.subject = f"finding:{finding.pk}"
        decide(finding, State.DISMISSED, reason, actor, now)


def contents_of(finding: Finding) -> Contents:
    """Unseals a finding. The caller leaves the trace. Raises CannotOpen where its words were destroyed."""
    assert finding.body is not None, "a finding without words is not opened"
    body = json.loads(open_text(finding.record, f"finding {finding.pk}", finding.body))
    someone = [
        Someone(one["name"], one["address"], Part(one["part"]), UUID(one["person"]) if one["person"] else None)
        for one in body["parties"]
    ]
    reason = "" if finding.reason is None else open_text(finding.record, f"reason {finding.pk}", finding.reason)
    return Contents(
        sender=someone[0],
        recipients=tuple(someone[1:]),
        pieces=tuple(pieces_of(body["excerpt"], [tuple(word) for word in body["words"]])),
        said=tuple(RuleSaid(**one) for one in body["findings"]),
        reason=reason,
    )


def pieces_of(text: str, words: list[tuple[int, int, float]]) -> list[tuple[str, float]]:
    """The text cut at its marked words, each piece with its weight (0 between them)."""
    pieces: list[tuple[str, float]] = []
    at = 0
    for start, end, weight in words:
        if start < at:
            continue
        if start > at:
            pieces.append((text[at:start], 0.0))
        pieces.append((text[start:end], weight))
        at = end
    if at < len(text):
        pieces.append((text[at:], 0.0))
    return pieces


def decide(finding: Finding, state: State, reason: str, actor: Actor, now: datetime) -> None:
    """Marks a waiting finding as decided, in the caller's transaction. Raises AlreadyDecided."""
    sealed = seal_text(finding.record, f"reason {finding.pk}", reason)
    won = Finding.objects.filter(pk=finding.pk, state=State.WAITING).update(
        state=state, decided_at=now, decided_by=actor.person, reason=sealed
    )
    if not won:
        raise AlreadyDecided(_("Somebody has decided about this already: nothing was changed."))


def _known(actor: Actor, ref: str, now: datetime) -> Finding:
    finding = find_finding(actor, ref, now)
    if finding is None or finding.body is None:
        raise NoSuchFinding
    return finding


def opened(actor: Actor, ref: str, now: datetime) -> Finding:
    """A finding the actor has opened. Raises NoSuchFinding, NotOpened."""
    finding = _known(actor, ref, now)
    if not is_open_for(actor, finding, now):
        raise NotOpened
    return finding


def words(text: str) -> str:
    """A person's reason, trimmed. Raises ReasonMissing."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise ReasonMissing(_("Say why, in a few words."))
    if len(text) > LONGEST_WORDS:
        raise ReasonMissing(_("Say it in at most %(longest)d characters.") % {"longest": LONGEST_WORDS})
    return text
