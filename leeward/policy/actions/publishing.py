"""Putting an approved version in force, telling those who must read it, and taking it out of force."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation import mail
from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.mail import Letter, write_to
from leeward.people.queries import people_of_class
from leeward.people.rules import PersonClass
from leeward.policy.actions.importing import LONGEST_REASON, MANAGE
from leeward.policy.models import PolicyVersion, Publication
from leeward.policy.queries.texts import is_approved
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused

TO_READ = "policy.to-read"
STAFF = (PersonClass.STAFF, PersonClass.ASSOCIATE, PersonClass.VOLUNTEER, PersonClass.CONTRACTOR)
"""Who is asked to acknowledge where nothing else is chosen."""


def declare_letters() -> None:
    """Called by `frontdoor` wiring."""
    mail.declare_letter(
        TO_READ,
        Letter(
            gettext_noop("A policy waits for you to read"),
            gettext_noop("Please read it and say that you will keep to it. Sign in here: {link}"),
        ),
    )


def publish(*, actor: Actor, version: UUID, now: datetime, audience: Iterable[PersonClass] = STAFF) -> UUID:
    """Puts an approved version in force in place of the one before, and writes to everyone asked to acknowledge it.

    Publishing what is in force already changes nothing. Raises NotAllowed, NoSuchPolicy, Refused without approval.
    """
    if not actor.may(MANAGE):
        raise NotAllowed
    row = PolicyVersion.objects.select_related("policy", "signature").filter(pk=version).first()
    if row is None:
        raise NoSuchPolicy
    if not is_approved(row):
        raise Refused(_("This version is not approved, so it cannot be published. Send it for approval first."))
    with act(actor, "policy.publish", now=now, subject=f"policy-version:{row.id}") as entry:
        live = Publication.objects.select_for_update().filter(policy=row.policy, ended_at__isnull=True).first()
        if live is not None and live.version_id == row.id:
            entry.details["again"] = True
            return live.id
        if live is not None:
            _end(live, actor, now, _("A later version was published."))
        made = Publication.objects.create(
            policy=row.policy,
            version=row,
            published_at=now,
            published_by=actor.person,
            audience=[kind.value for kind in audience],
        )
        asked = people_of_class(list(audience), timezone.localdate(now))
        for person in asked:
            if person.email:
                path = f"/policies/{row.policy.slug}/acknowledge"
                write_to(person.id, TO_READ, path=path, key=f"publication {made.id}", now=now)
        entry.details["asked"] = len(asked)
    return made.id


def withdraw(*, actor: Actor, version: UUID, reason: str, now: datetime) -> None:
    """Takes the version out of force, with a reason; its text, signature and acknowledgements stay.

    Raises NotAllowed, NoSuchPolicy where it is not in force, Refused without a reason.
    """
    if not actor.may(MANAGE):
        raise NotAllowed
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(_("Say why it is withdrawn, in at most 500 characters."), "reason")
    with act(actor, "policy.withdraw", now=now, subject=f"policy-version:{version}"):
        live = Publication.objects.select_for_update().filter(version_id=version, ended_at__isnull=True).first()
        if live is None:
            raise NoSuchPolicy
        _end(live, actor, now, reason)


def _end(live: Publication, actor: Actor, now: datetime, reason: str) -> None:
    live.ended_at, live.ended_by, live.end_reason = now, actor.person, reason
    live.save(update_fields=["ended_at", "ended_by", "end_reason"])
