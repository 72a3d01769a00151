"""Parts and presence in words."""

from django import template
from django.utils.translation import gettext as _

from leeward.people.meetings.rules import Here, Part
from leeward.people.meetings.wording import HERE, PARTS

register = template.Library()


@register.filter
def part_words(part: str) -> str:
    """What somebody is in a group."""
    return str(PARTS[Part(part)])


@register.filter
def here_words(here: str) -> str:
    """Whether somebody was there; not yet known before it was recorded."""
    return str(HERE[Here(here)]) if here else _("not recorded")
