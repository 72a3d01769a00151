"""Employers of apprentices: first whether anybody there is involved, then only what they need to know.

Guidance for apprenticeship training providers (2024). The duty to keep an apprentice safe is shared.
"""

from collections.abc import Sequence

from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.shape import (
    NO,
    UNSURE,
    YES,
    Answers,
    Duty,
    Procedure,
    Question,
    Result,
    Screen,
    Whom,
    answered,
    yes_no,
)
from leeward.safeguarding.rules.procedures.shape import said as _

_FIRST = Screen(
    "first",
    _("Before anything is told"),
    (
        yes_no(
            "involved",
            _("May anybody at the employer be involved, or be close to somebody who is?"),
            hint=_("Think of the named contact, the owner, colleagues and family firms."),
        ),
        yes_no("unsafe", _("Might the learner be in danger at work, or on the way there?")),
        yes_no("under_18", _("Is the learner under 18?")),
    ),
)
_NEED = Screen(
    "need",
    _("Need to know"),
    (
        yes_no("need", _("Does the employer need to know something to keep somebody safe?")),
        Question(
            "agrees",
            _("Does the learner agree?"),
            ((YES, _("Yes")), (NO, _("No")), (UNSURE, _("They were not asked, because that was not safe"))),
        ),
        Question("why", _("Why is it told, or not told?")),
    ),
)
_WORDS = Screen(
    "words",
    _("What exactly is told"),
    (
        Question("contact", _("To whom? The contact for safeguarding that was agreed with the employer")),
        Question("words", _("In which words? Only what they need to act on")),
    ),
)
_ROUTE = Screen(
    "route",
    _("Somebody there may be involved"),
    (Question("safe", _("How is the learner kept safe meanwhile, and what is said about their being away?")),),
)
_TELL = Duty(
    "employer-told",
    _("Tell the employer’s contact for safeguarding, in the words agreed"),
    "safeguarding.employer-told",
    "employers-need-to-know",
)
_ASK = Duty(
    "employer-ask",
    _("Ask the designated officer (LADO) or the police what may be said to the employer, and by whom"),
    "safeguarding.employer-told",
    "employers-need-to-know",
    Whom.LADO,
)
_AWAY = Duty(
    "employer-safe",
    _("See that the learner is away from the workplace until it is safe, without loss to them"),
    "safeguarding.workplace-safe",
    "employers-need-to-know",
)
_UNSAFE = _("The learner might be in danger at work.")


def screens(answers: Answers) -> Sequence[Screen]:
    """Where somebody there may be involved, nothing else about telling is asked."""
    if answers.get("involved", NO) != NO:
        return (_FIRST, _ROUTE)
    return (_FIRST, _NEED, *((_WORDS,) if answers.get("need", NO) != NO else ()))


def result(answers: Answers) -> Result | None:
    """Involved, or nobody is sure: nothing is told before advice. Else only what they need to know."""
    if not answered(answers, ("involved", "unsafe", "under_18")):
        return None
    unsafe = answers["unsafe"] != NO
    away, why = ((_AWAY,), (_UNSAFE,)) if unsafe else ((), ())
    if answers["involved"] != NO:
        return Result(
            _("Nothing is told to the employer before there is advice."),
            (_("Somebody at the employer may be involved."), *why),
            (*away, _ASK),
            (_("Where they work with people under 18, or adults at risk, use the procedure for allegations too."),),
        )
    if not answered(answers, ("need", "agrees")):
        return None
    if answers["need"] == NO:
        return Result(
            _("The employer is not told."),
            why,
            away,
            (_("Look at it again when something changes at work."),),
        )
    careful = (_("The learner does not agree or was not asked: tell them first what you do, unless that is not safe."),)
    return Result(
        _("The employer’s contact is told what they need to know, and no more."),
        (_("They need to know something to keep somebody safe, or may."), *why),
        (*away, _TELL),
        (
            *(careful if answers["agrees"] != YES else ()),
            _("No history, no diagnosis, no names of others. Ask who will see it there."),
        ),
    )


EMPLOYERS = Procedure(
    key="employers",
    title=_("Employers: told or not"),
    topic=Topic.SHARING,
    lead=_(
        "For apprentices and placements: first whether somebody there is involved, then only what they need to know."
    ),
    never=(
        _("Do not ring the employer before the first question is answered."),
        _("Do not send case papers, and do not copy the employer into messages."),
    ),
    first=(_("Where the learner is in danger at work now: ring 999."),),
    screens=screens,
    result=result,
)
