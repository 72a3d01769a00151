"""What somebody leaves behind in this room: learners without a tutor, posts without a holder."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.open_ends.registry import OpenEnd
from leeward.people.queries import posts_of, tutees_of
from leeward.people.rules import MUST_BE_FILLED


def find(person: UUID, actor: Actor, now: datetime) -> Sequence[OpenEnd]:
    """Learners need another tutor first; a post that concerns must reach is only pointed out."""
    today = timezone.localdate(now)
    ends = []
    if learners := tutees_of(person, today):
        what = _("%(number)d learners have this person as their tutor. Give them another.") % {"number": learners}
        ends.append(OpenEnd("people", what, f"tutor:{person}", "/people?kind=learner"))
    for held in posts_of(person, today, everywhere=True):
        if held.post in MUST_BE_FILLED and not held.deputy:
            what = _("The post “%(post)s” will be empty. Give it to somebody else.") % {"post": held.called}
            ends.append(OpenEnd("people", what, f"post-holding:{held.id}", "/people/posts", blocks=False))
    return ends
