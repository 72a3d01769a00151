"""UK dates in the shapes policies use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.policy.rules.dates import find_dates, first_date, impossible_dates


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20.10.2023", "2023-10-20"),
        ("20/10/23", "2023-10-20"),
        ("3-4-2022", "2022-04-03"),
        ("2024-02-29", "2024-02-29"),
        ("1st September 2023", "2023-09-01"),
        ("22nd of March, 2021", "2021-03-22"),
        ("September 5, 2025", "2025-09-05"),
        ("9 Sept 2022", "2022-09-09"),
        ("Nov 2024", "2024-11"),
        ("Sept. 2023", "2023-09"),
        ("July '25", "2025-07"),
        ("Nov-24", "2024-11"),
        ("10/2023", "2023-10"),
        ("Revision 1 May 2018", "2018-05-01"),
    ],
)
def test_a_date_is_read_day_first_however_it_is_written(written: str, read: str) -> None:
    assert str(first_date(written)) == read


@pytest.mark.parametrize(
    "written", ["31.02.2024", "10/20/2023", "00/01/2024", "no date", "paragraphs 51-57", "1.2.3", ""]
)
def test_what_is_no_date_is_not_read_as_one(written: str) -> None:
    assert find_dates(written) == ()


def test_an_impossible_date_is_named_so_that_it_can_be_mended() -> None:
    assert impossible_dates("Reviewed 31.02.2024 and 10/20/2023, next 01.03.2025") == ("31.02.2024", "10/20/2023")


def test_dates_come_in_the_order_written_and_none_is_read_twice() -> None:
    assert [str(value) for value in find_dates("from June 2022, then 1 May 2023 and 02.03.2024")] == [
        "2022-06",
        "2023-05-01",
        "2024-03-02",
    ]


@given(st.dates(min_value=__import__("datetime").date(1990, 1, 1), max_value=__import__("datetime").date(2089, 12, 31)))
def test_every_day_written_in_words_or_figures_is_read_back(day: object) -> None:
    for shape in ("%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"):
        assert str(first_date(day.strftime(shape))) == str(day)  # type: ignore[attr-defined]  # a date by the strategy


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_of_dates_fail(text: str) -> None:
    find_dates(text)
    impossible_dates(text)
