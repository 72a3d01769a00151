"""Who somebody is, and whom somebody may look up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.people.models import ClassOfPerson, Company, Person, PostHolding, Site, Stay
from leeward.people.queries.days import on_day
from leeward.people.queries.posts import Holding, _holdings
from leeward.people.rules import WORKFORCE, PersonClass, age_on


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What the directory says about somebody on a day. `age` is in whole years, None where not known."""

    id: UUID
    name: str
    given_name: str
    family_name: str
    known_as: str
    classes: frozenset[PersonClass]
    born: date | None
    age: int | None
    email: str | None
    reference: str | None
    employer: str
    site: str
    tutor: UUID | None
    has_account: bool
    left_on: date | None
    programme: str = ""
    cohort: str = ""
    company: str = ""

    @property
    def is_child(self) -> bool | None:
        """Under 18 on that day; None where the date of birth is not known."""
        return None if self.age is None else self.age < 18

    @property
    def works_here(self) -> bool:
        """Staff, associate, volunteer, contractor or board member on that day."""
        return bool(self.classes & WORKFORCE)


@dataclass(frozen=True, slots=True)
class Place:
    """A company, or one site of it."""

    company: UUID
    site: UUID | None
    name: str
    alone: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    people: int = 0


@dataclass(frozen=True, slots=True)
class ClassSpan:
    """One class somebody has or had."""

    kind: PersonClass
    since: date
    until: date | None


def history_of(person_id: UUID) -> tuple[list[Holding], list[ClassSpan]]:
    """Every post and class somebody has or had, the latest first."""
    holdings = _holdings(PostHolding.objects.filter(person_id=person_id))
    spans = ClassOfPerson.objects.filter(person_id=person_id).order_by("-since")
    return (
        sorted(holdings, key=lambda holding: holding.since, reverse=True),
        [ClassSpan(PersonClass(span.kind), span.since, span.until) for span in spans],
    )


def _cards(rows: QuerySet[Person], on: date) -> list[PersonCard]:
    people = list(rows.select_related("site__company"))
    classes: dict[UUID, set[PersonClass]] = {row.pk: set() for row in people}
    for owner, kind in ClassOfPerson.objects.filter(on_day(on), person__in=list(classes)).values_list(
        "person_id", "kind"
    ):
        classes[owner].add(PersonClass(kind))
    return [
        PersonCard(
            id=row.pk,
            name=row.name,
            given_name=row.given_name,
            family_name=row.family_name,
            known_as=row.known_as,
            classes=frozenset(classes[row.pk]),
            born=row.born,
            age=age_on(row.born, on) if row.born is not None and row.born <= on else None,
            email=row.email,
            reference=row.reference,
            employer=row.employer,
            site=row.site.name if row.site is not None else "",
            tutor=row.tutor_id,
            has_account=row.account_id is not None,
            left_on=row.left_on,
            programme=row.programme,
            cohort=row.cohort,
            company=row.site.company.name if row.site is not None else "",
        )
        for row in people
    ]


def person(person_id: UUID, on: date) -> PersonCard | None:
    """Somebody's card on a day, or None."""
    return next(iter(_cards(Person.objects.filter(pk=person_id), on)), None)


def people(person_ids: Iterable[UUID], on: date) -> list[PersonCard]:
    """The cards of several people on a day, by name."""
    return _cards(Person.objects.filter(pk__in=list(person_ids)).order_by("family_name", "given_name"), on)


def people_of_class(kinds: Iterable[PersonClass], on: date) -> list[PersonCard]:
    """Everybody who belongs to one of the classes on a day, by name. For audiences: staff who must acknowledge."""
    owners = ClassOfPerson.objects.filter(on_day(on), kind__in=list(kinds)).values("person_id")
    return _cards(Person.objects.filter(pk__in=owners).order_by("family_name", "given_name"), on)


def workers(on: date, *, most: int) -> list[PersonCard]:
    """At most so many of those who work here on a day, by name: for choosing from."""
    owners = ClassOfPerson.objects.filter(on_day(on), kind__in=list(WORKFORCE)).values("person_id")
    return _cards(Person.objects.filter(pk__in=owners).order_by("family_name", "given_name")[:most], on)


def person_by_email(address: str, on: date | None = None) -> PersonCard | None:
    """Whose e-mail address this is, in any case, or None. The day (default: today) is that of the card."""
    rows = Person.objects.filter(email__iexact=address.strip())
    return next(iter(_cards(rows, on or timezone.localdate())), None)


def person_of_account(account: UUID, on: date) -> PersonCard | None:
    """The person who signs in with an account, or None."""
    return next(iter(_cards(Person.objects.filter(account_id=account), on)), None)


def address_of(person_id: UUID) -> str | None:
    """Where letters to somebody go; None without an address or after leaving."""
    return (
        Person.objects.filter(pk=person_id)
        .filter(Q(left_on__isnull=True) | Q(left_on__gte=timezone.localdate()))
        .values_list("email", flat=True)
        .first()
    )


def visible_to(actor: Actor, on: date) -> QuerySet[Person]:
    """Whom an actor may look up: everybody with `people.see`; else workers see each other and own learners."""
    if actor.may("people.see") or actor.system:
        return Person.objects.all()
    if actor.person is None:
        return Person.objects.none()
    if actor.may("people.reset_sign_in") or actor.may("people.lift_hold"):
        return Person.objects.filter(account__isnull=False)
    workers = ClassOfPerson.objects.filter(on_day(on), kind__in=list(WORKFORCE))
    works = workers.filter(person_id=actor.person).exists()
    # Who is here for a while, as a contractor even, gets no view of the directory.
    if not works or Stay.objects.filter(person_id=actor.person, closed_at=None).exists():
        return Person.objects.filter(pk=actor.person)
    working = Exists(workers.filter(person_id=OuterRef("pk")))
    return Person.objects.filter(Q(working) | Q(tutor_id=actor.person) | Q(pk=actor.person))


def seen_by(actor: Actor, person_id: UUID, on: date) -> PersonCard | None:
    """Somebody's card, for one who may look them up; else None, as if there were nobody."""
    return next(iter(_cards(visible_to(actor, on).filter(pk=person_id), on)), None)


def tutees_of(tutor: UUID, on: date) -> int:
    """How many present learners have this tutor."""
    learners = ClassOfPerson.objects.filter(on_day(on), kind=PersonClass.LEARNER).values("person_id")
    return Person.objects.filter(tutor_id=tutor, pk__in=learners).count()


def find_tutor(words: str) -> UUID | None:
    """Whose reference or e-mail address this is."""
    match = Q(reference__iexact=words) | Q(email__iexact=words)
    return Person.objects.filter(match).values_list("pk", flat=True).first()


def places() -> list[Place]:
    """Every company by name, each followed by its sites, closed ones too, with how many people a site has now."""
    found: list[Place] = []
    here = Count("people", filter=Q(people__left_on__isnull=True))
    numbers = dict(Site.objects.annotate(number=here).values_list("pk", "number"))
    sites = Site.objects.order_by("name")
    for company in Company.objects.prefetch_related(Prefetch("sites", queryset=sites)).order_by("name"):
        found.append(Place(company.pk, None, company.name, company.name, company.opened_on, company.closed_on))
        found += [
            Place(
                company.pk,
                site.pk,
                f"{company.name}, {site.name}",
                site.name,
                site.opened_on,
                site.closed_on,
                numbers.get(site.pk, 0),
            )
            for site in company.sites.all()
        ]
    return found


def place(company: UUID, site: UUID | None) -> Place | None:
    """One company or site, or None."""
    return next((each for each in places() if (each.company, each.site) == (company, site)), None)


def tell_tutors(tutors: Iterable[UUID | None]) -> dict[UUID, str]:
    """How a file names tutors: by reference, else by address."""
    found = Person.objects.filter(pk__in={key for key in tutors if key}).values_list("pk", "reference", "email")
    return {key: reference or email or "" for key, reference, email in found}
