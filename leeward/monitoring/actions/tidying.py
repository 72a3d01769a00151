"""Daily: what is no longer needed is destroyed, and what has waited too long is said again."""

from datetime import datetime, timedelta

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.settings_history.queries import value
from leeward.foundation.vault.store import shred
from leeward.monitoring.chosen import DISMISSED_DAYS, MESSAGE_HOURS
from leeward.monitoring.marks import mark_of
from leeward.monitoring.models import Finding, FindingBar, ReceivedMessage
from leeward.monitoring.queries import posts_now
from leeward.monitoring.rules import BUFFER, READ_BY, SAME_DAY, Compartment, State

ROWS_KEPT = timedelta(days=30)
"""How long the row of a message stays after its content: so that the same message sent again is known."""
DECISIONS_KEPT = timedelta(days=365)
"""How long a decision stays without the words it was about."""
SAY_AGAIN_AFTER = timedelta(hours=24)


def tidy(now: datetime) -> None:
    """Destroys messages and words whose time is over; writes again about serious findings nobody has decided about."""
    with act(SYSTEM, "monitoring.tidy", now=now, compartment=BUFFER) as entry:
        entry.details.update(messages=_messages(now), findings=_findings(now), rows=_rows(now))
    _say_again(now)


def _messages(now: datetime) -> int:
    before = now - timedelta(hours=value(MESSAGE_HOURS, at=now))
    rows = ReceivedMessage.objects.filter(
        body__isnull=False, state=ReceivedMessage.State.ASSESSED, received_at__lte=before
    )
    count = 0
    for row in rows.iterator():
        shred(row.pk, now=now)
        row.body, row.shredded_at = None, now
        row.save(update_fields=["body", "shredded_at"])
        count += 1
    return count


def _findings(now: datetime) -> int:
    before = now - timedelta(days=value(DISMISSED_DAYS, at=now))
    rows = Finding.objects.exclude(state=State.WAITING).filter(body__isnull=False, decided_at__lte=before)
    count = 0
    for row in rows.iterator():
        shred(row.record, now=now)
        row.body, row.reason = None, None
        row.save(update_fields=["body", "reason"])
        row.openings.all().delete()
        count += 1
    return count


def _rows(now: datetime) -> int:
    gone = ReceivedMessage.objects.filter(shredded_at__lte=now - ROWS_KEPT)
    count = gone.count()
    gone.delete()
    Finding.objects.exclude(state=State.WAITING).filter(decided_at__lte=now - DECISIONS_KEPT).delete()
    return count


def _say_again(now: datetime) -> None:
    """Everybody who may review a serious finding that has waited a day is written to once more, deputies included."""
    posts = posts_now(now)
    told = set()
    waiting = Finding.objects.filter(state=State.WAITING, severity__gte=SAME_DAY, found_at__lte=now - SAY_AGAIN_AFTER)
    for finding in waiting:
        barred = set(FindingBar.objects.filter(finding=finding).values_list("mark", flat=True))
        readers = posts[READ_BY[Compartment(finding.compartment)]]
        told |= {person for person in readers if mark_of(person) not in barred}
    if told:
        with act(SYSTEM, "monitoring.say-again", now=now, compartment=BUFFER) as entry:
            entry.details["told"] = len(told)
            for person in sorted(told):
                tell(person, now=now)
