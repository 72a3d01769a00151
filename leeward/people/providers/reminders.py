"""Letters before a contract with an outside provider ends, so that nobody finds out afterwards."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from leeward.foundation.mail import Letter, declare_letter, write_to
from leeward.people.providers.rules import letter_due
from leeward.people.queries import holders_of, permissions_by_post
from leeward.people.queries.outside_it import providers
from leeward.people.queries.posts import all_holdings
from leeward.people.rules import Post

KEEP = "providers.keep"
ENDS, ENDED = "people.contract-ends", "people.contract-ended"


def declare() -> None:
    """Makes the letters known; called once when the rooms are wired."""
    see = "\n\nSign in to see which, and who is to be called there:\n\n{link}\n"
    declare_letter(
        ENDS,
        Letter(
            "A contract ends soon",
            "A contract with an outside provider that runs systems here ends soon. Renew it, or find somebody else "
            "for what it has taken on." + see,
        ),
    )
    declare_letter(
        ENDED,
        Letter("A contract has ended", "A contract with an outside provider that runs systems here has ended." + see),
    )


def remind(now: datetime) -> int:
    """Daily: writes once for each contract and step to whoever keeps providers. Returns how many contracts are near."""
    today = timezone.localdate(now)
    near = [(card, step) for card in providers(now) if (step := letter_due(card.ends, today)) is not None]
    if not near:
        return 0
    with transaction.atomic():
        for card, step in near:
            for person in _told(now):
                letter = ENDS if step else ENDED
                write_to(person, letter, path="/people/providers", key=f"{card.id} {card.ends} {step}", now=now)
    return len(near)


def _told(now: datetime) -> set[UUID]:
    """Holders and deputies of the posts that keep providers; where nobody holds one, the managing director."""
    today = timezone.localdate(now)
    posts = [post for post, permissions in permissions_by_post().items() if KEEP in permissions]
    holdings = all_holdings(today)
    # Held for one company alone, a post does not keep providers.
    held = {one.person for post in posts for one in holdings.get(post, ()) if not one.place}
    return held or {one.person for one in holders_of(Post.MANAGING_DIRECTOR, today)}
