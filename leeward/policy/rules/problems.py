"""What is wrong with a policy as a document, each in words its owner can act on."""

import re
from datetime import date
from itertools import pairwise

from leeward.policy.rules.dates import find_dates, impossible_dates
from leeward.policy.rules.guidance import superseded_citations
from leeward.policy.rules.sections import FURNITURE_HEADING
from leeward.policy.rules.sentences import split_sentences
from leeward.policy.rules.tables import FrontMatter, latest
from leeward.policy.rules.values import Kind, Owner, PolicyDate, Problem, ProblemKind, Review, Section, Version

_P = ProblemKind
_NEXT_LABEL = re.compile(r"\bnext\b|\bdue\b|\brenew|^(?:policy )?review date$|^date of review$", re.IGNORECASE)
_LAST_LABEL = re.compile(
    r"\bupdated\b|\blast\b|\breview(?:ed)? date\b|\breviewed\b|\bamended\b|\bapprov(?:ed|al)\b|^date\b", re.IGNORECASE
)
_REFERENCE = re.compile(
    r"\b(?:see|refer to|in the|as per) (?:the )?(?:section|appendix|annex) (?P<what>below|above|[A-Z]\b|\d+(?:\.\d+)*)",
    re.IGNORECASE,
)
_FOR_WHAT = re.compile(r"(?:procedures? (?:are|is) in place for|for) (?P<what>[\w ,-]{3,60}?)\s*[;(,]?\s*$")
_UNFINISHED = re.compile(
    r"(?:\bneed(?:s)? to be|\bto be|\bof the|\band|\bor|\bwith|\bthe|\bfor|\bsuch as)\.?$", re.IGNORECASE
)
_GARBLED = re.compile(r"\b\w+ ?/ ?be\b(?! ?/)|\b(?P<twice>\w{2,}) (?P=twice)\b", re.IGNORECASE)
_SAYS_DATE = re.compile(
    r"\b(?P<label>last (?:updated|reviewed|amended)|due for (?:a )?review|next review(?: date| due)?|review "
    r"(?:due|date))\b",
    re.IGNORECASE,
)


def _cites(sections: tuple[Section, ...]) -> list[tuple[str, PolicyDate, str]]:
    """Dates that a sentence gives for the last or the next review: (label, date, heading)."""
    found = []
    for section in sections[1:]:
        for block in section.blocks:
            for sentence in split_sentences(block.text):
                for match in _SAYS_DATE.finditer(sentence):
                    dates = find_dates(sentence[match.end() :])
                    if dates:
                        found.append((match["label"], dates[0], section.heading))
    return found


def _differs(one: PolicyDate, other: PolicyDate) -> bool:
    """Whether two dates contradict; a month alone agrees with any day in it."""
    if one.months != other.months:
        return True
    return bool(one.day and other.day and one.day != other.day)


def date_problems(sections: tuple[Section, ...], front: FrontMatter) -> list[Problem]:
    """Dates that contradict each other across header, version table, text and footer, and dates that are none."""
    problems: list[Problem] = []
    said = [(label, value, "") for label, value in front.dated] + _cites(sections)
    newest = latest(front.versions)
    if newest is not None and newest.date is not None:
        said.insert(0, (f"version table, version {newest.version}".rstrip(", "), newest.date, ""))
        if newest.next_review is not None:
            said.insert(1, ("version table, next review", newest.next_review, ""))
    for kind, is_kind in (("last update", _is_last), ("next review", is_next_label)):
        group = [entry for entry in said if is_kind(entry[0])]
        for label, value, heading in group[1:]:
            first_label, first_value, _ = group[0]
            if _differs(first_value, value):
                problems.append(
                    Problem(
                        _P.DATES_CLASH,
                        f"The {kind} is given as “{first_value.written}” ({first_label}) and as "
                        f"“{value.written}” ({label}). Keep one.",
                        heading,
                    )
                )
    for section in sections:
        problems.extend(
            Problem(_P.DATE_UNREADABLE, f"“{words}” is no date in the UK order (day, month, year).", section.heading)
            for words in impossible_dates(section.text)
        )
    return list(dict.fromkeys(problems))


def is_next_label(label: str) -> bool:
    """Whether a label names the next review: "Review date" does, where nothing says that it is the last."""
    return bool(_NEXT_LABEL.search(label))


def _is_last(label: str) -> bool:
    return not is_next_label(label) and (label.startswith("version table") or bool(_LAST_LABEL.search(label)))


def review_problems(versions: tuple[Version, ...], review: Review) -> list[Problem]:
    """Reviews planned or done more than one cycle apart, and reviews done after they were due."""
    problems: list[Problem] = []
    if not versions and review.last is None:
        problems.append(Problem(_P.NO_VERSION, "No version, date or reason for change was found. Add a version table."))
    if not review.cycle_months and review.next is None:
        problems.append(
            Problem(_P.NO_REVIEW, "No review cycle and no next review date were found. Say when it is reviewed.")
        )
    ordered = sorted((version for version in versions if version.date is not None), key=lambda v: _order(v.date))
    for version in ordered:
        if version.date and version.next_review and review.cycle_months:
            planned = version.next_review.months - version.date.months
            if planned > review.cycle_months:
                problems.append(
                    Problem(
                        _P.REVIEW_GAP,
                        f"Version {version.version} of {version.date.written} plans its next review for "
                        f"{version.next_review.written}: "
                        f"{planned} months, where a review every {review.cycle_months} is promised.",
                    )
                )
    for earlier, later in pairwise(ordered):
        if earlier.date is None or later.date is None:
            continue
        gap = later.date.months - earlier.date.months
        if review.cycle_months and gap > review.cycle_months:
            problems.append(
                Problem(
                    _P.REVIEW_GAP,
                    f"{gap} months lie between version {earlier.version} ({earlier.date.written}) and version "
                    f"{later.version} "
                    f"({later.date.written}), where a review every {review.cycle_months} is promised.",
                )
            )
        if earlier.next_review is not None and later.date.months > earlier.next_review.months:
            late = later.date.months - earlier.next_review.months
            problems.append(
                Problem(
                    _P.REVIEW_LATE,
                    f"Version {later.version} ({later.date.written}) came {late} month{'s' if late > 1 else ''} "
                    f"after the review "
                    f"planned for {earlier.next_review.written}.",
                )
            )
    return problems


def _order(value: PolicyDate | None) -> tuple[int, int]:
    return (value.months, value.day) if value else (0, 0)


def owner_problems(owners: tuple[Owner, ...], versions: tuple[Version, ...]) -> list[Problem]:
    """Nobody named as owner, or only a person without a post (who may leave)."""
    problems = []
    if not owners:
        problems.append(Problem(_P.NO_OWNER, "No owner was found. Name the post that answers for this policy."))
    elif not any(owner.post for owner in owners):
        names = ", ".join(owner.person for owner in owners)
        problems.append(
            Problem(_P.NO_OWNER, f"{names} is named without a post. Name the post, so that it outlasts the person.")
        )
    problems.extend(
        Problem(_P.NO_OWNER, f"Version {version.version} does not say who made the change.")
        for version in versions
        if not version.by and version.reason
    )
    return problems


def section_problems(sections: tuple[Section, ...]) -> list[Problem]:
    """Headings with nothing under them, and “see section below” where no such section is worth the name."""
    problems: list[Problem] = []
    headings = [section.heading for section in sections]
    for index, section in enumerate(sections):
        following = sections[index + 1] if index + 1 < len(sections) else None
        is_group = following is not None and following.level >= section.level and following.heading != FURNITURE_HEADING
        if index and not section.text.strip() and not (is_group and index + 1 < len(sections)):
            problems.append(Problem(_P.EMPTY_SECTION, "Nothing stands under this heading.", section.heading))
        for match in _REFERENCE.finditer(section.text):
            named = match["what"].lower()
            if named not in ("below", "above"):
                if not any(
                    re.search(rf"\b{re.escape(match['what'])}\b", heading, re.IGNORECASE) for heading in headings
                ):
                    problems.append(
                        Problem(
                            _P.SECTION_REFERENCE,
                            f"“{match.group(0)}” points to a section that is not there.",
                            section.heading,
                        )
                    )
                continue
            before = _FOR_WHAT.search(section.text[max(0, match.start() - 90) : match.start()])
            what = before["what"].strip() if before else "this"
            later = sections[index + 1 :] if named == "below" else sections[:index]
            problems.extend(_weak_targets(what, match.group(0), later, section.heading))
    return problems


def _weak_targets(what: str, words: str, targets: tuple[Section, ...], heading: str) -> list[Problem]:
    problems = []
    for topic in re.split(r",| and | or ", what):
        key = re.sub(r"\W", "", topic).lower()
        if len(key) < 4:
            continue
        target = next((section for section in targets if key in re.sub(r"\W", "", section.heading).lower()), None)
        if target is None:
            problems.append(
                Problem(
                    _P.SECTION_REFERENCE,
                    f"“{words}” is said of {topic.strip()}, but no section has that heading.",
                    heading,
                )
            )
        elif len(split_sentences(target.text.replace("\n", " "))) < 2:
            problems.append(
                Problem(
                    _P.SECTION_REFERENCE,
                    f"“{words}” is said of {topic.strip()}, but “{target.heading}” has a single sentence: check "
                    f"that the procedure is there.",
                    heading,
                )
            )
    return problems


def text_problems(
    sections: tuple[Section, ...], front: FrontMatter, others: tuple[str, ...], *, on: date
) -> list[Problem]:
    """Other organisations' names, guidance that moved on, sentences left unfinished or doubled, stray page footers."""
    problems = [
        Problem(
            _P.OTHER_ORGANISATION,
            f"“{name}” is named as if it were your organisation. Was this text taken from another policy?",
            section.heading,
        )
        for section in sections
        for name in others
        if name in section.text
    ]
    seen: dict[str, str] = {}
    for section in sections:
        problems.extend(
            Problem(_P.SUPERSEDED, f"{name} is cited: {advice}.", section.heading)
            for name, advice in superseded_citations(section.text.replace("\n", " "), on=on)
        )
        for block in section.blocks:
            problems.extend(
                Problem(
                    _P.PAGE_FURNITURE,
                    f"“{words}” looks like a page footer. In a sentence it was left over from a page break: "
                    f"take it out; it could also be read as a date, so say which.",
                    section.heading,
                )
                for words in front.inline
                if block.kind is Kind.PARAGRAPH and words in block.text and block.text != words
            )
            for sentence in split_sentences(block.text):
                problems.extend(_sentence_problems(sentence, block.kind, seen, section.heading))
    return list(dict.fromkeys(problems))


def _sentence_problems(sentence: str, kind: Kind, seen: dict[str, str], heading: str) -> list[Problem]:
    problems = []
    shown = sentence if len(sentence) < 90 else f"{sentence[:50]}…{sentence[-35:]}"
    if _UNFINISHED.search(sentence) and len(sentence.split()) > 4:
        problems.append(Problem(_P.UNFINISHED, f"This sentence seems unfinished: “{shown}”", heading))
    garbled = _GARBLED.search(sentence)
    if garbled and "://" not in sentence and garbled.group(0).lower() not in ("had had", "that that"):
        problems.append(Problem(_P.UNFINISHED, f"These words seem to be a slip: “{garbled.group(0)}”", heading))
    key = re.sub(r"\W+", " ", sentence).strip().lower()
    if len(key.split()) > 6 and kind is not Kind.FURNITURE:
        if key in seen:
            problems.append(Problem(_P.REPEATED, f"This is said twice: “{shown}”", heading))
        seen[key] = heading
    return problems
