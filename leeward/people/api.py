"""People, posts and places for other programs: learner records, HR systems. Nothing about concerns, ever."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404

from leeward.foundation.api.operations import Call, Chapter, Made, Page, Scope, page_of
from leeward.foundation.api.problems import Fault, Problem, refused
from leeward.foundation.api.shapes import Says
from leeward.people import actions, queries
from leeward.people.actions import Details, Refused
from leeward.people.actions.from_programs import keep_still
from leeward.people.queries import PersonCard, today
from leeward.people.queries.batches import batch
from leeward.people.queries.post_names import post_names
from leeward.people.rules import PersonClass

READ = Scope("people:read", "read the directory: names, classes, dates of birth, addresses", frozenset({"people.see"}))
WRITE = Scope(
    "people:write",
    "add people, change them, say what they are and that they leave",
    frozenset({"people.see", "people.change"}),
)
POSTS = Scope("posts:read", "read who holds which post")
PLACES = Scope("sites:read", "read companies and sites")

chapter = Chapter("people", "Who is here, which posts they hold, and where.")

Name = Annotated[str, Says("", least=1, most=80)]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DirectoryPerson:
    """Somebody as the directory has them today."""

    id: UUID
    given_name: str
    family_name: str
    known_as: str
    classes: Annotated[tuple[PersonClass, ...], Says("What they are here today.")]
    born: date | None
    email: str | None
    reference: Annotated[str | None, Says("The number in your own record system.")]
    employer: str
    site: str
    company: Annotated[str, Says("The company of the site.")]
    programme: str
    cohort: str
    tutor: Annotated[UUID | None, Says("The person who teaches them.")]
    signs_in: bool
    left_on: Annotated[date | None, Says("Their last day, past or planned.")]


@dataclass(frozen=True, slots=True)
class PeopleWanted:
    """Which people are asked for."""

    words: Annotated[str, Says("Parts of names, address or reference; all must be there.", most=100)] = ""
    kind: Annotated[PersonClass | None, Says("Only people of this class today.")] = None
    email: Annotated[str, Says("Exactly this address, in any case.", most=254)] = ""
    reference: Annotated[str, Says("Exactly this reference, in any case.", most=40)] = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be added."""

    given_name: Name
    family_name: Name
    classes: Annotated[tuple[PersonClass, ...], Says("What they are here.", least=1, most=10)]
    known_as: Annotated[str, Says("", most=80)] = ""
    born: Annotated[date | None, Says("For everybody who may be under 18.")] = None
    email: Annotated[str | None, Says("", most=254)] = None
    reference: Annotated[str | None, Says("The number in your own record system.", most=40)] = None
    employer: Annotated[str, Says("Of an apprentice.", most=120)] = ""
    site: Annotated[str, Says("A site’s name; it is made when it is new.", most=120)] = ""
    programme: Annotated[str, Says("", most=120)] = ""
    cohort: Annotated[str, Says("", most=60)] = ""
    tutor: Annotated[UUID | None, Says("The person who teaches them.")] = None
    since: Annotated[date | None, Says("From which day; today where it is left out.")] = None


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Fields to change; those left out stay as they are, and null empties one that may be empty."""

    given_name: Name = ""
    family_name: Name = ""
    known_as: Annotated[str, Says("", most=80)] = ""
    born: date | None = None
    email: Annotated[str | None, Says("", most=254)] = None
    reference: Annotated[str | None, Says("", most=40)] = None
    employer: Annotated[str, Says("", most=120)] = ""
    site: Annotated[str, Says("", most=120)] = ""
    programme: Annotated[str, Says("", most=120)] = ""
    cohort: Annotated[str, Says("", most=60)] = ""
    tutor: UUID | None = None


@dataclass(frozen=True, slots=True)
class ClassGiven:
    """Something somebody is, from a day."""

    kind: PersonClass
    since: Annotated[date | None, Says("From which day; today where it is left out.")] = None
    until: Annotated[date | None, Says("The last day, where it is known.")] = None


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of somebody, or of something they are."""

    last_day: date


@dataclass(frozen=True, slots=True)
class PostHolder:
    """Somebody who holds a post, or stands in for its holder."""

    person: UUID
    name: str
    deputy: bool
    place: Annotated[str, Says("The company or site it is held for; empty for the whole group.")]
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PostShape:
    """One post, of the catalogue or of your own, with who holds it today, deputies last."""

    post: str
    called: Annotated[str, Says("What your organisation calls it.")]
    holders: tuple[PostHolder, ...]


@dataclass(frozen=True, slots=True)
class PlaceShape:
    """A company of the group, or one of its sites."""

    company: UUID
    site: UUID | None
    name: str


@chapter.get("people", READ)
def list_people(call: Call, query: PeopleWanted) -> Page[DirectoryPerson]:
    """People, in an order that does not change while you read page by page."""
    cards, more = batch(
        call.actor,
        today(call.now),
        words=query.words,
        kind=query.kind,
        email=query.email,
        reference=query.reference,
        after=_after(call),
        most=call.limit,
    )
    return Page(tuple(map(_shape, cards)), str(cards[-1].id) if more else "")


@chapter.get("people/{person}", READ)
def one_person(call: Call, person: UUID) -> DirectoryPerson:
    """One person."""
    return _shape(_found(call, person))


@chapter.post("people", WRITE)
def add_person(call: Call, body: NewPerson) -> Made[DirectoryPerson]:
    """Adds somebody with what they are.

    409 where the directory refuses, for example because somebody else has the address or reference.
    """
    _check(body.email, body.tutor, call)
    details = Details(**{name: getattr(body, name) for name in Details.__slots__ if hasattr(body, name)})
    kinds = frozenset(body.classes)
    made = _taken(
        lambda: actions.add_person(actor=call.actor, now=call.now, details=details, classes=kinds, since=body.since)
    )
    return Made(_shape(_found(call, made)), f"people/{made}")


@chapter.patch("people/{person}", WRITE)
def change_person(call: Call, person: UUID, body: PersonChange) -> DirectoryPerson:
    """Changes the fields that are sent.

    A changed e-mail address of somebody who signs in closes sensitive records to them until a second person has said
    that it is right, as it does when changed by hand.
    """
    card = _still(call, person)
    call.must_match(_shape(card))
    _check(body.email, body.tutor, call)
    known = Details(**{name: getattr(card, name) for name in Details.__slots__ if hasattr(card, name)})
    details = replace(known, **{name: getattr(body, name) for name in call.given})
    _taken(lambda: actions.change_person(actor=call.actor, now=call.now, person=person, details=details))
    return _shape(_found(call, person))


@chapter.post("people/{person}/classes", WRITE)
def give_class(call: Call, person: UUID, body: ClassGiven) -> Made[DirectoryPerson]:
    """Says that somebody is something else too."""
    _still(call, person)
    since = body.since or today(call.now)
    _taken(
        lambda: actions.set_class(
            actor=call.actor, now=call.now, person=person, kind=body.kind, since=since, until=body.until
        )
    )
    return Made(_shape(_found(call, person)), f"people/{person}")


@chapter.post("people/{person}/classes/{kind}/end", WRITE, status=200)
def end_class(call: Call, person: UUID, kind: str, body: LastDay) -> DirectoryPerson:
    """Gives something somebody is its last day."""
    _still(call, person)
    if kind not in set(PersonClass):
        raise Http404
    _taken(
        lambda: actions.end_class(
            actor=call.actor, now=call.now, person=person, kind=PersonClass(kind), until=body.last_day
        )
    )
    return _shape(_found(call, person))


@chapter.post("people/{person}/leave", WRITE, status=200)
def record_leaving(call: Call, person: UUID, body: LastDay) -> DirectoryPerson:
    """Records somebody’s last day: everything they are and hold ends then, and their sign-in.

    409 while something must be handed over first; see to it in Leeward.
    """
    _still(call, person)
    _taken(lambda: actions.leave(actor=call.actor, now=call.now, person=person, last_day=body.last_day))
    return _shape(_found(call, person))


@chapter.get("posts", POSTS)
def list_posts(call: Call) -> Page[PostShape]:
    """Every post with who holds it today."""
    names = post_names()
    shapes = [
        PostShape(
            str(post),
            names.get(post) or next((one.called for one in holdings), str(post)),
            tuple(PostHolder(one.person, one.name, one.deputy, one.place, one.since, one.until) for one in holdings),
        )
        for post, holdings in queries.all_holdings(today(call.now)).items()
    ]
    return page_of(shapes, lambda shape: shape.post, call)


@chapter.get("sites", PLACES)
def list_sites(call: Call) -> Page[PlaceShape]:
    """Companies, and the sites of each."""
    places = [PlaceShape(place.company, place.site, place.name) for place in queries.places()]
    return page_of(places, lambda place: f"{place.company} {place.site or ''}", call)


def _shape(card: PersonCard) -> DirectoryPerson:
    return DirectoryPerson(
        card.id,
        card.given_name,
        card.family_name,
        card.known_as,
        tuple(sorted(card.classes)),
        card.born,
        card.email,
        card.reference,
        card.employer,
        card.site,
        card.company,
        card.programme,
        card.cohort,
        card.tutor,
        card.has_account,
        card.left_on,
    )


def _found(call: Call, person: UUID) -> PersonCard:
    card = queries.seen_by(call.actor, person, today(call.now))
    if card is None:
        raise Http404
    return card


def _still(call: Call, person: UUID) -> PersonCard:
    """Somebody's card, who is not changed by others until this call is over."""
    if not keep_still(person):
        raise Http404
    return _found(call, person)


def _after(call: Call) -> UUID | None:
    try:
        return UUID(call.after) if call.after else None
    except ValueError:
        raise refused(Fault("after", "Send the `next` of the answer before, as it is.")) from None


def _check(email: str | None, tutor: UUID | None, call: Call) -> None:
    """What a form would have checked. Raises Problem 422."""
    if email:
        try:
            validate_email(email.strip())
        except ValidationError:
            raise refused(Fault("email", "Send an e-mail address such as name@example.org.")) from None
    if tutor is not None and queries.seen_by(call.actor, tutor, today(call.now)) is None:
        raise refused(Fault("tutor", "Nobody in the directory has this identifier."))


def _taken(do: Callable[[], T]) -> T:
    """Does it, or says why the directory will not. Raises Problem 409."""
    try:
        return do()
    except Refused as refusal:
        faults = (Fault(refusal.field, refusal.text),) if refusal.field else ()
        raise Problem(409, refusal.text, faults=faults) from None
