"""The values a policy is read into: blocks as written, sections, versions, owners, promises and problems."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a block of a document is. FURNITURE is a page header or footer, kept once so that nothing is lost."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    ROW = "row"
    FURNITURE = "furniture"


class Modality(StrEnum):
    """How strongly a sentence binds. DOES is a practice stated as fact ("software is kept up to date"), APPLIES says
    whom or what a policy covers: it is kept when those it covers have been told and have agreed.
    """

    MUST = "must"
    MUST_NOT = "must not"
    WILL = "will"
    WILL_NOT = "will not"
    SHOULD = "should"
    SHOULD_NOT = "should not"
    MAY = "may"
    MAY_ONLY = "may only"
    MAY_NOT = "may not"
    DOES = "does"
    AIMS = "aims to"
    APPLIES = "applies to"


class ProblemKind(StrEnum):
    """What can be wrong with a policy as a document. Each is shown to its owner with what to do."""

    DATES_CLASH = "dates-clash"
    DATE_UNREADABLE = "date-unreadable"
    REVIEW_GAP = "review-gap"
    REVIEW_LATE = "review-late"
    NO_REVIEW = "no-review"
    NO_VERSION = "no-version"
    NO_OWNER = "no-owner"
    OTHER_ORGANISATION = "other-organisation"
    SUPERSEDED = "superseded"
    EMPTY_SECTION = "empty-section"
    SECTION_REFERENCE = "section-reference"
    UNFINISHED = "unfinished-sentence"
    PAGE_FURNITURE = "page-furniture"
    REPEATED = "repeated"
    ENCODING = "encoding"
    TRACKED_CHANGES = "tracked-changes"


@dataclass(frozen=True, slots=True)
class Block:
    """One block as written: `marker` is the bullet or list number, `cells` the columns of a ROW, `level` its depth.

    `page_gap` says that a page may have broken before it, so that a sentence cut in two can be mended.
    """

    kind: Kind
    text: str
    level: int = 0
    marker: str = ""
    cells: tuple[str, ...] = ()
    page_gap: bool = False

    @property
    def line(self) -> str:
        """The block as one line of text, with its bullet and its cells."""
        if self.cells:
            return "\t".join(self.cells)
        return f"{self.marker} {self.text}" if self.marker else self.text


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it. `path` is the headings above and its own; the first section has the title."""

    heading: str
    level: int
    path: tuple[str, ...]
    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """All that stands under the heading, one line a block, every word kept."""
        return "\n".join(block.line for block in self.blocks)


@dataclass(frozen=True, slots=True, order=True)
class PolicyDate:
    """A date as a policy gives it: perhaps only a month. `day` 0 where none was written."""

    year: int
    month: int
    day: int = 0
    written: str = field(default="", compare=False)

    def __str__(self) -> str:
        month = f"{self.year:04d}-{self.month:02d}"
        return f"{month}-{self.day:02d}" if self.day else month

    @property
    def months(self) -> int:
        """Months since year 0, to compare dates of which one has no day."""
        return self.year * 12 + self.month - 1


@dataclass(frozen=True, slots=True)
class Version:
    """One row of a version table. `written` keeps the date as it stood."""

    version: str
    date: PolicyDate | None
    reason: str = ""
    by: str = ""
    next_review: PolicyDate | None = None
    written: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Someone who answers for the policy: a post, a person, or both. `source` is the words it was read from."""

    post: str
    person: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """When a policy is looked at again. `cycle_months` 0 where no cycle is stated; `words` where it is."""

    cycle_months: int = 0
    words: str = ""
    last: PolicyDate | None = None
    next: PolicyDate | None = None
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedPromise:
    """A sentence that carries a duty, as it stands, with what the reader found and what is left to confirm."""

    text: str
    actor: str
    modality: Modality
    action: str
    section: int
    heading: str
    frequency: str = ""
    limit: str = ""
    condition: str = ""
    stem: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a policy's owner should look at, in words that say what and where."""

    kind: ProblemKind
    message: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class PolicyReading:
    """All that was found in one document."""

    title: str
    organisation: str
    versions: tuple[Version, ...]
    owners: tuple[Owner, ...]
    review: Review
    sections: tuple[Section, ...]
    promises: tuple[OfferedPromise, ...]
    problems: tuple[Problem, ...]
