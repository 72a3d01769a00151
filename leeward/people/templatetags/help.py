"""Contacts and helplines as they stand on a page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from leeward.people.help.helplines import Helpline
from leeward.people.queries.help import Contact

register = template.Library()


@register.filter
def called(contact: Contact) -> SafeString:
    """A contact with today's names: `Designated safeguarding lead (DSL): Debs Oseitutu; deputy Tom Wrześniak`."""
    if contact.vacant:
        return format_html("{}: {}", contact.words, _("nobody holds this post today"))
    names = [", ".join(contact.names)] if contact.names else []
    if contact.stand_ins:
        names.append(_("deputy %(names)s") % {"names": ", ".join(contact.stand_ins)})
    if not names:
        return format_html("{}", contact.words)
    return format_html("{}: <strong>{}</strong>", contact.words, "; ".join(names))


def _telephone(line: Helpline) -> SafeString:
    return format_html('<a class="govuk-link" href="tel:{}"><strong>{}</strong></a>', line.dial, line.phone)


def _site(line: Helpline) -> SafeString:
    # Marked in words for those who do not see the sign.
    return format_html(
        '<a class="govuk-link" href="{}" rel="noreferrer">{} <span aria-hidden="true">↗</span>'
        '<span class="govuk-visually-hidden">({})</span></a>',
        line.website,
        line.site_name,
        _("another site"),
    )


@register.filter
def ways_to_reach(line: Helpline) -> SafeString:
    """Every way to reach a helpline: telephone, text, website marked as leaving this site."""
    parts = []
    if line.phone:
        parts.append(_telephone(line))
    if line.text:
        parts.append(format_html("{} <strong>{}</strong>", _("text"), line.text))
    if line.website:
        parts.append(_site(line))
    return format_html_join(" · ", "{}", ((part,) for part in parts))


@register.filter
def reached(line: Helpline) -> SafeString:
    """A helpline with its nearest way, on one line."""
    if line.phone:
        return format_html("{} {}", line.name, _telephone(line))
    if line.text:
        return format_html("{} ({} <strong>{}</strong>)", line.name, _("text"), line.text)
    return format_html("{} {}", line.name, _site(line))
