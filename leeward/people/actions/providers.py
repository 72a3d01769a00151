"""Identity providers: adding and changing them, and linking what they call somebody to an account here.

A link is made by hand: by its owner signed in another way, by an invitation from a letter, or by what an identity
provider's own provisioning (SCIM) said. Never by an e-mail address: addresses are given to others, and some providers
let their users write any.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor, actor_for
from leeward.foundation.account.models import Account
from leeward.foundation.act import act
from leeward.foundation.mail import write_to
from leeward.people.actions.sign_in import CHOOSE_PASSWORD, set_hold
from leeward.people.models import Hold, Person, ProvidedUser, ProviderLink, SignInProvider
from leeward.people.refusals import Refused
from leeward.people.sign_in_rules import LinkedBy, ProviderKind


@dataclass(frozen=True, slots=True)
class ProviderDetails:
    """What is chosen about a provider. `secret` is sealed already; empty keeps the one there is."""

    label: str
    client_id: str
    secret: str = ""
    domain: str = ""
    connection: UUID | None = None
    open: bool = True


def add_provider(*, actor: Actor, now: datetime, kind: ProviderKind, issuer: str, details: ProviderDetails) -> UUID:
    """Adds a provider. Its issuer never changes: links hang on it. Raises Refused for one there is already."""
    with act(actor, "people.add-provider", now=now) as entry:
        try:
            with transaction.atomic():
                row = SignInProvider.objects.create(
                    kind=kind,
                    issuer=issuer,
                    label=details.label,
                    client_id=details.client_id,
                    secret=details.secret,
                    domain=details.domain,
                    connection_id=details.connection,
                    open=details.open,
                    added_at=now,
                )
        except IntegrityError as error:
            raise Refused(_("There is a provider with this name or issuer already."), "label") from error
        entry.subject = f"provider:{row.pk}"
    return row.pk


def change_provider(*, actor: Actor, now: datetime, provider: UUID, details: ProviderDetails) -> None:
    """Changes everything of a provider but its issuer. Raises Refused for a name another one has."""
    with act(actor, "people.change-provider", now=now, subject=f"provider:{provider}") as entry:
        row = SignInProvider.objects.select_for_update().get(pk=provider)
        row.label, row.client_id, row.open = details.label, details.client_id, details.open
        row.domain, row.connection_id = details.domain, details.connection
        row.secret = details.secret or row.secret
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise Refused(_("There is a provider with this name already."), "label") from error
        entry.details["open"] = row.open
    cache.delete_many([f"provider-described:{provider}", f"provider-keys:{provider}"])


def link_subject(*, account: UUID, provider: UUID, subject: str, by: LinkedBy, now: datetime) -> None:
    """Links a subject of a provider to an account, and tells its owner. Raises Refused where either is linked already.

    A link made by provisioning puts a hold on sensitive records: who runs the provider could let themselves in.
    """
    with act(actor_for(account, now), "account.linked", now=now, subject=f"account:{account}") as entry:
        try:
            with transaction.atomic():
                ProviderLink.objects.create(
                    account_id=account, provider_id=provider, subject=subject, made_by=by, made_at=now
                )
        except IntegrityError as error:
            raise Refused(_("This is linked to a sign-in here already.")) from error
        entry.details["by"] = by
        person = Person.objects.filter(account_id=account).select_related("account").first()
        if person is not None:
            key = f"{account} {now.isoformat()}"
            write_to(person.pk, "people.sign-in-changed", path=CHOOSE_PASSWORD, key=key, now=now)
            if by is LinkedBy.SCIM:
                set_hold(person, Hold.Why.LINK, actor=Actor(), now=now)


def unlink(*, actor: Actor, now: datetime, provider: UUID) -> None:
    """Takes the actor's own link to a provider away. Nothing where there is none."""
    if actor.account is None:
        return
    with act(actor, "account.unlinked", now=now, subject=f"account:{actor.account}") as entry:
        entry.details["links"] = ProviderLink.objects.filter(account=actor.account, provider_id=provider).delete()[0]


def account_known_as(*, provider: UUID, subject: str, now: datetime) -> Account | None:
    """The account a subject of a provider is linked to, linking it first where provisioning says whose it is."""
    link = ProviderLink.objects.filter(provider_id=provider, subject=subject).select_related("account").first()
    if link is not None:
        link.last_used_at = now
        link.save(update_fields=["last_used_at"])
        return link.account
    row = SignInProvider.objects.get(pk=provider)
    if row.connection_id is None:
        return None
    known = ProvidedUser.objects.filter(
        connection_id=row.connection_id, external_id=subject, active=True, gone_at__isnull=True
    )
    found = [user.person.account for user in known.select_related("person__account") if user.person is not None]
    if len(found) != 1 or found[0] is None or not found[0].is_active:
        return None
    try:
        link_subject(account=found[0].pk, provider=provider, subject=subject, by=LinkedBy.SCIM, now=now)
    except Refused:
        return None
    return found[0]
