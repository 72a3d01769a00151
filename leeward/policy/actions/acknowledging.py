"""A person's agreement to the version in force, given once."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people.actions import settle_for
from leeward.people.task_rules import AGREEMENT
from leeward.policy.models import Acknowledgement, PolicyVersion, Publication
from leeward.policy.queries.pages import to_acknowledge
from leeward.policy.queries.texts import current_fingerprint, words_for
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused


def acknowledge(*, actor: Actor, version: UUID, now: datetime) -> bool:
    """Keeps that the actor agrees to a version in force. True when new; False when it was given before.

    Raises NotAllowed for someone who is not a known person, NoSuchPolicy, Refused when another version is in force now.
    """
    if actor.person is None:
        raise NotAllowed
    row = PolicyVersion.objects.filter(pk=version).first()
    if row is None or not Publication.objects.filter(policy_id=row.policy_id).exists():
        raise NoSuchPolicy
    if not Publication.objects.filter(version=row, ended_at__isnull=True).exists():
        raise Refused(_("This version is no longer in force. Read the one that is, and acknowledge that."))
    with act(actor, "policy.acknowledge", now=now, subject=f"policy-version:{row.id}") as entry:
        _given, new = Acknowledgement.objects.get_or_create(
            version=row,
            person=actor.person,
            defaults={"words": words_for(row), "text_hash": current_fingerprint(row), "given_at": now},
        )
        entry.details["new"] = new
        if new and not to_acknowledge(actor, now=now):
            settle_for(actor.person, AGREEMENT, now=now)
    return new
