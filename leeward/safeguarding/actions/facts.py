"""What a case holds, gathered for the rule of closing: from its triage, the directory, procedures and decisions."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from leeward.people import queries as people
from leeward.people.rules import PersonClass
from leeward.safeguarding.actions.casework import open_work
from leeward.safeguarding.actions.runs import answers_of, procedure_of
from leeward.safeguarding.actions.sealed import decision_field, duty_field, person_field, unseal
from leeward.safeguarding.actions.triaged import counts, last_triage, needs_of
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.closing import CaseFacts, Decided, Settles
from leeward.safeguarding.rules.lifecycle import Missing
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.procedures.shape import YES, finished

IT_IS_ABOUT = frozenset({Role.ABOUT, Role.HARMED, Role.MAY_HAVE_CAUSED_HARM})


@dataclass(frozen=True, slots=True)
class _Directory:
    """What the directory says about those a case is about."""

    under_18: bool
    apprentice: bool
    staff: bool


def facts_of(case: Case) -> CaseFacts:
    """What closing asks for, as the case stands."""
    found, told = last_triage(case), _directory(case)
    text = found.text if found else None
    runs = [(procedure_of(run), answers_of(run)) for run in case.runs.all()]
    return CaseFacts(
        triaged=text is not None,
        kinds=text.kinds if text else frozenset(),
        under_18=told.under_18 or (text is not None and counts(text.under_18)),
        apprentice=told.apprentice or (text is not None and counts(text.apprentice)),
        staff=told.staff or (text is not None and counts(text.staff)),
        unlawful=text is not None and counts(text.unlawful),
        certainly_unlawful=text is not None and text.unlawful == YES,
        finished=frozenset(procedure.key for procedure, answers in runs if finished(procedure, answers)),
        duties_done=frozenset(
            unseal(case.record, duty_field(row, "what"), row.what)["key"]
            for row in case.duties.filter(applies=True).exclude(ended_at=None)
        ),
        decided=_decided(case),
        needs=frozenset(need for need, said in needs_of(case).items() if said.strip()),
        decisions=case.decisions.count(),
        open_actions=open_work(case),
        open_plans=case.plans.filter(ended_at=None).count(),
        open_check_ins=case.check_ins.filter(done_at=None).count(),
    )


def _decided(case: Case) -> tuple[Decided, ...]:
    found = []
    for row in case.decisions.order_by("at", "id"):
        body = unseal(case.record, decision_field(row), row.body)
        point, _colon, procedure = body.get("about", "").partition(":")
        if point in set(Missing) and body["chosen"] in set(Settles):
            found.append(Decided(Missing(point), Settles(body["chosen"]), procedure))
    # A later decision about conduct takes the place of an earlier one; every other one counts.
    last = next((one for one in reversed(found) if one.point is Missing.CONDUCT), None)
    return tuple(one for one in found if one.point is not Missing.CONDUCT or one is last)


def _directory(case: Case) -> _Directory:
    """Ages count on the day the concern was raised: somebody who was 17 then is not passed over for a birthday."""
    known: dict[UUID, set[Role]] = {}
    for row in case.persons.all():
        person = unseal(case.record, person_field(row), row.who)["person"]
        if person and Role(row.role) in IT_IS_ABOUT:
            known.setdefault(UUID(person), set()).add(Role(row.role))
    cards = people.people(set(known), on=timezone.localdate(case.raised_at))
    return _Directory(
        under_18=any(card.is_child for card in cards),
        apprentice=any(PersonClass.LEARNER in card.classes and card.employer for card in cards),
        staff=any(card.works_here and known[card.id] != {Role.HARMED} for card in cards),
    )
