"""Cyberbullying: by somebody nobody knows, at night, in any medium; the police, both sides, and never a picture."""

import pytest

from leeward.safeguarding.rules.procedures.cyberbullying import CYBERBULLYING
from leeward.safeguarding.rules.procedures.shape import UNSURE, YES
from tests.safeguarding.procedures.walked import asks_for_a_reason, duties, through

ALWAYS = {"bullying-talk", "bullying-look-back"}


@pytest.mark.parametrize("key", ["threat", "intimate", "hate", "stalking", "takeover", "adult"])
@pytest.mark.parametrize("answer", [YES, UNSURE])
def test_whatever_may_be_against_the_law_is_put_to_the_police_and_not_sure_counts(key, answer):
    result, answers = through(CYBERBULLYING, **{key: answer})
    assert duties(result) == ALWAYS | {"police-told"} | ({"social-care-told"} if key == "adult" else set())
    assert len(result.why) == 1
    assert not asks_for_a_reason(result, answers)


@pytest.mark.parametrize("answer", [YES, UNSURE])
def test_somebody_who_may_harm_themselves_means_social_care(answer):
    result, answers = through(CYBERBULLYING, at_risk=answer)
    assert duties(result) == ALWAYS | {"social-care-told"}
    assert not asks_for_a_reason(result, answers)


def test_telling_nobody_needs_a_reason_and_the_person_is_asked_again_later():
    result, answers = through(CYBERBULLYING)
    assert duties(result) == ALWAYS
    assert asks_for_a_reason(result, answers)


def test_silent_calls_from_a_withheld_number_at_night_by_nobody_known_are_taken():
    result, answers = through(
        CYBERBULLYING, media="calls", signs="silent withheld", who="unknown", where_when="At night, at home"
    )
    assert answers["signs"] == "silent withheld"
    assert any("Do not guess who it is" in line for line in result.advice)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"who": "borrowed"}, "accuse nobody for the name"),
        ({"intimate": UNSURE}, "Nobody looks at the picture"),
        ({"takeover": YES}, "information security manager"),
        ({"offline": YES}, "put both in one plan"),
        ({"reach": "public"}, "have it taken down"),
        ({"reach": "unknown"}, "have it taken down"),
        ({}, "under the policy on bullying"),
    ],
)
def test_the_advice_follows_the_answers(given, words):
    result, _answers = through(CYBERBULLYING, **given)
    assert any(words in line for line in result.advice)
    usual, _answers = through(CYBERBULLYING)
    assert not given or not any(words in line for line in usual.advice)


def test_there_are_seven_media_and_help_for_everybody():
    questions = {question.key: question for screen in CYBERBULLYING.screens({}) for question in screen.questions}
    assert len(questions["media"].choices) == 7
    assert {"harmed_needs", "caused_needs", "bystanders", "wishes"} <= set(questions)
