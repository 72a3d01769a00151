"""The one place that says which cases somebody may know of."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.settings_history.scopes import GROUP
from leeward.foundation.vault.models import ShreddedRecord
from leeward.people import queries as people
from leeward.people.rules import Post
from leeward.safeguarding.marks import mark_of
from leeward.safeguarding.models import Bar, Case, Grant
from leeward.safeguarding.queries.names import names_them
from leeward.safeguarding.queries.routes import posts_that_receive
from leeward.safeguarding.rules.reference import is_reference
from leeward.safeguarding.rules.routing import READ_BY, ROUTE_POSTS

RECEIVE = "safeguarding.receive"
"""The permission without which nobody sees any case. It admits to none: posts, grants and bars decide that."""


def posts_today(actor: Actor, now: datetime) -> frozenset[Post]:
    """The posts the actor holds or deputises for today."""
    if actor.person is None:
        return frozenset()
    held = people.posts_of(actor.person, timezone.localdate(now))
    return frozenset(Post(holding.post) for holding in held if holding.post in set(Post))


def _posts_with_grants(person: UUID, now: datetime) -> list[str]:
    """The posts a grant may hang on: those of the group that are fixed, and any other wherever it is held."""
    day = timezone.localdate(now)
    held = people.posts_of(person, day, everywhere=True)
    fixed, receiving = set(ROUTE_POSTS), posts_that_receive() if held else frozenset()
    return [one.post for one in held if (one.scope == GROUP if one.post in fixed else one.post in receiving)]


def cases_for(actor: Actor, now: datetime) -> QuerySet[Case]:
    """The cases this actor may read; every list, count, page and search starts here. What was shredded is none."""
    return whole(known_cases(actor, now))


def whole(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Those of these cases that were not shredded. Whatever opens cases by itself at night starts here."""
    return cases.exclude(Exists(ShreddedRecord.objects.filter(record=OuterRef("record"))))


def known_cases(actor: Actor, now: datetime) -> QuerySet[Case]:
    """The cases this actor may know of, shredded ones among them: for the register and certificates alone.

    Admitted by a post that reads the case's compartment, or by a live grant (one given through a post counts only
    while the post is held). A bar beats both, whoever the actor is; so does a name in the case that fits somebody who
    was not known, not called so or in no post when it came.
    """
    if actor.person is None or not actor.may(RECEIVE):
        return Case.objects.none()
    posts = posts_today(actor, now)
    compartments = [compartment for compartment, post in READ_BY.items() if post in posts]
    held = _posts_with_grants(actor.person, now)
    grants = Grant.objects.filter(
        Q(post="") | Q(post__in=held),
        Q(expires_at=None) | Q(expires_at__gt=now),
        case=OuterRef("pk"),
        person=actor.person,
        ended_at=None,
    )
    bars = Bar.objects.filter(case=OuterRef("pk"), mark=mark_of(actor.person), lifted_at=None)
    named = names_them(actor.person).filter(case=OuterRef("pk"))
    admitted = Case.objects.filter(Q(compartment__in=compartments) | Exists(grants))
    return admitted.exclude(Exists(bars)).exclude(Exists(named))


def find_case(actor: Actor, ref: str, now: datetime) -> Case | None:
    """The case with a reference, or None: for one that does not exist and for one the actor may not know of alike."""
    if not is_reference(ref):
        return None
    return cases_for(actor, now).filter(ref=ref).first()


def has_entry(case: Case, entry: UUID) -> bool:
    """Is it a line of this case's chronology?"""
    return case.entries.filter(pk=entry).exists()


def has_action(case: Case, action: UUID) -> bool:
    """Is it an action of this case that is not done?"""
    return case.tasks.filter(pk=action, done_at=None).exists()


def has_uncertain_bar(case: Case, bar: UUID) -> bool:
    """Is it a bar of this case that can be cleared?"""
    return case.bars.filter(pk=bar, lifted_at=None, certain=False).exists()
