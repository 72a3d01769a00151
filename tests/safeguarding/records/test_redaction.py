"""Leaving out and renaming: consistent, everywhere, and never undone by how a name is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.safeguarding.rules.record import Item, Part, Passage, Record, Section
from leeward.safeguarding.rules.redaction import SOURCES, Code, Plan, Replacer, aliases, forms_of, letters, redact, used

WENDELL = ("Learner", "Wendell Agyemang-Bell", ("Wend",))
QUIST = ("Adult", "Bartholomew Quist", ())
UNA = ("Person", "Una Ó Súilleabháin", ())
NAMES = aliases([WENDELL, QUIST, UNA])


@pytest.mark.parametrize(
    ("written", "gone"),
    [
        ("Wendell Agyemang-Bell came.", "Learner A came."),
        ("WENDELL  AGYEMANG-BELL came.", "Learner A came."),
        ("Agyemang-Bell, Wendell came.", "Learner A came."),
        ("Wendell\nAgyemang Bell", "Learner A"),
        ("Wend said so; wendell’s phone", "Learner A said so; Learner A’s phone"),
        ("Mr Quist and Bartholomew", "Mr Adult B and Adult B"),
        ("Una Ó Súilleabháin", "Person C"),
        ("Una O Suilleabhain", "Person C"),
        ("una o\u0301 su\u0301illeabha\u0301in", "Person C"),
        ("Quistling and Wendellina stay.", "Quistling and Wendellina stay."),
        ("Nobody here.", "Nobody here."),
        ("", ""),
    ],
)
def test_a_name_is_replaced_however_it_is_written(written: str, gone: str):
    assert Replacer(NAMES)(written) == gone


def test_a_name_that_is_a_word_is_replaced_only_where_it_is_a_name():
    assert Replacer(aliases([("Learner", "Will May", ())]))("Will May will say that Will, if he may, comes.") == (
        "Learner A will say that Learner A, if he may, comes."
    )


def test_no_names_change_nothing():
    assert Replacer(())("Wendell") == "Wendell"


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_go_on_after_z(number: int, expected: str):
    assert letters(number) == expected


def test_the_same_name_twice_has_one_letter():
    assert [one.alias for one in aliases([WENDELL, ("Adult", "wendell  agyemang-bell", ()), QUIST])] == [
        "Learner A",
        "Adult B",
    ]


def test_titles_are_no_names():
    assert "Mr" not in forms_of("Mr Quist")


ITEM = Item(
    "Wendell", "by Quist", (Passage("a", "Wendell said", "Wendell met Quist. SECRET"), Passage("b", "x", "Una"))
)
RECORD = Record("R", "open", "", (Section(Part.CHRONOLOGY, "About Wendell", (ITEM,)),))


def test_what_is_left_out_is_gone_and_its_reason_stands_there():
    found = redact(RECORD, Plan({"a": Code.THIRD_PARTY}, ()))
    assert "SECRET" not in repr(found)
    assert used(found) == [Code.THIRD_PARTY]
    assert [one.code for one in found.passages] == ["third-party", ""]


def test_titles_meta_and_labels_lose_the_names_too():
    found = repr(redact(RECORD, Plan({}, NAMES)))
    assert not any(name in found for name in ("Wendell", "Quist", "Una"))
    assert "Learner A met Adult B" in found


def test_every_code_has_a_source():
    assert set(SOURCES) == set(Code)


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_around_a_name_lets_it_through(before: str, after: str):
    found = Replacer(NAMES)(f"{before} Bartholomew Quist {after}")
    assert "Bartholomew Quist" not in found.replace("\n", " ")
