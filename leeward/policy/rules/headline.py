"""The figures at the top of the ledger: live proof, dated statements and what nothing proves, each counted apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from leeward.foundation.evidence.findings import State
from leeward.policy.rules.standing import Proof


@dataclass(frozen=True, slots=True)
class Headline:
    """Counts that add up to `total`; NOT_APPLICABLE ones are in it but in no other figure."""

    total: int = 0
    proven_live: int = 0
    stated: int = 0
    slipping: int = 0
    slipped: int = 0
    unproven: int = 0
    not_applicable: int = 0


def headline(rows: Iterable[tuple[State, Proof]]) -> Headline:
    """Counts promises. Only TRUE is proven or stated; a promise without proof is unproven whatever else is said."""
    every = list(rows)

    def count(state: State, proof: Proof | None = None) -> int:
        return sum(1 for found, by in every if found is state and (proof is None or by is proof))

    return Headline(
        total=len(every),
        proven_live=count(State.TRUE, Proof.LIVE),
        stated=count(State.TRUE, Proof.STATEMENT),
        slipping=count(State.SLIPPING),
        slipped=count(State.SLIPPED),
        unproven=count(State.UNPROVEN),
        not_applicable=count(State.NOT_APPLICABLE),
    )
