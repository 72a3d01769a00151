"""Reading how a case was triaged and whose needs were looked at: part of opening it, which leaves its trace."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leeward.safeguarding.actions.sealed import needs_field, triage_field, unseal
from leeward.safeguarding.models import Case, Triage
from leeward.safeguarding.rules.closing import Need
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.procedures.shape import NO


@dataclass(frozen=True, slots=True)
class TriageText:
    """The answers of a triage. `under_18`, `apprentice`, `staff` and `unlawful` are yes, no or unsure; what nobody is
    sure of counts as yes. `severity` is a step of the organisation's scale, 1 the lowest. Places, handles and employers
    are names separated by commas, kept so that the same one is noticed in another case.
    """

    safe_now: str
    severity: int
    kinds: frozenset[CaseKind]
    why: str
    owner: UUID
    under_18: str = NO
    apprentice: str = NO
    staff: str = NO
    unlawful: str = NO
    places: str = ""
    handles: str = ""
    employers: str = ""


@dataclass(frozen=True, slots=True)
class TriageLine:
    """A triage, opened. `grade`: the word of the scale as it was then."""

    at: datetime
    by: UUID
    text: TriageText
    grade: str


def last_triage(case: Case) -> TriageLine | None:
    """The triage that counts; None before the first."""
    row = case.triages.order_by("-at", "-id").first()
    return opened(case, row) if row else None


def opened(case: Case, row: Triage) -> TriageLine:
    """One triage, opened."""
    return TriageLine(row.at, row.by, *_read(unseal(case.record, triage_field(row), row.body)))


def kinds_of(case: Case) -> frozenset[CaseKind]:
    """Of which kinds a case is; none before its triage."""
    found = last_triage(case)
    return found.text.kinds if found else frozenset()


def needs_of(case: Case) -> dict[Need, str]:
    """What was written last about the needs of each; empty where nobody has."""
    row = case.needs.order_by("-at", "-id").first()
    body = unseal(case.record, needs_field(row), row.body) if row else {}
    return {need: body.get(str(need), "") for need in Need}


def sealed_words(text: TriageText, grade: str) -> dict[str, str]:
    """A triage as it is sealed, with the word of the scale in force."""
    return {
        "safe_now": text.safe_now,
        "severity": str(text.severity),
        "kinds": " ".join(sorted(text.kinds)),
        "why": text.why,
        "owner": str(text.owner),
        "under_18": text.under_18 or NO,
        "apprentice": text.apprentice or NO,
        "staff": text.staff or NO,
        "unlawful": text.unlawful or NO,
        "places": text.places,
        "handles": text.handles,
        "employers": text.employers,
        "grade": grade,
    }


def _read(body: Mapping[str, str]) -> tuple[TriageText, str]:
    known = {kind.value for kind in CaseKind}
    text = TriageText(
        safe_now=body["safe_now"],
        severity=int(body["severity"]),
        kinds=frozenset(CaseKind(kind) for kind in body["kinds"].split() if kind in known),
        why=body["why"],
        owner=UUID(body["owner"]),
        under_18=body["under_18"],
        apprentice=body["apprentice"],
        staff=body["staff"],
        unlawful=body["unlawful"],
        places=body["places"],
        handles=body["handles"],
        employers=body["employers"],
    )
    return text, body["grade"]


def counts(answer: str) -> bool:
    """Whether an answer counts: whatever nobody is sure of takes the careful way."""
    return answer != NO
