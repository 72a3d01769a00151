"""Adults at risk: three questions, their wishes, whether they can decide, and why a wish is overridden.

Care Act 2014, section 42; Making Safeguarding Personal. What happened before somebody was 18 takes the children's way.
"""

from collections.abc import Mapping, Sequence

from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.allegations import TRUST
from leeward.safeguarding.rules.procedures.chains import AFTER_TELLING, POLICE_TOLD, SOCIAL_CARE_TOLD
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
    weighing,
    yes_no,
)
from leeward.safeguarding.rules.procedures.shape import said as _

AGREES, DISAGREES, NOT_ASKED = "agrees", "disagrees", "not-asked"

_WHEN = Screen(
    "when",
    _("When it happened, and what is so now"),
    (
        yes_no("child_then", _("Was the person under 18 when it happened, or are they now?")),
        yes_no("danger", _("Is anybody in danger now?")),
        yes_no("others", _("May it happen, or have happened, to others as well, children among them?")),
    ),
)
_LIMBS = Screen(
    "limbs",
    _("Three questions"),
    (
        yes_no(
            "needs",
            _("Do they need care and support?"),
            hint=_("Because of an illness, a disability, age, addiction or the like, whether or not anybody helps."),
        ),
        yes_no(
            "abuse",
            _("Are they being abused or neglected, or may they be?"),
            hint=_("Money, control and online fraud too."),
        ),
        yes_no("protect", _("Because of those needs, are they unable to protect themselves?")),
    ),
)
_WISHES = Screen(
    "wishes",
    _("What they want"),
    (
        Question("wishes", _("What do they want to happen, and how would they know that it is better? In their words")),
        Question(
            "capacity",
            _("Can they decide about this themselves, at this time?"),
            (
                (YES, _("Yes: nothing suggests otherwise")),
                (NO, _("No, as somebody who may has found")),
                (UNSURE, _("I am not sure")),
            ),
            hint=_("A choice that seems unwise is no sign that somebody cannot decide."),
        ),
        Question(
            "agree",
            _("Do they agree that the local authority is told?"),
            (
                (AGREES, _("Yes")),
                (DISAGREES, _("No")),
                (NOT_ASKED, _("They could not be asked, or it was not safe to")),
            ),
        ),
        yes_no("staff", _("Is it about somebody who works with adults at risk, here or elsewhere?")),
        yes_no("offence", _("May it be against the law?")),
    ),
)
_OVERRIDE = Screen(
    "override",
    _("They do not agree, or could not be asked"),
    (Question("override", _("Why is it told, or not told, without their agreement? What will you say to them?")),),
    lead=_("Agreement is not required. Others at risk, pressure by somebody, or not being able to decide weigh much."),
)
_LIMB_WORDS = {
    "needs": _("They need care and support, or may."),
    "abuse": _("They are being abused or neglected, or may be."),
    "protect": _("They may be unable to protect themselves because of it."),
}
ADULT_CARE_TOLD = Duty(
    "adult-care-told",
    _("Tell adult social care; write down whom you spoke to, when, and their reference"),
    "safeguarding.adult-care-told",
    "adults-at-risk",
    Whom.ADULT_CARE,
)
_ANSWER = Duty(
    "adult-care-answer",
    _("Hear from adult social care: will they look into it, and what happens next? If not, ring again"),
    "safeguarding.adult-care-answer",
    "adults-at-risk",
    Whom.ADULT_CARE,
    draft=_(
        "Dear [name],\n\n"
        "On %(told)s we told you of [name, date of birth]; our reference is %(ref)s. We believe that the three "
        "questions of section 42 of the Care Act 2014 are answered yes. Please tell us whether you are making "
        "enquiries, who has it, and why if you are not. They want this to happen: [their words].\n\n"
        "[Your name and post, and the number you can be reached at]"
    ),
)
AFTER_ADULT_CARE: Mapping[str, tuple[Duty, ...]] = {ADULT_CARE_TOLD.key: (_ANSWER,)}
_CHILD = _("They were under 18 when it happened, or may have been: the way for children.")


def screens(answers: Answers) -> Sequence[Screen]:
    """Somebody who is under 18, or was, goes the children's way; where nobody is sure, both are gone."""
    override = (_OVERRIDE,) if answers.get("agree", AGREES) != AGREES else ()
    limbs = () if answers.get("child_then") == YES else (_LIMBS,)
    return (_WHEN, *limbs, _WISHES, *override)


def result(answers: Answers) -> Result | None:
    """All three, certain or not sure: the local authority is told. Otherwise the reason why not is kept."""
    child = answers.get("child_then")
    limbs = () if child == YES else tuple(_LIMB_WORDS)
    if not answered(answers, ("child_then", "danger", "others", *limbs, "capacity", "agree", "staff", "offence")):
        return None
    met = weighing(answers, _LIMB_WORDS) if limbs else ()
    refers = len(met) == len(_LIMB_WORDS)
    duties = [ADULT_CARE_TOLD] if refers else []
    why = list(met) if refers else []
    if child != NO:
        duties.append(SOCIAL_CARE_TOLD)
        why.insert(0, _CHILD)
    if answers["danger"] != NO or answers["offence"] != NO:
        duties.append(POLICE_TOLD)
    if answers["staff"] != NO:
        duties.append(TRUST)
    titles = {
        (True, True): _("Tell adult social care and children’s social care."),
        (True, False): _("Tell adult social care."),
        (False, True): _("Go the way for children: tell children’s social care."),
        (False, False): _("The three questions are not all answered yes: help, and write down why it is not referred."),
    }
    needs_reason = not refers and child == NO
    return Result(
        titles[refers, child != NO],
        tuple(why),
        tuple(duties),
        tuple(_advice(answers)),
        _("Why is it not referred, and what help is offered instead?") if needs_reason else "",
    )


def _advice(answers: Answers) -> list[str]:
    """What goes with the answers, the gravest first."""
    advice = []
    if answers["danger"] == YES:
        advice.append(_("In danger now: ring 999."))
    if answers["others"] != NO:
        advice.append(_("Others may be at risk: what one person wants does not decide for them."))
    if answers["child_then"] != NO:
        advice.append(_("Somebody who harmed a child may still be near children: say so when you ring."))
    if answers["capacity"] != YES:
        advice.append(_("Write down who found, when and how, whether they can decide. They may have an advocate."))
    if answers["agree"] == DISAGREES:
        advice.append(_("Tell them what you do and why, before you do it, unless that is not safe."))
    return [*advice, _("Agreement is not required for an enquiry. Their wishes go with it, in their words.")]


ADULTS = Procedure(
    key="adults-at-risk",
    title=_("Adults at risk"),
    topic=Topic.ADULTS,
    lead=_("Somebody of 18 and over who may be abused or neglected, and who cannot keep themselves safe from it."),
    never=(
        _("Do not speak with whoever may be causing it before you know that this is safe."),
        _("Do not take somebody’s choice away because it seems unwise."),
        _("Do not promise that nobody will be told."),
    ),
    first=(_("In danger now: ring 999."), _("Speak with them alone, where it is safe.")),
    screens=screens,
    result=result,
    afterwards={**AFTER_TELLING, **AFTER_ADULT_CARE},
)
