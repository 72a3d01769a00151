"""Taking an import back: what nobody changed since is as it was before; the rest stays and is named."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.settings_history.queries import value as setting
from leeward.people.actions.directory import Details, change_person, details_of
from leeward.people.actions.leaving import leave
from leeward.people.import_settings import UNDO_DAYS
from leeward.people.models import ClassOfPerson, ImportChange, PeopleImport, Person
from leeward.people.refusals import Refused

CLASS = "class:"


def undo_import(*, actor: Actor, now: datetime, run: UUID) -> tuple[int, int]:
    """Takes the last import back; returns how many people are as before and of how many something stays.

    Somebody it added is recorded as having left, for other records may name them by now; their e-mail address and
    reference are free again. Raises Refused for another than the last, for one too old or undone already.
    """
    with act(actor, "people.undo-import", now=now, subject="people") as entry:
        row = PeopleImport.objects.select_for_update(of=("self",)).filter(pk=run).first()
        last = PeopleImport.objects.filter(undone_at__isnull=True).order_by("-made_at", "-id").first()
        if row is None or row.undone_at is not None:
            raise Refused(_("This import has been undone already."))
        if last is None or last.pk != row.pk:
            raise Refused(_("Only the last import can be undone."))
        days = setting(UNDO_DAYS, at=now)
        if row.made_at < now - timedelta(days=days):
            raise Refused(_("Imports can be undone for %(days)s days. This one is older.") % {"days": days})
        back = stays = 0
        # Last first: who names an added tutor is put back before the tutor is recorded as having left.
        for change in row.changes.order_by("-id").iterator(chunk_size=500):
            change.stays = _take_back(change, actor, now)
            if change.stays:
                change.save(update_fields=["stays"])
            stays, back = stays + bool(change.stays), back + (not change.stays)
        row.undone_at, row.undone_by = now, actor.person
        row.save(update_fields=["undone_at", "undone_by"])
        entry.details.update(run=str(row.pk), back=back, stays=stays)
    return back, stays


def _take_back(change: ImportChange, actor: Actor, now: datetime) -> str:
    """Why something stays; nothing where all of it is as before."""
    person = Person.objects.select_related("site", "account").filter(pk=change.person).first()
    if person is None:
        return _("The person is not there.")
    try:
        if change.what == ImportChange.What.ADDED:
            return _take_out(change, person, actor, now)
        stays = _details(change, person, actor, now) + _classes(change, person)
    except Refused as refusal:
        return refusal.text[:200]
    return (_("Changed since: %(names)s.") % {"names": ", ".join(stays)})[:200] if stays else ""


def _take_out(change: ImportChange, person: Person, actor: Actor, now: datetime) -> str:
    if person.account is not None or person.left_on is not None or person.holdings.exists():
        return _("They sign in, hold a post or have left by now.")
    today = timezone.localdate(now)
    before = details_of(person)
    leave(actor=actor, now=now, person=person.pk, last_day=today)
    change_person(actor=actor, now=now, person=person.pk, details=replace(before, email=None, reference=None))
    return ""


def _details(change: ImportChange, person: Person, actor: Actor, now: datetime) -> list[str]:
    """Puts back the fields nobody changed since; names the others."""
    before, wanted, stays = details_of(person), dict[str, Any](), []  # Any: each field in its own type
    for name, (old, new) in change.fields.items():
        if name.startswith(CLASS):
            continue
        if str(getattr(before, name) or "") != new:
            stays.append(name.replace("_", " "))
        else:
            wanted[name] = _value(name, old)
    if wanted:
        change_person(actor=actor, now=now, person=person.pk, details=replace(before, **wanted))
    return stays


def _value(name: str, text: str) -> date | UUID | str | None:
    if name == "born":
        return date.fromisoformat(text) if text else None
    if name == "tutor":
        return UUID(text) if text else None
    default = next(one.default for one in Details.__dataclass_fields__.values() if one.name == name)
    return text or (None if default is None else "")


def _classes(change: ImportChange, person: Person) -> list[str]:
    stays = []
    for name, (old, new) in change.fields.items():
        if not name.startswith(CLASS):
            continue
        since, _stroke, until = new.partition("/")
        kind = name.removeprefix(CLASS)
        spans = ClassOfPerson.objects.filter(person=person, kind=kind, since=since, until=until or None)
        if old:
            was_since, _stroke, was_until = old.partition("/")
            done = spans.update(since=was_since, until=was_until or None)
        else:
            done = spans.delete()[0]
        if not done:
            stays.append(kind)
    return stays
