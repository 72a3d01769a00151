"""People's names in what somebody wrote."""

import unicodedata
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.people.naming import Known, fold, named_in

DEBS = Known(UUID(int=1), "Debs Oseitutu", "Deborah", "Debs", "Oseitutu", 1, "debs@harbourlane.example")
COLM = Known(UUID(int=2), "Colm O'Shaughnessy", "Colm", "", "O'Shaughnessy", 1)
HELEN = Known(UUID(int=3), "Helen Okonjo-Pryce", "Helen", "", "Okonjo-Pryce", 1)
CALLUM = Known(UUID(int=4), "Callum Young", "Callum", "", "Young", 1)
ZOE = Known(UUID(int=5), "Zoë Wrześniak", "Zoë", "", "Wrześniak", 1)
MANY = Known(UUID(int=6), "Ann Hardwick", "Ann", "", "Hardwick", 9)
ALL = [DEBS, COLM, HELEN, CALLUM, ZOE, MANY]


@pytest.mark.parametrize(
    ("text", "person", "certain"),
    [
        ("Deborah Oseitutu said it", DEBS, True),
        ("it was DEBS OSEITUTU", DEBS, True),
        ("Oseitutu, Deborah", DEBS, True),
        ("Deborah Jane Oseitutu", DEBS, True),
        ("write to Debs@HarbourLane.example.", DEBS, True),
        ("Ms Oseitutu's office", DEBS, False),
        ("Oseitutu again", DEBS, False),
        ("D. Oseitutu", DEBS, False),
        ("Colm OShaughnessy", COLM, True),
        ("Colm O’Shaughnessy's class", COLM, True),
        ("colm o'shaughnessy", COLM, True),
        ("Helen Okonjo Pryce", HELEN, True),
        ("helen okonjo-pryce", HELEN, True),
        ("Mr Young shouted", CALLUM, False),
        ("Callum Young", CALLUM, True),
        ("Zoe Wrzesniak", ZOE, True),
        ("ZOË WRZEŚNIAK", ZOE, True),
        (unicodedata.normalize("NFD", "Zoë Wrześniak"), ZOE, True),
        ("Mrs Hardwick", MANY, False),
    ],
)
def test_a_name_is_found(text, person, certain):
    assert [(named.person, named.certain) for named in named_in(text, ALL)] == [(person.person, certain)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a young person was upset",
        "Deborah was there",
        "Hardwick hall",
        "no names at all",
        "Deborahoseitutu",
        "'s '",
    ],
)
def test_a_text_without_a_name_names_nobody(text):
    assert named_in(text, ALL) == []


def test_certain_matches_come_first_and_each_person_once():
    found = named_in("Oseitutu met Colm O'Shaughnessy; Debs Oseitutu left; O'Shaughnessy stayed; Mr Young", ALL)
    assert [(named.name, named.certain) for named in found] == [
        ("Colm O'Shaughnessy", True),
        ("Debs Oseitutu", True),
        ("Callum Young", False),
    ]


@given(st.text(max_size=400))
def test_any_text_can_be_searched_and_folding_twice_changes_nothing(text):
    named_in(text, ALL)
    assert fold(" ".join(fold(text))) == fold(text)


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_full_name_is_found_whatever_stands_around_it(before, after):
    found = named_in(f"{before} | Zoë Wrześniak | {after}", [ZOE])
    assert [named.certain for named in found] == [True]
