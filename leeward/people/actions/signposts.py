"""Keeping help outside: own entries, and saying that an entry was looked at and still holds."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext as _

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.act import act
from leeward.people.help.choices import KEEP
from leeward.people.help.rules import Topic, read_hours
from leeward.people.models import Signpost, SignpostLook
from leeward.people.queries.help import OWN, shown_lines
from leeward.people.refusals import Refused

BY_HAND = "by-hand"
WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class NewSignpost:
    """An entry as entered. `website` begins with https://; at least one way to reach it is there."""

    name: str
    what_for: str
    topic: Topic
    phone: str = ""
    text: str = ""
    website: str = ""
    hours: str = ""
    ages: str = ""


def add_signpost(*, actor: Actor, now: datetime, entry: NewSignpost) -> UUID:
    """Adds an entry of the organisation's own; it counts as looked at by this person today. Raises Refused."""
    _may(actor)
    if not (entry.phone or entry.text or entry.website):
        raise Refused(_("Give a telephone number, a number for texts or a website."), "phone")
    if entry.website and not (entry.website.startswith("https://") and urlsplit(entry.website).hostname):
        raise Refused(_("The website must begin with https://"), "website")
    try:
        read_hours(entry.hours)
    except ValueError:
        raise Refused(_("Enter hours such as Monday to Friday 09:00 to 17:00, or the word always."), "hours") from None
    with act(actor, "help.add", now=now) as audit:
        row = Signpost.objects.create(
            name=entry.name,
            what_for=entry.what_for,
            topic=entry.topic,
            phone=entry.phone,
            text=entry.text,
            website=entry.website,
            hours=entry.hours,
            ages=entry.ages,
            added_at=now,
        )
        _look(f"{OWN}-{row.pk}", actor.person, True, BY_HAND, now)
        audit.subject = f"signpost:{row.pk}"
    return row.pk


def remove_signpost(*, actor: Actor, now: datetime, key: str) -> None:
    """Takes an own entry off the page; the row stays. Raises Refused for one that is not there."""
    _may(actor)
    with act(actor, "help.remove", now=now, subject=f"signpost:{key.removeprefix(f'{OWN}-')}"):
        try:
            gone = Signpost.objects.filter(pk=UUID(key.removeprefix(f"{OWN}-")), removed_at__isnull=True)
        except ValueError:
            gone = Signpost.objects.none()
        if not gone.update(removed_at=now):
            raise Refused(_("This entry is not on the page."))


def state_looked(*, actor: Actor, now: datetime, key: str, good: bool) -> None:
    """A person says that they tried an entry today and that it holds, or that it does not. Raises Refused."""
    _may(actor)
    if key not in {line.key for line in shown_lines(now)}:
        raise Refused(_("This entry is not on the page."))
    with act(actor, "help.looked", now=now, subject=f"help-entry:{key}") as audit:
        _look(key, actor.person, good, BY_HAND if good else WRONG, now)
        audit.details["good"] = good


def keep_look(*, key: str, good: bool, said: str, now: datetime) -> None:
    """The test of links keeps what it found of one entry."""
    with act(SYSTEM, "help.link-tested", now=now, subject=f"help-entry:{key}") as audit:
        _look(key, None, good, said, now)
        audit.details["good"] = good


def _may(actor: Actor) -> None:
    if not (actor.system or actor.may(KEEP)):
        raise Refused(_("You may not keep this page."))


def _look(key: str, person: UUID | None, good: bool, said: str, now: datetime) -> None:
    SignpostLook.objects.create(entry=key, person=person, at=now, good=good, said=said[:60])
