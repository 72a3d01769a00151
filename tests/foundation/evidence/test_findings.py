"""Several units' findings made one, as properties."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.evidence.findings import Finding, State, combine

MOMENTS = st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
FIGURES = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted)
FINDINGS = st.builds(
    lambda state, since, figure, detail: Finding(state, since, detail, figure[0], figure[1]),
    st.sampled_from(State),
    MOMENTS,
    FIGURES,
    st.text(max_size=20),
)
MANY = st.lists(FINDINGS, max_size=6)


@given(MANY)
def test_the_order_of_units_does_not_matter_to_state_since_and_figure(findings: list[Finding]) -> None:
    one, other = combine(findings), combine(findings[::-1])
    assert (one.state, one.since, one.good, one.total) == (other.state, other.since, other.good, other.total)


@given(MANY, FINDINGS)
def test_one_more_unit_never_makes_a_promise_look_better(findings: list[Finding], more: Finding) -> None:
    worst_first = ["slipped", "unproven", "slipping", "true", "not-applicable"]
    before, after = combine(findings), combine([*findings, more])
    assert worst_first.index(after.state) <= worst_first.index(before.state)
    assert after.total == before.total + more.total


@given(MANY)
def test_units_without_a_figure_that_do_not_apply_leave_no_mark(findings: list[Finding]) -> None:
    assert combine([*findings, Finding(State.NOT_APPLICABLE)]) == combine(findings)


def test_nothing_at_all_does_not_apply() -> None:
    assert combine([]) == Finding(State.NOT_APPLICABLE)


def test_a_figure_or_a_detail_that_cannot_be_is_refused() -> None:
    for good, total in ((2, 1), (-1, 1)):
        with pytest.raises(ValueError, match="good ≤ total"):
            Finding(State.TRUE, good=good, total=total)
    with pytest.raises(ValueError, match="at most 300"):
        Finding(State.TRUE, detail="x" * 301)
