"""Nudes and semi-nudes: which answers mean that somebody outside is told at once."""

from itertools import product

import pytest

from leeward.safeguarding.rules.procedures.nudes import NUDES
from leeward.safeguarding.rules.procedures.shape import NO, REASON, UNSURE, YES, Whom, counting, finished, next_screen

FIVE = ("adult", "coerced", "unusual", "under-13", "at_risk")
FAMILY = {"wishes": "To have it gone", "parents": "told", "parents_why": "She agreed"}


def answered(**more: str) -> dict[str, str]:
    return {"under_18": YES, **dict.fromkeys(FIVE, NO), "spread": NO, **FAMILY, **more}


def test_any_of_the_five_means_at_once_and_not_sure_counts_as_yes():
    for given in product((YES, NO, UNSURE), repeat=5):
        answers = answered(**dict(zip(FIVE, given, strict=True)))
        result = NUDES.result(answers)
        assert result is not None
        refers = any(duty.key == "nudes-refer" for duty in result.duties)
        assert refers == any(answer != NO for answer in given), given
        assert len(result.why) == sum(answer != NO for answer in given)
        assert bool(result.reason_needed) == (not refers)


@pytest.mark.parametrize(("adult", "whom"), [(YES, Whom.POLICE), (UNSURE, Whom.POLICE), (NO, Whom.SOCIAL_CARE)])
def test_an_adult_who_is_or_may_be_involved_means_the_police(adult, whom):
    result = NUDES.result(answered(adult=adult, coerced=YES))
    assert result is not None
    assert result.duties[0].whom is whom


@pytest.mark.parametrize("age", [YES, UNSURE])
def test_somebody_who_may_be_under_18_is_treated_as_under_18(age):
    screen = next_screen(NUDES, {"under_18": age, "adult": NO})
    assert screen is not None
    assert screen.key == "triggers"


def test_pictures_of_adults_ask_none_of_the_five():
    answers = {"under_18": NO, "adult": YES, "wishes": "To be left alone"}
    result = finished(NUDES, answers)
    assert result is not None
    assert result.duties == ()


def test_not_referring_is_finished_only_with_a_reason():
    answers = answered()
    assert finished(NUDES, answers) is None
    screen = next_screen(NUDES, answers)
    assert screen is not None
    assert screen.key == REASON
    assert finished(NUDES, {**answers, REASON: "Two friends of 17, no pressure, both want it gone"}) is not None


def test_answers_to_questions_no_longer_asked_do_not_count():
    before = answered(coerced=YES)
    after = counting(NUDES, {**before, "under_18": NO})
    assert set(after) == {"under_18", "adult", "wishes"}


def test_no_question_or_advice_asks_anybody_to_look_or_to_send():
    texts = [question.text for screen in NUDES.screens(answered()) for question in screen.questions]
    assert not [text for text in texts if "upload" in text.lower() or "attach" in text.lower()]
    assert any("Do not look" in line for line in NUDES.never)
