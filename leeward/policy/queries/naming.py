"""What holders, posts and states are called on a page."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from leeward.foundation.evidence.findings import State
from leeward.foundation.holders import name_of, post_alias, who_holds
from leeward.people.rules import PersonClass, Post
from leeward.policy.rules.standing import CLASS_PREFIX, POST_PREFIX


def post_words(post: str) -> str:
    """A post as people say it here; the key itself for one this product does not know."""
    if alias := post_alias(post):
        return alias
    words = {
        Post.CHAIR: _("Chair of the board"),
        Post.MANAGING_DIRECTOR: _("Managing director"),
        Post.GENERAL_MANAGER: _("General manager"),
        Post.DSL: _("Designated safeguarding lead"),
        Post.IT_MANAGER: _("IT manager"),
        Post.INFORMATION_SECURITY_MANAGER: _("Information security manager"),
        Post.HR: _("Human resources"),
        Post.QUALITY_LEAD: _("Quality lead"),
        Post.MARKETING: _("Marketing"),
        Post.BOARD_MEMBER: _("Board members"),
    }
    return words.get(Post(post), post) if post in {known.value for known in Post} else post


def class_words(kind: str) -> str:
    """A class of person as a holder of promises."""
    words = {
        PersonClass.STAFF: _("Every member of staff"),
        PersonClass.ASSOCIATE: _("Every associate"),
        PersonClass.VOLUNTEER: _("Every volunteer"),
        PersonClass.CONTRACTOR: _("Every contractor"),
        PersonClass.BOARD_MEMBER: _("Every board member"),
        PersonClass.LEARNER: _("Every learner"),
        PersonClass.PARENT: _("Every parent or carer"),
    }
    return words.get(PersonClass(kind), kind) if kind in {known.value for known in PersonClass} else kind


def holder_words(holder: str) -> str:
    """`post:dsl` or `class:staff` in words; "" for nobody."""
    if holder.startswith(POST_PREFIX):
        return post_words(holder.removeprefix(POST_PREFIX))
    if holder.startswith(CLASS_PREFIX):
        return class_words(holder.removeprefix(CLASS_PREFIX))
    return holder


def state_words(state: State) -> str:
    """The state of a promise in words."""
    words = {
        State.TRUE: _("True"),
        State.SLIPPING: _("Slipping"),
        State.SLIPPED: _("Slipped"),
        State.UNPROVEN: _("Unproven"),
        State.NOT_APPLICABLE: _("Does not apply"),
    }
    return words[state]


def names_holding(holder: str, on: date) -> tuple[str, ...]:
    """The names of those who held a post on a day, deputies last; none for a class or a vacant post."""
    if not holder.startswith(POST_PREFIX):
        return ()
    holding = who_holds(holder.removeprefix(POST_PREFIX), on)
    return tuple(name for name in map(name_of, (*holding.holders, *holding.deputies)) if name)


def person_words(person: UUID | None) -> str:
    """A person's name for a page; "" when unknown."""
    return name_of(person) if person is not None else ""


def room_words(room: str) -> str:
    """Which part of the product a check comes from, as pages call it."""
    words = {
        "people": _("People"),
        "safeguarding": _("Safeguarding"),
        "filtering": _("Web filter"),
        "monitoring": _("Monitoring"),
        "training": _("Training"),
        "conduct": _("Conduct"),
        "risk": _("Risk"),
        "security": _("Security"),
        "policy": _("Policies"),
        "foundation": _("The system itself"),
    }
    return words.get(room, room)
