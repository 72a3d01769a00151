"""A published text with each promise marked by how it stands, where the organisation chooses to show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from leeward.foundation.evidence.findings import State
from leeward.policy.queries.ledger import LedgerRow, open_ledger
from leeward.policy.queries.naming import state_words
from leeward.policy.queries.pages import PageSection
from leeward.policy.rules.plain_text import normal
from leeward.policy.rules.sentences import split_sentences
from leeward.policy.rules.values import Kind

_WORST_FIRST = (State.SLIPPED, State.UNPROVEN, State.SLIPPING, State.TRUE, State.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `state` "" where it is no promise. `since`: from when a promise stands so."""

    text: str
    state: str = ""
    said: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class MarkedPart:
    """A paragraph, list or table whose items or cells are pieces."""

    kind: Kind
    items: tuple[tuple[Piece, ...], ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class MarkedSection:
    """A section as the page lays it out."""

    anchor: str
    heading: str
    depth: int
    parts: tuple[MarkedPart, ...]


def marked(sections: tuple[PageSection, ...], slug: str, *, now: datetime) -> tuple[MarkedSection, ...]:
    """The sections with their promises marked, as somebody without any permission may know them."""
    known: dict[str, LedgerRow] = {}
    for row in open_ledger(now=now).rows:
        if row.slug == slug:
            key = normal(row.sentence)
            before = known.get(key)
            if before is None or _WORST_FIRST.index(row.state) < _WORST_FIRST.index(before.state):
                known[key] = row
    return tuple(
        MarkedSection(
            section.anchor,
            section.heading,
            section.depth,
            tuple(
                MarkedPart(
                    part.kind,
                    tuple(_pieces(item, known) for item in part.items),
                    tuple(tuple(_pieces(cell, known) for cell in row) for row in part.rows),
                    part.ordered,
                )
                for part in section.parts
            ),
        )
        for section in sections
    )


def _pieces(text: str, known: Mapping[str, LedgerRow]) -> tuple[Piece, ...]:
    """Sentence by sentence; a numbered item is known without its number."""
    found = []
    for sentence in split_sentences(text):
        row = known.get(normal(sentence)) or known.get(normal(sentence.partition(" ")[2]))
        if row is None:
            found.append(Piece(sentence))
        else:
            found.append(Piece(sentence, row.state.value, state_words(row.state), row.since))
    return tuple(found)
