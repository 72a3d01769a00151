"""What settings may be: round trips for what is right, clear errors for garbage."""

from collections.abc import Callable
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.settings_history.shapes import (
    JSON,
    Choice,
    Dates,
    Names,
    SettingError,
    Shape,
    Switch,
    Text,
    TimeOfDay,
    Whole,
)

SHAPES: list[Shape[object]] = [
    Whole(1, 9),  # type: ignore[list-item]  # shapes of every type in one list
    Switch(),  # type: ignore[list-item]
    Text(50),  # type: ignore[list-item]
    Choice(("a", "b")),  # type: ignore[list-item]
    TimeOfDay(),  # type: ignore[list-item]
    Names(("x", "y")),  # type: ignore[list-item]
    Dates(),  # type: ignore[list-item]
]


@pytest.mark.parametrize(
    ("shape", "entered", "expected"),
    [
        (Whole(), " 12 ", 12),
        (Whole(), "007", 7),
        (Switch(), "ON", True),
        (Switch(), "no", False),
        (Text(), "  kept  ", "kept"),
        (Text(blank=True), "", ""),
        (Choice(("a", "b")), "b", "b"),
        (TimeOfDay(), "16:30", time(16, 30)),
        (Names(), "lead, chair\nmanager,", ("lead", "chair", "manager")),
        (Names(least=0), "", ()),
        (Dates(), "2026-12-29, 2026-12-30\n2026-12-29", frozenset({date(2026, 12, 29), date(2026, 12, 30)})),
        (Dates(), "", frozenset()),
    ],
)
def test_what_people_enter_is_read_kept_loaded_and_said_the_same(
    shape: Shape[object], entered: str, expected: object
) -> None:
    got = shape.read(entered)
    shape.check(got)
    assert got == expected
    assert shape.load(shape.keep(got)) == got
    assert shape.read(shape.say(got)) == got


@pytest.mark.parametrize(
    ("shape", "entered", "says"),
    [
        (Switch(), "maybe", "Choose on or off"),
        (Text(5), "x" * 6, "at most 5"),
        (Text(), "", "Enter some text"),
        (Text(), "a\x00b", "cannot be kept"),
        (Choice(("a", "b")), "c", "Choose one of: a, b"),
        (TimeOfDay(), "25:00", "such as 17:00"),
        (TimeOfDay(), "17:00:30", "such as 17:00"),
        (TimeOfDay(), "17:00+01:00", "such as 17:00"),
        (Names(("x",)), "x, y", "y is not known"),
        (Names(), "", "from 1 to 50"),
        (Names(), "a, a", "once only"),
        (Names(), "n" * 81, "80 characters"),
        (Dates(), "29/12/2026", "29/12/2026 is not a date"),
        (Dates(1), "2026-12-29,2026-12-30", "at most 1"),
    ],
)
def test_what_cannot_be_taken_says_what_to_enter(shape: Shape[object], entered: str, says: str) -> None:
    with pytest.raises(SettingError, match=says):
        shape.check(shape.read(entered))


def message_of(ask: Callable[[], object]) -> str:
    """The text of the SettingError that `ask` raises, "fine" for none; any other error is a failure."""
    try:
        ask()
    except SettingError as error:
        return str(error)
    return "fine"


@given(st.sampled_from(SHAPES), st.text(max_size=80))
def test_garbage_is_read_or_refused_and_nothing_else(shape: Shape[object], entered: str) -> None:
    def take() -> None:
        got = shape.read(entered)
        shape.check(got)
        assert shape.load(shape.keep(got)) == got

    assert message_of(take)


@given(st.sampled_from(SHAPES), st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.text()))
def test_a_stored_value_of_another_shape_is_refused_when_loaded(shape: Shape[object], kept: JSON) -> None:
    assert message_of(lambda: shape.load(kept))
