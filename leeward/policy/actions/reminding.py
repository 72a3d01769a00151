"""One letter a week to whoever has to give their word about promises, with all of them behind one link."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from leeward.foundation import mail
from leeward.foundation.holders import who_holds
from leeward.foundation.mail import Letter, write_to
from leeward.policy.evidence import latest_statement
from leeward.policy.queries.duties import SOON
from leeward.policy.queries.publications import in_force
from leeward.policy.queries.standings import standings_of
from leeward.policy.rules.standing import POST_PREFIX, Proof

DUE = "policy.word-due"


def declare_letters() -> None:
    """Called by `frontdoor` wiring."""
    mail.declare_letter(
        DUE,
        Letter(
            gettext_noop("Your word is asked for"),
            gettext_noop("Promises you hold wait for you to say how they stand. All of them are here: {link}"),
        ),
    )


def remind(now: datetime) -> int:
    """Daily: puts one letter for each person and week, whatever number of promises wait. Returns how many people."""
    today = timezone.localdate(now)
    year, week, _day = today.isocalendar()
    people: set[UUID] = set()
    for post in _posts_asked(now, now + SOON):
        holding = who_holds(post, today)
        # A deputy is written to only where the post itself is empty: one reminder, one person.
        people |= set(holding.holders or holding.deputies)
    with transaction.atomic():
        for person in people:
            write_to(person, DUE, path="/my-duties", key=f"{year}-{week:02d}", now=now)
    return len(people)


def _posts_asked(now: datetime, until: datetime) -> set[str]:
    """The posts whose word is missing, has lapsed or will by `until`."""
    posts = set()
    for publication in in_force(now):
        for promise, standing in standings_of(publication.version, at=now):
            if standing.set_aside or standing.proof is not Proof.STATEMENT or not standing.confirmed:
                continue
            said = latest_statement(promise, now)
            if (said is None or said.valid_until <= until) and standing.holder.startswith(POST_PREFIX):
                posts.add(standing.holder.removeprefix(POST_PREFIX))
    return posts
