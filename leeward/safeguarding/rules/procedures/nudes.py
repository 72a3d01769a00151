"""Nudes and semi-nudes of somebody under 18: nobody looks, nothing is uploaded, five questions decide what is told.

Sharing nudes and semi-nudes: advice for education settings (UK Council for Internet Safety, March 2024), section 2.
Unverified until a named person has compared the rules of the topic with the published text.
"""

from collections.abc import Sequence

from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.shape import (
    NO,
    YES,
    Answers,
    Duty,
    Procedure,
    Question,
    Result,
    Screen,
    Whom,
    yes_no,
)
from leeward.safeguarding.rules.procedures.shape import said as _

UNDER_13 = "under-13"

_WHO = Screen(
    "who",
    _("Who is in the picture, and who shared it"),
    (
        yes_no("under_18", _("Is the person shown under 18, or may they be?")),
        yes_no("adult", _("Is an adult involved: asked for it, shared it, keeps it?")),
        Question("seen", _("Did anybody here see it, by accident or otherwise? Who, when, and how?"), needed=False),
    ),
)
_TRIGGERS = Screen(
    "triggers",
    _("Five questions that decide who is told at once"),
    (
        yes_no(
            "coerced",
            _(
                "Is there reason to believe that the young person was coerced, blackmailed or groomed, "
                "or may not have been able to consent?"
            ),
            hint=_("Think of special educational needs."),
        ),
        yes_no("unusual", _("Is what is shown unusual for their age, or violent, as far as you were told?")),
        yes_no(UNDER_13, _("Does it show a sexual act, and is any child in it under 13?")),
        yes_no("at_risk", _("Is anybody at immediate risk because of it, such as of suicide or self-harm?")),
        yes_no("spread", _("Has it been shared with others, or put online?")),
    ),
    lead=_("Answer from what you were told. Nobody looks at the picture to answer."),
)
_ADULTS = Screen(
    "adults",
    _("Everybody shown is an adult"),
    (Question("wishes", _("What does the person shown want to happen?")),),
    lead=_("This is no matter of pictures of children. Sharing without consent may be an offence; help is there."),
)
_FAMILY = Screen(
    "family",
    _("The young person and their family"),
    (
        Question("wishes", _("What does the young person want to happen, in their words?")),
        Question(
            "parents",
            _("Are parents or guardians told?"),
            (("told", _("Yes, or they will be")), ("not-told", _("No: telling them would add to the risk"))),
        ),
        Question("parents_why", _("Why?"), hint=_("The reason is kept either way.")),
    ),
)

_WEIGHS = {
    "adult": _("An adult is involved."),
    "coerced": _("There may have been coercion, blackmail or grooming, or no ability to consent."),
    "unusual": _("What is shown is unusual for the age, or violent."),
    UNDER_13: _("It shows a sexual act and a child in it is under 13."),
    "at_risk": _("Somebody is at immediate risk."),
}


def screens(answers: Answers) -> Sequence[Screen]:
    """Adults go another way; everybody else, and those of whom nobody is sure, are treated as under 18."""
    if answers.get("under_18") == NO:
        return (_WHO, _ADULTS)
    return (_WHO, _TRIGGERS, _FAMILY)


_REVIEW = Duty("nudes-review", _("Hold the initial review meeting"), "safeguarding.nudes-review", "nudes-refer-at-once")
_TAKE_DOWN = (
    _(
        "The young person can have it taken down through Report Remove (Childline and the Internet Watch "
        "Foundation). They do it themselves there."
    ),
    _("Decide about deleting last, and only once police or social care do not need it."),
)
_ADULT = Result(
    _("Everybody shown is an adult: support the person, and help them to have it taken down."),
    advice=(
        _("StopNCII helps an adult to have intimate pictures taken down."),
        _(
            "Sharing intimate pictures without consent, or threatening to, may be an offence: the person "
            "decides whether to go to the police, unless somebody is at risk."
        ),
    ),
)


def result(answers: Answers) -> Result | None:
    """Any one of the five, certain or not sure, means that police or children's social care are told at once."""
    if answers.get("under_18") == NO:
        return _ADULT if answers.get("wishes") else None
    if any(not answers.get(key) for key in ("under_18", *_WEIGHS)):
        return None
    weighs = tuple(text for key, text in _WEIGHS.items() if answers[key] != NO)
    spread = (_("It has spread: think of everybody who has it, and of the platforms it is on."),)
    advice = (*(spread if answers.get("spread") == YES else ()), *_TAKE_DOWN)
    if not weighs:
        return Result(
            _("None of the five applies: it may be handled inside, with a reason."),
            duties=(_REVIEW,),
            advice=advice,
            reason_needed=_("Why is it not referred to the police or social care?"),
        )
    refer = Duty(
        "nudes-refer",
        _("Tell the police (adult involved: urgently) or children’s social care"),
        "safeguarding.nudes-refer",
        "nudes-refer-at-once",
        Whom.POLICE if answers["adult"] != NO else Whom.SOCIAL_CARE,
    )
    return Result(_("Tell the police or children’s social care at once."), weighs, (refer, _REVIEW), advice)


NUDES = Procedure(
    key="nudes",
    title=_("Nudes and semi-nudes"),
    topic=Topic.NUDES,
    lead=_(
        "For a picture or film of somebody who is, or may be, under 18: shared, asked for, threatened with, or made up."
    ),
    never=(
        _("Do not look at it, and do not ask to be shown it."),
        _("Do not copy, print, share, store or save it. There is no way to upload it here."),
        _("Do not ask the young person to share, send or download it."),
        _("Do not delete it, and do not ask anybody to delete it, before that is decided."),
        _("Do not blame or shame the young person, and do not tell anybody who need not know."),
    ),
    first=(
        _("If somebody saw it by accident, write down who, when and how. They have done nothing wrong."),
        _("Where an adult shared a picture of somebody under 18, ring the police now."),
    ),
    screens=screens,
    result=result,
)
