"""Identity providers people may sign in with, and whose are linked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leeward.people.models import Connection, ProviderLink, SignInProvider


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """A provider for showing; its secret never leaves the row."""

    id: UUID
    label: str
    kind: str
    issuer: str
    client_id: str
    domain: str
    connection: UUID | None
    has_secret: bool
    open: bool
    links: int
    linked_at: datetime | None = None


def _card(row: SignInProvider, linked_at: datetime | None = None) -> ProviderCard:
    return ProviderCard(
        row.pk,
        row.label,
        row.kind,
        row.issuer,
        row.client_id,
        row.domain,
        row.connection_id,
        bool(row.secret),
        row.open,
        row.links.count(),
        linked_at,
    )


def provider_cards() -> list[ProviderCard]:
    """Every provider, also those that are shut, by name."""
    return [_card(row) for row in SignInProvider.objects.order_by("label")]


def provider_card(provider: UUID) -> ProviderCard | None:
    """One of them."""
    row = SignInProvider.objects.filter(pk=provider).first()
    return None if row is None else _card(row)


def open_providers() -> list[tuple[UUID, str]]:
    """(number, name) of those one may sign in with now."""
    return list(SignInProvider.objects.filter(open=True).order_by("label").values_list("pk", "label"))


def open_provider(provider: UUID) -> SignInProvider | None:
    """The row of one of those, for talking to it."""
    return SignInProvider.objects.filter(pk=provider, open=True).first()


def linked_providers(account: UUID) -> list[ProviderCard]:
    """Providers one may sign in with, each with when this account was linked to it, if it is."""
    links = dict(ProviderLink.objects.filter(account=account).values_list("provider_id", "made_at"))
    return [_card(row, links.get(row.pk)) for row in SignInProvider.objects.filter(open=True).order_by("label")]


def scim_connections() -> list[tuple[UUID, str]]:
    """(number, name) of what provides people here, for choosing."""
    return list(Connection.objects.order_by("name").values_list("pk", "name"))
