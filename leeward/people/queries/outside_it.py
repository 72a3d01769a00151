"""Who runs the systems, what is missing, what expires."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from leeward.foundation.settings_history.queries import value
from leeward.people.models import Assurance, Provider
from leeward.people.providers.choices import RUNS
from leeward.people.providers.rules import Contract, Duty, Runs, contract_on, missing_duties
from leeward.people.providers.wording import CONTRACTS, DUTIES, STATES
from leeward.people.wording import Words


@dataclass(frozen=True, slots=True)
class ShownAssurance:
    """What a provider showed, and whether it still counts."""

    what: str
    dated: date
    expires: date
    fingerprint: str
    lapsed: bool


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """One provider on a day."""

    id: UUID
    name: str
    contract: str
    starts: date
    ends: date | None
    contact: str
    phone: str
    email: str
    stands: Contract
    state: str
    words: Words
    duties: tuple[tuple[Duty, Words, int], ...]
    assurances: tuple[ShownAssurance, ...]


def runs(now: datetime) -> Runs:
    """Who runs the systems, as the organisation chose."""
    chosen = value(RUNS, at=now)
    return Runs(chosen) if chosen in set(Runs) else Runs.OWN


def providers(now: datetime) -> list[ProviderCard]:
    """Every provider that is not closed, by name."""
    today = timezone.localdate(now)
    rows = Provider.objects.filter(closed_on__isnull=True).order_by("name").prefetch_related("duties", "assurances")
    return [_card(row, today) for row in rows]


def provider(key: UUID, now: datetime) -> ProviderCard | None:
    """One provider, or None."""
    return next((card for card in providers(now) if card.id == key), None)


def _card(row: Provider, today: date) -> ProviderCard:
    stands = contract_on(row.ends, today)
    hours = {Duty(each.duty): each.hours for each in row.duties.all()}
    shown: list[Assurance] = sorted(row.assurances.all(), key=lambda each: each.dated, reverse=True)
    return ProviderCard(
        row.pk,
        row.name,
        row.contract,
        row.starts,
        row.ends,
        row.contact,
        row.phone,
        row.email,
        stands,
        STATES[stands],
        CONTRACTS[stands],
        tuple((duty, DUTIES[duty], hours[duty]) for duty in Duty if duty in hours),
        tuple(ShownAssurance(a.what, a.dated, a.expires, a.fingerprint, a.expires < today) for a in shown),
    )


def missing(now: datetime) -> list[Duty]:
    """The duties nobody has taken on, contracts that have ended left aside."""
    standing = [card for card in providers(now) if card.stands is not Contract.ENDED]
    return missing_duties(runs(now), {duty for card in standing for duty, _words, _hours in card.duties})
