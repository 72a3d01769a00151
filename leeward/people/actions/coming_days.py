"""What each day brings: leavers known from dates alone, sign-ins of those who are nothing here any more, letters."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.mail import write_to
from leeward.foundation.settings_history.queries import value
from leeward.people.actions import arising
from leeward.people.actions.sign_in import shut_sign_in
from leeward.people.coming_settings import LISTS_SINCE, LOOK_AHEAD
from leeward.people.models import ClassOfPerson, Person, Stay, Task
from leeward.people.queries.days import here_or_coming
from leeward.people.queries.post_names import known_posts
from leeward.people.queries.posts import holders_of
from leeward.people.queries.task_lists import empty_posts, present_kinds
from leeward.people.rules import WORKFORCE, Post
from leeward.people.task_rules import SELF, SPONSOR, TUTOR, Occasion, TaskState


def notice_leavers(now: datetime) -> int:
    """Starts the leaving of everybody whose last class ends soon or ended lately, and whom nobody recorded.

    From files and other systems often only a date comes. Who worked here is closed by somebody; learners and others
    have their list and are not. Temporary users have a list of their own. Returns how many.
    """
    today = timezone.localdate(now)
    soon = today + timedelta(days=value(LOOK_AHEAD, at=now))
    lately = today - timedelta(days=value(LISTS_SINCE, at=now))
    goes_on = ClassOfPerson.objects.filter(Q(until__isnull=True) | Q(until__gt=soon)).values("person_id")
    ends = Person.objects.exclude(pk__in=goes_on).exclude(pk__in=Stay.objects.values("person_id"))
    found = list(ends.annotate(last=Max("classes__until")).filter(last__gte=lately).exclude(left_on=F("last")))
    kinds = present_kinds([row.pk for row in found], soon)
    for row in found:
        with act(SYSTEM, "people.notice-leaver", now=now, subject=f"person:{row.pk}") as entry:
            if WORKFORCE.intersection(kinds[row.pk]):
                arising.leaves(row.pk, row.last, now=now, by=None)
            else:
                wanted = [arising.Wanted(row.pk, Occasion.LEAVING, kind, row.last) for kind in kinds[row.pk]]
                arising.arise(wanted, now=now)
            Person.objects.filter(pk=row.pk).update(left_on=row.last)
            entry.details["last_day"] = row.last.isoformat()
    return len(found)


def shut_who_left(now: datetime) -> int:
    """Shuts the sign-in of everybody who was something here and is nothing any more. Returns how many."""
    today = timezone.localdate(now)
    gone = Person.objects.filter(account__is_active=True, classes__until__lt=today).exclude(here_or_coming(today))
    number = 0
    for row in gone.distinct():
        with act(SYSTEM, "people.shut-sign-in", now=now, subject=f"person:{row.pk}"):
            shut_sign_in(row, now=now)
        number += 1
    Stay.objects.filter(closed_at=None, until__lt=today).update(closed_at=now)
    return number


def start_of_day(now: datetime) -> None:
    """Done just after midnight: who left is shut out even where nothing else did it."""
    shut_who_left(now)
    notice_leavers(now)


def write_about_tasks(now: datetime) -> int:
    """One letter a day to each person with tasks that are new or newly overdue. Returns how many were told."""
    today = timezone.localdate(now)
    yesterday = now - timedelta(days=1)
    live = Task.objects.filter(state=TaskState.OPEN, list__set_aside_at=None)
    overdue = live.filter(due__lt=today, raised_at=None)
    new = live.filter(list__arose_at__gte=yesterday)
    late, fresh = _doers(overdue, now), _doers(new, now)
    overdue.update(raised_at=now)
    for person in sorted(late | fresh):
        letter = "people.tasks-overdue" if person in late else "people.tasks-wait"
        write_to(person, letter, path="/people/tasks", key=today.isoformat(), now=now)
    return len(late | fresh)


def _doers(tasks: QuerySet[Task], now: datetime) -> set[UUID]:
    """Everybody who is to do one of the tasks. Who has no way in yet is written to when it opens, not before."""
    today = timezone.localdate(now)
    empty = set(empty_posts(today))
    found: set[UUID | None] = set()
    posts = set(tasks.exclude(doer__in=[SELF, TUTOR, SPONSOR]).values_list("doer", flat=True).distinct())
    for post in {Post.HR.value if post in empty or post not in known_posts() else post for post in posts}:
        found |= {held.person for held in holders_of(post, today)}
    found |= set(tasks.filter(doer=TUTOR).values_list("list__person__tutor", flat=True).distinct())
    found |= set(tasks.filter(doer=SPONSOR).values_list("list__person__stays__sponsor", flat=True).distinct())
    found |= set(tasks.filter(doer=SELF).values_list("list__person", flat=True).distinct())
    able = Person.objects.filter(pk__in=[one for one in found if one is not None], account__is_active=True)
    return set(able.values_list("pk", flat=True))
