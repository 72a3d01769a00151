"""Posts and classes in words."""

from collections.abc import Iterable, Mapping, Sequence

from django import template
from django.utils.translation import gettext as _

from leeward.people.connection_forms import RULES
from leeward.people.connection_rules import ClassBy
from leeward.people.connection_words import FIELDS, STANDINGS, TROUBLE, TROUBLES
from leeward.people.queries import post_name
from leeward.people.rules import PersonClass, RelationKind
from leeward.people.wording import CLASSES, FACTS, PERMISSIONS, RELATIONS, SIGN_INS, STATES

register = template.Library()


@register.filter
def post_words(post: str) -> str:
    """What a post is called here."""
    return post_name(post)


@register.filter
def kind_words(kind: str) -> str:
    """What a class is called."""
    return str(CLASSES[PersonClass(kind)])


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


@register.filter
def standing_words(standing: str) -> str:
    """Why a provider's user waits."""
    return str(STANDINGS.get(standing, ""))


@register.filter
def trouble_words(trouble: str) -> str:
    """What the directory could not take from a provider."""
    return str(TROUBLES.get(trouble, TROUBLE))


@register.filter
def class_by_words(by: str) -> str:
    """Where a rule looks for what somebody is."""
    return str(RULES[ClassBy(by)])


@register.filter
def fact_words(kind: str) -> str:
    """What a kind of dated fact is called."""
    return str(FACTS.get(kind, kind))


@register.filter
def relation_words(kind: RelationKind) -> str:
    """What somebody is to a learner."""
    return str(RELATIONS[kind])


@register.filter
def sign_in_words(state: str) -> str:
    """How a sign-in stood."""
    return str(SIGN_INS[state])


@register.filter
def field_lines(fields: Mapping[str, Sequence[str]]) -> list[str]:
    """What an import does to somebody, a line for each field: what was, and what is."""
    return [
        _("%(field)s: %(before)s → %(after)s")
        % {"field": field_words(name), "before": before or "–", "after": after or "–"}
        for name, (before, after) in fields.items()
        if name != "tutor"
    ] + [_("Tutor: another one") for name in fields if name == "tutor"]


def field_words(name: str) -> str:
    """What a field of the directory is called."""
    kind = name.removeprefix("class:")
    return str(CLASSES[PersonClass(kind)]) if kind != name else str(FIELDS.get(name, name))
