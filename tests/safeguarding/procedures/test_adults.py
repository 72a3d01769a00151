"""Adults at risk: three questions, wishes and reasons, and the children's way for what happened before 18."""

from itertools import product

import pytest

from leeward.safeguarding.rules.procedures.adults import ADULTS
from leeward.safeguarding.rules.procedures.shape import NO, UNSURE, YES, finished
from tests.safeguarding.procedures.walked import asks_for_a_reason, duties, through

LIMBS = ("needs", "abuse", "protect")
MET = dict.fromkeys(LIMBS, YES)


def test_all_three_questions_mean_the_local_authority_and_not_sure_counts_as_yes():
    for given in product((YES, NO, UNSURE), repeat=3):
        result, answers = through(ADULTS, **dict(zip(LIMBS, given, strict=True)))
        told = NO not in given
        assert duties(result) == ({"adult-care-told"} if told else set()), given
        assert len(result.why) == (3 if told else 0)
        assert asks_for_a_reason(result, answers) == (not told)


def test_what_happened_under_18_takes_the_way_for_children_and_asks_none_of_the_three():
    result, answers = through(ADULTS, child_then=YES)
    assert duties(result) == {"social-care-told"}
    assert not set(LIMBS) & set(answers)


def test_where_nobody_is_sure_of_the_age_both_ways_are_gone():
    assert duties(through(ADULTS, child_then=UNSURE, **MET)[0]) == {"social-care-told", "adult-care-told"}
    assert duties(through(ADULTS, child_then=UNSURE)[0]) == {"social-care-told"}


@pytest.mark.parametrize(
    ("given", "also"),
    [
        ({"danger": YES}, {"police-told"}),
        ({"danger": UNSURE}, {"police-told"}),
        ({"offence": YES}, {"police-told"}),
        ({"offence": UNSURE}, {"police-told"}),
        ({"staff": YES}, {"position-of-trust"}),
        ({"staff": UNSURE}, {"position-of-trust"}),
        ({"agree": "disagrees"}, set()),
    ],
)
def test_what_else_is_asked_for(given, also):
    assert duties(through(ADULTS, **MET, **given)[0]) == {"adult-care-told", *also}


@pytest.mark.parametrize(("agree", "asked"), [("agrees", False), ("disagrees", True), ("not-asked", True)])
def test_going_past_a_wish_has_to_be_explained_and_hinders_nothing(agree, asked):
    result, answers = through(ADULTS, agree=agree, **MET)
    assert "adult-care-told" in duties(result)
    assert ("override" in answers) == asked
    if asked:
        del answers["override"]
        assert finished(ADULTS, answers) is None


@pytest.mark.parametrize(("capacity", "asked"), [(YES, False), (NO, True), (UNSURE, True)])
def test_who_found_that_somebody_cannot_decide_is_written_down(capacity, asked):
    result, _answers = through(ADULTS, capacity=capacity)
    assert any("whether they can decide" in line for line in result.advice) == asked
