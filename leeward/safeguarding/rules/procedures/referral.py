"""Telling children's social care or the police: who is told, with which words, or why nobody is.

Keeping Children Safe in Education (September 2025), Part 1; Working Together to Safeguard Children (December 2023).
What may be against the law, computer misuse included, is put to the police or the reason why not is kept.
"""

from collections.abc import Sequence

from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.chains import (
    AFTER_TELLING,
    NOT_TOLD,
    PARENTS,
    POLICE_TOLD,
    SOCIAL_CARE_TOLD,
)
from leeward.safeguarding.rules.procedures.shape import (
    NO,
    YES,
    Answers,
    Duty,
    Procedure,
    Question,
    Result,
    Screen,
    answered,
    weighing,
    yes_no,
)
from leeward.safeguarding.rules.procedures.shape import said as _

_HARM = Screen(
    "harm",
    _("How grave it is"),
    (
        yes_no("danger", _("Is anybody in danger now?")),
        yes_no("significant", _("Is somebody under 18 suffering significant harm, or likely to?")),
        yes_no("in_need", _("Does somebody under 18 need help from the local authority to be well and to develop?")),
        yes_no("adult", _("Did an adult do it to somebody under 18?")),
    ),
    lead=_("You need not be certain. Several small things together may be grave."),
)
_LAW = Screen(
    "law",
    _("May it be against the law?"),
    (
        yes_no("unlawful", _("May what was done be against the law?")),
        yes_no("misuse", _("Was a computer or an account broken into, or somebody’s digital identity taken or used?")),
    ),
)
_CONDUCT = Screen(
    "conduct",
    _("Computer misuse: the rules of conduct"),
    (
        Question(
            "discipline",
            _("Does it go to the disciplinary procedure?"),
            (
                (YES, _("Yes")),
                (NO, _("No")),
                ("later", _("Later, once the police have said that it is in nobody’s way")),
            ),
        ),
        Question("discipline_why", _("Why?")),
    ),
)
_WORDS = Screen(
    "words",
    _("What is said"),
    (
        Question(
            "facts",
            _("What happened, when, and how is it known? Facts apart from what you make of it"),
            hint=_("As you will say it on the telephone. Name what you do not know."),
        ),
        Question("voice", _("What does the young person say, want and fear, in their words?")),
        Question("strengths", _("What keeps them safe today, and what help did they have?"), needed=False),
        *PARENTS,
    ),
)
_CARE = {
    "danger": _("Somebody is in danger now."),
    "significant": _("Somebody under 18 is suffering significant harm, or may be."),
    "in_need": _("Somebody under 18 needs help from the local authority."),
    "adult": _("An adult did it to somebody under 18."),
}
_CRIME = {
    "unlawful": _("It may be against the law."),
    "misuse": _("It may be computer misuse, or the taking of somebody’s identity."),
}
_SECURITY = Duty(
    "security-told",
    _("Tell the information security manager: the accounts and devices, without the story"),
    "safeguarding.security-told",
    "computer-misuse",
)


def screens(answers: Answers) -> Sequence[Screen]:
    """Computer misuse has a decision of its own under the rules of conduct."""
    conduct = (_CONDUCT,) if answers.get("misuse", NO) != NO else ()
    return (_HARM, _LAW, *conduct, _WORDS)


def result(answers: Answers) -> Result | None:
    """Harm or need goes to social care, what may be a crime to the police; where neither is told the reason is kept."""
    misuse = answers.get("misuse", NO) != NO
    if not answered(answers, (*_CARE, *_CRIME, *(("discipline",) if misuse else ()), "parents")):
        return None
    care, crime = weighing(answers, _CARE), weighing(answers, _CRIME)
    police = bool(crime) or answers["adult"] != NO or answers["danger"] != NO
    duties = []
    if care:
        duties.append(SOCIAL_CARE_TOLD)
    if police:
        duties.append(POLICE_TOLD)
    if misuse:
        duties.append(_SECURITY)
    titles = {
        (True, True): _("Tell children’s social care and the police."),
        (True, False): _("Tell children’s social care."),
        (False, True): _("Tell the police."),
        (False, False): _("Nobody outside is told: the reason is kept."),
    }
    return Result(
        titles[bool(care), police],
        (*care, *crime),
        tuple(duties),
        tuple(_advice(answers)),
        "" if care or police else _("Why is nobody outside told, and what is done instead?"),
    )


def _advice(answers: Answers) -> list[str]:
    """What goes with the answers, the gravest first."""
    advice = []
    if answers["danger"] != NO:
        advice.append(_("In danger now: ring 999 before anything else."))
    if answers["parents"] == NOT_TOLD:
        advice.append(_("Say to social care and the police that the family does not know, and why."))
    if answers["significant"] == NO and answers["in_need"] != NO:
        advice.append(_("Help the family may want: ask them first, unless that adds to the risk."))
    if answers["unlawful"] != NO:
        advice.append(
            _("Ask the police before you talk with anybody about it. Young people are not made criminals without need.")
        )
    return [*advice, _("If you do not agree with what they decide, say so, and ask for it to be looked at again.")]


REFERRAL = Procedure(
    key="referral",
    title=_("Telling children’s social care or the police"),
    topic=Topic.REFERRAL,
    lead=_("Who is told, what is said, and what happens when no answer comes. Anybody may ring; you need no leave."),
    never=(
        _("Do not wait until you are certain."),
        _("Do not look into it yourself first."),
        _("Do not leave it at a message: ring until somebody has it."),
    ),
    first=(_("In danger now: ring 999."),),
    screens=screens,
    result=result,
    afterwards=AFTER_TELLING,
)
