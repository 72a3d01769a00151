"""Handing a sealed file to the police: one person asks, a second who is free of conflicts agrees, and it goes once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.approvals.actions import ask
from leeward.foundation.approvals.kinds import About, Criterion, Decided, Kind, Outcome
from leeward.foundation.files import keeping
from leeward.foundation.files.keeping import State, What
from leeward.foundation.files.models import StoredFile
from leeward.foundation.files.process import Copy
from leeward.safeguarding.actions.casework import on_case
from leeward.safeguarding.actions.files import RELEASE, attached, may_hand_over
from leeward.safeguarding.actions.sealed import barred_person
from leeward.safeguarding.marks import mark_of
from leeward.safeguarding.models import Bar, Case, CaseAttachment

GOOD_FOR = timedelta(days=3)


class NotReleased(Exception):
    """Nobody has agreed, or the file was handed out on that word already."""


class Conflicted(PermissionError):
    """Whoever would agree has become part of the case meanwhile."""


def ask_for_release(*, actor: Actor, ref: str, file: UUID, force: str, reference: str, now: datetime) -> None:
    """Asks that a sealed file may be handed to the police. Nobody barred from the case learns of it.

    Raises NoSuchCase, NoSuchFile, NotOpen for a file that is not sealed; ValueError without force or reference.
    """
    if not force.strip() or not reference.strip():
        raise ValueError("Name the police force with the officer, and their reference.")
    with on_case(actor, "ask-release-file", ref, now) as (case, person, entry):
        row = attached(case, file).file
        entry.details["file"] = str(file)
        if row.state != State.SEALED:
            raise keeping.NotOpen
        keeping.note(row, What.ASKED, person, now, force=force, reference=reference)
        barred = [barred_person(case, bar) for bar in case.bars.filter(lifted_at=None)]
        ask(
            actor=actor,
            kind=RELEASE,
            subject=f"file:{file}",
            why=f"{force} · {reference}",
            conflicts=barred,
            compartment=case.compartment,
            now=now,
        )


def _barred(case: Case, person: UUID | None) -> bool:
    return person is None or Bar.objects.filter(case=case, mark=mark_of(person), lifted_at=None).exists()


def decided(told: Decided, actor: Actor, now: datetime) -> None:
    """What the engine of requests calls, in the transaction of the decision. Raises Conflicted."""
    file = StoredFile.objects.get(pk=told.subject.removeprefix("file:"))
    if told.outcome is not Outcome.APPROVED:
        keeping.note(file, What.DECLINED, told.by, now)
        return
    case = CaseAttachment.objects.select_related("case").get(file=file).case
    if told.by == told.requester or _barred(case, told.by):
        raise Conflicted
    keeping.note(file, What.RELEASED, told.by, now)


def hand_over(*, actor: Actor, ref: str, file: UUID, now: datetime) -> Copy:
    """The file as it was sent, once, under a name that no program opens by itself. Raises NoSuchCase, NotReleased."""
    with on_case(actor, "hand-over-file", ref, now) as (case, person, entry):
        row = attached(case, file).file
        entry.details["file"] = str(file)
        row = StoredFile.objects.select_for_update().get(pk=row.pk)
        if not may_hand_over(row, now):
            raise NotReleased
        keeping.note(row, What.HANDED_OVER, person, now)
        raw = keeping.sealed_original(row)
    return Copy(f"sealed-{file.hex[:8]}.bin", "application/octet-stream", raw)


def _about(subject: str, actor: Actor) -> About:
    return About(gettext_noop("A sealed file is to be handed to the police."))


RELEASE_KIND = Kind(
    RELEASE,
    gettext_noop("A sealed file is handed to the police"),
    deciders=("dsl", "managing-director"),
    criteria=(
        Criterion("police", gettext_noop("I rang the police on a number I found myself, and they want it.")),
        Criterion("unseen", gettext_noop("Nobody here opens it: it goes to the officer as it is.")),
    ),
    longest=GOOD_FOR,
    describe=_about,
    on_decision=decided,
)
"""The second person. Where neither lead nor managing director is free, the chair; else it lapses and all are told."""
