"""Somebody may be drawn into terrorism: notice, check, share. The national referral's fields, asked as questions.

Prevent duty guidance: England and Wales (December 2023); Channel duty guidance (2023) on consent. First it is passed
on; only then does anybody answer what was posted.
"""

from collections.abc import Sequence

from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.chains import AFTER_TELLING, PARENTS, SOCIAL_CARE_TOLD
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
    answered,
    weighing,
    yes_no,
)
from leeward.safeguarding.rules.procedures.shape import said as _

REFER, NOT_REFER, ASK = "refer", "not-refer", "ask"
_UNKNOWN = _("Leave it empty where you do not know. Do not go looking.")

_NOW = Screen(
    "now",
    _("Is it urgent?"),
    (
        yes_no("threat", _("Is there a threat to anybody’s life, or may somebody be about to act, or to travel?")),
        yes_no("incites", _("Does somebody call for violence or terrorism, or praise it?")),
        yes_no("under_18", _("Is the person under 18?")),
    ),
)
_NOTICED = Screen(
    "noticed",
    _("Notice: what gave rise to it"),
    (
        Question("how", _("How did they come to notice, and to whom?")),
        Question("event", _("Was there one thing that happened? What, when and where?")),
        Question("shows", _("What was said, done, worn or shown, in their words?")),
        Question("sympathies", _("Which group, cause or idea do they seem to follow?"), hint=_UNKNOWN, needed=False),
    ),
    lead=_("Facts apart from opinion. Holding a belief, or being devout, is no sign of anything."),
)
_MORE = Screen(
    "more",
    _("Notice: contacts and the internet"),
    (
        Question(
            "online",
            _("What do they look at or share online, and how is that known?"),
            hint=_("Keep the address and the time. Do not open or save such material yourself."),
            needed=False,
        ),
        Question("contacts", _("Whom do they have to do with in this?"), hint=_UNKNOWN, needed=False),
        Question(
            "threats", _("Have they threatened anybody, or do they feel threatened?"), hint=_UNKNOWN, needed=False
        ),
    ),
)
_CHECK = Screen(
    "check",
    _("Check: the person behind it"),
    (
        Question(
            "needs",
            _("Do they have additional needs, an illness, or a loss, that matters here?"),
            hint=_UNKNOWN,
            needed=False,
        ),
        Question(
            "other",
            _("Are there other worries about them, earlier or now?"),
            hint=_("Look at earlier cases."),
            needed=False,
        ),
        Question("talks", _("Who has talked with them about it, and what did they say?"), needed=False),
        Question("support", _("What help have they had, from whom?"), needed=False),
        Question("ahead", _("What do you fear may happen if nothing is done?")),
        Question("advice", _("With whom did you check it, and what did they say?")),
    ),
)
_SHARE = Screen(
    "share",
    _("Share: is it referred?"),
    (
        Question(
            "refer",
            _("Is it referred to the police’s Prevent team?"),
            (
                (REFER, _("Yes")),
                (NOT_REFER, _("No")),
                (ASK, _("I am not sure")),
            ),
        ),
        *PARENTS,
    ),
    lead=_("Nobody has to agree to a referral. Agreeing is asked for later, for the support that may be offered."),
)
_WHY = {
    "threat": _("Somebody may be in danger now."),
    "incites": _("Somebody calls for violence or terrorism, or praises it."),
}
_THREAT = Duty(
    "prevent-threat",
    _("Ring 999 or the anti-terrorist hotline now, and write down their reference"),
    "safeguarding.prevent-threat",
    "prevent",
    Whom.POLICE,
)
_REFERRAL = Duty(
    "prevent-referral",
    _("Send the national Prevent referral, filled in from these answers"),
    "safeguarding.prevent-referral",
    "prevent",
    Whom.PREVENT,
)
_ANSWER = Duty(
    "prevent-answer",
    _("Hear from the Prevent team: what they will do, and what you may do meanwhile"),
    "safeguarding.prevent-answer",
    "prevent",
    Whom.PREVENT,
    draft=_(
        "Dear [name],\n\n"
        "On %(told)s we sent you a Prevent referral; our reference is %(ref)s. Please tell us that it has arrived, "
        "who has it, and what is to happen. Since then: [what is new, or nothing that we know of].\n\n"
        "[Your name and post, and the number you can be reached at]"
    ),
)
_ADVICE = (
    _("Consent is for support, not for the referral. Partners have a duty to co-operate."),
    _("Pass it on before anybody answers it. What was posted is challenged later, calmly, by whoever is asked to."),
    _("Go on caring for them: a lesson, a talk, a place to belong. A referral does not end that."),
)


def screens(answers: Answers) -> Sequence[Screen]:
    """The same for everybody: a referral that leaves something out comes back."""
    return (_NOW, _NOTICED, _MORE, _CHECK, _SHARE)


def result(answers: Answers) -> Result | None:
    """A threat or a call for violence is passed on whatever was chosen; under 18, social care are told as well."""
    if not answered(answers, ("threat", "incites", "under_18", "refer", "parents")):
        return None
    why = weighing(answers, _WHY)
    refers = bool(why) or answers["refer"] != NOT_REFER
    if not refers:
        return Result(
            _("It is not referred: what is done instead, and the reason, are kept."),
            advice=(
                _("Ask the Prevent team or the local authority where you are in doubt. Look at it again."),
                *_ADVICE[2:],
            ),
            reason_needed=_("Why is it not referred, and what is done instead?"),
        )
    duties = [_THREAT] if answers["threat"] != NO else []
    duties.append(_REFERRAL)
    if answers["under_18"] != NO:
        duties.append(SOCIAL_CARE_TOLD)
    advice = list(_ADVICE)
    if answers["refer"] == ASK:
        advice.insert(0, _("Not being sure is reason enough to ring the Prevent team and ask."))
    if answers["threat"] == YES:
        advice.insert(0, _("Do not wait for the form: ring first."))
    title = _("Ring now, then refer.") if answers["threat"] != NO else _("Refer it to the police’s Prevent team.")
    return Result(title, why, tuple(duties), tuple(advice))


PREVENT = Procedure(
    key="prevent",
    title=_("Extremism: notice, check, share"),
    topic=Topic.PREVENT,
    lead=_("Where somebody may be drawn into terrorism, or draws others in. It is about keeping them safe."),
    never=(
        _("Do not investigate, set a trap, or follow them online."),
        _("Do not download or send on extremist material: having it may be an offence."),
        _("Do not refer somebody for their faith, where they come from, or an opinion you do not share."),
        _("Do not answer a post before it has been passed on."),
    ),
    first=(_("A threat to life, or somebody about to act: 999, or the anti-terrorist hotline."),),
    screens=screens,
    result=result,
    afterwards={**AFTER_TELLING, _REFERRAL.key: (_ANSWER,)},
)
