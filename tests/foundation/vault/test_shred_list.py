"""The list of shredded records outside the database: only added to, whole after any tear, not to be changed."""

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from leeward.foundation.vault import keyring, shred_list, store
from leeward.foundation.vault.models import ShreddedRecord

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.fixture
def listed(settings, tmp_path):
    settings.LEEWARD_KEYS = tmp_path / "keys"
    settings.LEEWARD_SHREDDED = None
    keyring.make(settings.LEEWARD_KEYS)
    return settings.LEEWARD_KEYS / "shredded.list"


def test_a_missing_list_is_not_an_empty_one(listed):
    assert shred_list.read() is None
    shred_list.begin()
    assert shred_list.read() == {}
    assert listed.stat().st_mode & 0o777 == 0o600


def test_what_is_added_is_read_again_once(listed):
    record = uuid4()
    shred_list.add({record: NOW})
    shred_list.add({record: NOW, uuid4(): NOW})
    assert len(found := shred_list.read()) == 2
    assert found[record] == NOW


def test_a_torn_line_is_passed_over_and_the_next_stands_by_itself(listed):
    records = [uuid4() for _ in range(3)]
    shred_list.add({records[0]: NOW})
    whole = listed.read_text()
    for cut in range(len(whole)):
        listed.write_text(whole + whole[:cut])
        shred_list.add({records[1]: NOW})
        assert {records[1], records[0]} <= set(shred_list.read())


def test_a_changed_line_is_named_and_nothing_is_taken_from_the_list(listed):
    shred_list.add({uuid4(): NOW, uuid4(): NOW})
    lines = listed.read_text().splitlines()
    listed.write_text(f"{lines[0]}\n{uuid4()}{lines[1][36:]}\n")
    with pytest.raises(shred_list.ListDamaged, match="Line 2"):
        shred_list.read()


def test_many_who_add_at_once_lose_nothing(listed):
    shred_list.begin()
    records = [uuid4() for _ in range(40)]
    threads = [threading.Thread(target=shred_list.add, args=({record: NOW},)) for record in records]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(shred_list.read()) == set(records)


@pytest.mark.django_db
def test_shredding_is_listed_when_it_is_committed_and_not_before(listed, django_capture_on_commit_callbacks):
    record = store.new_record("a")
    with django_capture_on_commit_callbacks(execute=True):
        store.shred(record, now=NOW)
        assert shred_list.read() is None
    assert set(shred_list.read()) == {record}


@pytest.mark.django_db
def test_what_a_killed_process_left_out_is_added_later(listed):
    store.shred(store.new_record("a"), now=NOW)
    assert shred_list.complete() == 1
    assert shred_list.complete() == 0
    assert set(shred_list.read()) == set(ShreddedRecord.objects.values_list("record", flat=True))


@pytest.mark.django_db
def test_a_list_that_cannot_be_written_does_not_stop_the_shredding(
    listed, settings, tmp_path, django_capture_on_commit_callbacks, caplog
):
    settings.LEEWARD_SHREDDED = tmp_path / "no-such-folder" / "list"
    record = store.new_record("a")
    with django_capture_on_commit_callbacks(execute=True):
        store.shred(record, now=NOW)
    assert ShreddedRecord.objects.filter(record=record).exists()
    assert "cannot be written" in caplog.text
