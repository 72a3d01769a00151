"""Sexual violence and harassment between young people: who is told, what is written, and what is too small for it."""

import pytest

from leeward.safeguarding.rules.procedures.sexual_harm import SEXUAL_HARM
from leeward.safeguarding.rules.procedures.shape import NO, UNSURE, YES, finished
from tests.safeguarding.procedures.walked import asks_for_a_reason, duties, through

BOTH = {"police-told", "social-care-told"}


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"kind": "violence"}, {"risk-assessment", *BOTH}),
        ({"kind": "unsure"}, {"risk-assessment", *BOTH}),
        ({"kind": "harassment"}, {"sexual-harm-pattern"}),
        ({"kind": "online harassment"}, {"sexual-harm-pattern"}),
        ({"kind": "upskirting"}, {"sexual-harm-pattern", "police-told"}),
        ({"kind": "harassment", "before": YES}, {"risk-assessment"}),
        ({"kind": "harassment", "before": UNSURE}, {"risk-assessment"}),
        ({"kind": "harassment", "adult": YES}, {"risk-assessment", *BOTH}),
        ({"kind": "harassment", "adult": UNSURE}, {"risk-assessment", *BOTH}),
        ({"kind": "harassment", "under_13": UNSURE}, {"risk-assessment", "social-care-told"}),
        ({"kind": "harassment", "power": YES}, {"risk-assessment", "social-care-told"}),
        ({"kind": "harassment", "danger": UNSURE}, {"risk-assessment", "social-care-told"}),
        ({"kind": "harassment", "way": "police"}, {"sexual-harm-pattern", "police-told"}),
        ({"kind": "harassment", "way": "early-help social-care"}, {"sexual-harm-pattern", "social-care-told"}),
        ({"kind": "low-level harassment"}, {"sexual-harm-pattern"}),
        ({"kind": "low-level"}, {"sexual-harm-pattern"}),
        ({"kind": "low-level", "before": YES}, {"risk-assessment"}),
    ],
)
def test_what_is_asked_for(given, asked):
    result, answers = through(SEXUAL_HARM, **given)
    assert duties(result) == asked
    assert asks_for_a_reason(result, answers) == (not asked & BOTH)


def test_something_small_and_new_is_short_and_something_small_again_is_not():
    assert [one.key for one in SEXUAL_HARM.screens({"kind": "low-level", "before": NO})] == ["what", "small"]
    assert len(SEXUAL_HARM.screens({"kind": "low-level", "before": UNSURE})) == 5


@pytest.mark.parametrize(
    "key", ["wishes", "harmed_needs", "names", "caused_needs", "bystanders", "way_why", "parents_why"]
)
def test_wishes_anonymity_both_sides_needs_bystanders_and_reasons_are_never_left_out(key):
    _result, answers = through(SEXUAL_HARM, kind="violence")
    del answers[key]
    assert finished(SEXUAL_HARM, answers) is None


def test_the_risk_assessment_is_looked_at_again():
    assert [duty.key for duty in SEXUAL_HARM.afterwards["risk-assessment"]] == ["risk-assessment-again"]


def test_nobody_looks_at_pictures_and_no_name_goes_to_the_other_family():
    result, _answers = through(SEXUAL_HARM, kind="online")
    said = " ".join((*SEXUAL_HARM.never, *result.advice))
    assert "nobody looks at it" in said
    assert "not given to the other family" in said
