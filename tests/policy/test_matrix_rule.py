"""The permission matrix as a rule: who may use what, when and how, and which cell says so."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.policy.rules.matrix import (
    Account,
    Answer,
    Cell,
    Condition,
    Device,
    Flaw,
    Hours,
    Problem,
    Purpose,
    Question,
    Verdict,
    ask,
    problems,
)

WEEK = frozenset(range(5))
LESSONS = Hours("Lessons", WEEK, time(9), time(16, 30))
NIGHT = Hours("Night", frozenset({4}), time(22), time(6))
HOURS = (LESSONS, NIGHT)
CHAT = Cell("Chat", ("learner",), True, hours="Lessons", how="In the group of the course")
TUESDAY = 1


def chat(at=None, **more):
    return Question("chat", "learner", at, **more)


def test_chat_in_lessons_only_is_not_allowed_at_eight_in_the_evening_and_the_cell_is_named():
    found = ask(chat((TUESDAY, time(20))), [Cell("E-mail", (), True), CHAT], HOURS)
    assert found == Answer(Verdict.NOT_ALLOWED, 1, (Condition.HOURS,))


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        ((TUESDAY, time(9)), Verdict.ALLOWED),
        ((TUESDAY, time(16, 29)), Verdict.ALLOWED),
        ((TUESDAY, time(16, 30)), Verdict.NOT_ALLOWED),
        ((TUESDAY, time(8, 59)), Verdict.NOT_ALLOWED),
        ((6, time(10)), Verdict.NOT_ALLOWED),
        (None, Verdict.DEPENDS),
    ],
)
def test_the_hours_begin_with_their_first_minute_and_end_before_their_last(at, verdict):
    assert ask(chat(at), [CHAT], HOURS).verdict is verdict


@pytest.mark.parametrize(
    ("day", "at", "inside"),
    [(4, time(22), True), (4, time(21, 59), False), (5, time(5, 59), True), (5, time(6), False), (5, time(23), False)],
)
def test_hours_may_go_on_after_midnight(day, at, inside):
    assert NIGHT.hold(day, at) is inside


def test_hours_over_the_end_of_the_week_belong_to_the_day_they_began():
    assert Hours("Late", frozenset({6}), time(23), time(1)).hold(0, time(0, 30))


def test_what_nobody_has_agreed_is_said_to_be_so_and_not_guessed():
    assert ask(Question("Drones", "learner"), [CHAT], HOURS) == Answer(Verdict.NOT_AGREED)
    assert ask(Question("Chat", "staff"), [CHAT], HOURS) == Answer(Verdict.NOT_AGREED)


def test_a_cell_that_names_the_group_goes_before_one_for_everybody():
    cells = [Cell("Cameras", (), False), Cell("Cameras", ("staff",), True)]
    assert ask(Question("cameras", "staff"), cells, ()) == Answer(Verdict.ALLOWED, 1)
    assert ask(Question("cameras", "learner"), cells, ()) == Answer(Verdict.NOT_ALLOWED, 0)


@pytest.mark.parametrize(
    ("condition", "cell", "meets", "misses"),
    [
        (Condition.ACCOUNT, {"account": Account.OURS}, {"account": Account.OURS}, {"account": Account.OWN}),
        (Condition.DEVICE, {"device": Device.OURS}, {"device": Device.OURS}, {"device": Device.OWN}),
        (Condition.PURPOSE, {"purpose": Purpose.WORK}, {"purpose": Purpose.WORK}, {"purpose": Purpose.PERSONAL}),
    ],
)
def test_each_condition_is_met_missed_or_left_open(condition, cell, meets, misses):
    cells = [Cell("Chat", ("learner",), True, **cell)]
    assert ask(chat(**meets), cells, ()) == Answer(Verdict.ALLOWED, 0)
    assert ask(chat(**misses), cells, ()) == Answer(Verdict.NOT_ALLOWED, 0, (condition,))
    assert ask(chat(), cells, ()) == Answer(Verdict.DEPENDS, 0, (condition,))


def test_a_prohibition_goes_before_a_permission_and_makes_an_open_question_depend_on_it():
    cells = [Cell("Chat", ("learner",), True), Cell("Chat", ("learner",), False, device=Device.OWN)]
    assert ask(chat(device=Device.OWN), cells, ()) == Answer(Verdict.NOT_ALLOWED, 1)
    assert ask(chat(device=Device.OURS), cells, ()) == Answer(Verdict.ALLOWED, 0)
    assert ask(chat(), cells, ()) == Answer(Verdict.DEPENDS, 1, (Condition.DEVICE,))


def test_a_prohibition_that_does_not_hold_permits_nothing():
    cells = [Cell("Chat", ("learner",), False, device=Device.OWN)]
    assert ask(chat(device=Device.OURS), cells, ()) == Answer(Verdict.NOT_AGREED)


def test_of_several_permissions_the_nearest_says_what_is_missing():
    cells = [
        Cell("Chat", ("learner",), True, device=Device.OURS, purpose=Purpose.WORK),
        Cell("Chat", ("learner",), True, account=Account.OURS),
    ]
    question = chat(device=Device.OWN, purpose=Purpose.PERSONAL, account=Account.OWN)
    assert ask(question, cells, ()) == Answer(Verdict.NOT_ALLOWED, 1, (Condition.ACCOUNT,))


def test_hours_nobody_defined_leave_the_answer_open_and_are_named():
    cell = Cell("Chat", ("learner",), True, hours="Breaks")
    assert ask(chat((1, time(12))), [cell], HOURS).verdict is Verdict.DEPENDS
    assert problems([cell], HOURS) == [Problem(Flaw.UNKNOWN_HOURS, 0, 0)]


def test_a_cell_given_twice_and_two_that_say_the_opposite_are_named():
    other = Cell("chat", ("learner", "staff"), True, hours="lessons")
    assert problems([CHAT, other], HOURS) == [Problem(Flaw.TWICE, 1, 0)]
    against = Cell("CHAT", ("learner",), False, hours="LESSONS")
    assert problems([CHAT, against], HOURS) == [Problem(Flaw.AGAINST, 1, 0)]
    assert problems([CHAT, Cell("Chat", ("staff",), False, hours="Lessons")], HOURS) == []
    assert problems([Cell("Chat", (), True), Cell("Chat", (), False)], HOURS) == [Problem(Flaw.AGAINST, 1, 0)]


CELLS = st.builds(
    Cell,
    technology=st.sampled_from(["Chat", "E-mail"]),
    groups=st.sampled_from([(), ("learner",), ("staff", "learner")]),
    allowed=st.booleans(),
    hours=st.sampled_from(["", "Lessons", "Night", "Unknown"]),
    account=st.sampled_from(Account),
    device=st.sampled_from(Device),
    purpose=st.sampled_from(Purpose),
)
QUESTIONS = st.builds(
    Question,
    technology=st.just("Chat"),
    group=st.sampled_from(["learner", "staff", "visitor"]),
    at=st.none() | st.tuples(st.integers(0, 6), st.times()),
    account=st.sampled_from(Account),
    device=st.sampled_from(Device),
    purpose=st.sampled_from(Purpose),
)


@given(QUESTIONS, st.lists(CELLS, max_size=6))
def test_an_answer_always_names_a_cell_about_that_technology_and_group_or_says_that_there_is_none(question, cells):
    found = ask(question, cells, HOURS)
    if found.cell is None:
        assert found.verdict is Verdict.NOT_AGREED
        return
    cell = cells[found.cell]
    assert cell.technology == "Chat"
    assert not cell.groups or question.group in cell.groups
    if found.verdict is Verdict.ALLOWED:
        assert cell.allowed


@given(QUESTIONS, st.lists(CELLS, max_size=5))
def test_one_more_prohibition_for_the_group_never_allows_more(question, cells):
    sure = Cell("Chat", (question.group,), False)
    assert ask(question, [*cells, sure], HOURS).verdict is Verdict.NOT_ALLOWED


@given(QUESTIONS, st.lists(CELLS, max_size=6))
def test_saying_more_never_turns_a_sure_answer_over(question, cells):
    """What was allowed whatever is left open stays allowed once it is said."""
    if ask(question, cells, HOURS).verdict is not Verdict.ALLOWED:
        return
    for device in (Device.OURS, Device.OWN) if not question.device else (question.device,):
        said = Question("Chat", question.group, question.at, question.account, device, question.purpose)
        assert ask(said, cells, HOURS).verdict is Verdict.ALLOWED
