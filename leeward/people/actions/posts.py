"""Giving posts and ending them."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.mail import write_to
from leeward.foundation.outbox.jobs import put
from leeward.people.models import Person, PostHolding
from leeward.people.queries import holders_of
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import PERMISSIONS, Held, Post, clash, sensitive
from leeward.people.told import PostChanged


def appoint(
    *,
    actor: Actor,
    now: datetime,
    person: UUID,
    post: Post,
    since: date,
    until: date | None = None,
    deputy: bool = False,
) -> UUID:
    """Gives somebody a post, or makes them its deputy. Raises Refused.

    Nobody appoints themselves. Who runs the systems is never joined with who reads the cases.
    """
    if actor.person == person:
        raise Refused(_("Nobody appoints themselves. Ask somebody else with this right to do it."), "person")
    with act(actor, "people.appoint", now=now, subject=f"person:{person}") as entry, in_words():
        row = Person.objects.get(pk=person)
        if row.left_on is not None and (until is None or until > row.left_on):
            raise Refused(_("This person has left, or will have left by then."), "person")
        overlapping = PostHolding.objects.filter(Q(until__isnull=True) | Q(until__gte=since), person_id=person)
        if until is not None:
            overlapping = overlapping.filter(since__lte=until)
        held = [Held(Post(other.post), other.deputy) for other in overlapping]
        if clash(held, post) is not None:
            raise Refused(
                _("Who runs the systems must not be able to read cases: choose somebody else for one of the posts."),
                "post",
            )
        holding = PostHolding.objects.create(person=row, post=post, deputy=deputy, since=since, until=until)
        entry.details.update(post=post.value, deputy=deputy, since=since.isoformat())
        put(PostChanged(post, since), key=f"appoint {holding.pk}", now=now)
        _tell(post, actor=actor, key=f"appoint {holding.pk}", now=now)
    return holding.pk


def _tell(post: Post, *, actor: Actor, key: str, now: datetime) -> None:
    """Lets the chair and the managing director know when a post changes that opens sensitive records.

    Whoever may give posts could otherwise admit a friend to the cases unseen. Nobody is told while a real
    installation is set up or a demonstration made (by no person): it is they who do it.
    """
    if actor.person is None or not sensitive(PERMISSIONS.get(post, frozenset())):
        return
    for watching in (Post.CHAIR, Post.MANAGING_DIRECTOR):
        for held in holders_of(watching, timezone.localdate(now)):
            if held.person != actor.person:
                write_to(held.person, "people.post-changed", path="/people/posts", key=key, now=now)


def end_holding(*, actor: Actor, now: datetime, holding: UUID, until: date) -> None:
    """Gives a holding its last day. Raises Refused."""
    with act(actor, "people.end-holding", now=now) as entry, in_words():
        row = PostHolding.objects.select_for_update().get(pk=holding)
        if row.until is not None and row.until < timezone.localdate(now):
            raise Refused(_("This holding has ended already."), "until")
        row.until = until
        row.save(update_fields=["until"])
        entry.subject = f"person:{row.person_id}"
        entry.details.update(post=row.post, deputy=row.deputy, until=until.isoformat())
        put(PostChanged(row.post, until), key=f"end {row.pk} {until}", now=now)
        _tell(Post(row.post), actor=actor, key=f"end {row.pk} {until}", now=now)
