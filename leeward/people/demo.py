"""An invented training provider, Harbour Lane Training: its people, made through the same actions as real ones."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import SYSTEM, Actor
from leeward.people import demo_comings, demo_connections, demo_directory
from leeward.people.actions import Details, add_person, appoint, open_sign_in
from leeward.people.help import demo as help_demo
from leeward.people.meetings import demo as meetings_demo
from leeward.people.models import Person
from leeward.people.providers import demo as providers_demo
from leeward.people.queries import actor_of
from leeward.people.rules import PersonClass, Post

ORGANISATION = "Harbour Lane Training"
STAFF, LEARNER, ASSOCIATE = PersonClass.STAFF, PersonClass.LEARNER, PersonClass.ASSOCIATE
VOLUNTEER, BOARD = PersonClass.VOLUNTEER, PersonClass.BOARD_MEMBER

WORKERS: list[tuple[str, str, str, str, str, PersonClass]] = [
    # key, first name, known as, family name, site, class
    ("chair", "Margaret", "", "Thornbury", "", BOARD),
    ("board-member", "Desmond", "Des", "Achterberg", "", BOARD),
    ("board-2", "Shirin", "", "Kavanagh-Rad", "", BOARD),
    ("managing-director", "Helen", "", "Okonjo-Pryce", "Harbour Lane", STAFF),
    ("general-manager", "Gareth", "", "Llewelyn-Frost", "Harbour Lane", STAFF),
    ("dsl", "Deborah", "Debs", "Oseitutu", "Harbour Lane", STAFF),
    ("deputy-dsl", "Tomasz", "Tom", "Wrześniak", "Quayside", STAFF),
    ("it-manager", "Priyanka", "Priya", "Chaudhari", "Harbour Lane", STAFF),
    ("information-security-manager", "Ruaridh", "", "MacIlwraith", "Harbour Lane", STAFF),
    ("hr", "Francesca", "Fran", "Delacourt", "Harbour Lane", STAFF),
    ("quality-lead", "Bethan", "", "Trevithick", "Harbour Lane", STAFF),
    ("marketing", "Jaydon", "Jay", "Adeyinka", "Quayside", STAFF),
    ("tutor", "Colm", "", "O'Shaughnessy", "Harbour Lane", STAFF),
    ("tutor-2", "Ingrid", "", "Sørlie", "Quayside", STAFF),
    ("tutor-3", "Zoë", "", "Pennifather", "Quayside", STAFF),
    ("associate", "Wendell", "", "Agyemang-Bell", "Quayside", ASSOCIATE),
    ("associate-2", "Marguerite", "", "Fontainebrook", "", ASSOCIATE),
    ("volunteer", "Nerys", "", "Caddick-Hale", "Harbour Lane", VOLUNTEER),
    ("reception", "Lorna", "", "Smith", "Harbour Lane", STAFF),
]

AGES = (61, 58, 49, 52, 47, 44, 38, 33, 41, 46, 36, 27, 42, 35, 31, 54, 29, 63, 40)
"""Of the workers, in their order."""

LEARNERS: list[tuple[str, str, str, str, int, str, str]] = [
    # key, first name, known as, family name, age in years, tutor's key, employer
    ("adult-learner", "Rosalind", "Roz", "Farthingale", 34, "tutor", "Tidewater Care Homes"),
    ("young-learner", "Kayleigh", "", "Brambleby", 17, "tutor", "Little Anchors Nursery"),
    ("learner-3", "Mohammed", "Mo", "Rahmanzai", 16, "tutor", ""),
    ("learner-4", "Chidi", "", "Nwachukwu-Day", 19, "tutor", "Portside Motors"),
    ("learner-5", "Ellie-Mae", "", "Stoddart", 17, "tutor", "Little Anchors Nursery"),
    ("learner-6", "Aleksander", "Alek", "Zielonka", 22, "tutor-2", "Portside Motors"),
    ("learner-7", "Fatimah", "", "Siddiqa", 18, "tutor-2", "Tidewater Care Homes"),
    ("learner-8", "Callum", "", "Young", 17, "tutor-2", "Portside Motors"),
    ("learner-9", "Ngozi", "", "Ezeilo", 27, "tutor-2", ""),
    ("learner-10", "Siân", "", "Prydderch", 16, "tutor-2", ""),
    ("learner-11", "Jake", "", "Hollingbery", 20, "tutor-3", "Kelp & Sons Builders"),
    ("learner-12", "Amara", "", "Diallo-Wynn", 17, "tutor-3", ""),
    ("learner-13", "Tyler", "", "Smith", 18, "tutor-3", "Kelp & Sons Builders"),
    ("learner-14", "Yusra", "", "Haddadin", 23, "tutor-3", "Tidewater Care Homes"),
    ("learner-15", "Finlay", "Fin", "Auchterlonie", 17, "tutor-3", ""),
    ("learner-16", "Grace", "", "Mbeki-Lowe", 41, "associate", "Tidewater Care Homes"),
    ("learner-17", "Dylan", "", "Rosewarne", 19, "associate", "Portside Motors"),
    ("learner-18", "Isla", "", "Penhaligon", 18, "associate", ""),
    ("learner-19", "Reuben", "", "Castellanos", 16, "associate", ""),
]

POSTS: list[tuple[str, Post, bool, int]] = [
    # key of the person, post, deputy, days ago
    ("chair", Post.CHAIR, False, 900),
    ("board-member", Post.CHAIR, True, 300),
    ("board-member", Post.BOARD_MEMBER, False, 700),
    ("board-2", Post.BOARD_MEMBER, False, 200),
    ("managing-director", Post.MANAGING_DIRECTOR, False, 1400),
    ("general-manager", Post.MANAGING_DIRECTOR, True, 400),
    ("general-manager", Post.GENERAL_MANAGER, False, 1000),
    ("dsl", Post.DSL, False, 800),
    ("deputy-dsl", Post.DSL, True, 350),
    ("it-manager", Post.IT_MANAGER, False, 600),
    ("information-security-manager", Post.INFORMATION_SECURITY_MANAGER, False, 500),
    ("hr", Post.HR, False, 750),
    ("quality-lead", Post.QUALITY_LEAD, False, 650),
    ("marketing", Post.MARKETING, False, 250),
]

DEMO_PASSWORD = "lantern-gravel-otter"  # noqa: S105  # opens invented people only; said on the sign-in page
"""For trying the ordinary way in; demonstration and real data never share a database."""

SIGN_IN_POSTS = (
    "chair",
    "managing-director",
    "general-manager",
    "dsl",
    "deputy-dsl",
    "it-manager",
    "information-security-manager",
    "hr",
    "quality-lead",
    "marketing",
    "tutor",
    "associate",
    "adult-learner",
    "young-learner",
    "board-member",
)
"""One sign-in button each in demo mode."""


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """Who is who in the demonstration."""

    by_post: dict[str, UUID] = field(default_factory=dict)
    everybody: dict[str, UUID] = field(default_factory=dict)
    staff: list[UUID] = field(default_factory=list)
    learners: list[UUID] = field(default_factory=list)

    def actor(self, key: str, now: datetime) -> Actor:
        """The actor of one demo person, with a sign-in, at a moment."""
        account = Person.objects.values_list("account", flat=True).get(pk=self.everybody[key])
        if account is None:
            raise KeyError(f"{key} has no sign-in in the demonstration")
        actor = actor_of(account, now)
        # The invented people act as if they had signed in with a second step.
        return replace(actor, permissions=actor.permissions | actor.withheld, withheld=frozenset())


def demo_email(given: str, family: str) -> str:
    """An address nobody has."""
    plain = (given + "." + family).lower().translate(str.maketrans("śøëâ", "soea"))
    return (
        "".join(letter for letter in plain if letter.isascii() and (letter.isalnum() or letter in ".-"))
        + "@harbourlane.example"
    )


def build(now: datetime) -> DemoPeople:
    """Makes everybody, their posts and their sign-ins. Deterministic but for keys; `now` is its today."""
    people = DemoPeople()
    today = timezone.localdate(now)
    made_at = now - timedelta(weeks=6)
    for number, (key, given, known_as, family, site, kind) in enumerate(WORKERS):
        details = Details(
            given,
            family,
            known_as,
            _birthday(today, AGES[number], number),
            demo_email(given, family),
            f"W{number + 101}",
            site=site,
        )
        _add(people, key, details, kind, today - timedelta(days=1500 - number * 20), made_at)
    for number, (key, given, known_as, family, age, tutor, employer) in enumerate(LEARNERS):
        details = Details(
            given,
            family,
            known_as,
            _birthday(today, age, number),
            demo_email(given, family),
            f"L{number + 2001}",
            employer=employer,
            site="Harbour Lane" if tutor == "tutor" else "Quayside",
            tutor=people.everybody[tutor],
        )
        _add(people, key, details, LEARNER, today - timedelta(days=80 + number * 3), made_at)
    for key, post, deputy, days in POSTS:
        since = today - timedelta(days=days)
        appoint(actor=SYSTEM, now=made_at, person=people.everybody[key], post=post, since=since, deputy=deputy)
    help_demo.build(made_at)
    providers_demo.build(made_at)
    meetings_demo.build(people.everybody, now)
    for key in SIGN_IN_POSTS:
        people.by_post[key] = people.everybody[key]
        open_sign_in(actor=SYSTEM, now=made_at, person=people.everybody[key], invite=False, password=DEMO_PASSWORD)
    demo_directory.build(people.everybody, people.actor("dsl", now), now)
    demo_comings.build(people.actor("hr", now), now)
    demo_connections.build(made_at, demo_email("Deborah", "Oseitutu"), now)
    return people


def find() -> DemoPeople:
    """Who is who in a demonstration made before."""
    rows = {row.email: row.pk for row in Person.objects.all() if row.email}
    people = DemoPeople()
    named = [(worker[0], worker[1], worker[3], worker[5]) for worker in WORKERS]
    named += [(learner[0], learner[1], learner[3], LEARNER) for learner in LEARNERS]
    for key, given, family, kind in named:
        found = rows.get(demo_email(given, family))
        if found is not None:
            _note(people, key, found, kind)
    people.by_post.update({key: people.everybody[key] for key in SIGN_IN_POSTS if key in people.everybody})
    return people


def _birthday(today: date, age: int, number: int) -> date:
    """Somebody of that age today, whose birthday is some months away: ages hold for a while."""
    last = today - timedelta(days=40 + number * 11 % 200)
    return last.replace(year=last.year - age, day=min(last.day, 28))


def _add(people: DemoPeople, key: str, details: Details, kind: PersonClass, since: date, now: datetime) -> None:
    person = add_person(actor=SYSTEM, now=now, details=details, classes=frozenset({kind}), since=since)
    _note(people, key, person, kind)


def _note(people: DemoPeople, key: str, person: UUID, kind: PersonClass) -> None:
    people.everybody[key] = person
    if kind is LEARNER:
        people.learners.append(person)
    elif kind is not BOARD:
        people.staff.append(person)
