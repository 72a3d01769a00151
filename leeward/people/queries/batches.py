"""The directory in batches, for other systems: in an order that does not change while it is read."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from leeward.foundation.access import Actor
from leeward.people.models import ClassOfPerson
from leeward.people.naming import folded
from leeward.people.queries.days import on_day
from leeward.people.queries.directory import PersonCard, _cards, visible_to
from leeward.people.rules import PersonClass


def batch(
    actor: Actor,
    on: date,
    *,
    words: str = "",
    kind: PersonClass | None = None,
    email: str = "",
    reference: str = "",
    after: UUID | None = None,
    most: int,
) -> tuple[list[PersonCard], bool]:
    """Up to `most` people whom the actor may look up, after one identifier; and whether others follow.

    `words` match as in `search`; `email` and `reference` are whole, in any case.
    """
    rows = visible_to(actor, on)
    if kind is not None:
        rows = rows.filter(pk__in=ClassOfPerson.objects.filter(on_day(on), kind=kind).values("person_id"))
    for word in words.split()[:10]:
        plain = folded(word)
        match = Q(email__icontains=word) | Q(reference__iexact=word)
        rows = rows.filter(match | Q(search_name__contains=plain) if plain else match)
    if email:
        rows = rows.filter(email__iexact=email)
    if reference:
        rows = rows.filter(reference__iexact=reference)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    cards = _cards(rows.order_by("pk")[: most + 1], on)
    return cards[:most], len(cards) > most
