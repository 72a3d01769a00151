"""Policies for reading: what is published, one policy as a page, its versions, and what is managed behind it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.approvals import queries as approvals
from leeward.people.queries import person
from leeward.policy.models import Acknowledgement, Policy, PolicyVersion, Publication
from leeward.policy.queries.choices import shows_states
from leeward.policy.queries.naming import person_words, post_words
from leeward.policy.queries.publications import Dates, audience_of, dates_of, in_force
from leeward.policy.queries.texts import is_approved, sections_of, signature_of, words_for
from leeward.policy.refusals import NoSuchPolicy, NotAllowed
from leeward.policy.rules.layout import Part, parts
from leeward.policy.rules.sections import FURNITURE_HEADING
from leeward.policy.rules.tables import read_front_matter
from leeward.policy.rules.values import Section

MANAGE = "policy.manage"
SIGN_KIND = "policy.sign"


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """A policy in the public list."""

    slug: str
    title: str
    label: str
    dates: Dates
    approved_by: str


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section laid out. `anchor` is its address on the page; `depth` 2 to 6 is its heading's level there."""

    anchor: str
    heading: str
    depth: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of the version table. `is_written`: taken from the document, before it was kept here."""

    label: str
    day: str
    reason: str
    by: str
    is_written: bool


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """One policy in force as a page. `acknowledged_on` and `is_asked` are about the viewer."""

    version: UUID
    slug: str
    title: str
    label: str
    dates: Dates
    approved_by: str
    sections: tuple[PageSection, ...]
    history: tuple[HistoryRow, ...]
    words: str
    acknowledged_on: date | None
    is_asked: bool
    shows_states: bool


def published(*, now: datetime) -> list[PublishedLine]:
    """The policies in force, by title; for everyone."""
    lines = []
    for publication in in_force(now):
        dates = dates_of(publication, now)
        version = publication.version
        lines.append(
            PublishedLine(publication.policy.slug, version.title, version.label, dates, post_words(dates.approved_by))
        )
    return sorted(lines, key=lambda line: line.title.lower())


def policy_page(actor: Actor, slug: str, *, now: datetime) -> PolicyPage:
    """The version in force under an address; for everyone. Raises NoSuchPolicy."""
    publication = in_force(now).filter(policy__slug=slug).first()
    if publication is None:
        raise NoSuchPolicy
    version, dates = publication.version, dates_of(publication, now)
    given = Acknowledgement.objects.filter(version=version, person=actor.person).first() if actor.person else None
    return PolicyPage(
        version=version.pk,
        slug=slug,
        title=version.title,
        label=version.label,
        dates=dates,
        approved_by=post_words(dates.approved_by),
        sections=laid_out(sections_of(version)),
        history=history_of(version),
        words=words_for(version),
        acknowledged_on=timezone.localdate(given.given_at) if given is not None else None,
        is_asked=_is_asked(actor, publication, now),
        shows_states=shows_states(publication.policy_id),
    )


def laid_out(sections: tuple[Section, ...]) -> tuple[PageSection, ...]:
    """Sections for a page: version rows left to the version table, page headers and footers left out of sight."""
    rows = read_front_matter(sections).rows
    shown: list[PageSection] = []
    depth = 1
    for index, section in enumerate(sections):
        if section.heading == FURNITURE_HEADING:
            continue
        blocks = [block for position, block in enumerate(section.blocks) if (index, position) not in rows]
        heading = section.heading if index or section.level else ""
        if heading or blocks:
            if heading:
                # A document may jump from its first to its third level; a page may not.
                depth = min(6, max(2, section.level + 1), depth + 1)
            shown.append(PageSection(f"part-{index}", heading.lstrip("# "), depth, parts(blocks)))
    return tuple(shown)


def history_of(version: PolicyVersion) -> tuple[HistoryRow, ...]:
    """Every version up to this one, newest first: those kept here, then those only the first document tells of."""
    kept = list(
        version.policy.versions.filter(number__lte=version.number).select_related("signature").order_by("-number")
    )
    rows = []
    for row in kept:
        signature = signature_of(row)
        day = timezone.localdate(signature.signed_at if signature is not None else row.made_at)
        by = post_words(signature.post) if signature is not None else _("Not approved")
        rows.append(HistoryRow(row.label, date_format(day, "j F Y"), row.reason, by, is_written=False))
    rows.extend(
        HistoryRow(told["version"], told["written"] or told["date"], told["reason"], told["by"], is_written=True)
        for told in kept[-1].found.get("versions", [])
    )
    return tuple(rows)


def _is_asked(actor: Actor, publication: Publication, now: datetime) -> bool:
    if actor.person is None:
        return False
    card = person(actor.person, timezone.localdate(now))
    return card is not None and bool(card.classes & set(audience_of(publication)))


def to_acknowledge(actor: Actor, *, now: datetime) -> list[PublishedLine]:
    """The policies in force that this person is asked to acknowledge and has not yet; for the person's own pages."""
    if actor.person is None:
        return []
    done = set(Acknowledgement.objects.filter(person=actor.person).values_list("version", flat=True))
    waiting = {
        publication.policy.slug
        for publication in in_force(now)
        if publication.version_id not in done and _is_asked(actor, publication, now)
    }
    return [line for line in published(now=now) if line.slug in waiting]


@dataclass(frozen=True, slots=True)
class ToSign:
    """A version that waits for this person's approval."""

    id: UUID
    title: str
    label: str


def to_sign(actor: Actor, *, now: datetime) -> list[ToSign]:
    """The versions this actor may approve now, the longest waiting first."""
    found = []
    for line in approvals.waiting_for(actor, now=now):
        if line.kind.key == SIGN_KIND:
            version = PolicyVersion.objects.filter(pk=line.subject.split(":")[1]).first()
            if version is not None:
                found.append(ToSign(version.pk, version.title, version.label))
    return found


def policy_at(slug: str) -> UUID | None:
    """The policy kept under an address, published or not; for the command line. None where there is none."""
    found = Policy.objects.filter(slug=slug).first()
    return None if found is None else found.pk


@dataclass(frozen=True, slots=True)
class ManagedVersion:
    """One version for its owner. `state`: draft, waiting, approved, in-force or past."""

    id: UUID
    number: int
    label: str
    title: str
    state: str
    made_on: date
    author: str
    reason: str
    approved_on: date | None
    approved_by: str
    promises: int


@dataclass(frozen=True, slots=True)
class ManagedPolicy:
    """A policy with all its versions, newest first."""

    id: UUID
    slug: str
    title: str
    versions: tuple[ManagedVersion, ...]
    shows_states: bool = False


def managed(actor: Actor) -> list[ManagedPolicy]:
    """Every policy for those who manage them. Raises NotAllowed."""
    if not actor.may(MANAGE):
        raise NotAllowed
    found = []
    for policy in Policy.objects.prefetch_related("versions", "versions__signature", "publications").order_by("slug"):
        versions = sorted(policy.versions.all(), key=lambda version: -version.number)
        if versions:
            lines = tuple(_managed(version) for version in versions)
            shown = shows_states(policy.pk)
            found.append(ManagedPolicy(policy.pk, policy.slug, versions[0].title, lines, shown))
    return found


def _managed(version: PolicyVersion) -> ManagedVersion:
    signature = signature_of(version)
    return ManagedVersion(
        id=version.pk,
        number=version.number,
        label=version.label,
        title=version.title,
        state=state_of(version),
        made_on=timezone.localdate(version.made_at),
        author=person_words(version.author),
        reason=version.reason,
        approved_on=timezone.localdate(signature.signed_at) if signature is not None else None,
        approved_by=post_words(signature.post) if signature is not None else "",
        promises=version.promises.count(),
    )


def state_of(version: PolicyVersion) -> str:
    """Where a version stands: in-force, past, approved, or draft (also while it waits for approval)."""
    if version.publications.filter(ended_at__isnull=True).exists():
        return "in-force"
    if version.publications.exists():
        return "past"
    return "approved" if is_approved(version) else "draft"


@dataclass(frozen=True, slots=True)
class ReaderProblem:
    """Something the reader noticed in a document."""

    message: str
    section: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version behind the scenes. `waits_for_me`: this actor may sign it now; `waits`: a request is open."""

    version: ManagedVersion
    policy: UUID
    slug: str
    text_hash: str
    source_name: str
    sections: tuple[PageSection, ...]
    problems: tuple[ReaderProblem, ...]
    owners: tuple[str, ...]
    review: str
    waits: bool
    waits_for_me: bool
    asked: str


def version_page(actor: Actor, version_id: UUID, *, now: datetime) -> VersionPage:
    """One version for its managers and for whoever may sign it now. Raises NoSuchPolicy for everyone else."""
    version = PolicyVersion.objects.select_related("policy").filter(pk=version_id).first()
    if version is None:
        raise NoSuchPolicy
    subject = f"policy:{version.pk}:{version.text_hash}"
    mine = any(line.subject == subject for line in approvals.waiting_for(actor, now=now))
    if not (actor.may(MANAGE) or mine):
        raise NoSuchPolicy
    asked = any(line.subject == subject and line.outcome is None for line in approvals.asked_by(actor))
    found = version.found
    review = found.get("review", {})
    return VersionPage(
        version=_managed(version),
        policy=version.policy_id,
        slug=version.policy.slug,
        text_hash=version.text_hash,
        source_name=version.source_name,
        sections=laid_out(sections_of(version)),
        problems=tuple(ReaderProblem(told["message"], told["section"]) for told in found.get("problems", [])),
        owners=tuple(
            " · ".join(part for part in (told["post"], told["person"]) if part) for told in found.get("owners", [])
        ),
        review=review.get("words", ""),
        waits=asked or mine,
        waits_for_me=mine,
        asked=subject,
    )
