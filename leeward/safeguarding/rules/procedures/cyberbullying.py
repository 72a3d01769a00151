"""Cyberbullying: by whom is often not known; at any hour and place; kept as evidence, never an intimate picture.

Preventing and tackling bullying (Department for Education, July 2017). Seven media are told apart, and the signs of
somebody who hides: silent calls, withheld numbers, borrowed names.
"""

from collections.abc import Sequence

from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.chains import AFTER_TELLING, POLICE_TOLD, SOCIAL_CARE_TOLD, chosen
from leeward.safeguarding.rules.procedures.shape import (
    NO,
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

KNOWN, SUSPECTED, UNKNOWN, BORROWED = "known", "suspected", "unknown", "borrowed"

_HOW = Screen(
    "how",
    _("How it reaches them"),
    (
        Question(
            "media",
            _("By which means?"),
            (
                ("texts", _("Text messages and apps")),
                ("pictures", _("Pictures and films")),
                ("calls", _("Calls")),
                ("email", _("E-mail")),
                ("chat-rooms", _("Chat rooms and games")),
                ("messages", _("Instant messages")),
                ("websites", _("Websites, social media and polls")),
            ),
            several=True,
        ),
        Question(
            "signs",
            _("Does somebody hide who they are?"),
            (
                ("silent", _("Silent calls")),
                ("withheld", _("The number is withheld or disguised")),
                ("made-up", _("A made-up name or account")),
                ("borrowed", _("Somebody else’s name, telephone or account")),
            ),
            needed=False,
            several=True,
        ),
        Question(
            "who",
            _("Is it known who does it?"),
            (
                (KNOWN, _("Yes")),
                (SUSPECTED, _("Somebody is suspected")),
                (UNKNOWN, _("No")),
                (BORROWED, _("It comes under a name that may be borrowed")),
            ),
        ),
        Question(
            "where_when",
            _("When and where does it come?"),
            hint=_("At night, at home and on holidays counts just as much."),
        ),
        Question(
            "reach",
            _("How many people can see it?"),
            (
                ("one", _("Only the person it is aimed at")),
                ("group", _("A group")),
                ("public", _("Anybody")),
                (UNKNOWN, _("That is not known")),
            ),
        ),
    ),
)
_WEIGH = Screen(
    "weigh",
    _("May it be against the law, or is somebody at risk?"),
    (
        yes_no("at_risk", _("May somebody harm themselves, or be in danger?")),
        yes_no("threat", _("Is somebody threatened, or told to harm themselves?")),
        yes_no("intimate", _("Is there an intimate picture, a sexual demand, or a threat to show something?")),
        yes_no(
            "hate",
            _("Is it because of who somebody is?"),
            hint=_("Race, faith, disability, sexual orientation, being trans."),
        ),
        yes_no("stalking", _("Does somebody keep on, watch, follow or turn up, though they were asked to stop?")),
        yes_no("takeover", _("Was an account broken into, or somebody’s identity used?")),
        yes_no("adult", _("May an adult be doing it to somebody under 18?")),
    ),
)
_KEPT = Screen(
    "kept",
    _("What is kept"),
    (
        Question(
            "kept",
            _("What is kept, where, and who has it?"),
            hint=_("Times, names of accounts, numbers, addresses of pages, what was said. Never an intimate picture."),
        ),
        Question(
            "platform",
            _("Was the platform or telephone company asked to take it down, or to stop it?"),
            (
                (YES, _("Yes")),
                ("not-yet", _("Not yet, so that nothing is lost before the police have said so")),
                (NO, _("No, it would not help here")),
            ),
        ),
        yes_no("offline", _("Does it go on face to face as well?")),
    ),
)
_PEOPLE = Screen(
    "people",
    _("Everybody in it"),
    (
        Question("wishes", _("What does the person it is aimed at want to happen, in their words?")),
        Question("harmed_needs", _("What do they need? Who looks in on them, and how do they stay in touch?")),
        Question("caused_needs", _("What does whoever did it need to understand, and to change?"), needed=False),
        Question("bystanders", _("What is said to those who saw it, passed it on, or said nothing?"), needed=False),
    ),
    lead=_("Help for both sides. Taking somebody’s telephone away punishes whoever was harmed."),
)

_UNLAWFUL = {
    "threat": _("Somebody is threatened, or told to harm themselves."),
    "intimate": _("There is an intimate picture, a sexual demand, or a threat to show something."),
    "hate": _("It is because of who somebody is: it may be a hate crime."),
    "stalking": _("Somebody does not stop: it may be harassment or stalking."),
    "takeover": _("An account was broken into, or an identity used: it may be computer misuse."),
    "adult": _("An adult may be doing it to somebody under 18."),
}
_AT_RISK = _("Somebody may harm themselves, or be in danger.")
_TALK = Duty(
    "bullying-talk",
    _("Talk with the person it is aimed at: that it is taken seriously, and what happens next"),
    "safeguarding.bullying-talk",
    "cyberbullying",
)
_LOOK_BACK = Duty(
    "bullying-look-back",
    _("Ask them whether it has stopped, and stayed stopped"),
    "safeguarding.bullying-look-back",
    "cyberbullying",
)
_ADVICE = (
    _("Do not answer, and do not strike back: keep it, block it, report it to the platform."),
    _("It is dealt with as bullying, under the policy on bullying, wherever and whenever it happened."),
)


def screens(answers: Answers) -> Sequence[Screen]:
    """Nobody has to be known or named to go on."""
    return (_HOW, _WEIGH, _KEPT, _PEOPLE)


def result(answers: Answers) -> Result | None:
    """Whatever may be against the law is put to the police, or a reason is kept; the person is asked again later."""
    if not answered(answers, ("media", "who", "reach", "at_risk", *_UNLAWFUL, "platform", "offline")):
        return None
    unlawful = weighing(answers, _UNLAWFUL)
    at_risk = answers["at_risk"] != NO
    duties = [_TALK, _LOOK_BACK]
    if unlawful:
        duties.insert(0, POLICE_TOLD)
    if at_risk or answers["adult"] != NO:
        duties.insert(0, SOCIAL_CARE_TOLD)
    return Result(
        _("It may be against the law: tell the police, or write down why not.")
        if unlawful
        else _("Deal with it as bullying, and see that it stops."),
        (*((_AT_RISK,) if at_risk else ()), *unlawful),
        tuple(duties),
        tuple(_advice(answers)),
        "" if unlawful or at_risk else _("Why is nobody outside told?"),
    )


def _advice(answers: Answers) -> list[str]:
    """What goes with the answers, the gravest first."""
    advice = []
    if answers["at_risk"] == YES:
        advice.append(_("Stay with them, or see that somebody does. In danger now: 999."))
    if answers["intimate"] != NO:
        advice.append(
            _("Nobody looks at the picture, and nobody copies it, not even as evidence. Use “Nudes and semi-nudes”.")
        )
    if answers["takeover"] != NO:
        advice.append(
            _("Change the passwords with them, from another device, and tell the information security manager.")
        )
    if answers["who"] in (UNKNOWN, BORROWED) or chosen(answers, "signs"):
        advice.append(
            _("Do not guess who it is, and accuse nobody for the name it comes under. The police can have it traced.")
        )
    if answers["reach"] in ("public", UNKNOWN):
        advice.append(_("Anybody may see it: have it taken down as soon as the police say that nothing will be lost."))
    if answers["offline"] != NO:
        advice.append(_("It goes on face to face too: put both in one plan, with who is where and when."))
    return [*advice, *_ADVICE]


CYBERBULLYING = Procedure(
    key="cyberbullying",
    title=_("Cyberbullying"),
    topic=Topic.BULLYING,
    lead=_("Bullying by telephone or online, also at night, at home, and by somebody nobody knows. “Banter” counts."),
    never=(
        _("Do not look at, copy or send on an intimate picture, not even to keep it as evidence."),
        _("Do not search anybody’s telephone."),
        _("Do not answer in somebody else’s name, and do not try to catch whoever it is."),
        _("Do not tell whoever is harmed just to stay offline."),
    ),
    first=(_("Ask how they are, and whether they are safe. In danger now: ring 999."),),
    screens=screens,
    result=result,
    afterwards=AFTER_TELLING,
)
