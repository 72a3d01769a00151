"""Who can sign in today: for looking through everybody who might open something."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from leeward.people.models import Person, PostHolding
from leeward.people.queries.days import on_day


def accounts_of_holders(on: date) -> Sequence[UUID]:
    """The accounts in use of everybody who holds, deputises for or covers any post on a day."""
    held = PostHolding.objects.filter(on_day(on), person=OuterRef("pk"))
    rows = Person.objects.filter(Exists(held), account__is_active=True).order_by("pk")
    return list(rows.values_list("account_id", flat=True))


def accounts_of_others(on: date, *, most: int) -> Sequence[UUID]:
    """At most so many accounts in use of people without any post: another handful each day of the year."""
    held = PostHolding.objects.filter(on_day(on), person=OuterRef("pk"))
    rows = Person.objects.filter(~Exists(held), account__is_active=True).order_by("pk")
    found = list(rows.values_list("account_id", flat=True))
    start = (on.toordinal() * most) % len(found) if found else 0
    return (found[start:] + found[:start])[:most]
