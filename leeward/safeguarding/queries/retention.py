"""What is kept how long: the list for review, and certificates. Nothing here opens a case."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.files.models import StoredFile
from leeward.people import queries as people
from leeward.safeguarding.models import Case, LegalHold, RetentionPlan, ShredCertificate, ShredProposal
from leeward.safeguarding.queries.access import cases_for, known_cases
from leeward.safeguarding.queries.rules import frozen_rule, rule_line
from leeward.safeguarding.rules.disclosures import Stage
from leeward.safeguarding.rules.reference import is_reference
from leeward.safeguarding.rules.retention import Stands, in_the_way


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One closed case in the list for review."""

    ref: str
    closed_on: date
    review_on: date | None
    due: bool
    held: bool
    proposed: bool


def kept_lines(actor: Actor, now: datetime) -> list[KeptLine]:
    """The closed cases of this actor: without a plan first, then by the day they are looked at."""
    day = timezone.localdate(now)
    plans = RetentionPlan.objects.filter(case=OuterRef("pk")).order_by("-at", "-id").values("review_on")[:1]
    rows = (
        cases_for(actor, now)
        .filter(closed_at__isnull=False)
        .annotate(
            review_on=Subquery(plans),
            held=Exists(LegalHold.objects.filter(case=OuterRef("pk"), lifted_at=None)),
            proposed=Exists(ShredProposal.objects.filter(case=OuterRef("pk"), decided_at=None)),
        )
    )
    lines = [
        KeptLine(
            row.ref,
            timezone.localdate(row.closed_at),
            row.review_on,
            row.review_on is not None and row.review_on <= day,
            row.held,
            row.proposed,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.review_on or date.min, line.closed_on, line.ref))


def stands(case: Case, now: datetime) -> tuple[Stands, ...]:
    """What keeps a case from being shredded today."""
    row = case.retention.order_by("-at", "-id").first()
    return in_the_way(
        closed=case.closed_at is not None,
        held=case.holds.filter(lifted_at=None).exists(),
        review=row.review_on if row else None,
        is_end=row is not None and row.is_end,
        today=timezone.localdate(now),
        also=tuple(_of_case(case)),
    )


def _of_case(case: Case) -> Iterator[Stands]:
    if case.attachments.filter(file__state=StoredFile.State.SEALED).exists():
        yield Stands.SEALED
    if case.disclosures.exclude(stage__in=(Stage.RELEASED.value, Stage.REFUSED.value)).exists():
        yield Stands.ASKED_FOR
    if case.transfers.filter(received_at=None, withdrawn_at=None).exists():
        yield Stands.ON_ITS_WAY


def open_proposal(case: Case) -> ShredProposal | None:
    """The proposal that waits, if there is one."""
    return case.shred_proposals.filter(decided_at=None).first()


def pack_rule(rule_id: str, now: datetime) -> str:
    """The source of a rule with the state of its check, in at most 300 characters; the rule's name without a pack."""
    line = rule_line(rule_id, now)
    if line is None:
        return rule_id
    return f"{line.rule.cited}, {frozen_rule(rule_id, now).rpartition(', ')[2]}"[:300]


@dataclass(frozen=True, slots=True)
class ShreddedLine:
    """A shredded case: what is left to know of it."""

    ref: str
    at: datetime
    cited: str


def shredded_lines(actor: Actor, now: datetime) -> list[ShreddedLine]:
    """Certificates of the cases this actor may know of, the newest first."""
    rows = ShredCertificate.objects.filter(case__in=known_cases(actor, now)).select_related("case").order_by("-at")
    return [ShreddedLine(row.case.ref, row.at, row.cited) for row in rows]


def certificate_of(actor: Actor, ref: str, now: datetime) -> str | None:
    """The text of a certificate, or None: for one that is not there and one the actor may not know of alike."""
    if not is_reference(ref):
        return None
    rows = ShredCertificate.objects.filter(case__in=known_cases(actor, now), case__ref=ref)
    row = rows.select_related("case").first()
    return certificate_text(row, now) if row else None


def fingerprint(row: ShredCertificate) -> str:
    """What the audit entry of the shredding holds as well: a certificate changed later no longer has it."""
    parts = (row.case.ref, row.raised_on, row.closed_on, row.rule, row.cited, row.keys, row.proposed_by, row.agreed_by)
    return hashlib.sha256("|".join([*map(str, parts), row.at.astimezone(UTC).isoformat()]).encode()).hexdigest()


def certificate_text(row: ShredCertificate, now: datetime) -> str:
    """A certificate in words, without a word of the case."""
    day = timezone.localdate(row.at)
    cards = {card.id: card.name for card in people.people({row.proposed_by, row.agreed_by}, on=day)}
    return _(
        "Certificate of destruction\n\n"
        "Record: %(ref)s\n"
        "Raised: %(raised)s\n"
        "Closed: %(closed)s\n"
        "Destroyed: %(at)s\n"
        "Under the rule: %(rule)s (%(cited)s)\n"
        "Proposed by: %(proposed)s\n"
        "Agreed by: %(agreed)s\n"
        "How: %(keys)s keys destroyed. What they sealed cannot be read again here, and a backup that is restored "
        "loses it as well. Not reached: copies that had left, and old backup files in the hands of who has the keys.\n"
        "Fingerprint, as in the audit trail: %(fingerprint)s\n"
    ) % {
        "ref": row.case.ref,
        "raised": date_format(row.raised_on, "j F Y"),
        "closed": date_format(row.closed_on, "j F Y"),
        "at": date_format(timezone.localtime(row.at), "j F Y, H:i"),
        "rule": row.rule,
        "cited": row.cited,
        "proposed": cards.get(row.proposed_by, ""),
        "agreed": cards.get(row.agreed_by, ""),
        "keys": row.keys,
        "fingerprint": fingerprint(row),
    }
