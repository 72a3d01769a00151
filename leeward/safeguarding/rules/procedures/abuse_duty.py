"""The duty to report child sexual abuse, offered only where the setting says that it is in force.

Crime and Policing Bill, memorandum of February 2026: not shown to be in force. Nobody can block or delay a report:
the duty cannot be set aside while the answers ask for it.
"""

from collections.abc import Sequence
from dataclasses import replace

from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.chains import AFTER_TELLING, POLICE_ANSWER, SOCIAL_CARE_TOLD
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

SWITCH = "safeguarding.duty-to-report-in-force"
CHILD, WHO_DID, SEEN, SUSPECTED = "child", "who-did", "seen", "suspected"

_WHAT = Screen(
    "what",
    _("How it became known"),
    (
        yes_no("under_18", _("Was the person it was done to under 18 at the time?")),
        Question(
            "known",
            _("How did somebody here learn of it?"),
            (
                (CHILD, _("The person it was done to said so")),
                (WHO_DID, _("Whoever did it said so")),
                (SEEN, _("Somebody saw or heard it")),
                (SUSPECTED, _("It is suspected, or was told by somebody else")),
                (UNSURE, _("I am not sure")),
            ),
        ),
        Question(
            "person", _("Who learned of it, and when? Have they reported it already, to whom, with which reference?")
        ),
        yes_no(
            "waiting_safer",
            _("Would reporting it now, and not a little later, put the child at more risk?"),
            hint=_("A few days at most. To spare somebody trouble is no reason."),
        ),
    ),
    lead=_("The report is theirs who learned of it. Nobody’s leave is needed, and nobody may ask them to wait."),
)
_WAITING = Screen(
    "waiting",
    _("Waiting because of the risk to the child"),
    (
        Question(
            "waiting_why", _("What is the risk, who advised it, and what must have happened before it is reported?")
        ),
    ),
)
_CHILD = Screen(
    "child",
    _("The child"),
    (
        Question("wishes", _("What do they want and fear, in their words?")),
        Question("support", _("Who is with them, and what do they need today?")),
    ),
)
_REPORT = Duty(
    "duty-to-report",
    _("Whoever learned of it reports it to the police or the local authority; write down the reference"),
    "safeguarding.duty-to-report-soon",
    "duty-to-report-abuse",
    Whom.POLICE,
    Starts.RAISED,
    sooner="safeguarding.duty-to-report",
    firm=True,
)
_REPORT_LATER = replace(_REPORT, limit="safeguarding.duty-to-report", sooner="")


def screens(answers: Answers) -> Sequence[Screen]:
    """Waiting has to be explained."""
    waiting = (_WAITING,) if answers.get("waiting_safer") == YES else ()
    return (_WHAT, *waiting, _CHILD)


def result(answers: Answers) -> Result | None:
    """Told, seen or not sure: reported as soon as can be; later only where reporting now is more dangerous."""
    if not answered(answers, ("under_18", "known", "waiting_safer")):
        return None
    if answers["under_18"] == NO:
        return Result(
            _("They were 18 or over: this duty is not meant. Use “Adults at risk”, and ask them what they want."),
            advice=(_("Sexual offences may be reported to the police at any time; help is there without it."),),
            reason_needed=_("How do you know that they were 18 or over?"),
        )
    if answers["known"] == SUSPECTED:
        return Result(
            _("A suspicion is referred to children’s social care at once."),
            (_("It is suspected, or was told by somebody else."),),
            (SOCIAL_CARE_TOLD,),
            (_("Whoever wants to report it to the police all the same may do so at any time."),),
        )
    later = answers["waiting_safer"] == YES
    return Result(
        _("It is reported later, and not later than the latest day.") if later else _("It is reported now."),
        (_("Somebody was told of it, or saw it, and the person was or may have been under 18."),),
        (_REPORT_LATER if later else _REPORT, SOCIAL_CARE_TOLD),
        (
            _("Nobody can stop, change or delay the report, whatever post they hold: that would be an offence."),
            _("Reporting it breaks no promise and no contract."),
        ),
    )


ABUSE_DUTY = Procedure(
    key="duty-to-report",
    title=_("Duty to report child sexual abuse"),
    topic=Topic.DUTY,
    lead=_("Where somebody here was told of sexual abuse of a child, or saw it."),
    never=(
        _("Do not stop, delay or soften a report, and do not ask anybody to wait."),
        _("Do not ask the child for more than they say, and do not ask them to tell it again."),
        _("Do not tell whoever may have done it."),
        _("Do not look at pictures of it, and do not keep or send them."),
    ),
    first=(_("A child in danger now: ring 999."),),
    screens=screens,
    result=result,
    afterwards={**AFTER_TELLING, _REPORT.key: (POLICE_ANSWER,)},
    switch=SWITCH,
)
