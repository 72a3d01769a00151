"""The quiet pattern finder: the same person, place, name online or employer in several cases, within what one may see.

It looks at nothing but marks, in cases the asker may know of. So a barred person's patterns are those there would be
without the hidden case; and a match that reaches into a higher compartment shows only to whoever reads both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from leeward.foundation.access import Actor
from leeward.foundation.settings_history.queries import value
from leeward.safeguarding.choices import PATTERN_FROM
from leeward.safeguarding.marks import mark_of_word
from leeward.safeguarding.models import Case, CaseMark, CasePerson
from leeward.safeguarding.queries.access import cases_for
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.marks import Sort
from leeward.safeguarding.rules.patterns import Same
from leeward.safeguarding.rules.persons import Role

IT_IS_ABOUT = (Role.ABOUT, Role.MAY_HAVE_CAUSED_HARM, Role.HARMED)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Several cases with something in common: which, and what kind of thing. What it is stands in the cases."""

    same: Same
    refs: tuple[str, ...]


def patterns(actor: Actor, now: datetime, *, case: Case | None = None) -> list[Pattern]:
    """Every pattern in the actor's cases, or those one case is part of. The most cases first.

    A person counts from the number chosen on; so do low-level concerns about one person, which are told apart.
    """
    cases = cases_for(actor, now)
    least = value(PATTERN_FROM, at=now)
    persons = CasePerson.objects.filter(case__in=cases, role__in=IT_IS_ABOUT).exclude(mark="")
    low_level = mark_of_word(Sort.KIND, CaseKind.LOW_LEVEL)
    low = persons.filter(case__marks__mark=low_level)
    found = _found(Same.LOW_LEVEL, low, least, case)
    told = {refs for one in found for refs in [one.refs]}
    found += [one for one in _found(Same.PERSON, persons, least, case) if one.refs not in told]
    for sort, same in ((Sort.PLACE, Same.PLACE), (Sort.HANDLE, Same.HANDLE), (Sort.EMPLOYER, Same.EMPLOYER)):
        found += _found(same, CaseMark.objects.filter(case__in=cases, sort=sort), least, case)
    return sorted(found, key=lambda one: (-len(one.refs), one.same, one.refs))


def _found(same: Same, rows: QuerySet[CasePerson] | QuerySet[CaseMark], least: int, case: Case | None) -> list[Pattern]:
    """Marks that stand in at least so many cases, with the references of those."""
    counted = rows.order_by().values("mark").annotate(cases=Count("case", distinct=True)).filter(cases__gte=least)
    marks = [str(mark) for mark in counted.values_list("mark", flat=True)]
    refs: dict[str, set[str]] = {}
    keys: dict[str, set[UUID]] = {}
    for mark, key, ref in _pairs(rows, marks):
        refs.setdefault(mark, set()).add(ref)
        keys.setdefault(mark, set()).add(key)
    return [
        Pattern(same, tuple(sorted(refs[mark]))) for mark in marks if case is None or case.pk in keys.get(mark, set())
    ]


def _pairs(rows: QuerySet[CasePerson] | QuerySet[CaseMark], marks: list[str]) -> Iterable[tuple[str, UUID, str]]:
    return rows.filter(mark__in=marks).order_by().values_list("mark", "case_id", "case__ref")
