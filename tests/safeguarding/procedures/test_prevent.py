"""Extremism: when it is referred, to whom, and that the form asks what the national referral asks."""

import pytest

from leeward.safeguarding.rules.procedures.prevent import PREVENT
from leeward.safeguarding.rules.procedures.shape import NO, UNSURE, YES
from tests.safeguarding.procedures.walked import asks_for_a_reason, duties, through

REFER, CHILD, THREAT = "prevent-referral", "social-care-told", "prevent-threat"


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"refer": "refer"}, {REFER}),
        ({"refer": "ask"}, {REFER}),
        ({"refer": "refer", "under_18": YES}, {REFER, CHILD}),
        ({"refer": "refer", "under_18": UNSURE}, {REFER, CHILD}),
        ({"refer": "not-refer"}, set()),
        ({"refer": "not-refer", "under_18": YES}, set()),
        ({"refer": "not-refer", "incites": YES}, {REFER}),
        ({"refer": "not-refer", "incites": UNSURE}, {REFER}),
        ({"refer": "not-refer", "threat": YES}, {THREAT, REFER}),
        ({"refer": "refer", "threat": UNSURE, "under_18": YES}, {THREAT, REFER, CHILD}),
    ],
)
def test_what_is_asked_for(given, asked):
    result, answers = through(PREVENT, **given)
    assert duties(result) == asked
    assert asks_for_a_reason(result, answers) == (not asked)


def test_the_questions_are_those_of_the_national_referral():
    asked = {question.key for screen in PREVENT.screens({}) for question in screen.questions}
    fields = {"how", "event", "shows", "sympathies", "online", "contacts", "threats", "needs", "other", "talks"}
    assert fields | {"support", "ahead"} <= asked


def test_it_is_passed_on_before_anybody_answers_and_consent_is_for_support():
    result, _answers = through(PREVENT, refer="refer")
    assert any("before anybody answers" in line for line in result.advice)
    assert any(line.startswith("Consent is for support") for line in result.advice)
    assert any("for their faith" in line for line in PREVENT.never)
    assert NO not in dict(PREVENT.screens({})[-1].questions[0].choices)
