"""The form that ends a duty: just now, or at a day and time that lie in the past."""

from datetime import UTC, datetime

import pytest

from leeward.safeguarding.forms.procedures import EndDutyForm
from tests.safeguarding.made import NOW

SAID = {"applies": "yes", "result": "Rang them"}
DAY = {"day_0": "25", "day_1": "11", "day_2": "2026"}


def test_without_a_time_it_was_done_just_now():
    form = EndDutyForm(NOW, SAID)
    assert form.is_valid(), form.errors
    assert form.done_at is None


def test_a_day_and_time_in_the_past_are_taken():
    form = EndDutyForm(NOW, {**SAID, **DAY, "clock": "09:15"})
    assert form.is_valid(), form.errors
    assert form.done_at == datetime(2026, 11, 25, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (DAY, "clock"),
        ({"clock": "09:15"}, "day"),
        ({**DAY, "clock": "10:01"}, "day"),
        ({**DAY, "clock": "a quarter past"}, "clock"),
        ({"day_0": "31", "day_1": "11", "day_2": "2026", "clock": "09:15"}, "day"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(given, field):
    form = EndDutyForm(NOW, {**SAID, **given})
    assert not form.is_valid()
    assert list(form.errors) == [field]
