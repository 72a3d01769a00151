"""The live checks by which this room proves promises."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.account.models import Account
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.foundation.settings_history.scopes import GROUP
from leeward.people.models import ClassOfPerson, Person, PostHolding
from leeward.people.queries import (
    aliases_of_posts,
    all_holdings,
    holders_of,
    on_day,
    opens_sensitive,
    post_names,
    uncovered_on,
)
from leeward.people.rules import MUST_BE_FILLED, PersonClass, Post


def dsl_and_deputy(unit: str, now: datetime) -> Finding:
    """The post of DSL is filled and has a deputy today: two of two."""
    today = timezone.localdate(now)
    holdings = holders_of(Post.DSL, today)
    filled = any(not holding.deputy for holding in holdings)
    deputised = any(holding.deputy for holding in holdings)
    records = tuple(f"post-holding:{holding.id}" for holding in holdings)
    good = filled + deputised
    if good == 2:
        return Finding(State.TRUE, detail=_("Filled, with a deputy."), good=2, total=2, records=records)
    if not PostHolding.objects.filter(post=Post.DSL).exists():
        detail = _("Nobody has ever been given the post.")
    elif filled:
        detail = _("Filled, but there is no deputy.")
    elif deputised:
        detail = _("Nobody holds the post; a deputy stands in.")
    else:
        detail = _("Nobody holds the post, and there is no deputy.")
    return Finding(State.SLIPPED, detail=detail, good=good, total=2, records=records)


def sensitive_posts(unit: str, now: datetime) -> Finding:
    """Every post that opens sensitive records, and every one concerns must reach, has somebody in it today."""
    today = timezone.localdate(now)
    held, names = all_holdings(today), post_names()
    ever = set(PostHolding.objects.filter(company=None).values_list("post", flat=True).distinct())
    wanted = sorted((opens_sensitive() & ever) | MUST_BE_FILLED)
    away = uncovered_on(today)
    group = {post: [each for each in held.get(post, []) if each.scope == GROUP] for post in wanted}
    empty = [
        post
        for post in wanted
        if all(each.deputy for each in group[post]) or all(each.id in away for each in group[post] if not each.deputy)
    ]
    records = tuple(f"post-holding:{each.id}" for post in wanted for each in group[post])
    good, total = len(wanted) - len(empty), len(wanted)
    if not empty:
        return Finding(State.TRUE, detail=_("Each is filled, or covered."), good=good, total=total, records=records)
    detail = _("Nobody holds or covers: %(posts)s.") % {"posts": ", ".join(names[post] for post in empty)}
    return Finding(State.SLIPPED, detail=detail, good=good, total=total, records=records)


def sign_ins_belong(unit: str, now: datetime) -> Finding:
    """Every sign-in that opens something belongs to somebody who is something here today."""
    today = timezone.localdate(now)
    live = Account.objects.filter(is_active=True)
    present = ClassOfPerson.objects.filter(on_day(today)).exclude(kind=PersonClass.FORMER_LEARNER)
    known = Person.objects.filter(account__is_active=True, pk__in=present.values("person_id"))
    good, total = known.count(), live.count()
    if good == total:
        return Finding(State.TRUE, detail=_("Each belongs to somebody present."), good=good, total=total)
    detail = _("%(number)d sign-ins belong to nobody who is here today.") % {"number": total - good}
    return Finding(State.SLIPPED, detail=detail, good=good, total=total)


def leavers_shut(unit: str, now: datetime) -> Finding:
    """Nobody whose last day is over can sign in."""
    today = timezone.localdate(now)
    gone = Person.objects.filter(left_on__lt=today, account__isnull=False)
    total, open_still = gone.count(), gone.filter(account__is_active=True).count()
    if not total:
        return Finding(State.NOT_APPLICABLE, detail=_("Nobody who could sign in has left."))
    if not open_still:
        return Finding(State.TRUE, detail=_("The sign-in of each leaver is shut."), good=total, total=total)
    detail = _("%(number)d leavers can still sign in.") % {"number": open_still}
    return Finding(State.SLIPPED, detail=detail, good=total - open_still, total=total)


def posts_named(unit: str, now: datetime) -> Finding:
    """This organisation has said what it calls the posts concerns must reach."""
    named = set(aliases_of_posts()) & {post.value for post in MUST_BE_FILLED}
    good, total = len(named), len(MUST_BE_FILLED)
    if good == total:
        return Finding(State.TRUE, detail=_("Each has the name it is known by here."), good=good, total=total)
    detail = _("%(number)d of them show the name of the catalogue.") % {"number": total - good}
    return Finding(State.UNPROVEN, detail=detail, good=good, total=total)


CHECKS = (
    Check(
        key="people.dsl-and-deputy",
        sentence="The post of DSL is filled and has a deputy",
        room="people",
        look=dsl_and_deputy,
        proves=("C-015",),
        mend=gettext_noop("Give the post of DSL, or its deputy, to somebody."),
        mend_at="people:posts",
    ),
    Check(
        key="people.sensitive-posts-filled",
        sentence="Every post that opens sensitive records is filled or covered today",
        room="people",
        look=sensitive_posts,
        proves=("C-015",),
        mend=gettext_noop("Fill the post, or say who covers it."),
        mend_at="people:posts",
    ),
    Check(
        key="people.sign-ins-belong",
        sentence="Every sign-in belongs to a person who is here today",
        room="people",
        look=sign_ins_belong,
        proves=("C-014",),
        mend=gettext_noop("Close the sign-ins of people who are not here."),
        mend_at="people:directory",
    ),
    Check(
        key="people.leavers-shut",
        sentence="Nobody who has left can sign in",
        room="people",
        look=leavers_shut,
        proves=("C-017",),
        mend=gettext_noop("Close the sign-in of each leaver."),
        mend_at="people:comings",
    ),
    Check(
        key="people.posts-named",
        sentence="The posts concerns must reach carry the names they are known by here",
        room="people",
        look=posts_named,
        proves=("C-120",),
        mend=gettext_noop("Give each post the name it is known by here."),
        mend_at="people:posts",
    ),
)
