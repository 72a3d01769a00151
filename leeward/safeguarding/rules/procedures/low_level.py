"""A low-level concern about an adult who works here: recorded, looked at for patterns, never waved away.

Keeping Children Safe in Education (September 2025), Part 4, section two.
"""

from collections.abc import Sequence

from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.allegations import LADO_TOLD
from leeward.safeguarding.rules.procedures.shape import (
    NO,
    Answers,
    Duty,
    Procedure,
    Question,
    Result,
    Screen,
    answered,
    yes_no,
)
from leeward.safeguarding.rules.procedures.shape import said as _

THEMSELVES = "themselves"

_WHAT = Screen(
    "what",
    _("What made somebody uneasy"),
    (
        Question(
            "told_by",
            _("Who told of it?"),
            (
                (THEMSELVES, _("The person themselves")),
                ("somebody", _("Somebody else")),
                ("seen", _("I saw or heard it")),
            ),
        ),
        Question("details", _("What happened, as it was seen or said?")),
        Question("context", _("Where and when was it, who was there, and what led to it?")),
    ),
    lead=_("It is about what was done, not about what somebody is like."),
)
_WEIGH = Screen(
    "weigh",
    _("Is it more than that?"),
    (
        yes_no(
            "threshold",
            _("May they have harmed somebody under 18, broken the law, be a risk, or not be suitable for this work?"),
        ),
        yes_no(
            "pattern",
            _("Has there been something like it before, about the same person?"),
            hint=_("Also about them with the same young person, in the same place, or online."),
        ),
    ),
)
_PATTERN = Screen(
    "pattern",
    _("What it comes to together"),
    (
        yes_no("together", _("Taken together, may it mean harm, an offence, a risk, or that they are not suitable?")),
        Question("earlier", _("What was there before, and when?")),
    ),
)
_ACTION = Screen(
    "action",
    _("What is done about it"),
    (
        Question(
            "action",
            _("What is done, by whom?"),
            hint=_("Such as a talk, training, or a change in how work is set up."),
        ),
        Question("answer", _("What does the person say about it?"), needed=False),
    ),
)
_REVIEW = Duty(
    "low-level-review",
    _("Look at all low-level concerns about them together: is there a pattern?"),
    "safeguarding.low-level-review",
    "low-level",
)
_WELCOME = _("They told of it themselves: thank them. It is welcome, and is not held against them.")


def screens(answers: Answers) -> Sequence[Screen]:
    """Where there was something before, it is looked at together."""
    again = (_PATTERN,) if answers.get("pattern", NO) != NO else ()
    return (_WHAT, _WEIGH, *again, _ACTION)


def result(answers: Answers) -> Result | None:
    """Over the threshold by itself or as a pattern, certain or not sure: the designated officer is told."""
    pattern = answers.get("pattern", NO) != NO
    if not answered(answers, ("told_by", "threshold", "pattern", *(("together",) if pattern else ()))):
        return None
    why = []
    if answers["threshold"] != NO:
        why.append(_("It may meet a threshold by itself."))
    if pattern and answers["together"] != NO:
        why.append(_("Together with what was before it may meet a threshold."))
    welcome = (_WELCOME,) if answers["told_by"] == THEMSELVES else ()
    if why:
        return Result(
            _("This may be an allegation: tell the designated officer (LADO), and use that procedure."),
            tuple(why),
            (LADO_TOLD,),
            (_("Nobody is interviewed before there is advice."), *welcome),
        )
    return Result(
        _("A low-level concern: it is kept, and looked at again with others."),
        duties=(_REVIEW,),
        advice=(*welcome, _("Think of how things are done here: does something make this likely to happen again?")),
        reason_needed=_("Why is it no allegation?"),
    )


LOW_LEVEL = Procedure(
    key="low-level",
    title=_("Low-level concern about somebody who works here"),
    topic=Topic.STAFF,
    lead=_("Something that did not feel right, below the threshold of an allegation. Telling of oneself is welcome."),
    never=(
        _("Do not leave it unwritten because it is small."),
        _("Do not tell the person who told of it, before you have spoken with whoever did."),
    ),
    first=(_("Where you are not sure whether it is an allegation, ring the designated officer and ask."),),
    screens=screens,
    result=result,
)
