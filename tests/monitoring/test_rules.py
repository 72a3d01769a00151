"""Pure decisions of this room, in tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.engine.text.values import Direction
from leeward.monitoring.rules import LONGEST_EXCERPT, Part, alias, direction_of, excerpt, is_reference, part_of
from leeward.people.rules import PersonClass

S, L, X = Part.STAFF, Part.LEARNER, Part.EXTERNAL


@pytest.mark.parametrize(
    ("sender", "recipients", "direction"),
    [
        (S, {L}, Direction.STAFF_TO_LEARNER),
        (S, {S, L, X}, Direction.STAFF_TO_LEARNER),
        (L, {L, S}, Direction.LEARNER_TO_LEARNER),
        (X, {L, S}, Direction.EXTERNAL_TO_LEARNER),
        (S, {S, X}, Direction.STAFF_TO_STAFF),
        (L, {S, X}, Direction.LEARNER_TO_STAFF),
        (X, {S}, Direction.UNKNOWN),
        (L, {X}, Direction.LEARNER_TO_EXTERNAL),
        (S, {X}, Direction.UNKNOWN),
        (X, {X}, Direction.UNKNOWN),
        (L, set(), Direction.UNKNOWN),
    ],
)
def test_who_speaks_to_whom(sender, recipients, direction):
    assert direction_of(sender, recipients) is direction


@pytest.mark.parametrize(
    ("classes", "part"),
    [
        (None, X),
        (set(), X),
        ({PersonClass.STAFF}, S),
        ({PersonClass.ASSOCIATE, PersonClass.PARENT}, S),
        ({PersonClass.VOLUNTEER, PersonClass.LEARNER}, S),
        ({PersonClass.LEARNER}, L),
        ({PersonClass.FORMER_LEARNER}, X),
        ({PersonClass.PARENT}, X),
    ],
)
def test_what_somebody_is_in_a_message(classes, part):
    assert part_of(classes) is part


@given(
    st.text(max_size=5000),
    st.lists(st.tuples(st.integers(0, 4999), st.integers(1, 30), st.floats(0.1, 1)), max_size=30),
)
def test_an_excerpt_is_short_and_its_words_are_the_words_of_the_text(text, places):
    words = [(start, min(start + length, len(text)), weight) for start, length, weight in places if start < len(text)]
    shown = excerpt(text, words)
    assert len(shown.text) <= LONGEST_EXCERPT + 3
    originals = {text[start:end] for start, end, _ in words}
    assert all(shown.text[start:end] in originals for start, end, _ in shown.words)
    if words and not shown.words:
        raise AssertionError("at least the first marked word is kept")


def test_an_alias_is_four_letters_that_cannot_be_misread():
    assert alias(bytes(range(32))) == "2345"
    assert not set(alias(bytes([200, 201, 202, 255]))) & set("ILOU01")


@pytest.mark.parametrize(
    ("text", "is_one"), [("ABCD-2345", True), ("ABCD-234", False), ("abcd-2345", False), ("", False)]
)
def test_references_are_told_from_anything_else(text, is_one):
    assert is_reference(text) is is_one
