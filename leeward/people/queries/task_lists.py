"""What a list of tasks says now, and who does which task today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.people.default_lists import DEFAULT_LISTS
from leeward.people.models import ClassOfPerson, Person, TaskListVersion
from leeward.people.queries.days import today
from leeward.people.queries.post_names import post_names
from leeward.people.queries.posts import all_holdings, posts_of
from leeward.people.rules import PersonClass, covers
from leeward.people.task_rules import SELF, SPONSOR, TUTOR, Occasion, TaskLine

Key = tuple[Occasion, PersonClass]


@dataclass(frozen=True, slots=True)
class ListInForce:
    """A list as it stands. Number 0 is the default this product comes with, which nobody here has looked at yet."""

    number: int
    lines: tuple[TaskLine, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the history of a list."""

    number: int
    made_at: datetime
    by: str
    why: str
    lines: tuple[TaskLine, ...]


def lines_kept(lines: Iterable[TaskLine]) -> list[dict[str, object]]:
    """Lines as a version keeps them."""
    return [asdict(line) for line in lines]


def _lines(kept: Iterable[Mapping[str, object]]) -> tuple[TaskLine, ...]:
    return tuple(
        TaskLine(
            key=str(line["key"]),
            words=str(line["words"]),
            doer=str(line["doer"]),
            days=int(str(line["days"])),
            before_access=bool(line["before_access"]),
            from_end=bool(line["from_end"]),
        )
        for line in kept
    )


def _default(key: Key) -> ListInForce:
    lines = (
        TaskLine(line.key, _(line.words), line.doer, line.days, line.before_access, line.from_end)
        for line in DEFAULT_LISTS.get(key, ())
    )
    return ListInForce(0, tuple(lines))


def lists_in_force() -> dict[Key, ListInForce]:
    """Every list there is: the newest version, else the default. One statement."""
    found = {key: _default(key) for key in DEFAULT_LISTS}
    for row in TaskListVersion.objects.order_by("number"):
        found[(Occasion(row.occasion), PersonClass(row.kind))] = ListInForce(row.number, _lines(row.tasks))
    return found


def list_in_force(occasion: Occasion, kind: PersonClass) -> ListInForce:
    """One list as it stands; empty where there is none."""
    row = TaskListVersion.objects.filter(occasion=occasion, kind=kind).order_by("-number").first()
    return _default((occasion, kind)) if row is None else ListInForce(row.number, _lines(row.tasks))


def versions_of(occasion: Occasion, kind: PersonClass) -> list[VersionLine]:
    """The history of a list, the newest first; the default is not among them."""
    rows = TaskListVersion.objects.filter(occasion=occasion, kind=kind).select_related("made_by").order_by("-number")
    return [
        VersionLine(row.number, row.made_at, row.made_by.name if row.made_by else "", row.why, _lines(row.tasks))
        for row in rows
    ]


def doer_words(doer: str) -> str:
    """Who does a task, in words."""
    others = {SELF: _("The person"), TUTOR: _("The tutor"), SPONSOR: _("The sponsor")}
    return others.get(doer) or post_names().get(doer, doer)


def empty_posts(on: date) -> Sequence[str]:
    """Posts nobody holds or deputises for on a day: their tasks fall to HR."""
    return [str(post) for post, held in all_holdings(on).items() if not held]


def to_do_by(actor: Actor, now: datetime) -> Q:
    """The tasks an actor is to do: of posts held or deputised for, as tutor, sponsor or the person.

    What posts without anybody, or the tutor of somebody without one, would do falls to those who may change people.
    """
    if actor.person is None:
        return Q(pk__in=[])
    on = today(now)
    doers = {str(held.post) for held in posts_of(actor.person, on, everywhere=True)}
    if actor.may("people.change"):
        doers |= set(empty_posts(on))
    person = "list__person"
    sponsored = Person.objects.filter(stays__sponsor_id=actor.person)
    without_tutor = Q(**{"doer": TUTOR, f"{person}__tutor": None}) if actor.may("people.change") else Q()
    return (
        Q(doer__in=sorted(doers))
        | Q(**{"doer": SELF, person: actor.person})
        | Q(**{"doer": TUTOR, f"{person}__tutor": actor.person})
        | Q(**{"doer": SPONSOR, f"{person}__in": sponsored.values("pk")})
        | without_tutor
    )


AT_ONCE = 1_000
"""People asked for in one statement."""


def present_kinds(people: Iterable[UUID], on: date) -> dict[UUID, list[PersonClass]]:
    """What each of these people is on a day; who is nothing then, what they were last."""
    ordered = sorted(set(people))
    now: dict[UUID, list[PersonClass]] = {}
    last: dict[UUID, list[PersonClass]] = {}
    for first in range(0, len(ordered), AT_ONCE):
        spans = ClassOfPerson.objects.filter(person__in=ordered[first : first + AT_ONCE]).order_by("since")
        for span in spans:
            last[span.person_id] = [PersonClass(span.kind)]
            if covers(span.since, span.until, on):
                now.setdefault(span.person_id, []).append(PersonClass(span.kind))
    return {person: now.get(person) or last.get(person, []) for person in ordered}
