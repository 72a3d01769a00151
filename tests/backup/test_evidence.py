"""Backups prove promises: when the last was made, and when one was last restored."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from leeward.foundation.backup.evidence import look_made, look_restored
from leeward.foundation.backup.models import BackupEvent
from leeward.foundation.evidence.findings import State
from leeward.frontdoor.health import Level, backups

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def event(kind: str, days_ago: float) -> None:
    at = NOW - timedelta(days=days_ago)
    BackupEvent.objects.create(kind=kind, at=at, backup=uuid4(), made_at=at, name="b.leeward")


@pytest.mark.parametrize(
    ("look", "kind", "ages"),
    [
        (look_made, "made", [(0.1, State.TRUE), (1.7, State.SLIPPING), (2, State.SLIPPED)]),
        (look_restored, "verified", [(10, State.TRUE), (85, State.SLIPPING), (100, State.SLIPPED)]),
        (look_restored, "restored", [(10, State.TRUE)]),
    ],
)
def test_a_backup_proves_for_as_long_as_it_is_recent(look, kind, ages):
    assert look("general", NOW).state is State.UNPROVEN
    for age, state in ages:
        BackupEvent.objects.all().delete()
        event(kind, age)
        assert look("general", NOW).state is state


def test_making_one_does_not_prove_that_it_can_be_restored():
    event("made", 0.1)
    assert look_restored("general", NOW).state is State.UNPROVEN


def test_the_doctor_says_when_and_what_to_do():
    signs = list(backups(NOW))
    assert [sign.level for sign in signs] == [Level.WARN, Level.WARN]
    assert all("leeward backup" in sign.mend for sign in signs)
    event("made", 0.5)
    event("verified", 0.5)
    signs = list(backups(NOW))
    assert [sign.level for sign in signs] == [Level.GOOD, Level.GOOD]
    assert "last made 24 November 2026 22:00" in signs[0].what
