"""Sections laid out for a page: paragraphs, lists and tables in the order of the text, nothing added or left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from leeward.policy.rules.values import Block, Kind


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a page: a paragraph (one item), a list (its items), a table (its rows of cells)."""

    kind: Kind
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    ordered: bool = False


def parts(blocks: Iterable[Block]) -> tuple[Part, ...]:
    """The blocks gathered: bullets that follow each other make one list, rows one table."""
    made: list[Part] = []
    for block in blocks:
        last = made[-1] if made else None
        if block.kind is Kind.ROW:
            if last is not None and last.kind is Kind.ROW:
                made[-1] = Part(Kind.ROW, rows=(*last.rows, block.cells))
            else:
                made.append(Part(Kind.ROW, rows=(block.cells,)))
        elif block.kind is Kind.BULLET:
            # A numbered or lettered item keeps its own mark, so that "see (b)" still finds it.
            keeps_mark = any(character.isalnum() for character in block.marker) and block.marker.lower() != "o"
            item = f"{block.marker} {block.text}" if keeps_mark else block.text
            if last is not None and last.kind is Kind.BULLET and last.ordered == keeps_mark:
                made[-1] = Part(Kind.BULLET, items=(*last.items, item), ordered=keeps_mark)
            else:
                made.append(Part(Kind.BULLET, items=(item,), ordered=keeps_mark))
        else:
            made.append(Part(Kind.PARAGRAPH, items=(block.text,)))
    return tuple(made)
