"""Referral, parents, employers, disclosure: who is told, and that a reason is kept where nobody is."""

from itertools import product

import pytest

from leeward.safeguarding.rules.procedures.disclosure import DISCLOSURE
from leeward.safeguarding.rules.procedures.employers import EMPLOYERS
from leeward.safeguarding.rules.procedures.parents import PARENTS_TOLD
from leeward.safeguarding.rules.procedures.referral import REFERRAL
from leeward.safeguarding.rules.procedures.shape import NO, UNSURE, YES, finished
from tests.safeguarding.procedures.walked import asks_for_a_reason, duties, through

CARE, POLICE, SECURITY = "social-care-told", "police-told", "security-told"


@pytest.mark.parametrize("answer", [YES, UNSURE])
@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("danger", {CARE, POLICE}),
        ("significant", {CARE}),
        ("in_need", {CARE}),
        ("adult", {CARE, POLICE}),
        ("unlawful", {POLICE}),
        ("misuse", {POLICE, SECURITY}),
    ],
)
def test_who_is_told_and_not_sure_counts_as_yes(key, asked, answer):
    result, answers = through(REFERRAL, **{key: answer})
    assert duties(result) == asked
    assert result.why
    assert not asks_for_a_reason(result, answers)


def test_telling_nobody_outside_needs_a_reason():
    result, answers = through(REFERRAL)
    assert duties(result) == set()
    assert asks_for_a_reason(result, answers)


@pytest.mark.parametrize("misuse", [YES, UNSURE])
def test_a_taken_identity_needs_both_decisions_the_police_and_the_rules_of_conduct(misuse):
    result, answers = through(REFERRAL, misuse=misuse)
    assert POLICE in duties(result)
    for key in ("discipline", "discipline_why"):
        assert finished(REFERRAL, {k: v for k, v in answers.items() if k != key}) is None


def test_parents_are_told_unless_any_answer_may_add_to_the_risk():
    risks = ("involved", "worse", "evidence")
    for given in product((YES, NO, UNSURE), repeat=3):
        result, answers = through(PARENTS_TOLD, under_18=YES, **dict(zip(risks, given, strict=True)))
        assert duties(result) == ({"parents-told"} if set(given) == {NO} else {"parents-ask"}), given
        assert finished(PARENTS_TOLD, {**answers, "why": ""}) is None


def test_somebody_who_may_be_under_18_is_treated_as_under_18():
    assert duties(through(PARENTS_TOLD, under_18=UNSURE)[0]) == {"parents-told"}


@pytest.mark.parametrize(("agreed", "asked"), [(YES, {"parents-told"}), (NO, set()), (UNSURE, set())])
def test_an_adult_decides_about_their_family(agreed, asked):
    result, answers = through(PARENTS_TOLD, under_18=NO, agreed=agreed)
    assert duties(result) == asked
    assert finished(PARENTS_TOLD, {**answers, "why": ""}) is None


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"involved": YES}, {"employer-ask"}),
        ({"involved": UNSURE}, {"employer-ask"}),
        ({"involved": YES, "unsafe": UNSURE}, {"employer-ask", "employer-safe"}),
        ({"need": YES}, {"employer-told"}),
        ({"need": UNSURE, "agrees": NO}, {"employer-told"}),
        ({"need": NO}, set()),
        ({"need": NO, "unsafe": YES}, {"employer-safe"}),
    ],
)
def test_an_employer_is_told_by_need_and_never_where_somebody_there_may_be_involved(given, asked):
    result, answers = through(EMPLOYERS, **given)
    assert duties(result) == asked
    assert ("words" in answers) == ("employer-told" in asked)


def test_whether_the_employer_is_involved_is_asked_first():
    assert EMPLOYERS.screens({})[0].questions[0].key == "involved"
    assert "need" not in {q.key for screen in EMPLOYERS.screens({"involved": UNSURE}) for q in screen.questions}


@pytest.mark.parametrize(
    ("given", "goes"),
    [
        ({"verified": YES, "agreed": YES, "basis": "task"}, True),
        ({"verified": NO, "agreed": YES, "basis": "task"}, False),
        ({"verified": YES, "agreed": NO, "basis": "task"}, False),
        ({"verified": YES, "agreed": YES, "basis": UNSURE}, False),
        ({"verified": NO, "agreed": NO, "basis": UNSURE}, False),
    ],
)
def test_nothing_goes_before_it_is_certain_who_asks_on_which_basis_and_somebody_else_agreed(given, goes):
    result, _answers = through(DISCLOSURE, asker="police", **given)
    assert duties(result) == {"disclosure-answered"}
    assert result.title.startswith("It may go") == goes
    assert result.title == "It does not go yet." or goes


def test_danger_comes_before_paper():
    result, _answers = through(DISCLOSURE, asker="police", danger=YES, verified=YES)
    assert result.title.startswith("Share at once")


@pytest.mark.parametrize("asker", ["themselves", "parent"])
@pytest.mark.parametrize("abuse", [YES, NO, UNSURE])
def test_data_about_abuse_are_withheld_from_a_parent_where_that_is_best_for_the_child(asker, abuse):
    result, answers = through(DISCLOSURE, asker=asker, abuse=abuse)
    assert duties(result) == {"own-data-answered"}
    assert "basis" not in answers
    withheld = any("withheld from a parent" in line for line in result.advice)
    assert withheld == (asker == "parent" and abuse != NO)
