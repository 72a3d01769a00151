"""Duties that many procedures ask for, and what follows once an agency has been told: its answer, and another look.

Working Together to Safeguard Children (2023) on what a referral is answered with, and when. Letters leave names out:
whoever copies one fills them in.
"""

from collections.abc import Mapping

from leeward.safeguarding.rules.procedures.shape import Answers, Duty, Question, Whom
from leeward.safeguarding.rules.procedures.shape import said as _

TOLD, NOT_TOLD = "told", "not-told"

SOCIAL_CARE_TOLD = Duty(
    "social-care-told",
    _("Tell children’s social care; write down whom you spoke to, when, and their reference"),
    "safeguarding.social-care-told",
    "refer-children",
    Whom.SOCIAL_CARE,
)
SOCIAL_CARE_ANSWER = Duty(
    "social-care-answer",
    _("Hear from children’s social care: has it arrived, and what will they do? If not, ring again"),
    "safeguarding.social-care-answer",
    "social-care-answer",
    Whom.SOCIAL_CARE,
    draft=_(
        "Dear [name],\n\n"
        "On %(told)s we referred [name, date of birth] to you. Our reference is %(ref)s. A social worker should have "
        "acknowledged it and decided on the kind of response by %(due)s; we have not heard.\n\n"
        "Please tell us today that it has arrived, who has it, what was decided and why. "
        "Since then this has happened: [what is new, or nothing that we know of].\n\n"
        "[Your name and post, and the number you can be reached at]"
    ),
)
SOCIAL_CARE_LOOK_AGAIN = Duty(
    "social-care-look-again",
    _("Look whether it is better for the young person; if not, ask for it to be looked at again"),
    "safeguarding.social-care-look-again",
    "social-care-answer",
    Whom.SOCIAL_CARE,
    draft=_(
        "Dear [name of the team manager],\n\n"
        "We referred [name, date of birth] to you; our reference is %(ref)s. We heard from you on %(told)s: "
        "[what was decided].\n\n"
        "We do not believe that this keeps [first name] safe, because [what has happened since, in facts; what "
        "they say in their own words]. Under the local procedure for disagreements between professionals we ask "
        "you to look at the decision again, and to answer by [day].\n\n"
        "[Your name and post, and the number you can be reached at]"
    ),
)
POLICE_TOLD = Duty(
    "police-told",
    _("Tell the police and write down their reference; or give the reason why not"),
    "safeguarding.police-told",
    "unlawful-conduct",
    Whom.POLICE,
)
POLICE_ANSWER = Duty(
    "police-answer",
    _("Hear from the police: who has it, what they will do, and what you may do meanwhile"),
    "safeguarding.police-answer",
    "unlawful-conduct",
    Whom.POLICE,
    draft=_(
        "Dear [name],\n\n"
        "On %(told)s we reported a matter to you under [the police reference]; our reference is %(ref)s. "
        "Please tell us who has it, what you mean to do, and whether anything we may do for those concerned, or "
        "ask them, would stand in your way.\n\n"
        "[Your name and post, and the number you can be reached at]"
    ),
)

AFTER_TELLING: Mapping[str, tuple[Duty, ...]] = {
    SOCIAL_CARE_TOLD.key: (SOCIAL_CARE_ANSWER,),
    SOCIAL_CARE_ANSWER.key: (SOCIAL_CARE_LOOK_AGAIN,),
    POLICE_TOLD.key: (POLICE_ANSWER,),
}
"""What begins once social care or the police have been told, at the time they were told."""

PARENTS = (
    Question(
        "parents",
        _("Are parents or guardians told?"),
        (
            (TOLD, _("Yes, or they will be")),
            (NOT_TOLD, _("No: telling them would add to the risk")),
            ("of-age", _("No: the person is 18 or over and decides")),
        ),
    ),
    Question("parents_why", _("Why?"), hint=_("The reason is kept either way.")),
)


def chosen(answers: Answers, key: str) -> frozenset[str]:
    """The values chosen where several may be."""
    return frozenset(answers.get(key, "").split())
