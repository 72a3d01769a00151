"""Files of a case: adding, opening and sealing them. Each leaves its trace, in the trail and with the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.approvals.queries import live_approval
from leeward.foundation.files import keeping
from leeward.foundation.files.keeping import State, What
from leeward.foundation.files.kinds import Kind, NotTaken, Unwelcome
from leeward.foundation.files.limits import bounds, most
from leeward.foundation.files.models import FileEvent, StoredFile
from leeward.foundation.files.process import Copy
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.settings_history import queries as chosen
from leeward.people import queries as people
from leeward.safeguarding.actions.casework import on_case
from leeward.safeguarding.actions.opening import NoSuchCase
from leeward.safeguarding.actions.runs import procedure_of
from leeward.safeguarding.choices import ORIGINALS
from leeward.safeguarding.models import Case, CaseAttachment
from leeward.safeguarding.queries.access import find_case
from leeward.safeguarding.queries.readers import admitted
from leeward.safeguarding.rules import lifecycle
from leeward.safeguarding.rules.attaching import takes_files

RELEASE = "safeguarding.release-file"
"""The kind of request by which a second person agrees to hand a sealed file to the police."""


class NoUpload(Exception):
    """No file may be added to this case now: it is closed, or it is about pictures that nobody may store."""


class NoSuchFile(LookupError):
    """There is no such file in this case."""


class NoOriginals(Exception):
    """This organisation does not let anybody take the original of a file out."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as the page of its case shows it. A sealed one has no name any more, nor a kind or size."""

    id: UUID
    name: str
    kind: str
    size: int
    state: State
    added_at: datetime
    added_by: str
    by_reporter: bool
    late: str
    late_since: datetime | None


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One thing done with a file. `words`: why, the witness, what was found."""

    at: datetime
    by: str
    what: What
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FilePage:
    """One file, looked at without opening it."""

    line: FileLine
    sha256: str
    originals: bool
    may_hand_over: bool
    custody: tuple[CustodyLine, ...]


def _name(person: UUID | None, now: datetime) -> str:
    card = people.person(person, on=timezone.localdate(now)) if person else None
    return card.name if card else ""


def takes_files_now(case: Case) -> bool:
    """May a file be added to this case now?"""
    return takes_files(lifecycle.State(case.state), {procedure_of(run).key for run in case.runs.all()})


def add_file(*, actor: Actor, ref: str, name: str, raw: bytes, now: datetime) -> UUID:
    """Adds a file to a case, in quarantine until it is scanned. Who adds it was asked, and said no picture of the kind.

    Raises NoSuchCase, NoUpload; NotTaken with the reason; OSError where the disk is full. Nothing is left then.
    """
    found = find_case(actor, ref, now)
    if found is None:
        raise NoSuchCase
    if not takes_files_now(found):
        raise NoUpload
    kind = keeping.look_at(raw, bounds(now))  # before the transaction: it may take a second
    with on_case(actor, "add-file", ref, now) as (case, _person, entry):
        if not takes_files_now(case):
            raise NoUpload
        row = _attach(actor, case, name, raw, kind, now)
        entry.details["file"] = str(row.pk)
        return row.pk


def _attach(
    actor: Actor, case: Case, name: str, raw: bytes, kind: Kind, now: datetime, *, by_reporter: bool = False
) -> StoredFile:
    if case.attachments.count() >= most(now):
        raise NotTaken(Unwelcome.TOO_MANY)
    row = keeping.keep_looked_at(actor, case.record, name, raw, kind, now)
    try:
        CaseAttachment.objects.create(case=case, file=row, by_reporter=by_reporter)
    except BaseException:
        keeping.forget(row)
        raise
    return row


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """The files of one case, and whether more may be added."""

    lines: tuple[FileLine, ...]
    takes_more: bool


def files_of_case(actor: Actor, ref: str, now: datetime) -> CaseFiles:
    """For the page of a case that was opened just now, which left the trace. Raises NoSuchCase."""
    case = find_case(actor, ref, now)
    if case is None:
        raise NoSuchCase
    return CaseFiles(file_lines(case, now), takes_files_now(case))


def file_lines(case: Case, now: datetime) -> tuple[FileLine, ...]:
    """The files of a case, the first added first. Part of reading the case, which leaves its trace elsewhere."""
    rows = case.attachments.select_related("file").order_by("file__added_at", "id")
    return tuple(_line(row, now) for row in rows)


def _line(row: CaseAttachment, now: datetime) -> FileLine:
    file, state = row.file, State(row.file.state)
    sealed = state is State.SEALED
    return FileLine(
        id=file.pk,
        name="" if sealed else keeping.facts_of(file).name,
        kind="" if sealed else file.kind,
        size=0 if sealed else file.size,
        state=state,
        added_at=file.added_at,
        added_by=_name(file.added_by, now),
        by_reporter=row.by_reporter,
        late=file.delayed_by,
        late_since=file.delayed_since,
    )


def attached(case: Case, file: UUID) -> CaseAttachment:
    """One file of this case. Raises NoSuchFile."""
    row = case.attachments.select_related("file").filter(file=file).first()
    if row is None:
        raise NoSuchFile
    return row


def look_at_file(*, actor: Actor, ref: str, file: UUID, now: datetime) -> FilePage:
    """What is known of a file and what was done with it. Opens nothing of it. Raises NoSuchCase, NoSuchFile."""
    with on_case(actor, "look-at-file", ref, now) as (case, _person, entry):
        row = attached(case, file)
        entry.details["file"] = str(file)
        sealed = row.file.state == State.SEALED
        return FilePage(
            line=_line(row, now),
            sha256="" if sealed else keeping.facts_of(row.file).sha256,
            originals=chosen.value(ORIGINALS, at=now) and row.file.state == State.CLEAN,
            may_hand_over=may_hand_over(row.file, now),
            custody=tuple(_custody(row.file, now)),
        )


def may_hand_over(row: StoredFile, now: datetime) -> bool:
    """Did a second person agree to hand a sealed file to the police, and was it not handed out on that word yet?"""
    if row.state != State.SEALED or live_approval(RELEASE, f"file:{row.pk}", now=now) is None:
        return False
    done = list(row.events.filter(what__in=(What.RELEASED, What.HANDED_OVER)).values_list("what", flat=True))
    return done.count(What.RELEASED) > done.count(What.HANDED_OVER)


def _custody(file: StoredFile, now: datetime) -> Iterator[CustodyLine]:
    for event in FileEvent.objects.select_related("file").filter(file=file).order_by("turn"):
        words = tuple(keeping.words_of(event).items())
        yield CustodyLine(event.at, _name(event.by, now), What(event.what), words)


def open_copy(*, actor: Actor, ref: str, file: UUID, now: datetime) -> Copy:
    """Makes a safe copy and hands it out; kept nowhere. The trace is written before, and stays whatever follows.

    Raises NoSuchCase, NoSuchFile, NotOpen, ContentGone, CannotOpen, NotTaken.
    """
    row = _opened(actor, ref, file, What.OPENED, now)
    return keeping.safe_copy(row, now=now)


def open_original(*, actor: Actor, ref: str, file: UUID, reason: str, now: datetime) -> Copy:
    """Hands out the file as it was sent, where the organisation allows that. Raises as `open_copy`; NoOriginals."""
    if not reason.strip():
        raise ValueError("Say why the original is needed.")
    if not chosen.value(ORIGINALS, at=now):
        raise NoOriginals
    row = _opened(actor, ref, file, What.ORIGINAL, now, why=reason)
    return Copy(keeping.facts_of(row).name, "application/octet-stream", keeping.original(row))


def _opened(actor: Actor, ref: str, file: UUID, what: What, now: datetime, **words: str) -> StoredFile:
    with on_case(actor, f"{what.value}-file", ref, now) as (case, person, entry):
        row = attached(case, file).file
        entry.details["file"] = str(file)
        if row.state != State.CLEAN:
            raise keeping.NotOpen
        keeping.note(row, what, person, now, **words)
        return row


def seal_file(*, actor: Actor, ref: str, file: UUID, why: str, witness: str, now: datetime) -> None:
    """Whoever sees what nobody may keep seals it: from that moment nobody opens it, its readers neither. For good.

    Neither copied nor deleted. Raises NoSuchCase, NoSuchFile; ValueError without a reason. Twice is once.
    """
    if not why.strip():
        raise ValueError("Say why it is sealed.")
    with on_case(actor, "seal-file", ref, now) as (case, person, entry):
        row = attached(case, file).file
        entry.details["file"] = str(file)
        keeping.seal_away(row, by=person, now=now, why=why, witness=witness)
        for one in admitted(case, now):
            if one.holder.person != person:
                tell(one.holder.person, now=now)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file for a record that leaves the house. `left_out`: why nothing of it goes along, empty where it does.

    `safe_copy()` and `original()` open it when called; both raise NotOpen for one that is left out.
    """

    id: UUID
    name: str
    kind: str
    size: int
    sha256: str
    added_at: datetime
    left_out: str
    safe_copy: Callable[[], Copy]
    original: Callable[[], bytes]


def files_for_export(case: Case, now: datetime) -> tuple[ExportFile, ...]:
    """Every file of a case for an export, whose own act leaves the trace. Sealed ones are not even named.

    `left_out`: "quarantined", "refused" or empty. Sealed files are not in it: see `sealed_count`.
    """
    rows = case.attachments.select_related("file").exclude(file__state=State.SEALED).order_by("file__added_at", "id")
    return tuple(_exported(row.file, now) for row in rows)


def _exported(file: StoredFile, now: datetime) -> ExportFile:
    facts = keeping.facts_of(file)
    return ExportFile(
        id=file.pk,
        name=facts.name,
        kind=file.kind,
        size=file.size,
        sha256=facts.sha256,
        added_at=file.added_at,
        left_out="" if file.state == State.CLEAN else str(file.state),
        safe_copy=lambda: keeping.safe_copy(file, now=now),
        original=lambda: keeping.original(file),
    )


def sealed_count(case: Case) -> int:
    """How many files of a case are sealed: while there is one, its record is not to be destroyed."""
    return case.attachments.filter(file__state=State.SEALED).count()


def tell_of_scan(told: keeping.FileScanned, now: datetime) -> None:
    """A file was refused, or its scan is late: those who read the case are told that something waits."""
    row = CaseAttachment.objects.select_related("case").filter(file=told.file).first()
    if row is None or told.state == State.CLEAN:
        return
    for one in admitted(row.case, now):
        tell(one.holder.person, now=now)
