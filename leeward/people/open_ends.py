"""What somebody leaves behind in this room: learners without a tutor, empty posts, visitors nobody vouches for."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leeward.foundation.access import Actor
from leeward.foundation.api.tokens import live_tokens_made_by
from leeward.foundation.open_ends.registry import OpenEnd
from leeward.foundation.settings_history.scopes import GROUP
from leeward.people.models import ConnectionToken, Person, PostHolding, Stay
from leeward.people.queries import holders_of, in_scope, post_names, tutees_of
from leeward.people.rules import MUST_BE_FILLED, MUST_HAVE_DEPUTY, Post


def find(person: UUID, actor: Actor, now: datetime) -> Sequence[OpenEnd]:
    """Learners need another tutor, temporary users another sponsor, and a post that concerns must reach a holder."""
    today = timezone.localdate(now)
    ends = []
    if learners := tutees_of(person, today):
        what = ngettext(
            "%(number)d learner has this person as tutor. Give them another.",
            "%(number)d learners have this person as their tutor. Give them another.",
            learners,
        ) % {"number": learners}
        ends.append(OpenEnd("people", what, f"tutor:{person}", "/people?kind=learner"))
    if guests := Stay.objects.filter(sponsor_id=person, closed_at=None).count():
        what = ngettext(
            "%(number)d temporary user has this person as sponsor. Find another.",
            "%(number)d temporary users have this person as their sponsor. Find another.",
            guests,
        ) % {"number": guests}
        ends.append(OpenEnd("people", what, f"sponsor:{person}", "/people/temporary"))
    return [*ends, *_keys(person, now), *_posts(person, today)]


def _keys(person: UUID, now: datetime) -> list[OpenEnd]:
    """Keys of other systems end with the sign-in: better replaced before."""
    connected = ConnectionToken.objects.filter(made_by_id=person, revoked_at=None, expires_at__gt=now).count()
    found = []
    for number, path in (
        (connected, "/people/connections"),
        (live_tokens_made_by(person, now=now).count(), "/api-tokens"),
    ):
        if number:
            what = ngettext(
                "%(number)d key of another system was made by this person and ends with their sign-in. Make a new one.",
                "%(number)d keys of other systems were made by this person and end with their sign-in. Make new ones.",
                number,
            ) % {"number": number}
            found.append(OpenEnd("people", what, f"keys:{path}", path, blocks=False))
    return found


def _posts(person: UUID, today: date) -> list[OpenEnd]:
    """Posts held today, or until the last day, that nobody else has the day after."""
    left_on = Person.objects.filter(pk=person).values_list("left_on", flat=True).first()
    held = PostHolding.objects.filter(in_scope(GROUP), person_id=person, since__lte=today, absence=None)
    names, ends = post_names(), []
    for row in held.filter(until=left_on) if left_on is not None else held.filter(until=None):
        if row.post not in {*MUST_BE_FILLED, *MUST_HAVE_DEPUTY}:
            continue
        post = Post(row.post)
        after = max(left_on, today) + timedelta(days=1) if left_on is not None else today
        others = [one for one in holders_of(post, after) if one.person != person]
        if not row.deputy and post in MUST_BE_FILLED and all(one.deputy for one in others):
            what = _("The post “%(post)s” will be empty. Give it to somebody else.")
        elif row.deputy and post in MUST_HAVE_DEPUTY and not any(one.deputy for one in others):
            what = _("The post “%(post)s” will have no deputy. Appoint another.")
        else:
            continue
        ends.append(OpenEnd("people", what % {"post": names[post]}, f"post-holding:{row.pk}", "/people/posts"))
    return ends
