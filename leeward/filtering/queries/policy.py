"""The policy as pages show it: categories by group, exceptions, what changed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from leeward.engine.web.values import Reason, Verdict
from leeward.filtering.models import Category, FilterGroup, PolicyChange, SnapshotVersion, WebException
from leeward.filtering.words import change_words
from leeward.foundation.holders import name_of


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group. `verdicts`: category name → verdict, allowed where absent."""

    name: str
    title: str
    is_default: bool
    users: tuple[str, ...]
    networks: tuple[str, ...]
    verdicts: dict[str, Verdict]

    def verdict(self, category: str) -> Verdict:
        return self.verdicts.get(category, Verdict.ALLOW)


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One category with the verdict of each group, in the order of the groups."""

    name: str
    title: str
    reason: Reason
    locked: bool
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """One exception. `by` is a name for showing, "" where it was the software."""

    reference: str
    site: str
    opens: bool
    groups: tuple[str, ...]
    starts: datetime
    ends: datetime | None
    why: str
    by: str
    request: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of the history."""

    at: datetime
    by: str
    kind: str
    subject: str
    said: str
    why: str


def group_lines() -> list[GroupLine]:
    """Every group, the default one first."""
    rows = FilterGroup.objects.prefetch_related("users", "ranges", "rules").order_by("-is_default", "title")
    return [_group(row) for row in rows]


def group_line(name: str) -> GroupLine:
    """One group. Raises LookupError."""
    row = FilterGroup.objects.prefetch_related("users", "ranges", "rules").filter(name=name).first()
    if row is None:
        raise LookupError(name)
    return _group(row)


def category_lines(groups: list[GroupLine]) -> list[CategoryLine]:
    """Every category, by reason (strongest first) and title."""
    order = {reason.value: place for place, reason in enumerate(Reason)}
    rows = sorted(Category.objects.all(), key=lambda row: (order[row.reason], row.title))
    return [
        CategoryLine(
            row.name,
            row.title,
            Reason(row.reason),
            row.locked,
            tuple(Verdict.BLOCK if row.locked else group.verdict(row.name) for group in groups),
        )
        for row in rows
    ]


def category_titles() -> dict[str, str]:
    """Category name → title."""
    return dict(Category.objects.values_list("name", "title"))


def exceptions_now(now: datetime) -> list[ExceptionLine]:
    """Exceptions in force or to come, those that end first first."""
    rows = WebException.objects.filter(Q(ends__isnull=True) | Q(ends__gt=now))
    rows = rows.select_related("request").prefetch_related("groups").order_by("ends", "host")
    return [_exception(row) for row in rows]


def exception_line(reference: str, now: datetime) -> ExceptionLine:
    """One exception that is not over. Raises LookupError."""
    row = WebException.objects.filter(Q(ends__isnull=True) | Q(ends__gt=now), reference=reference).first()
    if row is None:
        raise LookupError(reference)
    return _exception(row)


def changes(most: int = 50) -> list[ChangeLine]:
    """What changed last, newest first."""
    return [
        ChangeLine(
            row.at,
            name_of(row.by) if row.by else "",
            row.kind,
            row.subject,
            change_words(row.kind, row.before, row.after),
            row.why,
        )
        for row in PolicyChange.objects.all()[:most]
    ]


def snapshot_in_force_made() -> datetime | None:
    """When the snapshot in force was made; None before the first."""
    return SnapshotVersion.objects.order_by("-version").values_list("made_at", flat=True).first()


def _group(row: FilterGroup) -> GroupLine:
    return GroupLine(
        row.name,
        row.title,
        row.is_default,
        tuple(sorted(member.user for member in row.users.all())),
        tuple(sorted(member.network for member in row.ranges.all())),
        {rule.category_id: Verdict(rule.verdict) for rule in row.rules.all()},
    )


def _exception(row: WebException) -> ExceptionLine:
    return ExceptionLine(
        row.reference,
        row.host + ("" if row.path == "/" else row.path),
        row.verdict == Verdict.ALLOW,
        tuple(group.title for group in row.groups.all()),
        row.starts,
        row.ends,
        row.why,
        name_of(row.made_by) if row.made_by else "",
        row.request.reference if row.request else "",
    )
