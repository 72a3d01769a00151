"""Sexual violence and harassment between young people: taken seriously, four ways, both sides' needs, no picture seen.

Keeping Children Safe in Education (September 2025), Part 5. Words and touching that might be waved away are recorded
and looked at for patterns as well.
"""

from collections.abc import Sequence

from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.chains import (
    AFTER_TELLING,
    PARENTS,
    POLICE_TOLD,
    SOCIAL_CARE_TOLD,
    chosen,
)
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
    weighing,
    yes_no,
)
from leeward.safeguarding.rules.procedures.shape import said as _

VIOLENCE, HARASSMENT, UPSKIRTING, ONLINE, LOW_LEVEL = "violence", "harassment", "upskirting", "online", "low-level"
INSIDE, EARLY_HELP, SOCIAL_CARE, POLICE = "inside", "early-help", "social-care", "police"

_WHAT = Screen(
    "what",
    _("What was told"),
    (
        Question(
            "kind",
            _("What may it be?"),
            (
                (VIOLENCE, _("Sexual violence, or an attempt at it")),
                (HARASSMENT, _("Sexual harassment")),
                (UPSKIRTING, _("Upskirting: somebody took a picture under clothes")),
                (ONLINE, _("Online: messages, pictures, pressure")),
                (LOW_LEVEL, _("Words, jokes, gestures, or pulling at clothes, that some would wave away")),
                (UNSURE, _("I am not sure yet")),
            ),
            hint=_("From what was told. Choose all that may fit."),
            several=True,
        ),
        yes_no("before", _("Has there been something like it before, by or towards the same people?")),
    ),
    lead=_(
        "It is never “banter” or “part of growing up”. Whoever tells of it is believed and never made to feel at fault."
    ),
)
_WEIGH = Screen(
    "weigh",
    _("What makes it graver"),
    (
        yes_no("danger", _("Is anybody in danger now, or might they harm themselves?")),
        yes_no("adult", _("Is somebody who may have caused it 18 or over?")),
        yes_no("under_13", _("Is anybody in it under 13?")),
        yes_no(
            "power",
            _("Was there pressure, a threat, a group, or a difference in age, ability or power?"),
            hint=_("Think of special educational needs, and of somebody who could not have agreed."),
        ),
    ),
)
_HARMED = Screen(
    "harmed",
    _("The person harmed"),
    (
        Question("wishes", _("What do they want to happen, in their words?"), hint=_("Say what you cannot promise.")),
        Question(
            "harmed_needs", _("What do they need, today and later?"), hint=_("Lessons, breaks, travel and online too.")
        ),
        Question("names", _("Who has to know, and how are the names kept from everybody else, online too?")),
    ),
)
_OTHERS = Screen(
    "others",
    _("Everybody else"),
    (
        Question(
            "caused_needs",
            _("What does whoever may have caused it need, and how are the two kept apart?"),
            hint=_("They are young people too, and may have been harmed themselves."),
        ),
        Question(
            "bystanders", _("What do those need who saw or heard it, and what does the organisation need to change?")
        ),
        *PARENTS,
    ),
)
_WAY = Screen(
    "way",
    _("Which way"),
    (
        Question(
            "way",
            _("How is it dealt with?"),
            (
                (INSIDE, _("Inside, with support")),
                (EARLY_HELP, _("Early help")),
                (SOCIAL_CARE, _("Children’s social care")),
                (POLICE, _("The police")),
            ),
            hint=_("More than one may be right. The reason is asked for next."),
            several=True,
        ),
        Question("way_why", _("Why this way, and why not the others?")),
    ),
)
_SMALL = Screen(
    "small",
    _("What was said at once"),
    (
        Question("challenged", _("What was said to whoever did it, and by whom?")),
        Question("harmed_said", _("How is the person it was done to, and what do they want?")),
    ),
    lead=_("Small things that nobody minds grow. It is recorded, and looked at together with others."),
)
_GRAVE = {
    "danger": _("Somebody is in danger, or might harm themselves."),
    "adult": _("Somebody who may have caused it is 18 or over."),
    "under_13": _("Somebody in it is under 13."),
    "power": _("There was pressure, a threat, a group, or a difference in power."),
}
_RISK = Duty(
    "risk-assessment",
    _("Write the risk and needs assessment: the person harmed, whoever may have caused it, everybody else"),
    "safeguarding.risk-assessment",
    "sexual-violence",
)
_RISK_AGAIN = Duty(
    "risk-assessment-again",
    _("Look at the risk and needs assessment again, with the person harmed"),
    "safeguarding.risk-assessment-again",
    "sexual-violence",
)
_SMALL_AGAIN = Duty(
    "sexual-harm-pattern",
    _("Look at what was recorded about the same people, places and groups: is there a pattern?"),
    "safeguarding.sexual-harm-pattern",
    "sexual-harm-low-level",
)
_PICTURES = (
    _("Where there may be a picture: nobody looks at it, nobody sends it on. Use “Nudes and semi-nudes”."),
    _("The name of whoever may have caused it is not given to the other family."),
    _("Keep the phone or computer as it is where the police may need it; do not search it."),
)


def _small(answers: Answers) -> bool:
    """Only words, gestures or the like, and a clear no to there having been more of it."""
    return chosen(answers, "kind") == {LOW_LEVEL} and answers.get("before") == NO


def screens(answers: Answers) -> Sequence[Screen]:
    """Something small that is new is short; everything else, and what nobody is sure of, goes the whole way."""
    if not answered(answers, ("kind", "before")):
        return (_WHAT,)
    return (_WHAT, _SMALL) if _small(answers) else (_WHAT, _WEIGH, _HARMED, _OTHERS, _WAY)


def result(answers: Answers) -> Result | None:
    """One of four ways, with a reason; sexual violence, certain or not, means a risk assessment at once."""
    if not answered(answers, ("kind", "before")):
        return None
    if _small(answers):
        return Result(
            _("Recorded, answered at once, and looked at again for patterns."),
            duties=(_SMALL_AGAIN,),
            advice=(_("Say to everybody who was there what is not accepted here, and why."),),
            reason_needed=_("Why is it enough?"),
        )
    return _whole(answers) if answered(answers, (*_GRAVE, "parents", "way")) else None


def _whole(answers: Answers) -> Result:
    kind, way = chosen(answers, "kind"), chosen(answers, "way")
    grave = weighing(answers, _GRAVE)
    violence, unlawful = bool(kind & {VIOLENCE, UNSURE}), bool(kind & {VIOLENCE, UNSURE, UPSKIRTING})
    why = [*grave]
    if violence:
        why.append(_("It is, or may be, sexual violence."))
    if UPSKIRTING in kind:
        why.append(_("Upskirting is an offence, whatever was meant by it."))
    if answers["before"] != NO:
        why.append(_("There was, or may have been, something like it before."))
    duties = [_RISK] if violence or grave or answers["before"] != NO else [_SMALL_AGAIN]
    if unlawful or answers["adult"] != NO or POLICE in way:
        duties.append(POLICE_TOLD)
    if grave or violence or SOCIAL_CARE in way:
        duties.append(SOCIAL_CARE_TOLD)
    outside = len(duties) > 1
    advice = list(_PICTURES)
    if answers["danger"] == YES:
        advice.insert(0, _("Somebody in danger now: ring 999."))
    if outside:
        advice.append(_("Keep people apart and safe now; that does not wait for the police or social care."))
    return Result(
        _("Tell the police or children’s social care, or write down for each why not.")
        if outside
        else _("It may be dealt with inside, or with early help."),
        tuple(why),
        tuple(duties),
        tuple(advice),
        "" if outside else _("Why are neither the police nor social care told?"),
    )


SEXUAL_HARM = Procedure(
    key="sexual-harm",
    title=_("Sexual violence or harassment between young people"),
    topic=Topic.SEXUAL_HARM,
    lead=_(
        "Anything of the kind, on site, elsewhere or online, from words and gestures to violence. Nothing is too small."
    ),
    never=(
        _("Do not look at pictures or films, and do not send them on."),
        _("Do not ask for it to be told again and again: listen once, write down their words."),
        _("Do not bring the two together to talk it over."),
        _("Do not promise that it stays secret, and do not give names to the other family."),
    ),
    first=(
        _("Somebody in danger now: ring 999."),
        _("The person harmed is safe, is not alone, and is not sent home to cope."),
    ),
    screens=screens,
    result=result,
    afterwards={**AFTER_TELLING, _RISK.key: (_RISK_AGAIN,)},
)
