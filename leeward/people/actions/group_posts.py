"""Posts proposed for the members of a group: a sensitive one waits for a second person, every other is given.

A group by itself opens nothing: it is a person here who says which post its members are proposed for.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.approvals.actions import ask
from leeward.foundation.approvals.kinds import About, Decided, Kind, Outcome
from leeward.people.actions.posts import appoint, end_holding
from leeward.people.actions.provider import PROVIDER
from leeward.people.connection_rules import GiftState
from leeward.people.models import GroupGift, GroupPost, Membership, PostHolding, ProvidedGroup, ProvidedUser
from leeward.people.queries import permissions_by_post
from leeward.people.queries.post_names import post_name
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import MUST_BE_FILLED, Held, given_by, sensitive

KIND = "people.group-post"


def propose_post(*, actor: Actor, now: datetime, group: UUID, post: str, deputy: bool) -> None:
    """Proposes the members of a group for a post from now on. Raises Refused."""
    with act(actor, "people.propose-post", now=now, subject=f"provided-group:{group}") as entry, in_words():
        row = ProvidedGroup.objects.filter(pk=group, gone_at__isnull=True).first()
        if row is None:
            raise Refused(_("This group is gone."))
        there = GroupPost.objects.filter(group=row, post=post, deputy=deputy, ended_at__isnull=True)
        if there.exists():
            raise Refused(_("Members of this group are proposed for this post already."), "post")
        GroupPost.objects.create(group=row, post=post, deputy=deputy, made_by_id=actor.person, made_at=now)
        entry.details.update(post=str(post), deputy=deputy)
        reconcile(group, now=now)


def end_proposal(*, actor: Actor, now: datetime, group_post: UUID) -> None:
    """The group gives the post no more; what it gave ends. Raises Refused."""
    with act(actor, "people.end-proposal", now=now) as entry, in_words():
        row = GroupPost.objects.select_for_update(of=("self",)).filter(pk=group_post, ended_at__isnull=True).first()
        if row is None:
            raise Refused(_("This is ended already."))
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        entry.subject = f"provided-group:{row.group_id}"
        for gift in row.gifts.filter(ended_at__isnull=True):
            _take_back(gift, now)


def reconcile(group: UUID, *, now: datetime) -> None:
    """Makes what a group gives follow its members. In the caller's transaction."""
    for group_post in GroupPost.objects.filter(group_id=group, ended_at__isnull=True):
        members = Membership.objects.filter(
            group_id=group, user__active=True, user__gone_at__isnull=True, user__person__isnull=False
        )
        wanted = set(members.values_list("user_id", flat=True))
        there = {gift.user_id: gift for gift in group_post.gifts.filter(ended_at__isnull=True)}
        for user in there.keys() - wanted:
            _take_back(there[user], now)
        for user in sorted(wanted - there.keys()):
            _give(group_post, ProvidedUser.objects.get(pk=user), now)


def reconcile_user(user: ProvidedUser, *, now: datetime) -> None:
    """The same for every group of one user who was linked or opened again."""
    posts = GroupPost.objects.filter(group__memberships__user=user, ended_at__isnull=True)
    for group in set(posts.values_list("group_id", flat=True)):
        reconcile(group, now=now)


def take_back_of(user: ProvidedUser, *, now: datetime) -> None:
    """Everything groups gave a user ends: they were shut or deleted."""
    for gift in GroupGift.objects.filter(user=user, ended_at__isnull=True):
        _take_back(gift, now)


def _give(group_post: GroupPost, user: ProvidedUser, now: datetime) -> None:
    gift = GroupGift.objects.create(group_post=group_post, user=user, state=GiftState.WAITING, made_at=now)
    if not sensitive(given_by(Held(group_post.post, group_post.deputy), permissions_by_post())):
        _appoint(gift, now)
        return
    assert user.person_id is not None
    why = _("A group of the identity provider proposes this person for the post.")
    ask(actor=PROVIDER, kind=KIND, subject=f"gift:{gift.pk}", why=why, now=now, conflicts=[user.person_id])


def _appoint(gift: GroupGift, now: datetime) -> None:
    person, group_post = gift.user.person_id, gift.group_post
    assert person is not None
    try:
        gift.holding = appoint(
            actor=PROVIDER,
            now=now,
            person=person,
            post=group_post.post,
            since=timezone.localdate(now),
            deputy=group_post.deputy,
        )
    except Refused:
        gift.state = GiftState.REFUSED
    else:
        gift.state = GiftState.GIVEN
    gift.save(update_fields=["holding", "state"])


def _take_back(gift: GroupGift, now: datetime) -> None:
    """Ends what was given. The last holder of a post that must be filled is not ended by a machine: people are told."""
    today = timezone.localdate(now)
    gift.ended_at = now
    if gift.state == GiftState.GIVEN and gift.holding is not None:
        holding = PostHolding.objects.filter(pk=gift.holding).first()
        ongoing = holding is not None and (holding.until is None or holding.until >= today)
        if holding is not None and ongoing and (holding.deputy or holding.post not in MUST_BE_FILLED):
            until = max(holding.since, today - timedelta(days=1))
            try:
                end_holding(actor=PROVIDER, now=now, holding=holding.pk, until=until)
            except Refused:
                gift.state = GiftState.REFUSED
    gift.state = GiftState.ENDED if gift.state != GiftState.REFUSED else gift.state
    gift.save(update_fields=["ended_at", "state"])


def decided(told: Decided, actor: Actor, now: datetime) -> None:
    """Hears the second person's decision, in its transaction. What ended meanwhile is not given."""
    gift = _gift(told.subject)
    if gift is None or gift.state != GiftState.WAITING or gift.ended_at is not None:
        return
    if told.outcome is Outcome.APPROVED and gift.user.active and gift.user.person_id is not None:
        _appoint(gift, now)
    else:
        gift.state = GiftState.REFUSED
        gift.save(update_fields=["state"])


def describe(subject: str, actor: Actor) -> About:
    """What the page of a request says it is about."""
    gift = _gift(subject)
    person = gift.user.person if gift is not None else None
    if gift is None or person is None:
        return About(_("A post proposed by a group that is gone."))
    words = {
        "person": person.name,
        "post": post_name(gift.group_post.post),
        "group": gift.group_post.group.display_name,
    }
    if gift.group_post.deputy:
        text = _("%(person)s is proposed as a deputy for %(post)s, as a member of the group “%(group)s”.") % words
    else:
        text = _("%(person)s is proposed for the post %(post)s, as a member of the group “%(group)s”.") % words
    return About(text, f"/people/{person.pk}")


def _gift(subject: str) -> GroupGift | None:
    found = GroupGift.objects.select_related("user__person", "group_post__group")
    return found.filter(pk=UUID(subject.removeprefix("gift:"))).first()


GROUP_POST = Kind(
    KIND,
    "Give a post to a member of a group",
    ("managing-director",),
    describe=describe,
    on_decision=decided,
)
"""Declared by `wiring`."""
