"""A document's blocks into everything that can be read from them: the one door into these rules."""

import re
from datetime import date

from leeward.policy.rules.dates import find_dates
from leeward.policy.rules.organisations import other_names, own_names
from leeward.policy.rules.problems import (
    date_problems,
    is_next_label,
    owner_problems,
    review_problems,
    section_problems,
    text_problems,
)
from leeward.policy.rules.promises import offer_promises
from leeward.policy.rules.sections import to_sections
from leeward.policy.rules.sentences import split_sentences
from leeward.policy.rules.tables import FrontMatter, latest, read_front_matter
from leeward.policy.rules.values import Block, PolicyDate, PolicyReading, Problem, Review, Section

_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "twelve": 12, "eighteen": 18}
_CYCLE = re.compile(
    r"\b(?:annual(?:ly)?|yearly|every year|each year|once (?:a|per|each|every) (?:academic )?year|"
    r"(?:intervals? of|every|each|at least every) (?P<number>\d{1,2}|one|two|three|four|six|twelve|eighteen) "
    r"(?P<unit>month|year|term)s?|"
    r"(?P<often>termly|quarterly|half[- ]yearly|bi-?annually|monthly))\b",
    re.IGNORECASE,
)
_ABOUT_POLICY = re.compile(
    r"\b(?:this|the) (?:policy|document)\b|\bfull review\b|\bpolicy (?:will|is|must|shall)\b", re.IGNORECASE
)
_REVIEW = re.compile(r"\breview|\bamended\b|\breconsidered\b|\bupdated\b", re.IGNORECASE)
_TRIGGER = re.compile(
    r"\b(?:if|where|when|should|in response to|following|in the event of|after)\b (?P<what>(?:(?!\b(?:in "
    r"response to|where|if|when)\b)[^.;])*?(?:legislation|law|incident|concern|guidance|"
    r"monitoring|trend|change|development)[^.;]*)",
    re.IGNORECASE,
)
_OFTEN = {
    "termly": 4,
    "quarterly": 3,
    "half-yearly": 6,
    "half yearly": 6,
    "biannually": 6,
    "bi-annually": 6,
    "monthly": 1,
}


def _cycle(words: str) -> tuple[int, str]:
    match = _CYCLE.search(words)
    if match is None:
        return 0, ""
    if match["number"]:
        number = _WORDS.get(match["number"].lower()) or int(match["number"])
        return number * {"month": 1, "year": 12, "term": 4}[match["unit"].lower()], match.group(0)
    if match["often"]:
        return _OFTEN.get(match["often"].lower(), 12), match.group(0)
    return 12, match.group(0)


def read_review(sections: tuple[Section, ...], front: FrontMatter) -> Review:
    """The review cycle in months and the sentence that states it, last and next dates, what else sets it off."""
    months, words = 0, ""
    triggers: list[str] = []
    said_next: PolicyDate | None = None
    for section in sections[1:]:
        for block in section.blocks:
            for sentence in split_sentences(block.text):
                if not (_ABOUT_POLICY.search(sentence) and _REVIEW.search(sentence)):
                    continue
                if not months:
                    months, found = _cycle(sentence)
                    words = sentence if found else ""
                triggers.extend(match["what"].strip() for match in _TRIGGER.finditer(sentence))
                due = re.search(r"\b(?:due|next)\b(?P<rest>.*)", sentence, re.IGNORECASE)
                if due and find_dates(due["rest"]) and said_next is None:
                    said_next = find_dates(due["rest"])[0]
    newest = latest(front.versions)
    labelled_next = [value for label, value in front.dated if is_next_label(label)]
    labelled_last = [
        value
        for label, value in front.dated
        if re.search(
            r"updated|reviewed|last|amended|"
            r"approv",
            label,
            re.IGNORECASE,
        )
    ]
    last = newest.date if newest else (max(labelled_last) if labelled_last else None)
    following = [
        value for value in (newest.next_review if newest else None, said_next, *labelled_next) if value is not None
    ]
    return Review(months, words, last, max(following) if following else None, tuple(dict.fromkeys(triggers)))


def read_document(blocks: tuple[Block, ...], *, on: date, noticed: tuple[Problem, ...] = ()) -> PolicyReading:
    """Everything found in a document. `on` decides which guidance is superseded; `noticed` is what opening showed."""
    title, sections = to_sections(blocks)
    front = read_front_matter(sections)
    text = "\n".join(f"{section.heading}\n{section.text}" for section in sections)
    opening = (title, *(block.line for block in sections[0].blocks[:6])) if sections else (title,)
    own = own_names(opening, text)
    others = other_names(text, own)
    review = read_review(sections, front)
    problems = (
        *noticed,
        *date_problems(sections, front),
        *review_problems(front.versions, review),
        *owner_problems(front.owners, front.versions),
        *section_problems(sections),
        *text_problems(sections, front, others, on=on),
    )
    return PolicyReading(
        title=title,
        organisation=own[0] if own else "",
        versions=front.versions,
        owners=front.owners,
        review=review,
        sections=sections,
        promises=offer_promises(sections, own, front.rows),
        problems=tuple(dict.fromkeys(problems)),
    )
