"""Parents and guardians: told or not, with a reason either way.

Working Together to Safeguard Children (December 2023); Keeping Children Safe in Education (September 2025).
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
    weighing,
    yes_no,
)
from leeward.safeguarding.rules.procedures.shape import said as _

_WHO = Screen(
    "who",
    _("Whose parents"),
    (
        yes_no("under_18", _("Is the young person under 18?")),
        Question("wishes", _("What does the young person say about telling them, in their words?")),
    ),
)
_RISK = Screen(
    "risk",
    _("Would it add to the risk?"),
    (
        yes_no("involved", _("May somebody in the family be involved, or protect somebody who is?")),
        yes_no(
            "worse",
            _("May telling them put anybody in danger, or lead to a child being taken away or made to keep quiet?"),
        ),
        yes_no("evidence", _("May it stand in the way of the police or social care?")),
    ),
)
_DECISION = Screen(
    "decision",
    _("What is decided"),
    (
        Question(
            "who_told", _("Who tells them, what exactly, and who of them? Or who decided that they are not told?")
        ),
        Question("why", _("Why?"), hint=_("The reason is kept, whether they are told or not.")),
    ),
)
_ADULT = Screen(
    "adult",
    _("They are 18 or over"),
    (
        Question(
            "agreed",
            _("Do they want their family to be told?"),
            ((YES, _("Yes")), (NO, _("No")), (UNSURE, _("They have not said"))),
        ),
        Question("why", _("What is told, or why is nothing told?")),
    ),
    lead=_("The person decides. Without their word, only to save a life or protect somebody."),
)
_ADDS = {
    "involved": _("Somebody in the family may be involved."),
    "worse": _("Telling them may put somebody in danger."),
    "evidence": _("It may stand in the way of the police or social care."),
}
_TELL = Duty("parents-told", _("Tell the parents or guardians"), "safeguarding.parents-told", "parents-told")
_ASK = Duty(
    "parents-ask",
    _("Ask children’s social care or the police whether, when and by whom the parents are told"),
    "safeguarding.parents-told",
    "parents-told",
    Whom.SOCIAL_CARE,
)


def screens(answers: Answers) -> Sequence[Screen]:
    """An adult decides about their own family; under 18, and where nobody is sure, the risk is weighed."""
    return (_WHO, _ADULT) if answers.get("under_18") == NO else (_WHO, _RISK, _DECISION)


def result(answers: Answers) -> Result | None:
    """They are told unless that adds to the risk; where it may, social care or the police are asked first."""
    if answers.get("under_18") == NO:
        return _adult(answers) if answers.get("agreed") else None
    if not answered(answers, ("under_18", *_ADDS)):
        return None
    why = weighing(answers, _ADDS)
    if why:
        return Result(
            _("The parents are not told before social care or the police have been asked."),
            why,
            (_ASK,),
            (_("Tell the young person what you do, and why. Look at it again when something changes."),),
        )
    return Result(
        _("The parents or guardians are told."),
        (_("Nothing suggests that it would add to the risk."),),
        (_TELL,),
        (
            _("Tell the young person first, and ask how and by whom they want it said."),
            _("Say what happened and what is done; give no names of other families."),
        ),
    )


def _adult(answers: Answers) -> Result:
    if answers["agreed"] == YES:
        return Result(
            _("The family is told, as they wish."), duties=(_TELL,), advice=(_("Tell no more than they agreed to."),)
        )
    return Result(
        _("The family is not told: it is for them to decide."),
        advice=(_("Ask again when things change, and whether there is somebody else they trust."),),
    )


PARENTS_TOLD = Procedure(
    key="parents",
    title=_("Parents and guardians: told or not"),
    topic=Topic.SHARING,
    lead=_("A decision with a reason, either way. They are told unless that adds to the risk."),
    never=(
        _("Do not ring before you have asked yourself whether somebody at home is involved."),
        _("Do not use somebody of the family as an interpreter."),
    ),
    first=(_("Ask the young person what they fear may happen."),),
    screens=screens,
    result=result,
)
