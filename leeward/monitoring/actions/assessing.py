"""Assessing a received message: the outbox handler. A finding where a person should look, a count, or nothing."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from leeward.engine.load_rules import standard_library
from leeward.engine.text.assess import assess
from leeward.engine.text.values import Assessment, Direction, Message, Source
from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.outbox.messages import message
from leeward.foundation.vault.store import new_record, open_text, seal_text, shred
from leeward.monitoring.marks import alias_of, mark_of
from leeward.monitoring.models import DailyCount, Finding, FindingBar, ReceivedMessage
from leeward.monitoring.queries import may_be_read, posts_now
from leeward.monitoring.rules import (
    ABOUT_CONDUCT,
    ALPHABET,
    BUFFER,
    IMMEDIATE,
    REVIEWED_FROM,
    SAME_DAY,
    Part,
    Routed,
    direction_of,
    excerpt,
    needs_review,
    part_of,
    route,
)
from leeward.people import queries as people

MOST_LOOKED_UP = 300
"""Recipients looked up in the directory; a message to more is a circular."""
MOST_ALIASES = 5


@message("monitoring.message-received")
@dataclass(frozen=True, slots=True)
class MessageReceived:
    """A message waits to be assessed."""

    id: UUID


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who sent or received the message; `person` is None for an address nobody here has."""

    address: str
    name: str
    part: Part
    person: UUID | None


def assess_received(told: MessageReceived, now: datetime) -> None:
    """Assesses one message, once. Where monitoring was switched off meanwhile it is destroyed unread."""
    row = (
        ReceivedMessage.objects.select_for_update(of=("self",))
        .select_related("source__basis")
        .filter(pk=told.id)
        .first()
    )
    if row is None or row.state != ReceivedMessage.State.WAITING or row.body is None:
        return
    with act(SYSTEM, "monitoring.assess", now=now, compartment=BUFFER, subject=f"message:{row.pk}") as entry:
        row.state, row.assessed_at = ReceivedMessage.State.ASSESSED, now
        if not may_be_read(row.source, timezone.localdate(now)):
            entry.details["unread"] = True
            _let_go(row, now)
            return
        body = json.loads(open_text(row.pk, "body", row.body))
        parties = _parties(body, timezone.localdate(now))
        row.direction = direction_of(parties[0].part, {party.part for party in parties[1:]})
        text = whole_text(body)
        found = assess(Message(text, Source.MAIL, Direction(row.direction)), standard_library())
        if needs_review(found):
            _keep_finding(row, text, parties, found, now)
            row.save(update_fields=["state", "assessed_at", "direction"])
        else:
            _count(found, timezone.localdate(now))
            _let_go(row, now)


def whole_text(body: dict[str, object]) -> str:
    """Subject and texts of a kept message as one text, as it was assessed."""
    texts = body["texts"]
    assert isinstance(texts, list)
    return "\n\n".join(str(piece) for piece in (body["subject"], *texts) if piece)


def _let_go(row: ReceivedMessage, now: datetime) -> None:
    """Destroys the content of a message; the row stays, saying nothing."""
    shred(row.pk, now=now)
    row.body, row.shredded_at = None, now
    row.save(update_fields=["state", "assessed_at", "direction", "body", "shredded_at"])


def _parties(body: dict[str, object], day: date) -> list[Party]:
    """The sender first, then the recipients."""
    recipients = body["recipients"]
    assert isinstance(recipients, list)
    found = []
    for address in [str(body["sender"]), *(str(one) for one in recipients[:MOST_LOOKED_UP])]:
        card = people.person_by_email(address, day) if address else None
        if card is None:
            found.append(Party(address, "", Part.EXTERNAL, None))
        else:
            found.append(Party(address, card.name, part_of(card.classes), card.id))
    return found


def _count(found: Assessment, day: date) -> None:
    """Below what is reviewed, a day's count is all that is kept."""
    for finding in found.findings:
        if 1 <= finding.severity < REVIEWED_FROM:
            row, _ = DailyCount.objects.get_or_create(day=day, category=finding.category, severity=finding.severity)
            DailyCount.objects.filter(pk=row.pk).update(count=F("count") + 1)


def _route(text: str, parties: Sequence[Party], found: Assessment, now: datetime) -> Routed:
    posts = posts_now(now)
    about = {party.person for party in parties[:1] if party.person is not None}
    if any(finding.category in ABOUT_CONDUCT for finding in found.findings):
        circle = {person for persons in posts.values() for person in persons}
        about |= {named.person for named in people.people_named_in(text) if named.person in circle}
    involved = {party.person for party in parties if party.person is not None}
    return route(about, involved, posts)


def _keep_finding(row: ReceivedMessage, text: str, parties: Sequence[Party], found: Assessment, now: datetime) -> None:
    routed = _route(text, parties, found, now)
    top = found.findings[0]
    shown = excerpt(
        text,
        ((word.start, word.end, word.weight) for one in found.findings if one.severity >= 2 for word in one.words),
    )
    library = standard_library()
    record = new_record(routed.compartment)
    finding = Finding(
        ref=_free_reference(),
        record=record,
        compartment=routed.compartment,
        message=row,
        found_at=now,
        category=top.category,
        severity=top.severity,
        rules=[one.rule for one in found.findings if one.severity >= 1],
        library=f"{library.version} {library.digest[:16]}",
        direction=row.direction,
        sender_alias=alias_of(parties[0].person or parties[0].address),
        recipient_aliases=[alias_of(party.person or party.address) for party in parties[1 : MOST_ALIASES + 1]],
    )
    finding.body = seal_text(
        record, f"finding {finding.pk}", json.dumps(_sealed(parties, shown.text, shown.words, found))
    )
    finding.save(force_insert=True)
    FindingBar.objects.bulk_create(FindingBar(finding=finding, mark=mark_of(person)) for person in routed.barred)
    with act(SYSTEM, "monitoring.point-out", now=now, compartment=routed.compartment) as entry:
        entry.subject = f"finding:{finding.pk}"
        entry.details.update(category=str(top.category), severity=top.severity)
    if top.severity >= SAME_DAY:
        for person in routed.readers if top.severity >= IMMEDIATE else routed.readers[:1]:
            tell(person, now=now)


def _sealed(
    parties: Sequence[Party], text: str, words: Iterable[tuple[int, int, float]], found: Assessment
) -> dict[str, object]:
    """What is kept of a finding: who, the excerpt with its marked words, and what each rule said."""
    return {
        "parties": [
            {"address": one.address, "name": one.name, "part": one.part, "person": str(one.person or "")}
            for one in parties
        ],
        "excerpt": text,
        "words": [list(word) for word in words],
        "findings": [
            {"rule": one.rule, "category": one.category, "severity": one.severity, "lowered_by": one.lowered_by}
            for one in found.findings
        ],
    }


def _free_reference() -> str:
    while True:
        first, second = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(2))
        ref = f"{first}-{second}"
        if not Finding.objects.filter(ref=ref).exists():
            return ref
