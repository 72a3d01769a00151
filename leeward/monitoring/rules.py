"""Pure decisions about messages and findings: who spoke to whom, what is kept of it, and who may review it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from leeward.engine.text.values import Assessment, Category, Direction
from leeward.people.rules import WORKFORCE, PersonClass, Post

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""For references and aliases: no I, L, O, U, 0 or 1, which are misread over the telephone."""

REVIEWED_FROM = 3
REVIEWED_EARLIER = frozenset({Category.GROOMING, Category.EXTREMISM, Category.SELF_HARM})
"""Reviewed from severity 2; everything else from 3. Below that a day's count is kept, and no content."""
SAME_DAY = 4
"""From this severity on a letter goes out at once."""
IMMEDIATE = 5
"""At this severity the deputies are written to as well."""

ABOUT_CONDUCT = frozenset(
    {Category.GROOMING, Category.SEXUAL, Category.NUDES, Category.BULLYING, Category.HATE, Category.VIOLENCE}
)
"""Where a text of these kinds names somebody of the safeguarding team or above, it may be about that person."""

MARGIN = 160
"""Characters kept on either side of a word that caused a finding."""
LONGEST_EXCERPT = 1500


class Compartment(StrEnum):
    """Where findings are kept. The names are stored with keys and audit chains: keep them for ever."""

    MONITORING = "monitoring"
    ABOUT_SAFEGUARDING_TEAM = "monitoring-about-safeguarding-team"
    ABOUT_MANAGING_DIRECTOR = "monitoring-about-managing-director"


BUFFER = "monitoring-buffer"
"""Where messages wait to be assessed. Nobody reads there."""

READ_BY: Mapping[Compartment, Post] = {
    Compartment.MONITORING: Post.DSL,
    Compartment.ABOUT_SAFEGUARDING_TEAM: Post.MANAGING_DIRECTOR,
    Compartment.ABOUT_MANAGING_DIRECTOR: Post.CHAIR,
}
"""Whoever holds the post today, or stands in, reviews the compartment, unless kept from the single finding."""


class State(StrEnum):
    """The life of a finding. Stored in clear."""

    WAITING = "waiting"
    DISMISSED = "dismissed"
    RAISED = "raised"


class Part(StrEnum):
    """What somebody is in a message."""

    STAFF = "staff"
    LEARNER = "learner"
    EXTERNAL = "external"


def part_of(classes: Collection[PersonClass] | None) -> Part:
    """Staff, learner or neither. None: an address nobody here has. Who is both staff and learner counts as staff."""
    if classes is None:
        return Part.EXTERNAL
    if any(kind in WORKFORCE for kind in classes):
        return Part.STAFF
    return Part.LEARNER if PersonClass.LEARNER in classes else Part.EXTERNAL


def direction_of(sender: Part, recipients: Collection[Part]) -> Direction:
    """Who speaks to whom. With recipients of several kinds the learners among them decide, then the staff."""
    if Part.LEARNER in recipients:
        return {
            Part.STAFF: Direction.STAFF_TO_LEARNER,
            Part.LEARNER: Direction.LEARNER_TO_LEARNER,
            Part.EXTERNAL: Direction.EXTERNAL_TO_LEARNER,
        }[sender]
    if Part.STAFF in recipients:
        return {Part.STAFF: Direction.STAFF_TO_STAFF, Part.LEARNER: Direction.LEARNER_TO_STAFF}.get(
            sender, Direction.UNKNOWN
        )
    if recipients and sender is Part.LEARNER:
        return Direction.LEARNER_TO_EXTERNAL
    return Direction.UNKNOWN


def needs_review(assessment: Assessment) -> bool:
    """Is there anything a person should look at?"""
    return any(
        finding.severity >= (2 if finding.category in REVIEWED_EARLIER else REVIEWED_FROM)
        for finding in assessment.findings
    )


@dataclass(frozen=True, slots=True)
class Routed:
    """Who reviews a finding: the compartment, those who may at once be told, and everybody kept from it."""

    compartment: Compartment
    readers: tuple[UUID, ...]
    barred: frozenset[UUID]


def route(about: Collection[UUID], parties: Collection[UUID], posts: Mapping[Post, Sequence[UUID]]) -> Routed:
    """Works out who may review. `about`: whom it is or may be about; `parties`: who sent or received the message.

    Parties are kept from it themselves. About one of the safeguarding team: the whole team is, and the managing
    director reviews. About the managing director, who stands above the team: the chair does, then the team.
    The same steps as a concern takes (Keeping Children Safe in Education 2025, part four, and this product's own).
    Where nobody is left the chair's compartment keeps it, for a chair appointed later.
    """
    order = [Compartment.MONITORING, Compartment.ABOUT_SAFEGUARDING_TEAM, Compartment.ABOUT_MANAGING_DIRECTOR]
    out = {place for place in order if any(person in about for person in posts.get(READ_BY[place], ()))}
    if Compartment.ABOUT_SAFEGUARDING_TEAM in out:
        order = [Compartment.ABOUT_MANAGING_DIRECTOR, Compartment.MONITORING]
    circle = {person for place in out for person in posts.get(READ_BY[place], ())}
    barred = frozenset({*about, *parties, *circle})
    for place in order:
        if place in out:
            continue
        readers = tuple(dict.fromkeys(one for one in posts.get(READ_BY[place], ()) if one not in barred))
        if readers:
            return Routed(place, readers, barred)
    return Routed(Compartment.ABOUT_MANAGING_DIRECTOR, (), barred)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The least of a text that shows why it was pointed out. `words` are (start, end, weight) in `text`."""

    text: str
    words: tuple[tuple[int, int, float], ...]


def excerpt(text: str, words: Iterable[tuple[int, int, float]]) -> Excerpt:
    """Cuts the surroundings of the marked words out of a text; what lies between is left out and shown as dots."""
    marked = sorted(set(words))
    spans: list[list[int]] = []
    for start, end, _ in marked:
        first, last = max(0, start - MARGIN), min(len(text), end + MARGIN)
        if spans and first <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], last)
        else:
            spans.append([first, last])
    pieces: list[str] = []
    kept: list[tuple[int, int, float]] = []
    length = 0
    for first, last in spans:
        lead = "… " if first > 0 else ""
        room = LONGEST_EXCERPT - length - len(lead)
        if room <= 0:
            break
        last = min(last, first + room)
        shift = length + len(lead) - first
        kept += [(s + shift, e + shift, w) for s, e, w in marked if first <= s and e <= last]
        pieces.append(lead + text[first:last] + (" … " if last < len(text) else ""))
        length += len(pieces[-1])
    return Excerpt("".join(pieces), tuple(kept))


def alias(mark: bytes) -> str:
    """A short name for somebody whose real one is not shown yet: always the same for the same keyed mark."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in mark[:4])


def is_reference(text: str) -> bool:
    """Does this look like the reference of a finding (ABCD-2345)?"""
    return len(text) == 9 and text[4] == "-" and all(letter in ALPHABET for letter in text[:4] + text[5:])
