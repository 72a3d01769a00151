"""Words of keeping and shredding."""

from django import template

from leeward.safeguarding.forms.retention import BASES
from leeward.safeguarding.labels import label
from leeward.safeguarding.rules.retention import Basis

register = template.Library()
register.filter("stands", label)


@register.filter
def basis(value: Basis) -> str:
    """What a record is, in words."""
    return str(BASES[value])
