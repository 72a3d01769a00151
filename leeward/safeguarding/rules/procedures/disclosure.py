"""Somebody outside asks for information: who they are, on which basis, the least that will do, and who agreed.

Information Commissioner's ten-step guide to sharing information to safeguard children (2023); UK GDPR, article 15.
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
    answered,
    yes_no,
)
from leeward.safeguarding.rules.procedures.shape import said as _

THEMSELVES, PARENT = "themselves", "parent"

_WHO = Screen(
    "who",
    _("Who asks for what"),
    (
        Question(
            "asker",
            _("Who asks?"),
            (
                ("police", _("The police")),
                ("authority", _("Social care, the designated officer, or another authority")),
                ("court", _("A court, with an order")),
                ("setting", _("Another school, college or provider")),
                (THEMSELVES, _("The person it is about, for their own data")),
                (PARENT, _("A parent or guardian")),
                ("other", _("Somebody else")),
            ),
        ),
        Question("asked", _("What do they ask for, what for, and by when?")),
        yes_no("danger", _("Is somebody in danger now, and would the answer protect them?")),
        Question(
            "verified",
            _("Have you made sure that they are who they say?"),
            ((YES, _("Yes: I rang back on a number I found myself, or know them")), (NO, _("Not yet"))),
        ),
    ),
)
_BASIS = Screen(
    "basis",
    _("On which basis"),
    (
        Question(
            "basis",
            _("What is the legal basis?"),
            (
                ("obligation", _("A legal obligation, such as an order of a court")),
                ("task", _("A public task")),
                ("interest", _("A recognised legitimate interest: safeguarding")),
                ("life", _("To protect somebody’s life")),
                ("consent", _("The person agreed, freely")),
                (UNSURE, _("I am not sure")),
            ),
        ),
        Question("least", _("What is the least that will do, and what is left out, such as others’ names?")),
        Question("way", _("By which safe way does it go, and to whom by name?")),
        Question(
            "agreed",
            _("Has somebody else, who may, agreed to it?"),
            ((YES, _("Yes")), (NO, _("Not yet"))),
        ),
        Question("agreed_by", _("Who agreed, or who is asked?")),
    ),
)
_OWN = Screen(
    "own",
    _("Somebody’s own data, or a child’s"),
    (
        Question("identity", _("How do you know who they are, and that they may ask for it?")),
        yes_no("abuse", _("Is there anything in it about abuse of a child, or a risk of it?")),
        yes_no("harm", _("Might seeing it do serious harm to anybody, or give away who told?")),
    ),
    lead=_("No form and no reason is needed for asking. The time runs from when they asked."),
)
_ANSWER = Duty(
    "disclosure-answered",
    _("Answer: write down what went, to whom, by which way and when; or that it was refused, and why"),
    "safeguarding.disclosure-answered",
    "lawful-basis",
)
_OWN_ANSWER = Duty(
    "own-data-answered",
    _("Answer the request for somebody’s data, with what is withheld and why"),
    "safeguarding.subject-access",
    "subject-access",
)
_NOT_YET = {
    "verified": _("It is not certain yet who asks."),
    "agreed": _("Nobody else has agreed to it yet."),
}


def screens(answers: Answers) -> Sequence[Screen]:
    """Somebody's own data, or a child's asked for by a parent, is answered another way."""
    return (_WHO, _OWN if answers.get("asker") in (THEMSELVES, PARENT) else _BASIS)


def result(answers: Answers) -> Result | None:
    """Nothing goes before all three are so: who asks, on which basis, and a second person's word. Danger overrides."""
    if not answered(answers, ("asker", "danger", "verified")):
        return None
    if answers["asker"] in (THEMSELVES, PARENT):
        return _own(answers) if answered(answers, ("abuse", "harm")) else None
    if not answered(answers, ("basis", "agreed")):
        return None
    missing = [text for key, text in _NOT_YET.items() if answers[key] != YES]
    if answers["basis"] == UNSURE:
        missing.append(_("The legal basis is not clear yet: ask whoever looks after data protection."))
    if answers["danger"] == YES:
        return Result(
            _("Share at once what protects somebody’s life; write the rest down after."),
            (_("Somebody is in danger now."),),
            (_ANSWER,),
            (*missing, _("Ring 999 yourself where that is quicker.")),
        )
    if missing:
        return Result(
            _("It does not go yet."),
            tuple(missing),
            (_ANSWER,),
            (_("Come back and change the answers when that is settled."),),
        )
    return Result(
        _("It may go: the least that will do, by the safe way."),
        (_("It is certain who asks, on which basis, and somebody else has agreed."),),
        (_ANSWER,),
        (_("Tell the person it is about, unless that adds to the risk or the police ask you not to."),),
    )


def _own(answers: Answers) -> Result:
    advice = [_("What is about others, or would give away who told, is tested before it goes.")]
    if answers["asker"] == PARENT and answers["abuse"] != NO:
        advice.insert(
            0, _("What is about abuse of a child is withheld from a parent where giving it is not best for the child.")
        )
    if answers["harm"] != NO:
        advice.append(_("Where it might do serious harm, ask social care or a doctor first, and keep what they say."))
    if answers["verified"] != YES:
        advice.insert(0, _("Make sure who they are first; do not ask for more than that takes."))
    return Result(
        _("It is answered as a request for somebody’s data."),
        duties=(_OWN_ANSWER,),
        advice=(*advice, _("Say how to complain, here and to the Information Commissioner.")),
    )


DISCLOSURE = Procedure(
    key="disclosure",
    title=_("Somebody outside asks for information"),
    topic=Topic.SHARING,
    lead=_("Police, authorities, courts, other settings, parents, the person themselves: what goes, on which basis."),
    never=(
        _("Do not say on the telephone whether there is a case, before you know who asks."),
        _("Do not send more than was asked for and is needed."),
        _("Do not let data protection keep you from sharing what protects somebody."),
    ),
    first=(_("Somebody in danger now: share what protects them, and write it down after."),),
    screens=screens,
    result=result,
)
