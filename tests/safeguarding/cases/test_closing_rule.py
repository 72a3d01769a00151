"""What stands in the way of closing a case: the one rule, row by row."""

from dataclasses import replace

import pytest

from leeward.safeguarding.rules.closing import (
    CaseFacts,
    Decided,
    Lacking,
    Need,
    Settles,
    check_close,
    codes,
    lacking,
    needs_second_reader,
)
from leeward.safeguarding.rules.kinds import CALLS_FOR, CaseKind
from leeward.safeguarding.rules.lifecycle import Closing, Missing, Refused, State
from leeward.safeguarding.rules.procedures import PROCEDURES

DONE = CaseFacts(triaged=True, kinds=frozenset({CaseKind.OTHER}), needs=frozenset(Need), decisions=1)
CLOSING = Closing("What", "How", "resolved", "Why", "Lesson")


def kinds(*some: CaseKind) -> frozenset[CaseKind]:
    return frozenset(some)


def decided(point: Missing, says: Settles, procedure: str = "") -> tuple[Decided, ...]:
    return (Decided(point, says, procedure),)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (DONE, []),
        (replace(DONE, triaged=False), [Missing.TRIAGE]),
        (replace(DONE, decisions=0), [Missing.DECISION]),
        (replace(DONE, open_actions=1), [Missing.OPEN_ACTION]),
        (replace(DONE, open_plans=1), [Missing.OPEN_PLAN]),
        (replace(DONE, open_check_ins=2), [Missing.OPEN_CHECK_IN]),
        (replace(DONE, needs=frozenset({Need.HARMED, Need.ORGANISATION})), [Missing.NEEDS_BYSTANDERS]),
        (
            replace(DONE, needs=frozenset()),
            [Missing.NEEDS_HARMED, Missing.NEEDS_BYSTANDERS, Missing.NEEDS_ORGANISATION],
        ),
        # Parents: a subject under 18.
        (replace(DONE, under_18=True), [Missing.PARENTS]),
        (replace(DONE, under_18=True, finished=frozenset({"parents"})), []),
        (replace(DONE, under_18=True, decided=decided(Missing.PARENTS, Settles.NOT_TOLD)), []),
        (replace(DONE, under_18=True, decided=decided(Missing.EMPLOYER, Settles.TOLD)), [Missing.PARENTS]),
        # Employers: an apprentice.
        (replace(DONE, apprentice=True), [Missing.EMPLOYER]),
        (replace(DONE, apprentice=True, finished=frozenset({"employers"})), []),
        (replace(DONE, apprentice=True, decided=decided(Missing.EMPLOYER, Settles.NOT_TOLD)), []),
        # Staff: the designated officer.
        (replace(DONE, staff=True), [Missing.LADO]),
        (replace(DONE, staff=True, duties_done=frozenset({"lado-told"})), []),
        (replace(DONE, staff=True, decided=decided(Missing.LADO, Settles.NOT_TOLD)), []),
        (replace(DONE, kinds=kinds(CaseKind.STAFF_ALLEGATION)), [Missing.PROCEDURE, Missing.LADO]),
        # What may be against the law: the police.
        (replace(DONE, unlawful=True), [Missing.POLICE]),
        (replace(DONE, unlawful=True, duties_done=frozenset({"police-told"})), []),
        (replace(DONE, unlawful=True, decided=decided(Missing.POLICE, Settles.NOT_TOLD)), []),
        (replace(DONE, kinds=kinds(CaseKind.IDENTITY_TAKEN)), [Missing.POLICE, Missing.CONDUCT]),
        (replace(DONE, kinds=kinds(CaseKind.COMPUTER_MISUSE)), [Missing.POLICE, Missing.CONDUCT]),
        # A code of conduct: where it was referred its outcome is needed as well.
        (replace(DONE, kinds=kinds(CaseKind.MISCONDUCT)), [Missing.CONDUCT]),
        (replace(DONE, kinds=kinds(CaseKind.MISCONDUCT), decided=decided(Missing.CONDUCT, Settles.NOT_REFERRED)), []),
        (replace(DONE, decided=decided(Missing.CONDUCT, Settles.LEARNER_CODE)), [Missing.CONDUCT_OUTCOME]),
        (
            replace(
                DONE,
                decided=decided(Missing.CONDUCT, Settles.STAFF_CODE) + decided(Missing.CONDUCT_OUTCOME, Settles.ENDED),
            ),
            [],
        ),
        # Procedures: never begun, gone through, or decided against with a reason.
        (replace(DONE, kinds=kinds(CaseKind.NUDES)), [Missing.PROCEDURE]),
        (replace(DONE, kinds=kinds(CaseKind.NUDES), finished=frozenset({"nudes"})), []),
        (replace(DONE, kinds=kinds(CaseKind.NUDES), finished=frozenset({"prevent"})), [Missing.PROCEDURE]),
        (
            replace(DONE, kinds=kinds(CaseKind.NUDES), decided=decided(Missing.PROCEDURE, Settles.NOT_NEEDED, "nudes")),
            [],
        ),
        (
            replace(DONE, kinds=kinds(CaseKind.FGM), decided=decided(Missing.PROCEDURE, Settles.NOT_NEEDED, "nudes")),
            [Missing.PROCEDURE],
        ),
    ],
)
def test_what_is_missing(facts: CaseFacts, missing: list[Missing]) -> None:
    assert [one.what for one in lacking(facts)] == missing


def test_an_adult_who_may_have_committed_an_offence_against_somebody_under_18_is_never_left_to_a_reason() -> None:
    grave = replace(
        DONE,
        under_18=True,
        staff=True,
        unlawful=True,
        certainly_unlawful=True,
        duties_done=frozenset({"lado-told"}),
        finished=frozenset({"parents"}),
    )
    reasoned = replace(grave, decided=decided(Missing.POLICE, Settles.NOT_TOLD))
    assert lacking(reasoned) == (Lacking(Missing.POLICE, firm=True),)
    assert lacking(replace(grave, decided=decided(Missing.POLICE, Settles.TOLD))) == ()


def test_every_kind_that_calls_for_a_procedure_names_one_that_there_is() -> None:
    assert set(CALLS_FOR.values()) <= set(PROCEDURES)


def test_everything_missing_is_said_at_once() -> None:
    with pytest.raises(Refused) as refused:
        check_close(State.OPEN, Closing("", "How", "", "Why", ""), CaseFacts(decisions=1), second_reader=False)
    assert refused.value.missing == (
        Missing.SUMMARY,
        Missing.OUTCOME,
        Missing.LESSONS,
        Missing.TRIAGE,
        Missing.NEEDS_HARMED,
        Missing.NEEDS_BYSTANDERS,
        Missing.NEEDS_ORGANISATION,
    )


@pytest.mark.parametrize(
    "state", [State.RECEIVED, State.ACKNOWLEDGED, State.TRIAGED, State.CLOSED, State.SECOND_READER]
)
def test_only_what_was_worked_on_or_watched_can_be_closed(state: State) -> None:
    with pytest.raises(Refused, match="wrong-state"):
        check_close(state, CLOSING, DONE, second_reader=False)


def test_with_a_second_reader_it_waits() -> None:
    assert check_close(State.OPEN, CLOSING, DONE, second_reader=True) is State.SECOND_READER
    assert check_close(State.MONITORING, CLOSING, DONE, second_reader=False) is State.CLOSED


def test_the_code_that_fits_the_person_is_the_one_that_can_be_chosen() -> None:
    assert codes(replace(DONE, staff=True))[0] is Settles.STAFF_CODE
    assert codes(DONE)[0] is Settles.LEARNER_CODE


@pytest.mark.parametrize(
    ("severity", "kind", "from_severity", "for_kinds", "asked"),
    [
        (1, CaseKind.OTHER, 0, (), False),
        (4, CaseKind.OTHER, 0, (), False),
        (2, CaseKind.OTHER, 3, (), False),
        (3, CaseKind.OTHER, 3, (), True),
        (1, CaseKind.NUDES, 3, ("nudes",), True),
        (1, CaseKind.OTHER, 3, ("nudes",), False),
    ],
)
def test_a_second_reader_is_asked_for_by_severity_or_kind(
    severity: int, kind: CaseKind, from_severity: int, for_kinds: tuple[str, ...], asked: bool
) -> None:
    assert needs_second_reader(severity, [kind], from_severity=from_severity, for_kinds=for_kinds) is asked
