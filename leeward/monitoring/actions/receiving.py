"""Taking a message in: parsed, sealed, a row, a job and an audit entry in one transaction; then, and only then, 250."""

import json
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.outbox.jobs import put
from leeward.foundation.vault.store import new_record, seal_text
from leeward.monitoring.actions.assessing import MessageReceived
from leeward.monitoring.journal import Form, read_mail
from leeward.monitoring.marks import fingerprint_of
from leeward.monitoring.models import ReceivedMessage
from leeward.monitoring.queries import source_taking
from leeward.monitoring.rules import BUFFER


def receive(raw: bytes, *, address: str, now: datetime) -> UUID:
    """Keeps a message sent to the journal `address` until it is assessed, and returns its id.

    The same message again is the same row. Attachments are not kept. Raises NotMonitored where nothing may be read.
    """
    today = timezone.localdate(now)
    source = source_taking(address, today)
    mail = read_mail(raw, Form(source.form))
    fingerprint = fingerprint_of(raw)
    before = ReceivedMessage.objects.filter(fingerprint=fingerprint).values_list("pk", flat=True).first()
    if before is not None:
        return before
    body = {name: value for name, value in asdict(mail).items() if name in {"sender", "recipients", "subject", "texts"}}
    body["written"] = mail.written.isoformat() if mail.written else None
    try:
        with act(SYSTEM, "monitoring.receive", now=now, compartment=BUFFER) as entry:
            source_taking(address, today)  # again inside the transaction: it may have been switched off meanwhile
            record = new_record(BUFFER)
            ReceivedMessage.objects.create(
                pk=record,
                source=source,
                fingerprint=fingerprint,
                received_at=now,
                size=len(raw),
                attachments=mail.attachments,
                problems=[str(problem) for problem in mail.problems],
                body=seal_text(record, "body", json.dumps(body)),
            )
            put(MessageReceived(record), key=str(record), now=now)
            entry.subject = f"message:{record}"
            entry.details["size"] = len(raw)
    except IntegrityError:
        # The same message on two connections at the same moment: the other one won.
        return ReceivedMessage.objects.values_list("pk", flat=True).get(fingerprint=fingerprint)
    return record
