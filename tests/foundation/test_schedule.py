"""What recurs daily, in sentences."""

from datetime import UTC, datetime, time, timedelta

import pytest

from leeward.foundation import schedule
from leeward.foundation.outbox.jobs import dead_letters, work_off
from leeward.foundation.outbox.models import Job
from leeward.foundation.schedule import daily, put_what_recurs
from tests.crash import every_crash_point

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_recurs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_recurring", {})


def run(now: datetime) -> None:
    put_what_recurs(now)
    work_off(now)


def test_it_is_done_once_a_day_however_often_the_worker_looks() -> None:
    done: list[datetime] = []
    daily("test.observe", time(5), done.append)
    for hours in range(0, 72, 3):
        run(NOW + timedelta(hours=hours))
    assert len(done) == 4
    assert len({moment.date() for moment in done}) == 4


def test_it_waits_for_its_time_of_day_in_london() -> None:
    done: list[datetime] = []
    daily("test.observe", time(9, 30), done.append)
    run(datetime(2026, 7, 1, 8, 29, tzinfo=UTC))
    assert done == []
    run(datetime(2026, 7, 1, 8, 30, tzinfo=UTC))
    assert len(done) == 1


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_it_is_done_once_on_the_days_the_clocks_change_even_in_the_hour_they_do(day: datetime) -> None:
    done: list[datetime] = []
    daily("test.observe", time(1, 30), done.append)
    for minutes in range(0, 22 * 60, 10):
        run(day + timedelta(minutes=minutes))
    assert len(done) == 1


def test_a_failed_turn_is_tried_again_and_a_forgotten_one_is_seen() -> None:
    tries: list[datetime] = []

    def fail_once(now: datetime) -> None:
        tries.append(now)
        if len(tries) == 1:
            raise ConnectionError

    daily("test.observe", time(5), fail_once)
    run(NOW)
    run(NOW + timedelta(minutes=1))
    assert len(tries) == 2
    schedule._recurring.clear()
    Job.objects.update(state=Job.State.WAITING, attempts=7)
    work_off(NOW + timedelta(hours=3))
    assert [job.last_error for job in dead_letters()] == ["LookupError"]


def test_a_crash_at_any_statement_loses_no_turn() -> None:
    daily("test.observe", time(5), lambda now: None)
    daily("test.digest", time(6), lambda now: None)

    def check(statement: int, finished: bool) -> None:
        put_what_recurs(NOW)
        assert Job.objects.filter(handler=schedule.HANDLER).count() == 2

    assert every_crash_point(lambda: put_what_recurs(NOW), check) >= 2
