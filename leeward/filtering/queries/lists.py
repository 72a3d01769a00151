"""The imported lists."""

from dataclasses import dataclass
from datetime import datetime

from leeward.filtering.models import ListSource, PolicyState


@dataclass(frozen=True, slots=True)
class ListLine:
    """One list with where it came from and what it holds. `in_force`: the index holds it as imported last."""

    name: str
    format: str
    category: str
    source: str
    licence: str
    imported_at: datetime
    counts: dict[str, int]
    lines: int
    bad: int
    bad_lines: list[tuple[str, int, str, str]]
    in_force: bool

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def list_lines() -> list[ListLine]:
    """Every imported list, by name."""
    state = PolicyState.objects.filter(pk=1).first()
    used = state.lists if state else {}
    return [
        ListLine(
            row.name,
            row.format,
            row.category,
            row.source,
            row.licence,
            row.imported_at,
            dict(row.counts),
            row.lines,
            row.bad,
            [(place, number, text, why) for place, number, text, why in row.bad_lines],
            used.get(row.name) == row.folder,
        )
        for row in ListSource.objects.order_by("name")
    ]
