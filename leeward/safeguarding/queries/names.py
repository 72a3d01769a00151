"""Who is named in a case without having been known when it came: a newcomer, somebody renamed, a new holder of a post.

Whoever reads cases is looked for by keyed marks of their own names each time, so that nothing has to run first: not a
job, not a person. What follows from it for others (deputies, where the case is kept) is worked out by a job.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from leeward.foundation.vault.keyring import keyring
from leeward.people import queries as people
from leeward.safeguarding.marks import mark_of
from leeward.safeguarding.models import Bar, Case, CaseName
from leeward.safeguarding.rules.name_pairs import pairs_of
from leeward.safeguarding.rules.routing import Why

FOLLOWS = (Why.CIRCLE, Why.RECUSED)


def mark_of_pair(pair: str) -> str:
    """The keyed mark of a pair of words."""
    return keyring().mark("safeguarding names", pair.encode())


def marks_of_names(person: UUID) -> list[str]:
    """The marks of everything somebody is called today."""
    card = people.person(person, on=timezone.localdate())
    if card is None:
        return []
    return [mark_of_pair(pair) for pair in sorted(pairs_of((card.given_name, card.known_as), card.family_name))]


def names_them(person: UUID) -> QuerySet[CaseName]:
    """For an `Exists` within cases: they are named, and nobody has said that it is somebody else."""
    cleared = Bar.objects.filter(
        case=OuterRef("case"), mark=mark_of(person), certain=False, lifted_at__isnull=False
    ).exclude(why__in=FOLLOWS)
    return CaseName.objects.filter(mark__in=marks_of_names(person)).exclude(Exists(cleared))


def named_but_unbarred(case: Case, person: UUID) -> bool:
    """Do the names in the case fit somebody whom no bar keeps out yet?"""
    return names_them(person).filter(case=case).exists()


def cases_that_name(person: UUID) -> QuerySet[Case]:
    """Cases whose names fit somebody, barred from them or not."""
    return Case.objects.filter(Exists(names_them(person).filter(case=OuterRef("pk"))))


def cases_about(person: UUID, now: datetime) -> QuerySet[Case]:
    """Cases somebody is barred from because of what was told, not because of others."""
    bars = Bar.objects.filter(case=OuterRef("pk"), mark=mark_of(person), lifted_at=None).exclude(why__in=FOLLOWS)
    return Case.objects.filter(Exists(bars))
