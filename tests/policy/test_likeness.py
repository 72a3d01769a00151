"""Which promise of a new version carries an old one on; several checks behind one promise; which are suggested."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.evidence.findings import Finding, State
from leeward.policy.rules.likeness import ALIKE_FROM, Likeness, Worded, alike, match
from leeward.policy.rules.suggesting import Offered, suggest
from leeward.policy.rules.together import Answered, together

T1, T2 = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)


def _worded(*sentences: str) -> list[Worded]:
    return [Worded(sentence, sentence) for sentence in sentences]


def test_the_same_words_carry_on_whatever_their_place() -> None:
    old, new = _worded("Staff lock screens.", "Doors are shut."), _worded("Doors are shut.", "Staff lock screens.")
    assert match(old, new) == {0: (1, Likeness.SAME), 1: (0, Likeness.SAME)}


def test_words_said_anew_carry_on_and_others_are_new() -> None:
    old = _worded("All staff must lock their screens.", "The board reads a report each term.")
    new = _worded("All staff must lock their doors.", "Photographs need consent.")
    assert match(old, new) == {0: (0, Likeness.SIMILAR)}


def test_each_old_promise_is_carried_on_once_by_the_most_alike() -> None:
    old = _worded("The DSL reads every concern within one day.")
    new = _worded("The DSL reads every concern in one week or so.", "The DSL reads every concern within two days.")
    assert match(old, new) == {1: (0, Likeness.SIMILAR)}


def test_a_promise_turned_into_its_contrary_is_a_new_one() -> None:
    old, new = Worded("a", "Staff must share passwords."), Worded("b", "Staff must not share passwords.")
    assert alike(old, new) == 0.0


@given(st.lists(st.sampled_from(["lock screens", "lock doors", "ask first", "never ask"]), max_size=6))
def test_a_version_against_itself_is_all_the_same(sentences: list[str]) -> None:
    found = match(_worded(*sentences), _worded(*sentences))
    assert len(found) == len(sentences)
    assert {how for _old, how in found.values()} <= {Likeness.SAME}
    assert len({old for old, _how in found.values()}) == len(sentences)


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_a_share(first: str, second: str) -> None:
    assert 0.0 <= alike(Worded("a", first), Worded("b", second)) <= 1.0
    assert ALIKE_FROM > 0.5


@pytest.mark.parametrize(
    ("states", "combined", "good", "total"),
    [
        ((State.TRUE, State.TRUE), State.TRUE, 2, 2),
        ((State.TRUE, State.SLIPPING), State.SLIPPING, 2, 2),
        ((State.SLIPPING, State.UNPROVEN), State.UNPROVEN, 1, 2),
        ((State.UNPROVEN, State.SLIPPED, State.TRUE), State.SLIPPED, 1, 3),
        ((State.TRUE, State.NOT_APPLICABLE), State.TRUE, 1, 1),
        ((State.NOT_APPLICABLE, State.NOT_APPLICABLE), State.NOT_APPLICABLE, 0, 0),
    ],
)
def test_several_checks_are_as_good_as_the_worst(
    states: tuple[State, ...], combined: State, good: int, total: int
) -> None:
    found = together([Answered(f"Check {number}.", Finding(state)) for number, state in enumerate(states)])
    assert (found.state, found.good, found.total) == (combined, good, total)


def test_one_check_speaks_for_itself_and_none_is_unproven() -> None:
    alone = Finding(State.TRUE, T1, good=38, total=40)
    assert together([Answered("Everyone has signed.", alone)]) is alone
    assert together([]).state is State.UNPROVEN


def test_it_is_true_since_the_last_came_true_and_broken_since_the_first_broke() -> None:
    def since(state: State) -> datetime | None:
        return together([Answered("A", Finding(state, T1)), Answered("B", Finding(state, T2))]).since

    assert (since(State.TRUE), since(State.SLIPPED)) == (T2, T1)


def test_what_is_wrong_is_told_by_the_checks_that_are_wrong() -> None:
    found = together(
        [
            Answered("Filters answer.", Finding(State.TRUE)),
            Answered("Lists are in force.", Finding(State.SLIPPED, detail="One list is old.")),
        ]
    )
    assert found.detail == "Lists are in force: One list is old."
    long = [Answered("Sentence. " * 30, Finding(State.SLIPPED, detail="x" * 200)) for _number in range(3)]
    assert len(together(long).detail) == 300


CHECKS = (
    Offered("filter", "Every web filter answers, on the policy in force."),
    Offered("agreed", "Everyone asked to acknowledge a policy has done so."),
    Offered("dsl", "The post of DSL is filled and has a deputy."),
    Offered("backup", "A backup was made lately."),
)


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("Unsuitable sites are blocked on every device.", "filter"),
        ("The Designated Safeguarding Lead has a deputy who stands in.", "dsl"),
        ("Each user signs the agreement before they are given access.", "agreed"),
        ("Files are backed up each night.", "backup"),
    ],
)
def test_a_check_is_suggested_by_what_it_speaks_of(sentence: str, first: str) -> None:
    assert suggest(sentence, CHECKS)[0] == first


def test_nothing_is_suggested_where_nothing_speaks_of_the_same() -> None:
    assert suggest("Courtesy matters at all hours.", CHECKS) == ()
    assert suggest("", CHECKS) == ()
