"""What posts are called here, posts of an organisation's own, and what a post may do: changed by two people only."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.approvals.actions import ask
from leeward.foundation.approvals.kinds import About, Decided, Kind, Outcome
from leeward.foundation.approvals.words import ApprovalError
from leeward.people.actions.proposals import DECIDED_BY
from leeward.people.models import OwnPost, PostAlias, PostHolding, PostPermissions, State
from leeward.people.naming import folded
from leeward.people.queries import known_posts, permissions_by_post, post_name
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import OWN, Held, Post, WhyNot, clash, refused_set
from leeward.people.wording import PERMISSIONS as SENTENCES
from leeward.people.wording import POSTS

SUBJECT = "post-permissions:"
MOST_ALIASES = 10
MOST_OWN = 60


def add_own_post(*, actor: Actor, now: datetime, name: str) -> str:
    """Makes a post of this organisation's own, which may do nothing until a second person agrees. Returns its key.

    Raises Refused.
    """
    names = _tidy([name])
    key = (OWN + re.sub(r"[^a-z0-9]+", "-", folded(names[0])).strip("-"))[:40].rstrip("-")
    with act(actor, "people.add-post", now=now, subject=f"post:{key}"), in_words():
        if OwnPost.objects.count() >= MOST_OWN:
            raise Refused(_("There are %(most)d posts of your own: close one first.") % {"most": MOST_OWN}, "name")
        if key == OWN.rstrip("-") or OwnPost.objects.filter(key=key).exists():
            raise Refused(_("There is or was a post of this name. Choose another name."), "name")
        _free(names, key)
        OwnPost.objects.create(key=key, made_at=now, made_by_id=actor.person)
        PostAlias.objects.create(post=key, name=names[0])
    return key


def name_post(*, actor: Actor, now: datetime, post: str, names: Sequence[str]) -> None:
    """Says what a post is called here: the first name is what pages show. None: the name of the catalogue.

    Raises Refused.
    """
    names = _tidy(names)
    if post not in known_posts():
        raise Refused(_("There is no such post."), "post")
    if not names and post not in set(Post):
        raise Refused(_("Give this post at least one name."), "names")
    with act(actor, "people.name-post", now=now, subject=f"post:{post}") as entry, in_words():
        _free(names, post)
        PostAlias.objects.filter(post=post).delete()
        PostAlias.objects.bulk_create(PostAlias(post=post, name=name, place=place) for place, name in enumerate(names))
        entry.details["names"] = len(names)


def close_own_post(*, actor: Actor, now: datetime, post: str) -> None:
    """Closes a post of this organisation's own, today. Raises Refused while anybody holds it."""
    today = timezone.localdate(now)
    with act(actor, "people.close-post", now=now, subject=f"post:{post}"), in_words():
        row = OwnPost.objects.select_for_update().filter(pk=post, closed_on=None).first()
        if row is None:
            raise Refused(_("There is no such post."), "post")
        if PostHolding.objects.filter(post=post, until=None).exists() or _holders(post, today):
            raise Refused(_("Somebody holds this post. End every holding first."), "post")
        row.closed_on = today
        row.save(update_fields=["closed_on"])


def propose_permissions(*, actor: Actor, now: datetime, post: str, wanted: Iterable[str], why: str) -> UUID:
    """Asks a second person to let a post do exactly this. Nothing changes until they agree. Raises Refused."""
    chosen = frozenset(wanted)
    before = permissions_by_post().get(post)
    if before is None:
        raise Refused(_("There is no such post."), "post")
    if chosen == before:
        raise Refused(_("The post may do exactly this already."), "permissions")
    _check(post, chosen, now)
    today = timezone.localdate(now)
    holders = _holders(post, today)
    if actor.person in holders and chosen - before:
        raise Refused(_("You hold this post: somebody else must ask for it to do more."), "permissions")
    row = PostPermissions(post=post, permissions=" ".join(sorted(chosen)), proposed_by_id=actor.person, proposed_at=now)
    with act(actor, "people.propose-permissions", now=now, subject=f"post:{post}") as entry, in_words():
        if PostPermissions.objects.filter(post=post, state=State.WAITING).exists():
            raise Refused(_("A change to this post waits for a second person already."), "permissions")
        try:
            row.request = ask(
                actor=actor,
                kind=POST_PERMISSIONS.key,
                subject=f"{SUBJECT}{row.pk}",
                why=why,
                now=now,
                conflicts=holders,
            )
        except ApprovalError as error:
            raise Refused(str(error), "why") from error
        row.save(force_insert=True)
        entry.details.update(more=" ".join(sorted(chosen - before))[:200], less=" ".join(sorted(before - chosen))[:200])
        return row.request


def reason_against(why: WhyNot, permission: str) -> str:
    """Why a post cannot have a permission, or must keep it, in words."""
    sentence = SENTENCES.get(permission, permission)
    words = {
        WhyNot.UNKNOWN: _("There is no such permission: %(sentence)s."),
        WhyNot.TOGETHER: _(
            "Who runs the systems may never also: %(sentence)s. Nobody is to reach the cases by a side door."
        ),
        WhyNot.TIED: _("This belongs to one post and follows the way a concern takes: %(sentence)s."),
        WhyNot.KEPT: _("This post cannot lose it, or a concern would have nowhere to go: %(sentence)s."),
    }
    return words[why] % {"sentence": sentence}


def _check(post: str, chosen: frozenset[str], now: datetime) -> None:
    against = refused_set(post, chosen)
    if against:
        raise Refused(" ".join(reason_against(why, name) for why, name in against), "permissions")
    table = permissions_by_post() | {post: chosen}
    today = timezone.localdate(now)
    for person in _holders(post, today):
        rows = PostHolding.objects.filter(person=person).exclude(until__lt=today)
        held = [Held(row.post, row.deputy, row.company_id is not None) for row in rows]
        for index, one in enumerate(held):
            if clash(held[:index], one, table) is not None:
                raise Refused(
                    _("Somebody who holds this post also holds one that may never be joined with these permissions."),
                    "permissions",
                )


def _holders(post: str, today: date) -> set[UUID]:
    """Everybody who holds the post today or will."""
    return set(PostHolding.objects.filter(post=post).exclude(until__lt=today).values_list("person_id", flat=True))


def _tidy(names: Iterable[str]) -> list[str]:
    tidy = [" ".join(name.split()) for name in names]
    tidy = [name for name in tidy if name]
    if any(len(name) > 80 or not folded(name) or not name.isprintable() for name in tidy):
        raise Refused(_("A name has letters in it, and at most 80 characters."), "names")
    if len(tidy) > MOST_ALIASES:
        raise Refused(_("Give at most %(most)d names.") % {"most": MOST_ALIASES}, "names")
    if len({name.casefold() for name in tidy}) < len(tidy):
        raise Refused(_("Each name may be there once only."), "names")
    return tidy


def _free(names: Sequence[str], post: str) -> None:
    """One name means one post, also against the names of the catalogue. Raises Refused."""
    if not names and post.startswith(OWN):
        raise Refused(_("Give this post a name."), "name")
    others = {str(POSTS[known]).casefold() for known in Post if known != post}
    others |= {name.casefold() for name in PostAlias.objects.exclude(post=post).values_list("name", flat=True)}
    taken = [name for name in names if name.casefold() in others]
    if taken:
        raise Refused(_("Another post is called “%(name)s” already.") % {"name": taken[0]}, "names")


def _decided(decided: Decided, actor: Actor, now: datetime) -> None:
    """Hears how a request ended, in its transaction: only a yes changes what the post may do."""
    row = PostPermissions.objects.filter(pk=UUID(decided.subject.removeprefix(SUBJECT)), state=State.WAITING).first()
    if row is None:
        return
    row.state, row.decided_at = State(decided.outcome.value), now
    if decided.outcome is Outcome.APPROVED:
        try:
            _check(row.post, frozenset(row.permissions.split()), now)
        except Refused as refusal:
            raise ApprovalError(refusal.text) from refusal
        PostPermissions.objects.filter(post=row.post, in_force=True).update(in_force=False)
        row.in_force = True
        with act(actor, "people.change-permissions", now=now, subject=f"post:{row.post}") as entry:
            entry.details["permissions"] = len(row.permissions.split())
    row.save()


def _describe(subject: str, actor: Actor) -> About:
    row = PostPermissions.objects.filter(pk=UUID(subject.removeprefix(SUBJECT))).first()
    if row is None:
        return About()
    wanted = frozenset(row.permissions.split())
    before = permissions_by_post().get(row.post, frozenset())
    parts = [_("The post “%(post)s” is to be changed.") % {"post": post_name(row.post)}]
    if more := sorted(wanted - before):
        parts.append(_("New: it may %(what)s.") % {"what": "; ".join(str(SENTENCES[name]) for name in more)})
    if less := sorted(before - wanted):
        parts.append(_("No more: %(what)s.") % {"what": "; ".join(str(SENTENCES[name]) for name in less)})
    return About(" ".join(parts), f"/people/posts/{row.post}")


POST_PERMISSIONS = Kind(
    "people.post-permissions",
    gettext_noop("Change what a post may do"),
    deciders=DECIDED_BY,
    describe=_describe,
    on_decision=_decided,
)
