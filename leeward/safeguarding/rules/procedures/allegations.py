"""An allegation against somebody who works here: four thresholds, the designated officer, nobody is interviewed first.

Keeping Children Safe in Education (September 2025), Part 4, section one. Unverified until a named person has compared
the rules of the topic with the published text.
"""

from collections.abc import Sequence

from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.chains import AFTER_TELLING, POLICE_TOLD, SOCIAL_CARE_TOLD, chosen
from leeward.safeguarding.rules.procedures.shape import (
    NO,
    Answers,
    Duty,
    Procedure,
    Question,
    Result,
    Screen,
    Starts,
    Whom,
    answered,
    weighing,
    yes_no,
)
from leeward.safeguarding.rules.procedures.shape import said as _

THRESHOLDS = {
    "harmed": _("They may have harmed somebody under 18."),
    "offence": _("They may have committed an offence against, or to do with, somebody under 18."),
    "risk": _("They may pose a risk of harm to somebody under 18."),
    "unsuitable": _("They may not be suitable to work with people under 18."),
}

_WHO = Screen(
    "who",
    _("Who it is about, and what is so now"),
    (
        Question("role", _("What do they do here, and with whom?")),
        Question(
            "employed",
            _("Who employs them?"),
            (
                ("here", _("We do")),
                ("elsewhere", _("An agency, a contractor, or another employer")),
                ("nobody", _("Nobody: a volunteer, or somebody on the board")),
            ),
        ),
        yes_no("danger", _("Is somebody in danger now, or could something that shows what happened be lost today?")),
    ),
)
_FOUR = Screen(
    "thresholds",
    _("Four questions: does the designated officer (LADO) need to know?"),
    (
        yes_no("harmed", _("Did they harm somebody under 18, or may they have?")),
        yes_no("offence", _("May it be an offence against, or to do with, somebody under 18?")),
        yes_no("risk", _("Did they behave in a way that may mean a risk of harm to people under 18?")),
        yes_no(
            "unsuitable",
            _("Did they behave in a way that may mean that they are not suitable to work with people under 18?"),
            hint=_("What they do away from work, and online, counts as well."),
        ),
    ),
    lead=_("You need not be certain, and you need not have proof. Being not sure is enough to ask."),
)
_FACTS = Screen(
    "facts",
    _("The basic facts, and no more"),
    (
        Question(
            "facts",
            _("Who, when, where: and was the person there that day?"),
            hint=_("From what was reported, and from records such as a rota. Nobody is asked questions for it."),
        ),
        yes_no("adults", _("Do they work with, or look after, adults at risk as well, here or elsewhere?")),
    ),
)
_SAFE = Screen(
    "safe",
    _("Safe until there is advice"),
    (
        Question(
            "measures",
            _("What keeps everybody safe meanwhile?"),
            (
                ("apart", _("They have nothing to do with the young person")),
                ("other-work", _("They do other work, or work elsewhere")),
                ("together", _("Somebody else is always there")),
                ("leave", _("They are away, as agreed with them")),
                ("suspended", _("They are suspended")),
                ("nothing", _("Nothing is needed")),
            ),
            several=True,
        ),
        Question("measures_why", _("Why this, and which other ways were weighed?")),
        Question(
            "support",
            _("Who looks after the young person, and who is there for the person it is about?"),
            hint=_("The person it is about has a named contact who does not decide in the matter."),
        ),
    ),
)

LADO_TOLD = Duty(
    "lado-told",
    _("Tell the designated officer (LADO), and write down what they advise"),
    "safeguarding.lado-told",
    "lado",
    Whom.LADO,
    Starts.RAISED,
)
LADO_FORM = Duty(
    "lado-form",
    _("Send the designated officer’s form, if they agree that the threshold is met"),
    "safeguarding.lado-form",
    "lado",
    Whom.LADO,
)
_LOOKED_INTO = Duty(
    "allegation-looked-into",
    _("Agree with the designated officer and the police who looks into it, and when somebody may be asked"),
    "safeguarding.allegation-plan",
    "no-interview-first",
    Whom.LADO,
)
_REVIEW = Duty(
    "allegation-review",
    _("Look at where it stands. When it has ended, use “How an allegation ended”"),
    "safeguarding.allegation-review",
    "allegation-outcome",
)
EMPLOYER_TOLD = Duty(
    "staff-employer-told",
    _("Tell their agency or employer what they need to know, as agreed with the designated officer"),
    "safeguarding.staff-employer-told",
    "agency-staff",
)
TRUST = Duty(
    "position-of-trust",
    _("Adults at risk as well: use the local procedure for people in a position of trust"),
    "safeguarding.position-of-trust",
    "position-of-trust",
    Whom.ADULT_CARE,
)
_ADVICE = (
    _("Suspending somebody is never automatic: weigh the other ways first, and write down why."),
    _("Tell the person only what the designated officer, the police or social care agree to, and when they agree."),
    _("It goes on whether or not they leave, and whether or not they are employed here."),
)


def screens(answers: Answers) -> Sequence[Screen]:
    """What follows the four questions is asked only where one of them is not a clear no."""
    if answered(answers, THRESHOLDS) and not weighing(answers, THRESHOLDS):
        return (_WHO, _FOUR)
    return (_WHO, _FOUR, _FACTS, _SAFE)


def result(answers: Answers) -> Result | None:
    """Any one of the four, certain or not sure: the designated officer is told within the time set."""
    if not answered(answers, ("employed", "danger", *THRESHOLDS)):
        return None
    why = weighing(answers, THRESHOLDS)
    if not why:
        return Result(
            _("None of the four applies: it is no allegation. Record it as a low-level concern."),
            advice=(_("Where you are in doubt, ring the designated officer and ask. You need give no name."),),
            reason_needed=_("Why does none of the four apply?"),
        )
    if not answered(answers, ("adults", "measures")):
        return None
    duties = [LADO_TOLD]
    if answers["danger"] != NO or answers["offence"] != NO:
        duties.append(POLICE_TOLD)
    if answers["harmed"] != NO:
        duties.append(SOCIAL_CARE_TOLD)
    if answers["employed"] == "elsewhere":
        duties.append(EMPLOYER_TOLD)
    if answers["adults"] != NO:
        duties.append(TRUST)
    suspended = (_("Suspended: say in writing at once why, and who their contact here is."),)
    advice = (*(suspended if "suspended" in chosen(answers, "measures") else ()), *_ADVICE)
    return Result(_("Tell the designated officer (LADO) before anybody looks into it."), why, tuple(duties), advice)


ALLEGATIONS = Procedure(
    key="allegations",
    title=_("Allegation against somebody who works here"),
    topic=Topic.STAFF,
    lead=_(
        "Staff, agency, contractors, volunteers, board: where somebody under 18 may have been harmed or be at risk."
    ),
    never=(
        _("Do not interview or question anybody, and do not look into it, before there is advice."),
        _("Do not tell the person it is about, before it is agreed what may be said."),
        _("Do not ask the young person to tell it again, to write it down, or to sign anything."),
        _("Do not promise anybody that it will stay secret."),
    ),
    first=(
        _("Somebody in danger now: ring 999."),
        _("Keep safe what shows what happened, as it is. Do not search through anything."),
    ),
    screens=screens,
    result=result,
    afterwards={**AFTER_TELLING, LADO_TOLD.key: (LADO_FORM, _LOOKED_INTO, _REVIEW)},
)
