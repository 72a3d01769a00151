"""Who is here and what they are: each act is one transaction with one audit entry."""

from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.mail import write_to
from leeward.foundation.outbox.jobs import put
from leeward.people.actions import arising
from leeward.people.actions.history import begin_history, keep_words, note_facts
from leeward.people.actions.sign_in import set_hold
from leeward.people.models import ClassOfPerson, Company, Hold, Person, Site
from leeward.people.naming import fold, folded
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import PersonClass
from leeward.people.told import AddressChanged


@dataclass(frozen=True, slots=True)
class Details:
    """What the directory holds about somebody. `site` is a name; it is made when new."""

    given_name: str
    family_name: str
    known_as: str = ""
    born: date | None = None
    email: str | None = None
    reference: str | None = None
    employer: str = ""
    site: str = ""
    tutor: UUID | None = None
    programme: str = ""
    cohort: str = ""


def _tidy(details: Details, today: date) -> Details:
    """Spaces set right, nothing empty but kept. Raises Refused for what cannot be a person."""
    tidy = replace(
        details,
        given_name=" ".join(details.given_name.split()),
        family_name=" ".join(details.family_name.split()),
        known_as=" ".join(details.known_as.split()),
        email=(details.email or "").strip().lower() or None,
        reference=(details.reference or "").strip() or None,
        employer=" ".join(details.employer.split()),
        site=" ".join(details.site.split()),
        programme=" ".join(details.programme.split()),
        cohort=" ".join(details.cohort.split()),
    )
    if not fold(tidy.given_name) or not fold(tidy.family_name):
        raise Refused(_("Give both a first name and a family name."), "given_name")
    if tidy.born is not None and not today - timedelta(days=366 * 120) <= tidy.born <= today:
        raise Refused(_("The date of birth must be in the past, and not more than 120 years ago."), "born")
    return tidy


def _site(name: str, known: dict[str, Site]) -> Site | None:
    if not name:
        return None
    key = name.casefold()
    if key not in known:
        found = Site.objects.filter(name__iexact=name, closed_on=None).order_by("id").first()
        if found is None:
            company = Company.objects.order_by("name").first() or Company.objects.create(name=_("Our company"))
            if Site.objects.filter(name__iexact=name).exists():
                raise Refused(_("This site is closed. Choose another."), "site")
            found = Site.objects.create(company=company, name=name)
        known[key] = found
    return known[key]


def fill(row: Person, details: Details, today: date, sites: dict[str, Site] | None = None) -> None:
    """Writes details into a row, set right; does not save it. `sites` spares looking up. Raises Refused."""
    details = _tidy(details, today)
    family = fold(details.family_name)
    row.given_name, row.family_name, row.known_as = details.given_name, details.family_name, details.known_as
    row.born, row.email, row.reference = details.born, details.email, details.reference
    row.employer, row.tutor_id = details.employer, details.tutor
    row.programme, row.cohort = details.programme, details.cohort
    if row.site is None or row.site.name != details.site:
        row.site = _site(details.site, {} if sites is None else sites)
    names = (details.given_name, details.known_as, details.family_name)
    row.search_name = " ".join(filter(None, (folded(name) for name in names)))[:260]
    row.family_key = family[-1][:80]


def details_of(row: Person) -> Details:
    """What the directory holds about somebody now."""
    return Details(
        row.given_name,
        row.family_name,
        row.known_as,
        row.born,
        row.email,
        row.reference,
        row.employer,
        row.site.name if row.site is not None else "",
        row.tutor_id,
        row.programme,
        row.cohort,
    )


def renew(
    row: Person, details: Details, *, actor: Actor, now: datetime, sites: dict[str, Site] | None = None
) -> list[str]:
    """Writes somebody's details anew in the caller's act; returns the fields that changed. Raises Refused.

    Site, tutor, employer, programme and cohort hold from today; what was true before stays known (`history`).

    A changed e-mail address of somebody who signs in puts a hold on their sensitive records: whoever controls the
    address controls the sign-in.
    """
    before, was = details_of(row), copy(row)
    fill(row, details, timezone.localdate(now), sites)
    after = details_of(row)
    changed = [name for name in Details.__slots__ if getattr(before, name) != getattr(after, name)]
    if not changed:
        return []
    row.save()
    note_facts(row, was, since=timezone.localdate(now), actor=actor, now=now)
    keep_words([row])
    if "email" in changed and row.account is not None:
        if row.email is None:
            raise Refused(
                _("This person signs in with the e-mail address: it can be changed, not taken away."), "email"
            )
        put(AddressChanged(row.pk, row.account.email), key=f"{row.pk} {now.isoformat()}", now=now)
        write_to(row.pk, "people.address-changed", path="/account/second-step", key=now.isoformat(), now=now)
        row.account.email = row.email
        row.account.save(update_fields=["email"])
        set_hold(row, Hold.Why.ADDRESS, actor=actor, now=now)
    return changed


def add_person(
    *,
    actor: Actor,
    now: datetime,
    details: Details,
    classes: frozenset[PersonClass],
    since: date | None = None,
    until: date | None = None,
) -> UUID:
    """Adds somebody with their classes from a day (default: today). Raises Refused."""
    today = timezone.localdate(now)
    if not classes:
        raise Refused(_("Say what this person is here: staff, learner, parent …"), "classes")
    with act(actor, "people.add", now=now) as entry, in_words():
        row = Person(added_at=now)
        fill(row, details, today)
        row.save(force_insert=True)
        ClassOfPerson.objects.bulk_create(
            ClassOfPerson(person=row, kind=kind, since=since or today, until=until) for kind in sorted(classes)
        )
        begin_history([(row, since or today)], actor=actor, now=now)
        arising.joined(row.pk, classes, since or today, now=now)
        entry.subject = f"person:{row.pk}"
        entry.details["classes"] = len(classes)
    return row.pk


def change_person(*, actor: Actor, now: datetime, person: UUID, details: Details) -> list[str]:
    """Writes somebody's details anew; returns the names of the fields that changed. Raises Refused. See `renew`."""
    with act(actor, "people.change", now=now, subject=f"person:{person}") as entry, in_words():
        row = Person.objects.select_for_update(of=("self",)).select_related("site", "account").get(pk=person)
        changed = renew(row, details, actor=actor, now=now)
        arising.changed(row.pk, changed, now=now)
        entry.details["fields"] = ", ".join(changed)
    return changed


def set_class(
    *, actor: Actor, now: datetime, person: UUID, kind: PersonClass, since: date, until: date | None = None
) -> None:
    """Says that somebody is something else too, from a day. Raises Refused."""
    with act(actor, "people.set-class", now=now, subject=f"person:{person}") as entry, in_words():
        ClassOfPerson.objects.create(person_id=person, kind=kind, since=since, until=until)
        if until is None or until >= timezone.localdate(now):
            Person.objects.filter(pk=person).update(left_on=None)
            arising.stays(person, now=now)
        arising.became(person, kind, since, now=now)
        entry.details["class"] = kind


def end_class(
    *, actor: Actor, now: datetime, person: UUID, kind: PersonClass, until: date, then: PersonClass | None = None
) -> None:
    """Gives a class its last day; the person may be something else from the day after. Raises Refused.

    A learner who ends becomes a former learner, whom rules about contact still protect while under 18.
    """
    with act(actor, "people.end-class", now=now, subject=f"person:{person}") as entry, in_words():
        open_spans = ClassOfPerson.objects.filter(person_id=person, kind=kind, until__isnull=True)
        if not open_spans.update(until=until):
            raise Refused(_("This person does not belong to this class."), "classes")
        if then is not None:
            ClassOfPerson.objects.create(person_id=person, kind=then, since=until + timedelta(days=1))
            entry.details["then"] = then
        entry.details["class"] = kind
