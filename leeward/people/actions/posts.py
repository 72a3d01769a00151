"""Giving posts and ending them. A post that opens sensitive records is given through `proposals` by two people."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.mail import write_to
from leeward.foundation.outbox.jobs import put
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.people.actions import arising
from leeward.people.models import Absence, OwnPost, Person, PostHolding
from leeward.people.queries import holders_of, in_scope, known_posts, permissions_by_post
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import ONE_HOLDER, Held, Post, clash, given_by, sensitive
from leeward.people.told import PostChanged


def appoint(
    *,
    actor: Actor,
    now: datetime,
    person: UUID,
    post: str,
    since: date,
    until: date | None = None,
    deputy: bool = False,
    scope: Scope = GROUP,
) -> UUID:
    """Gives somebody a post, or makes them its deputy, for the group or a part of it. Raises Refused.

    Nobody appoints themselves. Who runs the systems is never joined with who reads the cases. A person gives a post
    that opens sensitive records only together with a second one: `proposals.give_post`. Leeward itself (SYSTEM) gives
    them while an installation is set up or a demonstration made, and never later.
    """
    if actor.person == person:
        raise Refused(_("Nobody appoints themselves. Ask somebody else with this right to do it."), "person")
    if actor.person is not None and needs_second(post, deputy=deputy, scope=scope):
        raise Refused(_("A second person must agree before anybody gets this post."), "post")
    return hold(actor=actor, now=now, person=person, post=post, since=since, until=until, deputy=deputy, scope=scope)


def needs_second(post: str, *, deputy: bool, scope: Scope = GROUP) -> bool:
    """Does giving this post open sensitive records, so that a second person must agree?"""
    return bool(sensitive(given_by(Held(post, deputy, scope != GROUP), permissions_by_post())))


def check_fit(
    row: Person, post: str, *, since: date, until: date | None, deputy: bool, scope: Scope, now: datetime
) -> None:
    """Raises Refused where somebody cannot have a post in that time, whoever agrees."""
    if post not in known_posts():
        raise Refused(_("There is no such post."), "post")
    if OwnPost.objects.filter(key=post, closed_on__lte=timezone.localdate(now)).exists():
        raise Refused(_("This post is closed: it is given to nobody any more."), "post")
    if row.left_on is not None and (until is None or until > row.left_on):
        raise Refused(_("This person has left, or will have left by then."), "person")
    overlapping = PostHolding.objects.filter(Q(until__isnull=True) | Q(until__gte=since), person=row)
    if until is not None:
        overlapping = overlapping.filter(since__lte=until)
    others = PostHolding.objects.filter(Q(until__isnull=True) | Q(until__gte=since), post=str(post), deputy=False)
    others = others.filter(in_scope(scope), since__lte=until or date.max).exclude(person=row)
    if post in ONE_HOLDER and not deputy and others.exists():
        raise Refused(
            _("Somebody else holds this post in that time. End their holding first, or appoint a deputy."), "post"
        )
    held = [Held(other.post, other.deputy, other.company_id is not None) for other in overlapping]
    if clash(held, Held(post, deputy, scope != GROUP), permissions_by_post()) is not None:
        raise Refused(
            _("Who runs the systems must not be able to read cases: choose somebody else for one of the posts."),
            "post",
        )


def hold(
    *,
    actor: Actor,
    now: datetime,
    person: UUID,
    post: str,
    since: date,
    until: date | None,
    deputy: bool,
    scope: Scope = GROUP,
    absence: Absence | None = None,
) -> UUID:
    """Writes that somebody holds a post. For this package: whoever calls it has made sure of a second person.

    Raises Refused.
    """
    if actor.person == person:
        raise Refused(_("Nobody appoints themselves. Ask somebody else with this right to do it."), "person")
    with act(actor, "people.appoint", now=now, subject=f"person:{person}") as entry, in_words():
        row = Person.objects.get(pk=person)
        check_fit(row, post, since=since, until=until, deputy=deputy, scope=scope, now=now)
        holding = PostHolding.objects.create(
            person=row,
            post=str(post),
            deputy=deputy,
            company_id=scope.company or None,
            site_id=scope.site or None,
            since=since,
            until=until,
            absence=absence,
        )
        if absence is None:
            arising.moved({person: ["post"]}, since, now=now)
        entry.details.update(post=str(post), deputy=deputy, since=since.isoformat(), cover=absence is not None)
        if scope != GROUP:
            entry.details["scope"] = scope.key
        put(PostChanged(str(post), since), key=f"appoint {holding.pk}", now=now)
        tell(post, actor=actor, key=f"appoint {holding.pk}", now=now)
    return holding.pk


def tell(post: str, *, actor: Actor, key: str, now: datetime) -> None:
    """Lets the chair and the managing director know when a post changes that opens sensitive records.

    Nobody is told while a real installation is set up or a demonstration made (by no person): it is they who do it.
    """
    if actor.person is None or not needs_second(post, deputy=False):
        return
    for watching in (Post.CHAIR, Post.MANAGING_DIRECTOR):
        for held in holders_of(watching, timezone.localdate(now)):
            if held.person != actor.person:
                write_to(held.person, "people.post-changed", path="/people/posts", key=key, now=now)


def end_holding(*, actor: Actor, now: datetime, holding: UUID, until: date) -> None:
    """Gives a holding its last day; it can be brought forward, never put off. Raises Refused."""
    with act(actor, "people.end-holding", now=now) as entry, in_words():
        row = PostHolding.objects.select_for_update(of=("self",)).get(pk=holding)
        if row.until is not None and row.until < timezone.localdate(now):
            raise Refused(_("This holding has ended already."), "until")
        if row.until is not None and until > row.until:
            raise Refused(_("This holding ends before that day. To go on longer, give the post again."), "until")
        row.until = until
        row.save(update_fields=["until"])
        arising.moved({row.person_id: ["post"]}, until + timedelta(days=1), now=now)
        entry.subject = f"person:{row.person_id}"
        entry.details.update(post=row.post, deputy=row.deputy, until=until.isoformat())
        put(PostChanged(row.post, until), key=f"end {row.pk} {until}", now=now)
        tell(row.post, actor=actor, key=f"end {row.pk} {until}", now=now)
