"""Keeping who runs the systems outside: contract, duties, assurance."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people.models import Assurance, Provider, ProviderDuty
from leeward.people.providers.rules import Duty
from leeward.people.refusals import Refused

KEEP, SEE = "providers.keep", "providers.see"


@dataclass(frozen=True, slots=True)
class ProviderDetails:
    """A provider, its contract, and whom to call there."""

    name: str
    contract: str
    starts: date
    ends: date | None
    contact: str
    phone: str = ""
    email: str = ""


def keep_provider(
    *,
    actor: Actor,
    now: datetime,
    details: ProviderDetails,
    duties: Mapping[Duty, int],
    provider: UUID | None = None,
) -> UUID:
    """Adds a provider or writes it anew, with the duties taken on (hours within which it acts). Raises Refused."""
    _may(actor)
    if details.ends is not None and details.ends < details.starts:
        raise Refused(_("The last day must not be before the first day."), "ends")
    with act(actor, "providers.keep", now=now) as entry:
        row = Provider.objects.filter(pk=provider).first() if provider else Provider(added_at=now)
        if row is None:
            raise Refused(_("There is no such provider."))
        for name in ProviderDetails.__slots__:
            setattr(row, name, getattr(details, name))
        row.save()
        row.duties.all().delete()
        ProviderDuty.objects.bulk_create(
            ProviderDuty(provider=row, duty=duty, hours=hours) for duty, hours in duties.items()
        )
        entry.subject = f"provider:{row.pk}"
        entry.details["duties"] = len(duties)
    return row.pk


def close_provider(*, actor: Actor, now: datetime, provider: UUID) -> None:
    """The provider runs nothing here any more."""
    _may(actor)
    with act(actor, "providers.close", now=now, subject=f"provider:{provider}"):
        Provider.objects.filter(pk=provider).update(closed_on=timezone.localdate(now))


def keep_assurance(
    *,
    actor: Actor,
    now: datetime,
    provider: UUID,
    what: str,
    dated: date,
    expires: date,
    document: bytes | None = None,
) -> UUID:
    """Keeps what a provider showed. Of a document only the fingerprint (SHA-256) is kept. Raises Refused."""
    _may(actor)
    if expires <= dated:
        raise Refused(_("It must expire after it was given."), "expires")
    if dated > timezone.localdate(now):
        raise Refused(_("It cannot have been given in the future."), "dated")
    with act(actor, "providers.assurance", now=now, subject=f"provider:{provider}"):
        row = Assurance.objects.create(
            provider_id=provider,
            what=what,
            dated=dated,
            expires=expires,
            fingerprint="" if document is None else sha256(document).hexdigest(),
            kept_by=actor.person,
            kept_at=now,
        )
    return row.pk


def _may(actor: Actor) -> None:
    if not (actor.system or actor.may(KEEP)):
        raise Refused(_("You may not keep providers."))
