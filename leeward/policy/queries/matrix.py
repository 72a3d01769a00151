"""Reading the permission matrix: what is in force, what is being written, and what it answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.approvals import queries as approval_queries
from leeward.foundation.holders import name_of
from leeward.foundation.settings_history.queries import value
from leeward.policy.choices import MATRIX_REVIEW
from leeward.policy.models import MatrixAgreement, MatrixDraft, MatrixVersion
from leeward.policy.queries.naming import post_words
from leeward.policy.refusals import NoSuchPolicy
from leeward.policy.rules.matrix import Answer, Cell, Flaw, Hours, Problem, Question, ask
from leeward.policy.rules.matrix_text import cells_of, hours_of, matrix_fingerprint
from leeward.policy.rules.reviewing import months_after

MATRIX_KIND = "policy.matrix"
SUBJECT = "matrix:"


@dataclass(frozen=True, slots=True)
class Matrix:
    """What a matrix says: its cells in order, and the hours they name."""

    cells: tuple[Cell, ...]
    hours: tuple[Hours, ...]

    @classmethod
    def of(cls, cells: Iterable[Mapping[str, object]], hours: Iterable[Mapping[str, object]]) -> "Matrix":
        """A matrix back from what was kept."""
        return cls(tuple(cells_of(cells)), tuple(hours_of(hours)))

    @property
    def technologies(self) -> list[str]:
        """Each technology once, by its alphabet."""
        return sorted({cell.technology.casefold(): cell.technology for cell in self.cells}.values(), key=str.casefold)


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """One version with who wrote it and who agreed; `agreed_by` empty while nobody has.

    `in_force`: it is the one that answers. `whole`: what is stored is what was agreed, to the letter.
    """

    number: int
    matrix: Matrix
    reason: str
    talked_with: str
    written_by: str
    written_at: datetime
    agreed_by: str
    agreed_as: str
    agreed_at: datetime | None
    review_due: date | None
    in_force: bool
    whole: bool


def agreement_in_force(at: datetime) -> MatrixAgreement | None:
    """The agreement that holds at a moment: of what was agreed by then, the latest."""
    made = MatrixAgreement.objects.filter(agreed_at__lte=at).select_related("version")
    return made.order_by("-version__number").first()


def review_due(agreement: MatrixAgreement, now: datetime) -> date:
    """By when it is agreed anew."""
    return months_after(timezone.localdate(agreement.agreed_at), value(MATRIX_REVIEW, at=now))


def is_as_agreed(agreement: MatrixAgreement) -> bool:
    """Whether what is stored is what was agreed."""
    stored = Matrix.of(agreement.version.cells, agreement.version.hours)
    return matrix_fingerprint(stored.cells, stored.hours) == agreement.text_hash


def current(now: datetime) -> MatrixPage | None:
    """The matrix in force, for everybody who is signed in; None before the first agreement."""
    agreement = agreement_in_force(now)
    return None if agreement is None else _page(agreement.version, now)


def version_of(number: int, now: datetime) -> MatrixPage:
    """One version, agreed or not. Raises NoSuchPolicy."""
    row = MatrixVersion.objects.filter(number=number).first()
    if row is None:
        raise NoSuchPolicy
    return _page(row, now)


def versions(now: datetime) -> list[MatrixPage]:
    """Every version, the newest first."""
    return [_page(row, now) for row in MatrixVersion.objects.select_related("agreement").order_by("-number")]


def draft(now: datetime) -> Matrix:
    """What a writer works on: the draft, or what it would begin with. Nothing is written."""
    row = MatrixDraft.objects.first()
    if row is not None:
        return Matrix.of(row.cells, row.hours)
    agreement = agreement_in_force(now)
    if agreement is None:
        return Matrix((), tuple(hours_to_begin_with()))
    return Matrix.of(agreement.version.cells, agreement.version.hours)


def answer(matrix: Matrix, question: Question) -> Answer:
    """What a matrix says to a question."""
    return ask(question, matrix.cells, matrix.hours)


def waiting_version() -> int | None:
    """The number of the version that waits to be agreed, or None."""
    subject = approval_queries.waiting_subject(MATRIX_KIND)
    if subject is None:
        return None
    return MatrixVersion.objects.get(pk=UUID(subject.removeprefix(SUBJECT))).number


def hours_to_begin_with() -> Sequence[Hours]:
    """Hours a first draft holds; an organisation changes them to its own."""
    week = frozenset(range(5))
    return (
        Hours(_("Lessons"), week, time(9), time(16, 30)),
        Hours(_("Working hours"), week, time(8), time(18)),
    )


def flaw_words(problem: Problem) -> str:
    """A flaw as a sentence; lines are counted from 1."""
    said = {
        Flaw.UNKNOWN_HOURS: _("Line %(line)d names hours that are not in the list. Choose others or add them."),
        Flaw.TWICE: _("Lines %(other)d and %(line)d say the same for the same people. Take one out."),
        Flaw.AGAINST: _("Lines %(other)d and %(line)d say the opposite for the same people. Change one of them."),
    }
    return said[problem.flaw] % {"line": problem.place + 1, "other": problem.other + 1}


def may_write(actor: Actor) -> bool:
    """Whether this actor writes the matrix."""
    return actor.may("policy.manage")


def _page(row: MatrixVersion, now: datetime) -> MatrixPage:
    agreement = MatrixAgreement.objects.filter(version=row, agreed_at__lte=now).select_related("version").first()
    held = agreement_in_force(now)
    return MatrixPage(
        number=row.number,
        matrix=Matrix.of(row.cells, row.hours),
        reason=row.reason,
        talked_with=row.talked_with,
        written_by=_name(row.written_by),
        written_at=row.written_at,
        agreed_by=_name(agreement.person) if agreement else "",
        agreed_as=post_words(agreement.post) if agreement else "",
        agreed_at=agreement.agreed_at if agreement else None,
        review_due=review_due(agreement, now) if agreement else None,
        in_force=held is not None and held.version_id == row.pk,
        whole=agreement is None or is_as_agreed(agreement),
    )


def _name(person: UUID | None) -> str:
    return name_of(person) if person else ""
