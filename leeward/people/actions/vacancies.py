"""The alarm of an empty post: a letter each week while a post that concerns must reach stands empty."""

from datetime import datetime

from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.mail import write_to
from leeward.people.queries import holders_of, vacancies
from leeward.people.rules import Post

TOLD = (Post.CHAIR, Post.MANAGING_DIRECTOR, Post.HR)


def alarm(now: datetime) -> int:
    """Writes to chair, managing director and HR of each empty post, once a week while it lasts. Returns how many posts.

    Run daily, so that a post that fell empty in the night is known in the morning.
    """
    today = timezone.localdate(now)
    gaps = vacancies(today)
    year, week, _day = today.isocalendar()
    persons = {held.person for post in TOLD for held in holders_of(post, today)}
    for gap in gaps:
        with act(SYSTEM, "people.vacancy", now=now, subject=f"post:{gap.post}") as entry:
            entry.details["deputy"] = gap.deputy
            for person in persons:
                key = f"{gap.post} {'deputy' if gap.deputy else 'holder'} {year}-{week}"
                write_to(person, "people.vacancy", path="/people/posts", key=key, now=now)
    return len(gaps)
