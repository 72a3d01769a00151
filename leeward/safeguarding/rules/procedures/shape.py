"""What a guided procedure is: what must never be done, questions on a few screens, and what the answers ask for.

A procedure is pure: answers in, screens and a result out. Texts are msgids; pages translate them. Nothing here
decides about a person: it says what a rule asks for, and why, and a person decides with a reason.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from leeward.safeguarding.rules.pack import Topic


def said(text: str) -> str:
    """Marks a text for translators, who look for the name `_`; pages translate it. Pure: it comes back unchanged."""
    return text


_ = said


Answers = Mapping[str, str]
"""Question key → answer: a value of its choices, or text. What was not asked is absent."""

YES, NO, UNSURE = "yes", "no", "unsure"


class Whom(StrEnum):
    """Whom to ring or write to. The number is a setting of the organisation."""

    POLICE = "police"
    SOCIAL_CARE = "social-care"
    ADULT_CARE = "adult-care"
    LADO = "lado"
    PREVENT = "prevent"
    DBS = "dbs"
    NOBODY = ""


class Starts(StrEnum):
    """When a clock of a duty begins."""

    NOW = "now"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Without `choices` it is answered in words. `needed` ones must be answered before going on."""

    key: str
    text: str
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""
    needed: bool = True
    several: bool = False


def yes_no(key: str, text: str, *, hint: str = "", unsure: bool = True) -> Question:
    """A question answered yes, no or, unless switched off, not sure."""
    choices = [(YES, _("Yes")), (NO, _("No"))] + ([(UNSURE, _("I am not sure"))] if unsure else [])
    return Question(key, text, choices, hint)


@dataclass(frozen=True, slots=True)
class Screen:
    """A few questions that belong together."""

    key: str
    title: str
    questions: tuple[Question, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that must be done by a time, or said not to apply with a reason.

    `key` is stored for ever. `limit` names a limit of the rule pack or of this room; `rule` the rule it comes from.
    `sooner`: a second limit; whichever ends first counts. `firm`: nobody can say that it does not apply while the
    answers ask for it. `draft`: a letter to copy once it is overdue, with %(ref)s, %(told)s and %(due)s to fill in.
    """

    key: str
    title: str
    limit: str
    rule: str
    whom: Whom = Whom.NOBODY
    starts: Starts = Starts.NOW
    sooner: str = ""
    firm: bool = False
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What the answers come to: a sentence, why (each answer that weighs), duties with clocks, and advice."""

    title: str
    why: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    advice: tuple[str, ...] = ()
    reason_needed: str = ""
    """Where the way chosen needs a reason of its own: the question for it, answered before the procedure is done."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One guided procedure. `never` and `first` are shown before any question and stay in sight.

    `screens(answers)` gives the screens that these answers ask for, in order; `result(answers)` what they come to so
    far, None while a needed answer is missing. `afterwards`: by the key of a duty, the duties that begin when it is
    done, at the time it was done. `switch`: a setting that must be on before the procedure is offered.
    """

    key: str
    title: str
    topic: Topic
    lead: str
    never: tuple[str, ...]
    first: tuple[str, ...]
    screens: Callable[[Answers], Sequence[Screen]]
    result: Callable[[Answers], Result | None]
    afterwards: Mapping[str, tuple[Duty, ...]] = field(default_factory=dict)
    switch: str = ""


REASON = "reason-for-this-way"


def weighing(answers: Answers, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The texts of the questions that were not answered no: somebody who is not sure takes the careful way."""
    return tuple(text for key, text in texts.items() if answers.get(key, NO) != NO)


def answered(answers: Answers, keys: Iterable[str]) -> bool:
    """Whether every one of these was answered."""
    return all(answers.get(key, "").strip() for key in keys)


def all_screens(procedure: Procedure, answers: Answers) -> tuple[Screen, ...]:
    """The screens these answers ask for, with the one that asks for a reason where the way chosen needs one."""
    screens = tuple(procedure.screens(answers))
    found = procedure.result(answers)
    if found is None or not found.reason_needed:
        return screens
    return (*screens, Screen(REASON, found.title, (Question(REASON, found.reason_needed),)))


def next_screen(procedure: Procedure, answers: Answers) -> Screen | None:
    """The first screen with a needed question that is not answered; None when all are."""
    for screen in all_screens(procedure, answers):
        if any(question.needed and not answers.get(question.key, "").strip() for question in screen.questions):
            return screen
    return None


def counting(procedure: Procedure, answers: Answers) -> dict[str, str]:
    """The answers that count: those to questions still asked. Changing an early answer may take later ones away."""
    kept = dict(answers)
    while True:
        known = {question.key for screen in all_screens(procedure, kept) for question in screen.questions}
        left = {key: text for key, text in kept.items() if key in known}
        if left == kept:
            return left
        kept = left


def finished(procedure: Procedure, answers: Answers) -> Result | None:
    """What the procedure comes to once every needed question is answered; None before."""
    return procedure.result(answers) if next_screen(procedure, answers) is None else None
