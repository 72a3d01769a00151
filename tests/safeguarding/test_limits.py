"""The limits of concerns follow the days and hours the organisation works."""

from datetime import UTC, datetime

import pytest

from leeward.foundation.access import SYSTEM
from leeward.foundation.settings_history.actions import change_setting
from leeward.safeguarding.queries.clocks import due
from leeward.safeguarding.rules.limits import ACKNOWLEDGE

FRIDAY = datetime(2026, 12, 18, 10, tzinfo=UTC)


@pytest.mark.django_db
def test_a_closure_day_and_an_earlier_close_move_the_limit() -> None:
    assert ACKNOWLEDGE.amount == 1
    assert due(ACKNOWLEDGE, FRIDAY) == datetime(2026, 12, 21, 17, tzinfo=UTC)
    for key, entered in (("clocks.closures", "2026-12-21"), ("clocks.closes", "15:30")):
        change_setting(actor=SYSTEM, key=key, entered=entered, why="Ours", now=FRIDAY)
    assert due(ACKNOWLEDGE, FRIDAY) == datetime(2026, 12, 22, 15, 30, tzinfo=UTC)
