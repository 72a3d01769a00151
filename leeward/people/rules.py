"""Posts, classes of person, what each may do, and ages. Pure: days come in as values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Post(StrEnum):
    """The catalogue of posts. A deputy is a kind of holding of a post, not a post."""

    CHAIR = "chair"
    MANAGING_DIRECTOR = "managing-director"
    GENERAL_MANAGER = "general-manager"
    DSL = "dsl"
    IT_MANAGER = "it-manager"
    INFORMATION_SECURITY_MANAGER = "information-security-manager"
    HR = "hr"
    QUALITY_LEAD = "quality-lead"
    MARKETING = "marketing"
    BOARD_MEMBER = "board-member"


class PersonClass(StrEnum):
    """What somebody is here. A person may be several at once: an associate who is also a parent."""

    STAFF = "staff"
    ASSOCIATE = "associate"
    VOLUNTEER = "volunteer"
    CONTRACTOR = "contractor"
    VISITOR = "visitor"
    BOARD_MEMBER = "board-member"
    LEARNER = "learner"
    FORMER_LEARNER = "former-learner"
    PARENT = "parent"
    EMPLOYER_CONTACT = "employer-contact"


class RelationKind(StrEnum):
    """What somebody is to a learner."""

    MOTHER = "mother"
    FATHER = "father"
    CARER = "carer"
    FOSTER_CARER = "foster-carer"
    STEP_PARENT = "step-parent"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    SOCIAL_WORKER = "social-worker"
    OTHER = "other"


WORKFORCE = frozenset(
    {
        PersonClass.STAFF,
        PersonClass.ASSOCIATE,
        PersonClass.VOLUNTEER,
        PersonClass.CONTRACTOR,
        PersonClass.BOARD_MEMBER,
    }
)
"""Classes who work with or for the organisation, paid or not."""

ONE_HOLDER = frozenset(
    {
        Post.CHAIR,
        Post.MANAGING_DIRECTOR,
        Post.GENERAL_MANAGER,
        Post.DSL,
        Post.IT_MANAGER,
        Post.INFORMATION_SECURITY_MANAGER,
    }
)
"""Posts with one main holder at a time; everyone else who can stand in is a deputy. The database keeps it too."""

MUST_BE_FILLED = frozenset({Post.CHAIR, Post.MANAGING_DIRECTOR, Post.DSL})
"""Without these a concern has nowhere to go: an empty one raises an alarm on the page of posts."""

MUST_HAVE_DEPUTY = frozenset({Post.DSL})
"""Keeping children safe in education (2025), part two: a deputy is trained to the same standard as the lead."""

OWN = "own-"
"""How the keys of an organisation's own posts begin: no post of the catalogue ever will."""

PERMISSIONS: Mapping[str, frozenset[str]] = {
    Post.CHAIR: frozenset(
        {
            "providers.see",
            "safeguarding.receive",
            "safeguarding.see_about_director",
            "monitoring.review",
            "people.lift_hold",
            "people.fill_vacancy",
            "meetings.see",
            "promises.see",
            "audit.see",
        }
    ),
    Post.MANAGING_DIRECTOR: frozenset(
        {
            "providers.see",
            "safeguarding.receive",
            "safeguarding.see_about_team",
            "monitoring.review",
            "people.see",
            "people.lift_hold",
            "people.fill_vacancy",
            "meetings.see",
            "filtering.see",
            "policy.sign",
            "promises.see",
            "promises.state",
            "settings.see",
            "settings.change",
        }
    ),
    Post.GENERAL_MANAGER: frozenset(
        {
            "providers.see",
            "filtering.see",
            "filtering.decide_unblock",
            "api.confirm",
            "promises.see",
            "promises.state",
            "settings.see",
            "settings.change",
        }
    ),
    Post.DSL: frozenset(
        {
            "providers.see",
            "safeguarding.receive",
            "safeguarding.see",
            "safeguarding.act",
            "monitoring.review",
            "filtering.see",
            "people.see",
            "people.see_vulnerability",
            "people.lift_hold",
            "help.keep",
            "meetings.keep",
            "promises.see",
            "promises.state",
            "settings.see",
        }
    ),
    Post.IT_MANAGER: frozenset(
        {
            "providers.keep",
            "filtering.see",
            "filtering.change",
            "people.reset_sign_in",
            "api.tokens",
            "people.connect",
            "promises.see",
            "promises.state",
            "settings.see",
            "operations.see",
        }
    ),
    Post.INFORMATION_SECURITY_MANAGER: frozenset(
        {"monitoring.configure", "filtering.see", "audit.see", "settings.see", "operations.see"}
    ),
    Post.HR: frozenset({"people.see", "people.change", "api.confirm", "promises.see", "promises.state"}),
    Post.QUALITY_LEAD: frozenset(
        {"help.keep", "meetings.keep", "policy.manage", "promises.see", "promises.state", "settings.see"}
    ),
    Post.MARKETING: frozenset(),
    # The post and the class of board members have one name, and so one row.
    Post.BOARD_MEMBER: frozenset({"meetings.see", "promises.see", "providers.see", "safeguarding.report"}),
    **dict.fromkeys(sorted(WORKFORCE - {PersonClass.BOARD_MEMBER}), frozenset({"safeguarding.report"})),
}
"""What each post or class may do. Rooms add their strings; deputies hold them too unless NOT_FOR_DEPUTIES says no."""

NOT_FOR_DEPUTIES: frozenset[str] = frozenset({"policy.sign"})
"""Acts tied to the holder in person."""

RUNS_THE_SYSTEMS = ("filtering.change", "people.reset_sign_in", "people.connect", "api.tokens")
READS_CASES = (
    "safeguarding.receive",
    "safeguarding.see",
    "safeguarding.act",
    "monitoring.review",
    "people.see_vulnerability",
)
"""The starts of permissions never in one hand with those of RUNS_THE_SYSTEMS. Reporting is for all.

Who runs the systems never reads the cases, whatever other post the same person may hold: theirs are dropped, and the
appointment or the change that would join them is refused.
"""

TIED: Mapping[str, frozenset[Post]] = {
    "safeguarding.see": frozenset({Post.DSL}),
    "safeguarding.act": frozenset({Post.DSL}),
    "safeguarding.see_about_team": frozenset({Post.MANAGING_DIRECTOR}),
    "safeguarding.see_about_director": frozenset({Post.CHAIR}),
    "monitoring.review": frozenset({Post.DSL, Post.MANAGING_DIRECTOR, Post.CHAIR}),
    "policy.sign": frozenset({Post.MANAGING_DIRECTOR}),
    "people.fill_vacancy": frozenset({Post.CHAIR, Post.MANAGING_DIRECTOR}),
}
"""Permissions that follow the way a concern takes: no other post can be given them, and these cannot lose them."""

KEPT: Mapping[Post, frozenset[str]] = {
    Post.CHAIR: frozenset({"safeguarding.receive", "people.lift_hold"}),
    Post.MANAGING_DIRECTOR: frozenset({"safeguarding.receive", "people.lift_hold"}),
    Post.DSL: frozenset({"safeguarding.receive", "people.lift_hold", "people.see"}),
}
"""What a post cannot lose besides what is TIED to it: a concern would have nowhere to go."""

FOR_A_PART = frozenset(
    {"safeguarding.report", "safeguarding.receive", "filtering.see", "filtering.decide_unblock", "promises.see"}
)
"""What a post held for one company or site alone gives; everything else would reach into the whole group."""

SENSITIVE = (
    "safeguarding.receive",
    "safeguarding.see",
    "safeguarding.act",
    "monitoring.review",
    "people.lift_hold",
    "people.see_vulnerability",
    "people.fill_vacancy",
    "people.change",
    "people.reset_sign_in",
    "people.connect",
    "audit.",
    "api.",
)
"""Permissions (or the starts of some) withheld while a sign-in is on hold or lacks a second step it must have."""


@dataclass(frozen=True, slots=True)
class Held:
    """One post as held on some day. `part`: for one company or site alone."""

    post: str
    deputy: bool
    part: bool = False


def given_by(held: Held, posts: Mapping[str, frozenset[str]] = PERMISSIONS) -> frozenset[str]:
    """What one holding of a post gives, by the table of what each post may do."""
    own = posts.get(held.post, frozenset())
    own = own - NOT_FOR_DEPUTIES if held.deputy else own
    return own & FOR_A_PART if held.part else own


def permissions_of(
    held: Iterable[Held], classes: Iterable[PersonClass], posts: Mapping[str, frozenset[str]] = PERMISSIONS
) -> frozenset[str]:
    """Everything somebody may do who holds these posts and belongs to these classes."""
    held = list(held)
    granted = frozenset[str]().union(*(given_by(holding, posts) for holding in held))
    granted = granted.union(*(PERMISSIONS.get(kind, frozenset()) for kind in classes))
    runs = any(_runs_the_systems(holding, posts) for holding in held)
    return frozenset(name for name in granted if not name.startswith(READS_CASES)) if runs else granted


def _runs_the_systems(held: Held, posts: Mapping[str, frozenset[str]]) -> bool:
    return held.post == Post.IT_MANAGER or any(name.startswith(RUNS_THE_SYSTEMS) for name in given_by(held, posts))


def _reads_cases(held: Held, posts: Mapping[str, frozenset[str]]) -> bool:
    return any(name.startswith(READS_CASES) for name in given_by(held, posts))


def sensitive(permissions: Iterable[str]) -> frozenset[str]:
    """Those of the permissions that open somebody's private affairs, or give access to what does."""
    return frozenset(name for name in permissions if name.startswith(SENSITIVE))


def clash(held: Iterable[Held], new: str | Held, posts: Mapping[str, frozenset[str]] = PERMISSIONS) -> str | None:
    """The post already held that may not be joined with the new one, or None."""
    joined = Held(new, deputy=False) if isinstance(new, str) else new
    for holding in held:
        for one, other in ((holding, joined), (joined, holding)):
            if _runs_the_systems(one, posts) and _reads_cases(other, posts):
                return holding.post
    return None


class WhyNot(StrEnum):
    """Why a post cannot be given a set of permissions."""

    UNKNOWN = "unknown"
    TOGETHER = "together"
    TIED = "tied"
    KEPT = "kept"


def refused_set(post: str, wanted: frozenset[str]) -> list[tuple[WhyNot, str]]:
    """Every reason why a post cannot have exactly these permissions, each with the permission it is about."""
    known = frozenset[str]().union(*PERMISSIONS.values())
    found = [(WhyNot.UNKNOWN, name) for name in sorted(wanted - known)]
    runs = post == Post.IT_MANAGER or any(name.startswith(RUNS_THE_SYSTEMS) for name in wanted)
    found += [(WhyNot.TOGETHER, name) for name in sorted(wanted) if runs and name.startswith(READS_CASES)]
    found += [(WhyNot.TIED, name) for name in sorted(wanted) if post not in TIED.get(name, {post})]
    kept = KEPT.get(Post(post), frozenset[str]()) if post in set(Post) else frozenset[str]()
    kept |= frozenset(name for name, posts in TIED.items() if post in posts)
    return found + [(WhyNot.KEPT, name) for name in sorted(kept - wanted)]


def age_on(born: date, day: date) -> int:
    """Age in whole years on a day. Somebody born on 29 February grows older on 1 March of ordinary years.

    The law of England and Wales reaches an age at the start of the anniversary (Family Law Reform Act 1969, section 9);
    where there is no anniversary the day after 28 February is taken, so that nobody is held an adult a day early.
    Raises ValueError for a day before birth.
    """
    if day < born:
        raise ValueError("the day is before birth")
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def under_18(born: date | None, day: date) -> bool | None:
    """Is somebody a child on the day? None where the date of birth is not known."""
    return None if born is None else age_on(born, day) < 18


def covers(since: date, until: date | None, day: date) -> bool:
    """Is the day within a span? Both ends count; no end means it goes on."""
    return since <= day and (until is None or day <= until)
