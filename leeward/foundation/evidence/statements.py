"""Checks whose proof is a named person's dated word, good for a while."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.queries import latest_statement
from leeward.foundation.evidence.registry import Check, admits_everyone, check_named, general_only


def statement_check(
    key: str,
    sentence: str,
    room: str,
    *,
    valid_for: timedelta,
    stated_with: str,
    warn: timedelta = timedelta(days=30),
    units: Callable[[datetime], Sequence[str]] = general_only,
    admits: Callable[[Actor, str], bool] = admits_everyone,
    proves: tuple[str, ...] = (),
) -> Check:
    """A check that holds while the latest statement does: slipping in its last `warn`, unproven once it has lapsed.

    `stated_with` is the permission needed to make the statement (`actions.make_statement`).
    """

    def look(unit: str, now: datetime) -> Finding:
        said = latest_statement(check_named(key), unit, now)
        if said is None:
            return Finding(State.UNPROVEN, detail=_("Nobody has stated this yet."))
        records = (f"statement:{said.id}",)
        if now >= said.valid_until:
            return Finding(State.UNPROVEN, said.valid_until, _("The last statement has lapsed."), records=records)
        if now >= said.valid_until - warn:
            return Finding(State.SLIPPING, said.valid_until - warn, _("The statement lapses soon."), records=records)
        return Finding(State.TRUE, said.said_at, records=records)

    return Check(key, sentence, room, look, units, admits, valid_for=valid_for, stated_with=stated_with, proves=proves)
