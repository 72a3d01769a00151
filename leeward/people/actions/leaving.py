"""People leave: the last day, the way in, what is handed over, and closing the leaver when all of it is settled."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation import days
from leeward.foundation.access import Actor
from leeward.foundation.account.models import Account
from leeward.foundation.act import act
from leeward.foundation.clocks.organisation import working_calendar
from leeward.foundation.mail import write_to
from leeward.foundation.open_ends.registry import LeftBehind, left_behind
from leeward.foundation.outbox.jobs import put
from leeward.people.actions import arising
from leeward.people.actions.sign_in import shut_sign_in
from leeward.people.models import Leaving, LeftOpen, Person, Stay, Task
from leeward.people.queries import holders_of, on_day, posts_of
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import MUST_BE_FILLED, MUST_HAVE_DEPUTY, PersonClass, Post
from leeward.people.task_rules import Occasion, TaskState
from leeward.people.told import LastDayComes, PersonLeft, PostChanged

MOST_NAMED = 5
"""Tasks and open ends a refusal names; the page shows all of them."""


def left_behind_by(person: UUID, *, actor: Actor, now: datetime) -> LeftBehind:
    """What somebody would leave behind, as every room says to this actor."""
    return left_behind(person, actor=actor, now=now)


def leave(*, actor: Actor, now: datetime, person: UUID, last_day: date, at_once: bool | None = None) -> None:
    """Records somebody's last day: everything they are and hold ends on it, and their sign-in closes when it is over.

    `at_once`: the sign-in closes now, sessions end at their next request; None: when the last day is today or past.
    Never refused because something is left to hand over: a way in must not stay open for that. The leaver's list
    arises, and `close_leaver` is refused until everything is settled. Raises Refused.
    """
    if actor.person == person:
        raise Refused(_("Nobody records their own leaving. Ask somebody else with this right to do it."), "person")
    today = timezone.localdate(now)
    with act(actor, "people.leave", now=now, subject=f"person:{person}") as entry, in_words():
        row = Person.objects.select_for_update(of=("self",)).get(pk=person)
        held = {item.post for item in posts_of(person, today)}
        open_ended = Q(until__isnull=True) | Q(until__gt=last_day)
        arising.leaves(person, last_day, now=now, by=actor.person)
        for spans in (row.classes.filter(open_ended), row.holdings.filter(open_ended)):
            spans.filter(since__gt=last_day).delete()
            spans.filter(since__lte=last_day).update(until=last_day)
        for stay in Stay.objects.filter(person=row, closed_at=None, until__gt=last_day):
            stay.until = max(last_day, stay.since)
            stay.save(update_fields=["until"])
        row.left_on = last_day
        row.save(update_fields=["left_on"])
        _posts_fall_empty(held, last_day, actor=actor, person=person, now=now)
        over = last_day < today or (last_day == today and at_once is not False)
        if over or at_once:
            shut_sign_in(row, now=now)
        tomorrow = timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))
        put(LastDayComes(row.pk, last_day), key=f"left {row.pk} {now}", now=now, due=now if over else tomorrow)
        entry.details.update(last_day=last_day.isoformat(), at_once=bool(over or at_once))


def _posts_fall_empty(held: set[str], last_day: date, *, actor: Actor, person: UUID, now: datetime) -> None:
    """Tells who must find cover when a post that concerns must reach will have no holder, or no deputy, any more."""
    after = last_day + timedelta(days=1)
    for post in sorted(held):
        put(PostChanged(str(post), after), key=f"leave {person} {post} {last_day}", now=now)
        then = holders_of(post, after)
        empty = post in MUST_BE_FILLED and all(one.deputy for one in then)
        alone = post in MUST_HAVE_DEPUTY and not any(one.deputy for one in then)
        if not (empty or alone):
            continue
        for watching in (Post.CHAIR, Post.MANAGING_DIRECTOR, Post.HR):
            for one in holders_of(watching, timezone.localdate(now)):
                if one.person not in {person, actor.person}:
                    key = f"empty {person} {post} {last_day}"
                    write_to(one.person, "people.post-falls-empty", path="/people/posts", key=key, now=now)


def last_day_is_over(told: LastDayComes, now: datetime) -> None:
    """Hears LastDayComes: shuts the sign-in and tells that somebody left, unless they stayed or leave another day."""
    row = Person.objects.select_for_update(of=("self",)).filter(pk=told.person, left_on=told.last_day).first()
    if row is None:
        return
    here = row.classes.filter(on_day(timezone.localdate(now))).exclude(until=told.last_day)
    if here.exclude(kind=PersonClass.FORMER_LEARNER).exists():
        return
    if row.account_id is not None and Account.objects.filter(pk=row.account_id, is_active=True).exists():
        shut_sign_in(row, now=now)
    Stay.objects.filter(person=row, closed_at=None).update(closed_at=now)
    put(PersonLeft(row.pk, told.last_day), key=f"left {row.pk} {told.last_day}", now=now)


def leave_open(*, actor: Actor, now: datetime, leaving: UUID, room: str, reference: str, reason: str) -> None:
    """Leaves one open end of a leaver as it is, on purpose, with the name of who says so. Raises Refused."""
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(_("Say why this may stay open."), "reason")
    with act(actor, "people.leave-open", now=now) as entry, in_words():
        row = Leaving.objects.select_for_update(of=("self",)).get(pk=leaving)
        ends = left_behind(row.person_id, actor=actor, now=now).ends
        end = next((one for one in ends if (one.room, one.reference) == (room, reference)), None)
        if end is None:
            raise Refused(_("This is handed over already."), "reason")
        LeftOpen.objects.get_or_create(
            leaving=row,
            room=room,
            reference=reference[:200],
            defaults={"what": end.what[:300], "reason": reason[:500], "by_id": actor.person, "at": now},
        )
        entry.subject = f"person:{row.person_id}"
        entry.details["room"] = room


def still_open(leaving: Leaving, *, actor: Actor, now: datetime) -> tuple[list[str], tuple[str, ...]]:
    """What keeps a leaver from being closed, in words: tasks, then open ends; and rooms that could not say."""
    lists = {"list__person": leaving.person_id, "list__occasion": Occasion.LEAVING, "list__set_aside_at": None}
    tasks = Task.objects.filter(state=TaskState.OPEN, **lists).order_by("due", "position")
    left = left_behind(leaving.person_id, actor=actor, now=now)
    on_purpose = set(leaving.left_open.values_list("room", "reference"))
    ends = [end.what for end in left.ends if end.blocks and (end.room, end.reference) not in on_purpose]
    return [*tasks.values_list("words", flat=True), *ends], left.unanswered


def close_leaver(*, actor: Actor, now: datetime, leaving: UUID) -> None:
    """Closes a leaver: tasks settled, everything handed over or left open on purpose. Raises Refused naming the rest.

    From the last working day on: earlier, something more could still be left open.
    """
    with act(actor, "people.close-leaver", now=now) as entry, in_words():
        row = Leaving.objects.select_for_update(of=("self",)).get(pk=leaving)
        entry.subject = f"person:{row.person_id}"
        if actor.person == row.person_id:
            raise Refused(_("Nobody closes themselves. Ask somebody else with this right to do it."))
        if row.closed_at is not None or row.stayed_at is not None:
            raise Refused(_("This is closed already."))
        first = working_calendar(at=now).last_working_day(row.last_day)
        if timezone.localdate(now) < first:
            text = _("Close the leaver on %(day)s or later: until then more may be left open.")
            raise Refused(text % {"day": days.in_words(first)})
        rest, unanswered = still_open(row, actor=actor, now=now)
        if rest:
            named = "; ".join(rest[:MOST_NAMED]) + ("; …" if len(rest) > MOST_NAMED else "")
            raise Refused(_("First settle what is still open: %(tasks)s") % {"tasks": named})
        if unanswered:
            raise Refused(_("Not every part of the product could say what would be left behind. Try again later."))
        row.closed_at, row.closed_by_id = now, actor.person
        row.save(update_fields=["closed_at", "closed_by"])
        entry.details["left_open"] = row.left_open.count()
