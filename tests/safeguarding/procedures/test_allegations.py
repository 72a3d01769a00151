"""Allegations against staff, how they end, and low-level concerns: who is told, by whom it is decided, and when."""

from itertools import product

import pytest

from leeward.safeguarding.rules.procedures.allegation_ended import ALLEGATION_ENDED, OUTCOMES
from leeward.safeguarding.rules.procedures.allegations import ALLEGATIONS, THRESHOLDS
from leeward.safeguarding.rules.procedures.low_level import LOW_LEVEL
from leeward.safeguarding.rules.procedures.shape import NO, UNSURE, YES, Starts, Whom, finished
from tests.safeguarding.procedures.walked import asks_for_a_reason, duties, through


def test_any_of_the_four_thresholds_goes_to_the_designated_officer_and_not_sure_counts_as_yes():
    for given in product((YES, NO, UNSURE), repeat=4):
        result, answers = through(ALLEGATIONS, **dict(zip(THRESHOLDS, given, strict=True)))
        told = [duty for duty in result.duties if duty.key == "lado-told"]
        assert bool(told) == any(one != NO for one in given), given
        assert len(result.why) == sum(one != NO for one in given)
        assert asks_for_a_reason(result, answers) == (not told)
        assert all((duty.whom, duty.starts) == (Whom.LADO, Starts.RAISED) for duty in told)


@pytest.mark.parametrize(
    ("given", "also"),
    [
        ({"harmed": YES}, {"social-care-told"}),
        ({"harmed": UNSURE}, {"social-care-told"}),
        ({"offence": YES}, {"police-told"}),
        ({"offence": UNSURE}, {"police-told"}),
        ({"risk": YES, "danger": YES}, {"police-told"}),
        ({"risk": YES, "danger": UNSURE}, {"police-told"}),
        ({"unsuitable": YES}, set()),
        ({"unsuitable": YES, "employed": "elsewhere"}, {"staff-employer-told"}),
        ({"unsuitable": YES, "employed": "nobody"}, set()),
        ({"unsuitable": YES, "adults": YES}, {"position-of-trust"}),
        ({"unsuitable": YES, "adults": UNSURE}, {"position-of-trust"}),
    ],
)
def test_what_else_an_allegation_asks_for(given, also):
    result, _answers = through(ALLEGATIONS, **given)
    assert duties(result) == {"lado-told", *also}


def test_who_looks_into_it_is_agreed_only_after_the_designated_officer_was_told():
    result, _answers = through(ALLEGATIONS, harmed=YES)
    assert "allegation-looked-into" not in duties(result)
    after = ALLEGATIONS.afterwards["lado-told"]
    assert [duty.key for duty in after] == ["lado-form", "allegation-looked-into", "allegation-review"]
    assert after[1].rule == "no-interview-first"
    assert any("before there is advice" in line for line in ALLEGATIONS.never)


def test_no_question_of_an_allegation_asks_anybody_to_interview():
    _result, answers = through(ALLEGATIONS, harmed=YES)
    texts = [q.text + q.hint for screen in ALLEGATIONS.screens(answers) for q in screen.questions]
    assert not [text for text in texts if "interview" in text.lower() or "statement" in text.lower()]


@pytest.mark.parametrize("measure", ["suspended", "apart", "apart suspended"])
def test_suspending_is_never_automatic_and_always_explained(measure):
    result, answers = through(ALLEGATIONS, harmed=YES, measures=measure)
    assert any("never automatic" in line for line in result.advice)
    assert any("in writing" in line for line in result.advice) == ("suspended" in measure)
    del answers["measures_why"]
    assert finished(ALLEGATIONS, answers) is None


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("removed", [YES, NO, UNSURE])
@pytest.mark.parametrize("harm", [YES, NO, UNSURE])
def test_the_duty_to_refer_needs_removal_and_harm_and_not_sure_counts_as_yes(outcome, removed, harm):
    result, answers = through(ALLEGATION_ENDED, outcome=outcome, removed=removed, harm=harm)
    refers = removed != NO and harm != NO
    assert duties(result) == ({"dbs-referral"} if refers else set())
    assert asks_for_a_reason(result, answers) == (outcome == "substantiated" and not refers)


@pytest.mark.parametrize(("teacher", "asked"), [(YES, True), (UNSURE, True), (NO, False)])
def test_a_teacher_is_thought_of_for_the_teaching_regulation_agency(teacher, asked):
    result, _answers = through(ALLEGATION_ENDED, removed=YES, harm=YES, teacher=teacher)
    assert any("Teaching Regulation Agency" in line for line in result.advice) == asked


def test_there_are_five_outcomes_and_two_of_them_leave_the_personnel_file():
    assert len(OUTCOMES) == 5
    out = {
        outcome
        for outcome in OUTCOMES
        if any("out of the personnel file" in line for line in through(ALLEGATION_ENDED, outcome=outcome)[0].advice)
    }
    assert out == {"malicious", "false"}


def test_asking_somebody_before_there_was_advice_has_to_be_explained():
    _result, answers = through(ALLEGATION_ENDED, asked="before")
    assert answers["early_why"]
    del answers["early_why"]
    assert finished(ALLEGATION_ENDED, answers) is None
    assert "early_why" not in through(ALLEGATION_ENDED, asked="after")[1]


@pytest.mark.parametrize(
    ("given", "over"),
    [
        ({}, False),
        ({"threshold": YES}, True),
        ({"threshold": UNSURE}, True),
        ({"pattern": YES, "together": NO}, False),
        ({"pattern": YES, "together": YES}, True),
        ({"pattern": UNSURE, "together": UNSURE}, True),
    ],
)
def test_a_low_level_concern_becomes_an_allegation_by_itself_or_as_a_pattern(given, over):
    result, answers = through(LOW_LEVEL, **given)
    assert duties(result) == ({"lado-told"} if over else {"low-level-review"})
    assert asks_for_a_reason(result, answers) == (not over)
    assert bool(result.why) == over


@pytest.mark.parametrize("threshold", [YES, NO])
def test_telling_of_oneself_is_welcome(threshold):
    result, _answers = through(LOW_LEVEL, told_by="themselves", threshold=threshold)
    assert any("thank them" in line for line in result.advice)
    assert not any("thank them" in line for line in through(LOW_LEVEL, told_by="somebody")[0].advice)
