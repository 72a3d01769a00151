"""Posts and classes in words."""

from collections.abc import Iterable

from django import template

from leeward.people.queries import post_name
from leeward.people.rules import PersonClass
from leeward.people.wording import CLASSES, PERMISSIONS, STATES

register = template.Library()


@register.filter
def post_words(post: str) -> str:
    """What a post is called here."""
    return post_name(post)


@register.filter
def kind_words(kind: PersonClass) -> str:
    """What a class is called."""
    return str(CLASSES[kind])


@register.filter
def class_words(kinds: Iterable[PersonClass]) -> str:
    """What several classes are called, in the order of the catalogue."""
    present = set(kinds)
    return ", ".join(str(words) for kind, words in CLASSES.items() if kind in present)


@register.filter
def permission_words(permission: str) -> str:
    """What a permission lets somebody do; completes “may …”."""
    return str(PERMISSIONS.get(permission, permission))


@register.filter
def proposal_words(state: str) -> str:
    """How a proposal stands."""
    return str(STATES.get(state, state))
