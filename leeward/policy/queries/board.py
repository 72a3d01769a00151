"""What has changed in the ledger since the board met last."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.evidence.findings import State
from leeward.policy.models import BoardDay
from leeward.policy.queries.ledger import Ledger, LedgerRow, ledger
from leeward.policy.rules.headline import Headline


@dataclass(frozen=True, slots=True)
class Moved:
    """A promise that stands otherwise than on the day the board met. `was`: its state then."""

    row: LedgerRow
    was: LedgerRow


@dataclass(frozen=True, slots=True)
class SinceBoard:
    """The ledger then and now. `gone`: promises that were in force and no longer are."""

    day: date
    minute: str
    then: Headline
    now: Headline
    worse: tuple[Moved, ...]
    better: tuple[Moved, ...]
    new: tuple[LedgerRow, ...]
    gone: tuple[LedgerRow, ...]


_WORST_FIRST = (State.SLIPPED, State.UNPROVEN, State.SLIPPING, State.TRUE)


def last_board_day(now: datetime) -> BoardDay | None:
    """The last day before today on which the board met, or None."""
    return BoardDay.objects.filter(day__lt=timezone.localdate(now)).order_by("-day").first()


def since_board(actor: Actor, *, now: datetime) -> SinceBoard | None:
    """What has changed since the last board, from what was observed on that day; None where none is noted.

    Raises NotAllowed without `promises.see`.
    """
    met = last_board_day(now)
    return None if met is None else compared(ledger(actor, now=now, on=met.day), ledger(actor, now=now), met.minute)


def compared(then: Ledger, today: Ledger, minute: str = "") -> SinceBoard:
    """Two ledgers side by side. The same words are the same promise; changed words follow the one they carry on."""
    before = {row.key: row for row in then.rows}
    by_id = {row.id: row for row in then.rows}
    worse: list[Moved] = []
    better: list[Moved] = []
    new: list[LedgerRow] = []
    seen: set[UUID] = set()
    for row in today.rows:
        was = before.get(row.key) or (by_id.get(row.before) if row.before is not None else None)
        if was is None:
            new.append(row)
            continue
        seen.add(was.id)
        if was.state is not row.state:
            (worse if _rank(row.state) < _rank(was.state) else better).append(Moved(row, was))
    gone = tuple(row for row in then.rows if row.id not in seen)
    return SinceBoard(then.day, minute, then.headline, today.headline, tuple(worse), tuple(better), tuple(new), gone)


def _rank(state: State) -> int:
    return _WORST_FIRST.index(state) if state in _WORST_FIRST else len(_WORST_FIRST)
