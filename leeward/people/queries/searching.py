"""Finding people by words and class, a page at a time, as quick among 50,000 as among 500."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.people.models import ClassOfPerson, NamePart, Person, PersonWord
from leeward.people.naming import LETTERS, fold
from leeward.people.queries.days import on_day
from leeward.people.queries.directory import PersonCard, _cards, visible_to
from leeward.people.rules import PersonClass

MOST_FOUND = 50
"""People shown for one search."""
MOST_COUNTED = 1000
"""Beyond this many the directory says "more than": counting everybody takes longer the more there are."""
ORDER = ("family_name", "given_name", "id")


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a search, by name. `total` counts those found; `more`: there are more than that.

    `before` and `after`: whom to name for the page before and after this one; None at either end.
    """

    people: list[PersonCard]
    total: int
    more: bool = False
    before: UUID | None = None
    after: UUID | None = None


def find_people(words: str, actor: Actor, on: date | None = None, *, most: int = MOST_FOUND) -> list[PersonCard]:
    """People whom the actor may look up and whose names, address or reference hold every word. By name."""
    day = on or timezone.localdate()
    return _cards(_matching(words, visible_to(actor, day)).order_by(*ORDER)[:most], day)


def search(
    words: str,
    actor: Actor,
    on: date,
    *,
    kind: PersonClass | None = None,
    after: UUID | None = None,
    before: UUID | None = None,
    most: int = MOST_FOUND,
) -> Found:
    """One page of the people whom the actor may look up, who hold every word and belong to the class, by name.

    `after` or `before`: the page that begins after, or ends before, that person. One whom this search does not find
    (any more) gives the first page.
    """
    rows = _matching(words, _of_class(visible_to(actor, on), kind, on))
    counted = rows.order_by()[: MOST_COUNTED + 1].count()
    named = after or before
    edge = rows.filter(pk=named).values_list(*ORDER).first() if named is not None else None
    if edge is not None and after is None:
        found = _cards(rows.filter(_beyond(edge, "lt")).order_by(*(f"-{column}" for column in ORDER))[: most + 1], on)
        if len(found) > most:
            page = found[:most][::-1]
            return Found(page, min(counted, MOST_COUNTED), counted > MOST_COUNTED, page[0].id, page[-1].id)
        edge = None  # fewer than a page: that is the first one
    following = rows if edge is None else rows.filter(_beyond(edge, "gt"))
    found = _cards(following.order_by(*ORDER)[: most + 1], on)
    return Found(
        found[:most],
        min(counted, MOST_COUNTED),
        counted > MOST_COUNTED,
        before=found[0].id if found and edge is not None else None,
        after=found[most - 1].id if len(found) > most else None,
    )


def everybody(
    actor: Actor, on: date, *, kind: PersonClass | None = None, most: int = 500
) -> Iterator[list[PersonCard]]:
    """All whom the actor may look up, of a class or of all, by name, so many at a time: for files."""
    rows = _of_class(visible_to(actor, on), kind, on)
    edge: tuple[str, str, UUID] | None = None
    while True:
        following = rows if edge is None else rows.filter(_beyond(edge, "gt"))
        if not (cards := _cards(following.order_by(*ORDER)[:most], on)):
            return
        yield cards
        edge = (cards[-1].family_name, cards[-1].given_name, cards[-1].id)


def _beyond(edge: tuple[str, str, UUID], than: str) -> Q:
    """Rows beyond one in the order of names. The first condition is what the index begins with."""
    family, given, key = edge
    same = Q(family_name=family)
    return Q(**{f"family_name__{than}e": family}) & (
        Q(**{f"family_name__{than}": family})
        | same & Q(**{f"given_name__{than}": given})
        | same & Q(given_name=given) & Q(**{f"id__{than}": key})
    )


def _of_class(rows: QuerySet[Person], kind: PersonClass | None, on: date) -> QuerySet[Person]:
    if kind is None:
        return rows
    spans = ClassOfPerson.objects.filter(on_day(on), kind=kind)
    if spans.order_by()[: MOST_COUNTED + 1].count() > MOST_COUNTED:
        # Many of them: go through people by name and ask of each, which ends as soon as the page is full.
        return rows.filter(Exists(spans.filter(person_id=OuterRef("pk"))))
    return rows.filter(pk__in=spans.values("person_id"))


def _matching(words: str, among: QuerySet[Person]) -> QuerySet[Person]:
    wanted = words.replace("\0", " ").split()[:10]
    rows = among.filter(*(_beginning(word) for word in wanted))
    if not wanted or rows.exists():
        return rows
    # Nobody has words that begin so: look inside the words of names.
    return among.filter(*(_inside(word) for word in wanted))


def _beginning(word: str) -> Q:
    """Who has a word that begins so, by the index of words: as typed (an address), or each of its folded parts."""
    folded_parts, typed = fold(word), word.lower()
    parts = [Q(pk__in=_who_has(part)) for part in folded_parts]
    match = reduce(and_, parts) if parts else Q(pk__in=_who_has(typed))
    return match if folded_parts == [typed] or not parts else match | Q(pk__in=_who_has(typed))


def _who_has(start: str) -> QuerySet[PersonWord, UUID]:
    words = PersonWord.objects.filter(word__startswith=start)
    if connection.vendor == "sqlite":
        # LIKE uses no index here; words compare byte by byte, and nothing is above the highest character.
        words = PersonWord.objects.filter(word__gte=start, word__lt=start + chr(0x10FFFF))
    return words.values_list("person_id", flat=True)


def _inside(word: str) -> Q:
    """Who has each of the folded parts inside a word of their name, or the word as it stands."""
    parts = [Q(pk__in=_who_bears(part)) for part in fold(word) if len(part) >= LETTERS]
    return reduce(and_, parts) if parts else _beginning(word)


def _who_bears(part: str) -> QuerySet[PersonWord, UUID]:
    # Any three letters of it find the few words that can hold it; which of them do is compared.
    names = NamePart.objects.filter(part=part[:LETTERS], word__contains=part).values("word")
    return PersonWord.objects.filter(word__in=names).values_list("person_id", flat=True)
