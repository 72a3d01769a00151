"""From a finding to a concern: a person decides, and it takes the same road as every other concern."""

from datetime import datetime

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.monitoring.actions.reviewing import Contents, contents_of, decide, opened, words
from leeward.monitoring.rules import Part, State
from leeward.safeguarding.actions import raise_concern
from leeward.safeguarding.rules.telling import About, Source, Telling

MOST_NAMED = 20


def raise_as_concern(*, actor: Actor, ref: str, why: str, now: datetime) -> str:
    """Raises a concern from an opened finding; it takes the same road as any other. Returns the concern's reference.

    Raises NoSuchFinding, NotOpened, ReasonMissing, AlreadyDecided.
    """
    why = words(why)
    finding = opened(actor, ref, now)
    with act(actor, "monitoring.raise", now=now, compartment=finding.compartment) as entry:
        entry.subject = f"finding:{finding.pk}"
        decide(finding, State.RAISED, why, actor, now)
        contents = contents_of(finding)
        receipt = raise_concern(
            actor=actor,
            telling=_telling(contents, why, actor),
            source=Source.MONITORING,
            submission=finding.pk,
            subjects=[contents.sender.person] if contents.sender.person and contents.sender.part is Part.STAFF else [],
            learned_at=finding.found_at,
            way_back=False,
            now=now,
        )
    return receipt.ref


def _telling(contents: Contents, why: str, actor: Actor) -> Telling:
    """The concern in the words of the message and of the person who raised it."""
    said = "".join(piece for piece, _weight in contents.pieces)
    to = ", ".join(one.name or one.address for one in contents.recipients[:MOST_NAMED])
    about = {Part.STAFF: About.STAFF, Part.LEARNER: About.LEARNER}.get(contents.sender.part, About.SOMEONE_ELSE)
    return Telling(
        about=about,
        about_names=contents.sender.name or contents.sender.address,
        happened=why,
        exact_words=said,
        where=_("An e-mail from %(sender)s to %(to)s, pointed out by monitoring.")
        % {"sender": contents.sender.name or contents.sender.address, "to": to},
        reporter_name=actor.name,
        reporter_person=str(actor.person),
    )
