"""That the room is set up for what it promises: a register nobody can thin out, second people, numbers to ring."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.approvals.deciders import seats
from leeward.foundation.approvals.kinds import kind_named
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.foundation.guards import still_kept
from leeward.foundation.settings_history.queries import value
from leeward.foundation.settings_history.scopes import GROUP
from leeward.people import queries as people
from leeward.safeguarding.actions.disclosing import KIND
from leeward.safeguarding.choices import CONTACTS, SECOND_READER_FROM, SECOND_READER_KINDS
from leeward.safeguarding.queries import roster
from leeward.safeguarding.queries.duties import number_of
from leeward.safeguarding.rules.procedures.shape import Whom
from leeward.safeguarding.rules.routing import READ_BY, Compartment

AGENCIES = {
    Whom.LADO: gettext_noop("the LADO"),
    Whom.POLICE: gettext_noop("the police"),
    Whom.SOCIAL_CARE: gettext_noop("children’s social care"),
    Whom.ADULT_CARE: gettext_noop("adult social care"),
    Whom.PREVENT: gettext_noop("the Prevent team"),
    Whom.DBS: gettext_noop("the DBS"),
}
"""Whom a number is entered for, in short."""

NEVER_CHANGED = (
    "concern",
    "entry",
    "decision",
    "closure",
    "threadmessage",
    "triage",
    "needsnote",
    "secondreading",
    "procedureanswers",
    "planreview",
    "caselink",
    "concernmove",
    "arrival",
    "rulecheck",
)
"""Tables of this room whose rows are only ever added."""


def register_whole(unit: str, now: datetime) -> Finding:
    """The database itself refuses to change or remove what was told, decided, answered and read: asked of it now."""
    tables = [f"safeguarding_{name}" for name in NEVER_CHANGED]
    good, total = len(still_kept(tables)), len(tables)
    if good == total:
        detail = _("The database refuses to change or remove any of the %(number)d sorts of entry.")
        return Finding(State.TRUE, detail=detail % {"number": total}, good=good, total=total)
    detail = _("%(number)d sorts of entry could be changed or removed.") % {"number": total - good}
    return Finding(State.SLIPPED, detail=detail, good=good, total=total)


def second_readers(unit: str, now: datetime) -> Finding:
    """Where a second reader is asked for before closing, there is a second person in the team."""
    if not value(SECOND_READER_FROM, at=now) and not value(SECOND_READER_KINDS, at=now):
        return Finding(State.NOT_APPLICABLE, detail=_("Your settings ask for no second reader."))
    team = {holder.person for holder in roster(now)[READ_BY[Compartment.SAFEGUARDING]]}
    good = min(len(team), 2)
    if good == 2:
        return Finding(State.TRUE, detail=_("Two or more people read concerns."), good=2, total=2)
    detail = _("Only one person reads concerns: the chair would be let in as second reader.")
    return Finding(State.SLIPPED, detail=detail if good else _("Nobody reads concerns."), good=good, total=2)


def disclosed_by_two(unit: str, now: datetime) -> Finding:
    """Whoever prepares what goes to an authority, another person is there to approve it."""
    able = {person for seat in seats(kind_named(KIND), GROUP, now) for person in (*seat.holders, *seat.deputies)}
    good = min(len(able), 2)
    if good == 2:
        return Finding(State.TRUE, detail=_("Whoever asks, somebody else can approve."), good=2, total=2)
    return Finding(State.SLIPPED, detail=_("There are not two people who could approve."), good=good, total=2)


def agencies_known(unit: str, now: datetime) -> Finding:
    """The organisation has entered whom to ring: the police, social care, the LADO, Prevent and the DBS."""
    missing = [whom for whom in CONTACTS if not number_of(whom, now).strip()]
    total = len(CONTACTS)
    good = total - len(missing)
    if not missing:
        return Finding(State.TRUE, detail=_("Each agency has its name and number."), good=good, total=total)
    names = "; ".join(_(AGENCIES[whom]) for whom in missing)
    detail = _("Not entered: %(names)s.") % {"names": names}
    return Finding(State.SLIPPED, detail=detail, good=good, total=total)


def _of_all(good: int, total: int, none: str, every: str, some: str) -> Finding:
    if not total:
        return Finding(State.NOT_APPLICABLE, detail=none)
    if good == total:
        return Finding(State.TRUE, detail=every, good=good, total=total)
    return Finding(State.SLIPPED, detail=some % {"number": total - good}, good=good, total=total)


def parents_known(unit: str, now: datetime) -> Finding:
    """For each learner known to be under 18 there is a parent or carer on record."""
    return _of_all(
        *people.minors_with_a_parent(timezone.localdate(now)),
        _("No learner is known to be under 18."),
        _("Each learner under 18 has a parent or carer on record."),
        _("%(number)d learners under 18 have no parent or carer on record."),
    )


def employers_known(unit: str, now: datetime) -> Finding:
    """For each learner with an employer there is somebody there on record."""
    return _of_all(
        *people.apprentices_with_a_contact(timezone.localdate(now)),
        _("No learner has an employer."),
        _("For each learner with an employer somebody there is on record."),
        _("For %(number)d learners with an employer nobody there is on record."),
    )


SETTING = (
    Check(
        "safeguarding.register-whole",
        gettext_noop("No record of a concern or of what was decided can be removed or altered afterwards."),
        "safeguarding",
        register_whole,
        proves=("C-049",),
        mend=gettext_noop("Whoever runs Leeward runs: leeward doctor."),
        mend_at="running",
    ),
    Check(
        "safeguarding.second-readers",
        gettext_noop("A second person is there to read a case before it is closed."),
        "safeguarding",
        second_readers,
        proves=("C-058",),
        mend=gettext_noop("Give the post of deputy to somebody."),
        mend_at="people:posts",
    ),
    Check(
        "safeguarding.disclosed-by-two",
        gettext_noop("Nothing of a record goes to an authority before a second person has approved it."),
        "safeguarding",
        disclosed_by_two,
        proves=("C-067",),
        mend=gettext_noop("Fill the posts that approve it, or choose others."),
        mend_at="settings",
    ),
    Check(
        "safeguarding.agencies-known",
        gettext_noop("It is known whom to ring at the police, social care, the LADO, Prevent and the DBS."),
        "safeguarding",
        agencies_known,
        proves=("C-061",),
        mend=gettext_noop("Enter the names and numbers of your area."),
        mend_at="settings",
    ),
    Check(
        "safeguarding.parents-known",
        gettext_noop("For every learner under 18 it is known which parent or carer to tell."),
        "safeguarding",
        parents_known,
        proves=("C-062",),
        mend=gettext_noop("Add the parent or carer to the learner’s entry."),
        mend_at="people:directory",
    ),
    Check(
        "safeguarding.employers-known",
        gettext_noop("For every apprentice it is known whom at the employer to tell."),
        "safeguarding",
        employers_known,
        proves=("C-063",),
        mend=gettext_noop("Add somebody who speaks for the employer."),
        mend_at="people:directory",
    ),
)
