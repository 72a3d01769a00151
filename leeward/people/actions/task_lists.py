"""Lists of tasks made an organisation's own: each change is a new version with who, when and why."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people.models import TaskListVersion
from leeward.people.queries.post_names import known_posts
from leeward.people.queries.task_lists import lines_kept, list_in_force
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import PersonClass
from leeward.people.task_rules import (
    LONGEST_WORDS,
    MOST_DAYS,
    MOST_TASKS,
    SELF,
    SPONSOR,
    TUTOR,
    Occasion,
    TaskLine,
    difference,
)


def keep_list(
    *, actor: Actor, now: datetime, occasion: Occasion, kind: PersonClass, lines: Sequence[TaskLine], why: str
) -> int:
    """Keeps a list as its next version; lists that have begun stay. Returns its number. Raises Refused."""
    why = " ".join(why.split())[:300]
    if not why:
        raise Refused(_("Say why the list changes."), "why")
    if len(lines) > MOST_TASKS or len({line.key for line in lines}) < len(lines):
        raise Refused(_("A list has at most %(most)d tasks.") % {"most": MOST_TASKS})
    doers = {*map(str, known_posts()), SELF, TUTOR, SPONSOR}
    for line in lines:
        if not line.words.strip() or len(line.words) > LONGEST_WORDS or line.doer not in doers:
            raise Refused(_("Each task says what is to be done, and who does it."))
        if abs(line.days) > MOST_DAYS:
            raise Refused(_("A task is due at most %(most)d working days away.") % {"most": MOST_DAYS})
    with act(actor, "people.keep-list", now=now, subject=f"task-list:{occasion}:{kind}") as entry, in_words():
        before = list_in_force(occasion, kind)
        if not difference(before.lines, lines) and before.number:
            raise Refused(_("Nothing would change."))
        row = TaskListVersion.objects.create(
            occasion=occasion,
            kind=kind,
            number=before.number + 1,
            tasks=lines_kept(lines),
            why=why,
            made_at=now,
            made_by_id=actor.person,
        )
        entry.details.update(number=row.number, tasks=len(lines))
    return row.number
