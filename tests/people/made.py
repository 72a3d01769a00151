"""People for tests: invented, short to write."""

from datetime import UTC, date, datetime

from leeward.foundation.access import SYSTEM
from leeward.people.actions import Details, add_person, appoint
from leeward.people.rules import PersonClass, Post

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def somebody(name="Ada Testerby", *kinds, since=TODAY, **details):
    given, family = name.split(" ", 1)
    return add_person(
        actor=SYSTEM,
        now=NOW,
        details=Details(given, family, **details),
        classes=frozenset(kinds or {PersonClass.STAFF}),
        since=since,
    )


def give(person, post=Post.DSL, *, since=TODAY, until=None, deputy=False, actor=SYSTEM):
    return appoint(actor=actor, now=NOW, person=person, post=Post(post), since=since, until=until, deputy=deputy)
