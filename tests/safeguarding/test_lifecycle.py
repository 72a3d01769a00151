"""What may follow what in the life of a case: the whole table, written down a second time and step by step."""

import pytest

from leeward.safeguarding.rules.lifecycle import (
    WORKED_ON,
    Missing,
    Progress,
    Refused,
    State,
    Step,
    after,
    check_acknowledge,
    check_reason,
    progress,
)

GOES = """
received acknowledge acknowledged
acknowledged triage triaged
acknowledged not-safeguarding closed
triaged triage triaged
triaged take-on open
triaged not-safeguarding closed
open triage open
open not-safeguarding closed
open watch monitoring
open close closed
open ask-to-close second-reader
monitoring triage monitoring
monitoring work-again open
monitoring close closed
monitoring ask-to-close second-reader
second-reader agree closed
second-reader send-back open
closed reopen open
"""
TABLE = {(State(a), Step(b)): State(c) for a, b, c in (line.split() for line in GOES.split("\n") if line)}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_every_step_leads_where_the_table_says_or_is_refused(state: State, step: Step) -> None:
    wanted = TABLE.get((state, step))
    for take in (
        lambda: after(state, step),
        lambda: check_reason(state, step, "Because."),
        *([lambda: check_acknowledge(state, read_by_this_person=True)] if step is Step.ACKNOWLEDGE else []),
    ):
        if wanted is None:
            with pytest.raises(Refused) as refused:
                take()
            assert refused.value.missing == (Missing.WRONG_STATE,)
            assert str(refused.value) == "wrong-state"
        else:
            assert take() is wanted


def test_what_nobody_has_read_is_not_acknowledged() -> None:
    with pytest.raises(Refused) as refused:
        check_acknowledge(State.RECEIVED, read_by_this_person=False)
    assert refused.value.missing == (Missing.NOT_READ,)


@pytest.mark.parametrize("empty", ["", "  \n\t "])
def test_a_reason_of_blanks_is_none(empty: str) -> None:
    with pytest.raises(Refused) as refused:
        check_reason(State.TRIAGED, Step.TAKE_ON, empty)
    assert refused.value.missing == (Missing.REASON,)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("read", [True, False])
def test_a_reporter_is_told_one_of_four_words(state: State, read: bool) -> None:
    worked_on = {State.OPEN, State.MONITORING, State.SECOND_READER}
    if state is State.CLOSED:
        assert progress(state, read=read) is Progress.CLOSED
    elif state in worked_on:
        assert progress(state, read=read) is Progress.WORKED_ON
    else:
        assert progress(state, read=read) is (Progress.READ if read else Progress.RECEIVED)


def test_work_goes_on_between_reading_and_closing() -> None:
    assert {State.ACKNOWLEDGED, State.TRIAGED, State.OPEN, State.MONITORING} == WORKED_ON
