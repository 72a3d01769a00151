"""Somebody with the whole database in their hands changes the trail: which fault is named, and where?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.audit import digest
from leeward.foundation.audit.chain import START, Link, first_break, mac_of
from leeward.foundation.audit.models import AuditEntry, ChainHead, DailyDigest
from leeward.foundation.audit.trail import record, verify

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db
KEY = b"k" * 32


@pytest.fixture
def unguarded(db):
    """The triggers are gone, as for whoever owns the database."""
    with connection.cursor() as cursor:
        for table in ("foundation_auditentry", "foundation_dailydigest"):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {table}_no_update")
                cursor.execute(f"DROP TRIGGER {table}_no_delete")
            else:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.LEEWARD_HOME = tmp_path


def write(times: int, compartment: str = "general") -> None:
    for number in range(times):
        with act(SYSTEM, "test.act", now=NOW + timedelta(seconds=number), compartment=compartment) as entry:
            entry.details["number"] = number


def entry(sequence: int):
    return AuditEntry.objects.filter(compartment="general", sequence=sequence)


def swap(first: int, second: int) -> None:
    entry(first).update(sequence=99)
    entry(second).update(sequence=first)
    entry(99).update(sequence=second)


def insert_copy(after: int) -> None:
    for row in AuditEntry.objects.filter(compartment="general", sequence__gt=after).order_by("-sequence"):
        entry(row.sequence).update(sequence=row.sequence + 1)
    row = entry(after).get()
    AuditEntry.objects.create(
        compartment="general",
        sequence=after + 1,
        at=row.at,
        actor=row.actor,
        action="test.forged",
        details={},
        previous=row.mac,
        mac=bytes(32),
    )


TAMPERING: dict[str, tuple[Callable[[], object], tuple[int, str]]] = {
    "an action changed": (lambda: entry(3).update(action="other"), (3, "changed")),
    "who did it changed": (lambda: entry(1).update(actor="person:x"), (1, "changed")),
    "when it was changed": (lambda: entry(5).update(at=NOW), (5, "changed")),
    "a detail changed": (lambda: entry(2).update(details={"number": 7}), (2, "changed")),
    "an entry deleted": (lambda: entry(3).delete(), (3, "missing")),
    "the first deleted": (lambda: entry(1).delete(), (1, "missing")),
    "the tail cut": (lambda: AuditEntry.objects.filter(sequence__gt=3).delete(), (4, "tail cut")),
    "two swapped": (lambda: swap(2, 4), (2, "changed")),
    "one inserted": (lambda: insert_copy(2), (3, "changed")),
    "all deleted": (lambda: AuditEntry.objects.all().delete(), (1, "tail cut")),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_the_first_fault_is_named_where_it_is(unguarded, name):
    write(5)
    write(3, "elsewhere")
    assert verify() == []
    tamper, (sequence, fault) = TAMPERING[name]
    tamper()
    found = {broken.compartment: (broken.sequence, broken.fault) for broken in verify()}
    assert found["general"] == (sequence, fault)
    assert ("elsewhere" in found) is (name in {"all deleted"})


def test_an_entry_moved_to_another_compartment_breaks_both(unguarded):
    write(2)
    write(1, "elsewhere")
    AuditEntry.objects.filter(compartment="general", sequence=2).update(compartment="elsewhere")
    assert [broken.compartment for broken in verify()] == ["elsewhere", "general"]


def test_a_tail_cut_together_with_its_head_is_caught_by_the_digest(unguarded):
    write(5)
    digest.make_digest(NOW)
    cut = entry(3).get()
    AuditEntry.objects.filter(sequence__gt=3).delete()
    ChainHead.objects.update(sequence=3, mac=cut.mac)
    assert verify() == []
    assert [fault.fault for fault in digest.check_digests()] == [
        "general: entry 5 was there that day and is gone (tail cut)"
    ]


def test_a_database_put_back_to_yesterday_is_caught_by_the_file(unguarded):
    write(2)
    digest.make_digest(NOW)
    DailyDigest.objects.all().delete()
    assert [fault.fault for fault in digest.check_digests()] == [
        "its file is here, its row is gone (the trail was cut back or restored from before)"
    ]


@pytest.mark.parametrize("part", ["root", "day", "made"])
def test_a_digest_file_that_was_edited_does_not_pass(part, settings):
    write(1)
    digest.make_digest(NOW)
    path = next((settings.LEEWARD_HOME / "digests").glob("*.json"))
    path.write_text(path.read_text().replace(f'\\"{part}\\": \\"', f'\\"{part}\\": \\"0'))
    assert len(digest.check_digests()) == 1


@pytest.mark.parametrize("garbage", ["", "{}", "[]", '{"body": 1, "signature": "x"}', "\x00"])
def test_garbage_in_place_of_a_digest_is_said_and_not_raised(garbage, settings):
    folder = settings.LEEWARD_HOME / "digests"
    folder.mkdir()
    (folder / "2026-11-25.json").write_text(garbage)
    assert [fault.fault for fault in digest.check_digests()] == ["its file cannot be read"]


def test_the_digest_of_a_day_is_made_once_and_names_no_compartment(settings):
    write(1, "about-somebody")
    first = digest.make_digest(NOW)
    write(1, "about-somebody")
    assert digest.make_digest(NOW + timedelta(minutes=1)).root == first.root
    content = next((settings.LEEWARD_HOME / "digests").glob("*.json")).read_text()
    assert "about-somebody" not in content
    assert digest.check_digests() == []


def test_an_entry_outside_a_transaction_is_refused(monkeypatch):
    with monkeypatch.context() as outside:
        outside.setattr(connections["default"], "in_atomic_block", False)
        with pytest.raises(RuntimeError, match="use `act"):
            record("system", "test.act", now=NOW)


def test_text_does_not_fit_into_a_detail():
    with pytest.raises(ValueError, match="give a reference"), act(SYSTEM, "test.act", now=NOW) as made:
        made.details["words"] = "x" * 201


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    previous = START
    for sequence in range(1, length + 1):
        link = Link("c", sequence, NOW, "a", "b", "", {"n": sequence}, previous, b"")
        mac = mac_of(KEY, link)
        links.append(Link("c", sequence, NOW, "a", "b", "", {"n": sequence}, previous, mac))
        previous = mac
    return links


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_change_to_any_bit_of_any_link_is_found_no_later_than_there(data):
    links = chain(data.draw(st.integers(1, 6)))
    head = (len(links), links[-1].mac)
    assert first_break(KEY, links, head=head) is None
    at = data.draw(st.integers(0, len(links) - 1))
    kind = data.draw(st.sampled_from(["mac", "previous", "delete", "duplicate", "details"]))
    link = links[at]
    if kind in {"mac", "previous"}:
        raw = bytearray(getattr(link, kind))
        raw[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
        fields = {name: getattr(link, name) for name in Link.__slots__} | {kind: bytes(raw)}
        links[at] = Link(**fields)
    elif kind == "details":
        fields = {name: getattr(link, name) for name in Link.__slots__} | {"details": {"n": 99}}
        links[at] = Link(**fields)
    elif kind == "delete":
        del links[at]
    else:
        links.insert(at, link)
    broken = first_break(KEY, links, head=head)
    assert broken is not None
    assert broken.sequence <= at + 1
