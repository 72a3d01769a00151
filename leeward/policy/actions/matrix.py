"""Writing the permission matrix and having it agreed by another person, to the word, before it is in force."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.approvals import actions as approvals
from leeward.foundation.approvals import queries as approval_queries
from leeward.foundation.approvals.kinds import About, Criterion, Decided, Kind, Outcome, Purpose
from leeward.foundation.approvals.words import ApprovalError
from leeward.policy.actions.importing import LONGEST_REASON, MANAGE
from leeward.policy.models import MatrixAgreement, MatrixDraft, MatrixVersion
from leeward.policy.queries.matrix import (
    MATRIX_KIND,
    SUBJECT,
    Matrix,
    flaw_words,
    hours_to_begin_with,
    waiting_version,
)
from leeward.policy.refusals import NotAllowed, Refused
from leeward.policy.rules.matrix import ANY_TIME, Cell, Hours, problems
from leeward.policy.rules.matrix_text import cells_kept, hours_kept, matrix_fingerprint

MOST_CELLS = 200
MOST_HOURS = 12
LONGEST_NAME = 80
LONGEST_HOW = 300


def matrix_kind() -> Kind:
    """The kind of request by which a matrix is agreed; `frontdoor` declares it."""
    return Kind(
        MATRIX_KIND,
        gettext_noop("Agree the permission matrix"),
        deciders=("it-manager",),
        purpose=Purpose.SECOND_READER,
        criteria=(
            Criterion("read", gettext_noop("I have read every line of it.")),
            Criterion("can", gettext_noop("Our systems can be used, and held to it, as it says.")),
        ),
        page="/policies/matrix",
        describe=_about,
        on_decision=_decided,
    )


def put_cell(*, actor: Actor, cell: Cell, now: datetime, place: int | None = None) -> None:
    """Adds a cell to the draft, or replaces the one at `place` (from 0).

    Raises NotAllowed without `policy.manage`, Refused for what is missing, too long, unknown or one too many.
    """
    _check_cell(cell)
    with _drafting(actor, now, "policy.matrix-cell") as (draft, written):
        if cell.hours != ANY_TIME and cell.hours not in {one.name for one in written.hours}:
            raise Refused(_("Choose hours that are in the list."), "hours")
        cells = list(written.cells)
        if place is None:
            if len(cells) >= MOST_CELLS:
                raise Refused(_("A matrix has at most %(most)d lines. Take one out first.") % {"most": MOST_CELLS})
            cells.append(cell)
        elif place < len(cells):
            cells[place] = cell
        else:
            raise Refused(_("This line is no longer there. Somebody else has changed the draft: look at it again."))
        draft.cells = cells_kept(cells)


def drop_cell(*, actor: Actor, place: int, now: datetime) -> None:
    """Takes the cell at `place` out of the draft; one that is gone already changes nothing. Raises NotAllowed."""
    with _drafting(actor, now, "policy.matrix-drop") as (draft, written):
        draft.cells = cells_kept(cell for number, cell in enumerate(written.cells) if number != place)


def put_hours(*, actor: Actor, hours: Hours, now: datetime) -> None:
    """Adds hours to the draft, or replaces those of the same name.

    Raises NotAllowed, Refused for a missing name, no day, or hours that begin when they end.
    """
    name = hours.name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise Refused(_("Give these hours a name of at most 80 characters, such as “Lessons”."), "name")
    if not hours.days:
        raise Refused(_("Choose at least one day."), "days")
    if hours.start == hours.end:
        raise Refused(_("Enter an end that is not the start."), "end")
    with _drafting(actor, now, "policy.matrix-hours") as (draft, written):
        others = [one for one in written.hours if one.name.casefold() != name.casefold()]
        if len(others) >= MOST_HOURS:
            raise Refused(_("There are twelve sets of hours already. Take one out first."), "name")
        draft.hours = hours_kept([*others, Hours(name, hours.days, hours.start, hours.end)])


def drop_hours(*, actor: Actor, name: str, now: datetime) -> None:
    """Takes hours out of the draft. Raises NotAllowed, Refused while a cell still uses them."""
    with _drafting(actor, now, "policy.matrix-drop-hours") as (draft, written):
        if any(cell.hours == name for cell in written.cells):
            raise Refused(_("A line still uses these hours. Change that line first."))
        draft.hours = hours_kept(one for one in written.hours if one.name != name)


def send_matrix(*, actor: Actor, reason: str, talked_with: str, now: datetime) -> UUID:
    """Keeps the draft as the next version and asks for agreement; returns the request.

    `talked_with`: which users had a say, such as “Learner council, 12 November”. The draft stays as it is. An unchanged
    matrix may be sent: that is its review. Raises NotAllowed, Refused for a missing reason, an empty matrix, one that
    contradicts itself, or while another version waits.
    """
    reason, talked_with = reason.strip(), talked_with.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(_("Say what has changed, or that it still holds, in at most 500 characters."), "reason")
    if len(talked_with) > LONGEST_REASON:
        raise Refused(_("Say who had a say in at most 500 characters."), "talked_with")
    with _drafting(actor, now, "policy.matrix-send") as (_draft, written):
        _check_whole(written)
        last = MatrixVersion.objects.order_by("-number").first()
        made = MatrixVersion.objects.create(
            number=1 if last is None else last.number + 1,
            cells=cells_kept(written.cells),
            hours=hours_kept(written.hours),
            text_hash=matrix_fingerprint(written.cells, written.hours),
            reason=reason,
            talked_with=talked_with,
            written_by=actor.person,
            written_at=now,
        )
        try:
            subject = f"{SUBJECT}{made.pk}"
            # The reason is for every reader of the version and lies in clear; the words of a request are sealed.
            why = _("Read version %(number)d, with what has changed, and say whether IT can hold it to the letter.")
            return approvals.ask(
                actor=actor, kind=MATRIX_KIND, subject=subject, why=why % {"number": made.number}, now=now
            )
        except ApprovalError as error:
            raise Refused(str(error), "reason") from error


def _check_whole(written: Matrix) -> None:
    if not written.cells:
        raise Refused(_("There is no line yet. Add one first."))
    found = problems(written.cells, written.hours)
    if found:
        raise Refused(flaw_words(found[0]))
    if waiting_version() is not None:
        raise Refused(_("Another version waits to be agreed. Let it be decided or take it back first."))


def _check_cell(cell: Cell) -> None:
    if not cell.technology.strip() or len(cell.technology) > LONGEST_NAME:
        raise Refused(_("Name the technology in at most 80 characters."), "technology")
    if len(cell.how) > LONGEST_HOW:
        raise Refused(_("Say how in at most 300 characters."), "how")


@contextmanager
def _drafting(actor: Actor, now: datetime, action: str) -> Iterator[tuple[MatrixDraft, Matrix]]:
    """One change of the draft: locked, audited, kept. Raises NotAllowed without `policy.manage`."""
    if not actor.may(MANAGE):
        raise NotAllowed
    with act(actor, action, now=now, subject="matrix:draft") as entry:
        draft = _locked_draft(now)
        yield draft, Matrix.of(draft.cells, draft.hours)
        draft.changed_by, draft.changed_at = actor.person, now
        draft.save()
        entry.details["lines"] = len(draft.cells)


def _locked_draft(now: datetime) -> MatrixDraft:
    """The draft; where there is none yet, one made of the version in force."""
    latest = MatrixVersion.objects.filter(agreement__isnull=False).order_by("-number").first()
    begin = {"cells": latest.cells, "hours": latest.hours} if latest else {"hours": hours_kept(hours_to_begin_with())}
    draft, _new = MatrixDraft.objects.get_or_create(only=True, defaults={"changed_at": now, **begin})
    return MatrixDraft.objects.select_for_update().get(pk=draft.pk)


def _decided(decided: Decided, actor: Actor, now: datetime) -> None:
    """Puts a version in force in the transaction of the decision: only what another person agreed to, to the letter."""
    if decided.outcome is not Outcome.APPROVED or decided.by is None:
        return
    version = MatrixVersion.objects.get(pk=UUID(decided.subject.removeprefix(SUBJECT)))
    written = Matrix.of(version.cells, version.hours)
    if matrix_fingerprint(written.cells, written.hours) != version.text_hash:
        raise Refused(_("The stored matrix is not what was sent. Send it again, and tell IT."))
    MatrixAgreement.objects.create(
        version=version,
        text_hash=version.text_hash,
        person=decided.by,
        post=approval_queries.request(actor, decided.request, now=now).decided_for,
        agreed_at=now,
        request=decided.request,
    )


def _about(subject: str, actor: Actor) -> About:
    version = MatrixVersion.objects.filter(pk=UUID(subject.removeprefix(SUBJECT))).first()
    if version is None:
        return About()
    text = _("Version %(number)d of the permission matrix") % {"number": version.number}
    return About(text, f"/policies/matrix/{version.number}")
