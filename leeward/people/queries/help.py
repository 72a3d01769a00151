"""What the page of help says at a moment: contacts by who asks and what happened, ways, hours, help outside.

Nothing here is kept about who looks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.clocks.organisation import CALENDAR, working_calendar
from leeward.foundation.settings_history.declared import AnySetting, Setting
from leeward.foundation.settings_history.in_force import InForce, in_force
from leeward.foundation.settings_history.queries import value
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.people.help import choices
from leeward.people.help.helplines import HELPLINES, Helpline
from leeward.people.help.rules import (
    TOPICS_OF,
    Asker,
    Hours,
    Look,
    Matter,
    Now,
    Topic,
    Turn,
    checked_in_time,
    read_hours,
    standing,
)
from leeward.people.help.wording import ASKERS, MATTERS, NOTES, TOPICS, TURNS, hours_in_words
from leeward.people.models import Person, Signpost, SignpostLook
from leeward.people.queries.directory import places
from leeward.people.queries.post_names import post_names
from leeward.people.queries.posts import Holding, all_holdings
from leeward.people.rules import Post
from leeward.people.wording import Words

OWN = "own"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to: what they are called, who that is today, and who stands in for them."""

    words: Words
    names: tuple[str, ...] = ()
    stand_ins: tuple[str, ...] = ()
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """Whom one kind of asker turns to, in order. No asker: it is the same for everybody."""

    asker: Asker | None
    words: Words
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What to do about one matter: whom to turn to by who asks, a note, and help outside."""

    matter: Matter
    words: Words
    note: Words
    ways: tuple[Way, ...]
    outside: tuple[Helpline, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The ways of one site, or of the whole organisation (no name). `now` is whether somebody answers at once."""

    name: str
    phone: str
    text: str
    email: str
    letters: str
    room: str
    hours: str
    now: Now

    @property
    def dial(self) -> str:
        """The number without spaces."""
        return self.phone.replace(" ", "")


@dataclass(frozen=True, slots=True)
class Shown:
    """A helpline with whether it answers now."""

    line: Helpline
    now: Now
    hours: str


@dataclass(frozen=True, slots=True)
class OfTopic:
    """Help outside on one topic."""

    topic: Topic
    words: Words
    lines: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """When reports are read: the working day's hours, whether it is one now, and the next moment when not."""

    opens: datetime
    closes: datetime
    now: bool
    next_at: datetime


def chosen_for_help(now: datetime) -> InForce:
    """Everything the organisation chose about the page, in one statement, to be handed to the functions below."""
    wanted: list[AnySetting] = [*choices.ON_THE_PAGE, *CALENDAR]  # type: ignore[list-item]  # settings of many types
    return in_force(wanted, at=now)


def help_for(actor: Actor, now: datetime, known: InForce | None = None) -> tuple[Answer, ...]:
    """Contacts by what happened and who asks, with today's names where this viewer may read them."""
    known = known or chosen_for_help(now)
    contacts = _contacts(actor, now, known)
    lines = shown_lines(now)
    usual = tuple(Way(asker, ASKERS[asker], _in_order(contacts, choices.ORDER[asker], known)) for asker in Asker)
    found = []
    for matter in Matter:
        fixed = choices.ORDER_OF_MATTER.get(matter)
        ways_there = usual if fixed is None else (Way(None, "", _in_order(contacts, fixed, known)),)
        found.append(Answer(matter, MATTERS[matter], NOTES.get(matter, ""), ways_there, _outside(matter, lines)))
    return tuple(found)


def first_contacts(actor: Actor, now: datetime, known: InForce) -> tuple[Contact, ...]:
    """Whom a learner turns to first, for the poster."""
    return _in_order(_contacts(actor, now, known), choices.ORDER[Asker.LEARNER], known)


def _contacts(actor: Actor, now: datetime, known: InForce) -> dict[str, Contact]:
    named = actor.signed_in or known.value(choices.NAMES)
    held = all_holdings(timezone.localdate(now))
    tutor = _tutor_of(actor) if actor.signed_in else ""
    called = post_names()
    return {key: _contact(key, held, called, named=named, tutor=tutor) for key in (*Turn, *Post)}


def _in_order(contacts: Mapping[str, Contact], order: Setting[tuple[str, ...]], known: InForce) -> tuple[Contact, ...]:
    return tuple(contacts[key] for key in known.value(order) if key in contacts)


def _contact(
    key: str, held: Mapping[str, list[Holding]], called: Mapping[str, str], *, named: bool, tutor: str
) -> Contact:
    if key in set(Turn):
        own = tutor if key == Turn.TUTOR else ""
        return Contact(TURNS[Turn(key)], (own,) if own else ())
    here = held.get(key, [])
    holders = tuple(_name(each) for each in here if not each.deputy and not each.cover)
    stand_ins = tuple(_name(each) for each in here if each.deputy or each.cover)
    words = called.get(key, key)
    return Contact(words, holders if named else (), stand_ins if named else (), not here)


def _name(held: Holding) -> str:
    """With the company or site where somebody holds the post there only."""
    return f"{held.name} ({held.place})" if held.place else held.name


def _tutor_of(actor: Actor) -> str:
    if actor.person is None:
        return ""
    row = Person.objects.filter(pk=actor.person).select_related("tutor").first()
    return "" if row is None or row.tutor is None or row.tutor.left_on is not None else row.tutor.name


def _outside(matter: Matter, lines: tuple[Helpline, ...]) -> tuple[Helpline, ...]:
    wanted = TOPICS_OF[matter]
    found = [(wanted.index(topic), line) for line in lines for topic in line.topics if topic in wanted]
    return tuple(dict.fromkeys(line for _order, line in sorted(found, key=lambda pair: pair[0])))


def ways(now: datetime, known: InForce | None = None) -> list[Place]:
    """The ways that are not the web: of the whole organisation first, then of each site that has ways of its own."""
    known = known or chosen_for_help(now)
    moment = working_calendar(at=now, known=known).local(now)
    own = {scope for setting in (*choices.WAYS, choices.HOURS) for scope in known.rows[setting.key]}
    found = [_place("", GROUP, moment, known)]
    for place in places():
        scope = Scope(str(place.company), "" if place.site is None else str(place.site))
        if scope in own:
            found.append(_apart(_place(place.name, scope, moment, known), found[0]))
    return found


def _apart(place: Place, whole: Place) -> Place:
    """A site's ways without those it shares with the whole organisation; hours stay with a telephone or room."""
    apart = replace(
        place,
        phone="" if place.phone == whole.phone else place.phone,
        text="" if place.text == whole.text else place.text,
        email="" if place.email == whole.email else place.email,
        letters="" if place.letters == whole.letters else place.letters,
        room="" if place.room == whole.room else place.room,
    )
    return apart if apart.phone or apart.room or apart.hours != whole.hours else replace(apart, hours="")


def _place(name: str, scope: Scope, moment: datetime, known: InForce) -> Place:
    phone, text, email, letters, room = (known.value(setting, scope) for setting in choices.WAYS)
    hours = known.value(choices.HOURS, scope)
    answers = standing(hours, moment)
    if answers is Now.OPEN and not hours.always:
        answers = (
            Now.OPEN
            if working_calendar(at=moment, scope=scope, known=known).is_working_day(moment.date())
            else Now.CLOSED
        )
    return Place(name, phone, text, email, letters, room, hours_in_words(hours), answers)


def reading(now: datetime, known: InForce | None = None) -> Reading:
    """When reports are read, from the working calendar: never a promise beyond it."""
    calendar = working_calendar(at=now, known=known)
    today = calendar.day_of(now)
    open_now = calendar.is_working_day(today) and calendar.opening(today) <= now < calendar.closing(today)
    day = calendar.first_working_day(today)
    if not open_now and day == today and now >= calendar.closing(today):
        day = calendar.next_working_day(today)
    return Reading(
        calendar.local(calendar.opening(day)),
        calendar.local(calendar.closing(day)),
        open_now,
        calendar.local(calendar.opening(day)),
    )


def shown_lines(now: datetime) -> tuple[Helpline, ...]:
    """Every helpline shown at a moment: the organisation's own first, then those that come with the product."""
    rows = Signpost.objects.filter(added_at__lte=now, removed_at__isnull=True).order_by("added_at", "id")
    return (*(_own_line(row) for row in rows), *HELPLINES)


def _own_line(row: Signpost) -> Helpline:
    try:
        hours = read_hours(row.hours)
    except ValueError:
        hours = Hours()
    return Helpline(
        name=row.name,
        what_for=row.what_for,
        phone=row.phone,
        website=row.website,
        checked=timezone.localdate(row.added_at),
        key=f"{OWN}-{row.pk}",
        topics=(Topic(row.topic),) if row.topic in set(Topic) else (),
        text=row.text,
        hours=hours,
        ages=row.ages,
    )


def by_topic(now: datetime) -> list[OfTopic]:
    """Help outside, topic by topic; topics without any line are left out."""
    moment = timezone.localtime(now)
    shown = [Shown(line, standing(line.hours, moment), hours_in_words(line.hours)) for line in shown_lines(now)]
    found = []
    for topic in Topic:
        lines = tuple(one for one in shown if topic in one.line.topics)
        if lines:
            found.append(OfTopic(topic, TOPICS[topic], lines))
    return found


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as whoever keeps the page sees it: when it was last looked at, by whom, and what was found."""

    line: Helpline
    own: bool
    looked_on: date
    by: str
    good: bool
    said: str
    in_time: bool


def looks_at(now: datetime) -> dict[str, list[SignpostLook]]:
    """Every look at every entry by `now`, latest first, by the entry's key."""
    found: dict[str, list[SignpostLook]] = {}
    for row in SignpostLook.objects.filter(at__lte=now).order_by("-at", "-id"):
        found.setdefault(row.entry, []).append(row)
    return found


def kept_lines(now: datetime) -> list[Kept]:
    """Every entry with its last look, those due first. The day on which the product's list was checked counts too."""
    today, every = timezone.localdate(now), value(choices.CHECK_EVERY, at=now)
    looks = looks_at(now)
    names = _names([row.person for rows in looks.values() for row in rows[:1] if row.person is not None])
    kept = []
    for line in shown_lines(now):
        rows = looks.get(line.key, [])
        seen = [Look(timezone.localdate(row.at), row.good) for row in rows]
        last = rows[0] if rows else None
        kept.append(
            Kept(
                line,
                line.key.startswith(OWN),
                line.checked if last is None else timezone.localdate(last.at),
                "" if last is None or last.person is None else names.get(last.person, ""),
                last is None or last.good,
                "" if last is None else last.said,
                checked_in_time([Look(line.checked, True), *reversed(seen)], today, every),
            )
        )
    return sorted(kept, key=lambda one: one.in_time)


def _names(persons: list[UUID]) -> dict[UUID, str]:
    return {row.pk: row.name for row in Person.objects.filter(pk__in=persons)}
