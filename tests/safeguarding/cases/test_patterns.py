"""The quiet pattern finder: small things together, seen only by whoever may see each of them."""

import pytest

from leeward.safeguarding import actions, queries
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.marks import names_in
from leeward.safeguarding.rules.patterns import Same
from leeward.safeguarding.rules.persons import Role
from tests.people.made import somebody
from tests.safeguarding.cases.test_closing import worked_on
from tests.safeguarding.made import NOW, House, about, raised


@pytest.fixture
def lead(house: House):
    return house.actor("lead")


def found(actor) -> list[tuple[Same, int]]:
    return [(one.same, len(one.refs)) for one in queries.patterns(actor, NOW)]


def test_the_third_low_level_entry_on_one_person_is_a_pattern(house, lead):
    for number in range(3):
        assert found(lead) == []
        worked_on(lead, raised(about("Colm Shaughnessy")), kinds=[CaseKind.LOW_LEVEL])
        assert number < 3
    assert found(lead) == [(Same.LOW_LEVEL, 3)]


def test_the_same_person_in_three_concerns_of_any_kind_is_a_pattern(house, lead):
    ellie = somebody("Ellie Stoddart")
    for _number in range(3):
        ref = worked_on(lead, raised())
        actions.add_person(actor=lead, ref=ref, name="", person=ellie, role=Role.HARMED, now=NOW)
    assert found(lead) == [(Same.PERSON, 3)]


def test_the_same_place_name_online_or_employer_is_found_however_it_is_written(lead):
    for places, handles in (("Harbour Lane", "@Lad_04"), ("the gate, HARBOUR  LANE", "lad_04"), ("Harbour lane", "x")):
        worked_on(lead, raised(), places=places, handles=handles)
    assert found(lead) == [(Same.PLACE, 3)]


def test_a_barred_person_s_patterns_are_those_without_the_hidden_case(house, lead):
    for _number in range(2):
        worked_on(lead, raised(), places="Harbour Lane")
    director = house.actor("director")
    worked_on(director, raised(about("Tomasz Wren")), places="Harbour Lane")
    assert found(lead) == []
    assert found(director) == []
    worked_on(lead, raised(), places="Harbour Lane")
    assert found(lead) == [(Same.PLACE, 3)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        (" , ;\n", []),
        ("Café Zoë, café zoe", ["cafe zoe", "cafe zoe"]),
        ("@Lad_04;O'Neil’s Gym", ["lad_04", "o neil s gym"]),
        ("\x00\ud800", []),
    ],
)
def test_names_in_one_form(text: str, names: list[str]) -> None:
    assert list(names_in(text)) == names
