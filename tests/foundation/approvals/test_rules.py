"""Who decides, as a property over every arrangement of posts and conflicts."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.approvals.rules import Seat, Standing, everyone_told, who_decides

PERSONS = [UUID(int=number) for number in range(6)]
SOME = st.lists(st.sampled_from(PERSONS), max_size=3, unique=True).map(tuple)
SEATS = st.lists(st.builds(Seat, st.sampled_from(["a", "b", "chair"]), SOME, SOME, st.booleans()), max_size=4)
BARRED = st.frozensets(st.sampled_from(PERSONS))


@given(SEATS, BARRED)
def test_nobody_barred_ever_decides_or_is_delegated_to(seats: list[Seat], barred: frozenset[UUID]) -> None:
    found = who_decides(seats, barred)
    assert not found.persons & barred
    assert not found.may_delegate_to & (barred | found.persons)


@given(SEATS, BARRED)
def test_somebody_decides_exactly_when_somebody_free_holds_or_deputises(
    seats: list[Seat], barred: frozenset[UUID]
) -> None:
    free = {person for seat in seats for person in (*seat.holders, *seat.deputies)} - barred
    assert bool(who_decides(seats, barred).persons) is bool(free)


@given(SEATS, BARRED)
def test_the_first_post_with_somebody_free_decides(seats: list[Seat], barred: frozenset[UUID]) -> None:
    found = who_decides(seats, barred)
    for seat in seats:
        free_holders, free_deputies = set(seat.holders) - barred, set(seat.deputies) - barred
        if free_holders or free_deputies:
            assert found.post == seat.post
            assert found.persons == (free_holders or free_deputies)
            assert (found.standing is Standing.LAST_RESORT) is seat.last_resort
            return
    assert not found.persons


@given(SEATS, BARRED)
def test_the_conflicted_are_never_told(seats: list[Seat], conflicted: frozenset[UUID]) -> None:
    assert not everyone_told(seats, conflicted) & conflicted
