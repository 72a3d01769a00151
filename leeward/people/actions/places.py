"""Companies and sites of the group: opened, renamed, closed on a day, never deleted."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people.models import Company, Person, PostHolding, Site
from leeward.people.naming import fold
from leeward.people.refusals import Refused, in_words


def add_company(*, actor: Actor, now: datetime, name: str, since: date) -> UUID:
    """A new company of the group. Raises Refused."""
    name = _tidy(name)
    with act(actor, "people.add-company", now=now) as entry, in_words():
        if Company.objects.filter(name__iexact=name).exists():
            raise Refused(_("There is a company of this name."), "name")
        row = Company.objects.create(name=name, opened_on=since)
        entry.subject = f"company:{row.pk}"
    return row.pk


def add_site(*, actor: Actor, now: datetime, company: UUID, name: str, since: date) -> UUID:
    """A new site of a company. Raises Refused."""
    name = _tidy(name)
    with act(actor, "people.add-site", now=now) as entry, in_words():
        owner = Company.objects.get(pk=company)
        if owner.closed_on is not None:
            raise Refused(_("This company is closed."), "name")
        if owner.sites.filter(name__iexact=name).exists():
            raise Refused(_("This company has a site of this name."), "name")
        row = Site.objects.create(company=owner, name=name, opened_on=since)
        entry.subject = f"site:{row.pk}"
    return row.pk


def rename_place(*, actor: Actor, now: datetime, company: UUID, site: UUID | None, name: str) -> None:
    """Another name for a company, or for one of its sites. Everything about it stays. Raises Refused."""
    name = _tidy(name)
    with act(actor, "people.rename-place", now=now) as entry, in_words():
        row = _place(company, site)
        entry.subject = f"{'site' if site else 'company'}:{row.pk}"
        same = Site.objects.filter(company=company) if site is not None else Company.objects.all()
        if same.filter(name__iexact=name).exclude(pk=row.pk).exists():
            raise Refused(_("Another place has this name."), "name")
        row.name = name
        row.save(update_fields=["name"])


def close_place(*, actor: Actor, now: datetime, company: UUID, site: UUID | None, on: date) -> None:
    """The last day of a company or site. Raises Refused while people, posts or open sites belong to it."""
    with act(actor, "people.close-place", now=now) as entry, in_words():
        row = _place(company, site)
        entry.subject = f"{'site' if site else 'company'}:{row.pk}"
        entry.details["on"] = on.isoformat()
        if row.closed_on is not None:
            raise Refused(_("This place is closed already."), "until")
        if row.opened_on is not None and on < row.opened_on:
            raise Refused(_("It was opened after that day."), "until")
        if site is None and Site.objects.filter(company=company, closed_on=None).exists():
            raise Refused(_("This company still has open sites. Close them first."), "until")
        here = Person.objects.filter(site=site) if site is not None else Person.objects.filter(site__company=company)
        if number := here.filter(Q(left_on__isnull=True) | Q(left_on__gt=on)).count():
            raise Refused(
                _("%(number)d people belong to this place. Give them another site first.") % {"number": number}, "until"
            )
        posts = PostHolding.objects.filter(company=company, **({} if site is None else {"site": site}))
        if posts.filter(Q(until__isnull=True) | Q(until__gt=on)).exists():
            raise Refused(_("Somebody holds a post for this place after that day. End it first."), "until")
        row.closed_on = on
        row.save(update_fields=["closed_on"])


def _place(company: UUID, site: UUID | None) -> Company | Site:
    if site is not None:
        return Site.objects.select_for_update(of=("self",)).get(pk=site, company=company)
    return Company.objects.select_for_update().get(pk=company)


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    if not fold(name) or not name.isprintable() or len(name) > 120:
        raise Refused(_("A name has letters in it, and at most 120 characters."), "name")
    return name
