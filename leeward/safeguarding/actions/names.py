"""Keeping the marks of the names in a case, by which somebody who comes later is kept out before the first look."""

import re
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.vault import store
from leeward.safeguarding.models import Case, CaseName
from leeward.safeguarding.queries.access import whole
from leeward.safeguarding.queries.names import mark_of_pair, marks_of_names
from leeward.safeguarding.rules.name_pairs import pairs_in
from leeward.safeguarding.rules.telling import Telling

_CAPITALS = re.compile(r"\b[^\W\d_a-z][\w'’-]+(?:\s+[^\W\d_a-z][\w'’-]+)+")
LOOKED_AT = ""
"""The mark every case has whose names were looked at, also where there are none."""


def keep_names(case: Case, *texts: str, capitals: str = "", judged: Collection[UUID] = ()) -> None:
    """Marks every pair of words of the texts that say who is involved, and of capitalised words of an account.

    In the caller's transaction. `judged`: persons about whom it was decided just now, by name, that they may read; no
    mark of theirs is kept. Marks kept before are left alone.
    """
    pairs = frozenset[str]().union(*(pairs_in(text) for text in [*texts, *_CAPITALS.findall(capitals)]))
    marks = {mark_of_pair(pair) for pair in pairs}.difference(*(marks_of_names(person) for person in judged))
    rows = [CaseName(case=case, mark=mark) for mark in sorted({LOOKED_AT, *marks})]
    CaseName.objects.bulk_create(rows, ignore_conflicts=True)


def keep_names_told(case: Case, telling: Telling, judged: Collection[UUID] = ()) -> None:
    """The same for what was told."""
    said = (telling.about_names, telling.close_names, telling.post_by)
    keep_names(case, *said, capitals=telling.account, judged=judged)


def look_at_names(now: datetime) -> int:
    """Marks the names of cases that came before there were marks: some each day until all are. Returns how many."""
    cases = list(whole(Case.objects.exclude(names__mark=LOOKED_AT))[:200])
    for case in cases:
        with act(SYSTEM, "safeguarding.look-at-names", now=now, compartment=case.compartment) as entry:
            entry.subject = f"case:{case.pk}"
            # Whoever looked at it before was let in by name and post: only others are kept out from now on.
            judged = set(case.grants.filter(ended_at=None).values_list("person", flat=True))
            for row in case.concerns.all():
                told = Telling.from_json(store.open_text(row.record, "telling", row.telling))
                keep_names_told(case, told, judged)
            keep_names(case)
    return len(cases)
