"""The foundation's core, in sentences: audit, vault, outbox, access."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, transaction

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.audit.models import AuditEntry, ChainHead
from leeward.foundation.audit.trail import verify
from leeward.foundation.outbox import jobs, messages
from leeward.foundation.outbox.models import Job
from leeward.foundation.vault import store
from tests.crash import every_crash_point

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@messages.message("test.told")
@dataclass(frozen=True, slots=True)
class Told:
    what: UUID
    when: datetime | None = None
    words: tuple[str, ...] = ()


def write(times: int, compartment: str = "general") -> None:
    for number in range(times):
        with act(SYSTEM, "test.act", now=NOW, compartment=compartment) as entry:
            entry.details["number"] = number


def test_a_whole_trail_verifies():
    write(3)
    write(2, "other")
    assert verify() == []


def test_the_database_refuses_to_change_or_delete_an_entry():
    write(1)
    for change in (lambda: AuditEntry.objects.update(action="x"), lambda: AuditEntry.objects.all().delete()):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            change()


def test_a_cut_tail_is_found_when_the_head_remembers_more():
    write(2)
    ChainHead.objects.update(sequence=3)
    assert [(b.sequence, b.fault) for b in verify()] == [(3, "tail cut")]


def test_a_crash_at_any_statement_leaves_act_and_entry_or_neither():
    def flow():
        with act(SYSTEM, "test.act", now=NOW):
            Job.objects.create(kind="k", handler="h", key="crash", payload={}, due=NOW, put_at=NOW)

    def check(statement: int, finished: bool) -> None:
        assert Job.objects.filter(key="crash").exists() is finished
        assert AuditEntry.objects.exists() is finished

    assert every_crash_point(flow, check) >= 4


def test_what_is_sealed_opens_only_where_it_belongs():
    first, second = store.new_record("a"), store.new_record("a")
    sealed = store.seal_text(first, "text", "something private")
    assert b"private" not in sealed
    assert store.open_text(first, "text", sealed) == "something private"
    for record, field in ((first, "other"), (second, "text")):
        with pytest.raises(store.CannotOpen):
            store.open_text(record, field, sealed)


def test_rotation_keeps_everything_readable(settings, tmp_path):
    from leeward.foundation.vault import keyring

    settings.LEEWARD_KEYS = tmp_path / "keys"
    keyring.make(settings.LEEWARD_KEYS)
    record = store.new_record("a")
    sealed = store.seal_text(record, "text", "kept")
    assert store.rotate() == 1
    (settings.LEEWARD_KEYS / "kek-1.key").unlink()
    assert store.open_text(record, "text", sealed) == "kept"


def test_a_shredded_record_never_opens_again():
    record = store.new_record("a")
    sealed = store.seal_text(record, "text", "gone")
    store.shred(record, now=NOW)
    with pytest.raises(store.Shredded):
        store.open_text(record, "text", sealed)


def test_a_message_survives_its_journey_through_the_row():
    told = Told(uuid4(), NOW, ("a", "b"))
    assert messages.decode("test.told", messages.encode(told)) == told


def test_a_job_is_done_once_and_a_failing_one_becomes_a_dead_letter():
    heard: list[UUID] = []
    messages.listen(Told, "test.hears", lambda told, now: heard.append(told.what))

    def broken(told: Told, now: datetime) -> None:
        raise ZeroDivisionError

    messages.listen(Told, "test.breaks", broken, attempts=2)
    told = Told(uuid4())
    for _ in range(2):
        jobs.put(told, key="one", now=NOW)
    jobs.work_off(NOW)
    jobs.work_off(NOW + timedelta(days=1))
    assert heard == [told.what]
    assert [(job.handler, job.last_error) for job in jobs.dead_letters()] == [("test.breaks", "ZeroDivisionError")]


def test_a_job_left_by_a_dead_worker_is_due_again_after_its_lease():
    messages.listen(Told, "test.hears", lambda told, now: None)
    jobs.put(Told(uuid4()), key="left", now=NOW)
    while jobs.claim(NOW):
        pass
    assert jobs.claim(NOW + timedelta(seconds=1)) is None
    assert jobs.claim(NOW + jobs.LEASE + timedelta(seconds=1)) is not None
    assert connection.vendor in {"sqlite", "postgresql"}
