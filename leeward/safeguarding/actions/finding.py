"""Finding somebody in one's cases: for a request for their own data. Who is kept out of a case does not find it."""

from dataclasses import dataclass
from datetime import datetime

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people import queries as people
from leeward.people.naming import fold
from leeward.safeguarding.actions.sealed import person_field, unseal
from leeward.safeguarding.marks import mark_of
from leeward.safeguarding.models import CasePerson
from leeward.safeguarding.queries.access import cases_for
from leeward.safeguarding.rules.lifecycle import State
from leeward.safeguarding.rules.persons import Role


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A case somebody is in, with their role in it. `by_name`: only the name is the same; it may be somebody else."""

    ref: str
    state: State
    role: Role
    by_name: bool


def find_in_cases(*, actor: Actor, name: str, now: datetime) -> list[PersonFound]:
    """The cases this actor may know of in which somebody of that name is listed; that it was searched is kept.

    A reasonable search (UK GDPR, article 15(1A), 2025): texts are not searched, whoever handles it reads the cases.
    """
    wanted = " ".join(fold(name))
    if not wanted:
        return []
    known = {mark_of(one.person) for one in people.people_named_in(name) if one.certain}
    with act(actor, "safeguarding.find-person", now=now):
        found = []
        rows = CasePerson.objects.filter(case__in=cases_for(actor, now)).select_related("case")
        for row in rows.order_by("case__raised_at", "added_at"):
            same = bool(row.mark) and row.mark in known
            if same or " ".join(fold(unseal(row.case.record, person_field(row), row.who)["name"])) == wanted:
                found.append(PersonFound(row.case.ref, State(row.case.state), Role(row.role), by_name=not same))
        return found
