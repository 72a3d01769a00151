"""Female genital mutilation: what was told or seen on a girl goes to the police, by the teacher in person.

Female Genital Mutilation Act 2003, section 5B, and procedural information of 2015. Sources give two times: whichever
ends first counts.
"""

from collections.abc import Sequence

from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.adults import ADULT_CARE_TOLD, AFTER_ADULT_CARE
from leeward.safeguarding.rules.procedures.chains import AFTER_TELLING, POLICE_ANSWER, POLICE_TOLD, SOCIAL_CARE_TOLD
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
    Starts,
    Whom,
    answered,
    yes_no,
)
from leeward.safeguarding.rules.procedures.shape import said as _

SHE_SAID, SEEN, AT_RISK, SUSPECTED = "she-said", "seen", "at-risk", "suspected"
TEACHER, HEALTH, OTHER = "teacher", "health", "other"

_WHAT = Screen(
    "what",
    _("What is known, and of whom"),
    (
        yes_no("under_18", _("Is she under 18?")),
        Question(
            "known",
            _("How is it known?"),
            (
                (SHE_SAID, _("She said so herself")),
                (SEEN, _("Somebody saw it in the course of their work")),
                (SUSPECTED, _("It is suspected, or somebody else said so")),
                (AT_RISK, _("It may be going to happen")),
                (UNSURE, _("I am not sure")),
            ),
        ),
        yes_no("danger", _("May it happen soon, or is a journey planned?")),
        yes_no("others", _("Are there sisters or other girls who may be at risk?")),
    ),
)
_STAFF = Screen(
    "staff",
    _("Who learned of it"),
    (
        Question(
            "class",
            _("Who was it told to, or who saw it?"),
            (
                (TEACHER, _("Somebody who teaches")),
                (HEALTH, _("Somebody of a regulated health or social care profession")),
                (OTHER, _("Somebody else")),
                (UNSURE, _("I am not sure what they count as")),
            ),
            hint=_("The law puts the duty on them in person. Nobody can take it over from them."),
        ),
        Question(
            "person", _("Their name, when they learned of it, and the police reference if they have rung already")
        ),
    ),
)
_HER = Screen(
    "her",
    _("The girl or woman"),
    (
        Question("wishes", _("What does she want, in her words, and what was she told about what happens now?")),
        Question(
            "family",
            _("What is said to the family, by whom, and why?"),
            hint=_("Ask the police or social care before anything is said: telling them may put her at risk."),
        ),
    ),
)
_IN_PERSON = Duty(
    "fgm-police",
    _("Whoever learned of it tells the police in person (101); write down the reference"),
    "safeguarding.fgm",
    "fgm",
    Whom.POLICE,
    Starts.RAISED,
    sooner="safeguarding.fgm-hours",
    firm=True,
)
_ADVICE = (
    _("She has done nothing wrong. She may need a doctor, and somebody to talk to who knows about it."),
    _("Speak with her family only as the police or social care agree."),
)


def _known(answers: Answers) -> bool:
    """Said by her or seen on her: what the personal duty is about. Not sure counts."""
    return answers.get("under_18", NO) != NO and answers.get("known") in (SHE_SAID, SEEN, UNSURE)


def screens(answers: Answers) -> Sequence[Screen]:
    """Who learned of it matters only where the personal duty may be meant."""
    return (_WHAT, *((_STAFF,) if _known(answers) else ()), _HER)


def result(answers: Answers) -> Result | None:
    """The personal duty where a girl said so or it was seen; the usual ways for a risk, a suspicion, or a woman."""
    known = _known(answers)
    if not answered(answers, ("under_18", "known", "danger", "others", *(("class",) if known else ()))):
        return None
    in_person = known and answers["class"] != OTHER
    girl, others = answers["under_18"] != NO, answers["others"] != NO
    duties, why = [], []
    if in_person:
        duties.append(_IN_PERSON)
        why.append(_("She is or may be under 18, and she said so, or it was seen, to somebody the law names."))
    elif known or answers["danger"] != NO:
        duties.append(POLICE_TOLD)
        why.append(_("It may be an offence, or may be about to become one."))
    if girl or others:
        duties.append(SOCIAL_CARE_TOLD)
        why.append(_("A girl is harmed or may be at risk, or other girls are."))
    if answers["under_18"] != YES:
        duties.append(ADULT_CARE_TOLD)
        why.append(_("She is, or may be, 18 or over: the three questions about adults at risk are asked as well."))
    urgent = (_("It may happen soon: ring 999 or 101 now. The police and the courts can stop a journey."),)
    return Result(
        _("Whoever learned of it tells the police in person, and nobody does it for them.")
        if in_person
        else _("It goes the usual way: social care, and the police where it may be an offence."),
        tuple(why),
        tuple(duties),
        (*(urgent if answers["danger"] != NO else ()), *_ADVICE),
    )


FGM = Procedure(
    key="fgm",
    title=_("Female genital mutilation"),
    topic=Topic.DUTY,
    lead=_("Where it was done to a girl or woman, or may be. Whoever teaches has a duty of their own."),
    never=(
        _("Do not examine anybody, and do not ask to be shown anything."),
        _("Do not take the duty over from whoever learned of it, and do not ask them to wait."),
        _("Do not speak with the family first."),
        _("Do not ask her to tell it again."),
    ),
    first=(_("About to happen, or somebody in danger: ring 999."),),
    screens=screens,
    result=result,
    afterwards={**AFTER_TELLING, **AFTER_ADULT_CARE, _IN_PERSON.key: (POLICE_ANSWER,)},
)
