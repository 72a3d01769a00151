"""The words of files on pages."""

from django import template

from leeward.foundation.files.keeping import What
from leeward.foundation.files.kinds import Kind
from leeward.foundation.files.wording import KINDS
from leeward.safeguarding.file_words import CUSTODY, CUSTODY_WORDS, LATE, STATES

register = template.Library()
_SHAPES = {"quarantined": "due", "clean": "done", "refused": "overdue", "sealed": "overdue"}


@register.filter
def file_state(state: str) -> str:
    return str(STATES[state])


@register.filter
def file_shape(state: str) -> str:
    """Which mark stands before the word."""
    return _SHAPES[state]


@register.filter
def file_kind(kind: str) -> str:
    return str(KINDS[Kind(kind)])


@register.filter
def why_late(why: str) -> str:
    return str(LATE.get(why, LATE["not-answering"]))


@register.filter
def custody(what: What) -> str:
    return str(CUSTODY[what])


@register.filter
def custody_word(name: str) -> str:
    return str(CUSTODY_WORDS.get(name, name))


@register.filter
def in_groups(text: str) -> str:
    """A long hash in groups of eight, so that people can compare it and a phone can break the line."""
    return " ".join(text[start : start + 8] for start in range(0, len(text), 8))
