"""Temporary users: somebody vouches for them, for a purpose, until a day; more time needs a second look."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.approvals.actions import ask
from leeward.foundation.approvals.kinds import Decided, Outcome
from leeward.foundation.mail import write_to
from leeward.foundation.outbox.jobs import put
from leeward.foundation.settings_history.queries import value
from leeward.people.actions import arising
from leeward.people.actions.directory import Details, fill
from leeward.people.actions.history import begin_history
from leeward.people.actions.sign_in import shut_sign_in
from leeward.people.coming_settings import TEMPORARY_MOST, TEMPORARY_REMIND
from leeward.people.default_lists import MAY_BE_TEMPORARY
from leeward.people.models import ClassOfPerson, Person, Stay, TaskList
from leeward.people.queries import on_day
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import WORKFORCE, PersonClass
from leeward.people.task_rules import Occasion
from leeward.people.told import LastDayComes

EXTEND = "people.extend-stay"
"""The kind of request for more time."""


def welcome(
    *,
    actor: Actor,
    now: datetime,
    details: Details,
    kind: PersonClass,
    sponsor: UUID,
    purpose: str,
    until: date,
    since: date | None = None,
    person: UUID | None = None,
) -> UUID:
    """Adds a temporary user, or takes back one who was here before (`person`), with the list of first tasks.

    Returns the person. Their sign-in, if one is opened, closes by itself at the end of the last day. Raises Refused.
    """
    today = timezone.localdate(now)
    first = since or today
    _may_stay(kind, first, until, now)
    purpose = " ".join(purpose.split())
    if not purpose:
        raise Refused(_("Say what this person is here for."), "purpose")
    with act(actor, "people.welcome", now=now) as entry, in_words():
        row = Person(added_at=now) if person is None else Person.objects.select_for_update(of=("self",)).get(pk=person)
        if person is None:
            fill(row, details, today)
        elif row.classes.filter(on_day(today)).exists():
            raise Refused(_("This person is here already."), "given_name")
        _vouches(sponsor, row.pk, actor, first)
        row.left_on = until
        row.save()
        if person is None:
            begin_history([(row, first)], actor=actor, now=now)
        arising.stays(row.pk, now=now)
        ClassOfPerson.objects.create(person=row, kind=kind, since=first, until=until)
        stay = Stay.objects.create(
            person=row,
            sponsor_id=sponsor,
            purpose=purpose[:200],
            kind=kind,
            since=first,
            until=until,
            made_at=now,
            made_by_id=actor.person,
        )
        arising.arise([arising.Wanted(row.pk, Occasion.TEMPORARY, kind, first, until)], now=now)
        _closes_itself(row.pk, until, now)
        entry.subject = f"person:{row.pk}"
        entry.details.update(stay=str(stay.pk), until=until.isoformat())
    return row.pk


def _may_stay(kind: PersonClass, first: date, until: date, now: datetime) -> None:
    if kind not in MAY_BE_TEMPORARY:
        raise Refused(_("Somebody of this class is not here for a while only."), "kind")
    if until < max(first, timezone.localdate(now)):
        raise Refused(_("The last day must not be before the first day, nor in the past."), "until")
    most = value(TEMPORARY_MOST, at=now)
    if until > max(first, timezone.localdate(now)) + timedelta(days=most):
        raise Refused(_("At most %(days)d days at once: choose an earlier last day.") % {"days": most}, "until")


def _vouches(sponsor: UUID, person: UUID, actor: Actor, first: date) -> None:
    """A sponsor works here beyond that day and is not here for a while only."""
    works = ClassOfPerson.objects.filter(on_day(first), person_id=sponsor, kind__in=list(WORKFORCE)).exists()
    if sponsor == person or not works or Stay.objects.filter(person_id=sponsor, closed_at=None).exists():
        raise Refused(_("The sponsor must be somebody who works here, and not for a while only."), "sponsor")


def _closes_itself(person: UUID, until: date, now: datetime) -> None:
    over = timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
    put(LastDayComes(person, until), key=f"left {person} {now}", now=now, due=over)


def another_sponsor(*, actor: Actor, now: datetime, stay: UUID, sponsor: UUID) -> None:
    """Somebody else vouches from now on. Raises Refused."""
    with act(actor, "people.another-sponsor", now=now) as entry, in_words():
        row = Stay.objects.select_for_update(of=("self",)).get(pk=stay, closed_at=None)
        _vouches(sponsor, row.person_id, actor, timezone.localdate(now))
        row.sponsor_id = sponsor
        row.save(update_fields=["sponsor"])
        entry.subject = f"person:{row.person_id}"


def ask_for_more_time(*, actor: Actor, now: datetime, stay: UUID, until: date, why: str) -> UUID:
    """Asks that a temporary user may stay until a later day; a second person decides. Returns the request.

    Raises Refused, and ApprovalError as `ask` does.
    """
    row = Stay.objects.filter(pk=stay, closed_at=None).first()
    if row is None or until <= row.until:
        raise Refused(_("Choose a day after the last day there is now."), "until")
    _may_stay(PersonClass(row.kind), row.since, min(until, row.until), now)
    if until > timezone.localdate(now) + timedelta(days=value(TEMPORARY_MOST, at=now)):
        most = value(TEMPORARY_MOST, at=now)
        raise Refused(_("At most %(days)d days from today: choose an earlier day.") % {"days": most}, "until")
    subject = f"stay:{stay}:{until.isoformat()}"
    return ask(actor=actor, kind=EXTEND, subject=subject, why=why, now=now, conflicts=[row.person_id])


def more_time(decided: Decided, actor: Actor, now: datetime) -> None:
    """Hears the decision. What was approved holds where the stay has not ended meanwhile."""
    _word, stay, day = decided.subject.split(":")
    if decided.outcome is not Outcome.APPROVED:
        return
    row = Stay.objects.select_for_update(of=("self",)).filter(pk=UUID(stay), closed_at=None).first()
    until = date.fromisoformat(day)
    if row is None or until <= row.until:
        return
    ClassOfPerson.objects.filter(person_id=row.person_id, kind=row.kind, until=row.until).update(until=until)
    Person.objects.filter(pk=row.person_id).update(left_on=until)
    row.until, row.reminded_for = until, None
    row.save(update_fields=["until", "reminded_for"])
    for item in TaskList.objects.filter(person_id=row.person_id, occasion=Occasion.TEMPORARY, start=row.since):
        arising.ends_on(item, until, now=now)
    _closes_itself(row.person_id, until, now)


def end_stay(*, actor: Actor, now: datetime, stay: UUID) -> None:
    """Ends a temporary user's time today: the sign-in closes now. Raises Refused."""
    with act(actor, "people.end-stay", now=now) as entry, in_words():
        row = Stay.objects.select_for_update(of=("self",)).select_related("person").filter(pk=stay).first()
        if row is None or row.closed_at is not None:
            raise Refused(_("This has ended already."))
        today = max(timezone.localdate(now), row.since)
        row.person.classes.filter(kind=row.kind, until__gt=today).update(until=today)
        row.person.left_on = today
        row.person.save(update_fields=["left_on"])
        row.until, row.closed_at = today, now
        row.save(update_fields=["until", "closed_at"])
        shut_sign_in(row.person, now=now)
        put(LastDayComes(row.person_id, today), key=f"left {row.person_id} {now}", now=now)
        entry.subject = f"person:{row.person_id}"


def remind_sponsors(now: datetime) -> int:
    """Writes to the sponsors of those whose time ends soon, once for each last day; done each day. Returns how many."""
    today = timezone.localdate(now)
    soon = today + timedelta(days=value(TEMPORARY_REMIND, at=now))
    told = 0
    for row in Stay.objects.filter(closed_at=None, until__gte=today, until__lte=soon):
        if row.reminded_for != row.until:
            write_to(
                row.sponsor_id, "people.stay-ends-soon", path="/people/temporary", key=f"{row.pk} {row.until}", now=now
            )
            row.reminded_for = row.until
            row.save(update_fields=["reminded_for"])
            told += 1
    return told
