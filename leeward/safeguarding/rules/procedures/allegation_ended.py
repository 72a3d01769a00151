"""How an allegation ended: one of five outcomes, whether anybody was asked too early, and the duty to refer to the DBS.

Keeping Children Safe in Education (September 2025), Part 4; Safeguarding Vulnerable Groups Act 2006, section 35.
"""

from collections.abc import Sequence

from leeward.safeguarding.rules.pack import Topic
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

SUBSTANTIATED, MALICIOUS, FALSE, UNSUBSTANTIATED, UNFOUNDED = OUTCOMES = (
    "substantiated",
    "malicious",
    "false",
    "unsubstantiated",
    "unfounded",
)
_ENDED = {
    SUBSTANTIATED: _("It ended as substantiated."),
    MALICIOUS: _("It ended as malicious."),
    FALSE: _("It ended as false."),
    UNSUBSTANTIATED: _("It ended as unsubstantiated."),
    UNFOUNDED: _("It ended as unfounded."),
}
BEFORE = "before"

_OUTCOME = Screen(
    "outcome",
    _("The outcome, and what it rests on"),
    (
        Question(
            "outcome",
            _("What was found?"),
            (
                (SUBSTANTIATED, _("Substantiated: there is enough to show that it happened")),
                (
                    MALICIOUS,
                    _("Malicious: there is enough to show that it did not, and that somebody meant to deceive"),
                ),
                (FALSE, _("False: there is enough to show that it did not happen")),
                (UNSUBSTANTIATED, _("Unsubstantiated: there is not enough to show it either way")),
                (UNFOUNDED, _("Unfounded: there is nothing to support it")),
            ),
        ),
        Question("outcome_why", _("What does that rest on, and who decided?")),
        Question(
            "asked",
            _("Was anybody interviewed?"),
            (
                ("after", _("Yes, after the designated officer or the police had advised")),
                (BEFORE, _("Yes, some before there was advice")),
                ("nobody", _("Nobody was")),
            ),
        ),
    ),
)
_EARLY = Screen(
    "early",
    _("Somebody was interviewed before there was advice"),
    (Question("early_why", _("Who asked whom, when, and why was advice not waited for?")),),
    lead=_("Tell the designated officer: it may matter to what the police can still do."),
)
_REMOVED = Screen(
    "removed",
    _("The Disclosure and Barring Service"),
    (
        yes_no(
            "removed",
            _("Were they taken off this work, or would they have been had they not left?"),
            hint=_("Dismissed, not asked back, moved to other work, retired, resigned: all count."),
        ),
        yes_no("harm", _("Did they harm somebody, may they have, or may they pose a risk of harm?")),
        yes_no("teacher", _("Were they employed to teach?")),
    ),
)
_FILE = Screen(
    "file",
    _("The file, and what is learned"),
    (
        yes_no("copy", _("Is the person given a copy of the summary, where that is right?"), unsure=False),
        Question("young_person", _("What were the young person and their family told, and how are they?")),
        Question("learned", _("What is done differently from now on?")),
    ),
)
_DBS_WHY = {
    "removed": _("They were taken off this work, or would have been."),
    "harm": _("They harmed somebody, may have, or may pose a risk."),
}
DBS = Duty(
    "dbs-referral",
    _("Refer to the Disclosure and Barring Service: it is a legal duty"),
    "safeguarding.dbs-referral",
    "dbs-referral",
    Whom.DBS,
)


def screens(answers: Answers) -> Sequence[Screen]:
    """Asking somebody too early has to be explained."""
    early = (_EARLY,) if answers.get("asked") == BEFORE else ()
    return (_OUTCOME, *early, _REMOVED, _FILE)


def result(answers: Answers) -> Result | None:
    """The duty to refer rests on both: removed (or would have been), and harm or risk. Not sure counts as yes."""
    if not answered(answers, ("outcome", "removed", "harm", "teacher", "copy")):
        return None
    found, why = answers["outcome"], weighing(answers, _DBS_WHY)
    refers = len(why) == len(_DBS_WHY)
    advice = []
    if refers and answers["teacher"] != NO:
        advice.append(_("They taught: think of telling the Teaching Regulation Agency as well."))
    if found in (MALICIOUS, FALSE):
        advice.append(_("It is taken out of the personnel file, and is in no reference."))
    elif found in (UNSUBSTANTIATED, UNFOUNDED):
        advice.append(_("It is in no reference. The file is kept, with what was done and why."))
    if found == MALICIOUS:
        advice.append(_("Somebody who makes such a thing up may need help themselves: ask why."))
    if answers["copy"] != YES:
        advice.append(_("The person is given a copy where that is right: write down why not."))
    advice.append(_("Write to the person, and offer help to come back to work where they do."))
    needs_reason = found == SUBSTANTIATED and not refers
    return Result(
        _ENDED[found],
        why if refers else (),
        (DBS,) if refers else (),
        tuple(advice),
        _("It is substantiated: why are they not referred to the Disclosure and Barring Service?")
        if needs_reason
        else "",
    )


ALLEGATION_ENDED = Procedure(
    key="allegation-ended",
    title=_("How an allegation ended"),
    topic=Topic.STAFF,
    lead=_("When it is over: the outcome, whether the Disclosure and Barring Service is told, and what is learned."),
    never=(
        _("Do not agree with anybody that they may leave and nothing more is said."),
        _("Do not stop because the person has left."),
    ),
    first=(),
    screens=screens,
    result=result,
)
