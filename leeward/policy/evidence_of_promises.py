"""The live checks about promises: each has its proof, rules bind everybody, and access waits for agreement."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.foundation.gates.registry import may_enter
from leeward.people.gates import DOOR
from leeward.people.queries import people_of_class, sign_in_of
from leeward.people.rules import PersonClass
from leeward.policy.queries.publications import asked_by_person, audience_of, in_force
from leeward.policy.queries.standings import standings_of
from leeward.policy.rules.standing import CLASS_PREFIX, Proof, suggested_holder
from leeward.policy.rules.values import Modality

BINDING = frozenset(
    {
        Modality.MUST,
        Modality.MUST_NOT,
        Modality.WILL_NOT,
        Modality.SHOULD,
        Modality.SHOULD_NOT,
        Modality.MAY_ONLY,
        Modality.MAY_NOT,
    }
)
"""How a rule of conduct speaks."""

BOUND_BY_RULES = (PersonClass.STAFF, PersonClass.LEARNER)


def promises_proven(unit: str, now: datetime) -> Finding:
    """Every promise in force has somebody who holds it, and a live proof or a person's word is asked for it."""
    good = total = 0
    for publication in in_force(now):
        for _promise, standing in standings_of(publication.version, at=now):
            if not standing.set_aside:
                total += 1
                good += bool(standing.holder) and standing.proof is not Proof.NONE
    if not total:
        return Finding(State.NOT_APPLICABLE, detail=_("No policy with promises is in force."))
    if good == total:
        return Finding(State.TRUE, detail=_("Each promise has a holder and a proof."), good=good, total=total)
    detail = _("%(number)d promises have no holder or nothing that proves them.") % {"number": total - good}
    return Finding(State.SLIPPED, detail=detail, good=good, total=total)


def rules_for_everybody(unit: str, now: datetime) -> Finding:
    """For staff and for learners, of those who are here: a policy in force holds rules that bind them."""
    today = timezone.localdate(now)
    here = [kind for kind in BOUND_BY_RULES if people_of_class((kind,), today)]
    if not here:
        return Finding(State.NOT_APPLICABLE, detail=_("Nobody is here."))
    bound: set[str] = set()
    for publication in in_force(now):
        for promise, standing in standings_of(publication.version, at=now):
            if not standing.set_aside and promise.modality in BINDING:
                bound.add(standing.holder or suggested_holder(promise.actor))
                # A rule for everybody who is asked to acknowledge the policy.
                if not promise.actor:
                    bound |= {CLASS_PREFIX + kind for kind in audience_of(publication)}
    good = sum(CLASS_PREFIX + kind in bound for kind in here)
    if good == len(here):
        detail = _("The policies in force hold rules for each of them.")
        return Finding(State.TRUE, detail=detail, good=good, total=good)
    missing = _("No policy in force holds rules for staff.")
    if CLASS_PREFIX + PersonClass.STAFF in bound or PersonClass.STAFF not in here:
        missing = _("No policy in force holds rules for learners.")
    return Finding(State.SLIPPED, detail=missing, good=good, total=len(here))


def access_after_agreement(unit: str, now: datetime) -> Finding:
    """Of those asked to agree to a policy who can sign in, nobody whose time is over gets in without agreeing."""
    today = timezone.localdate(now)
    late: set[str] = set()
    asked: set[str] = set()
    shut = 0
    for publication in in_force(now):
        for person, one in asked_by_person(publication, now).items():
            asked.add(str(person))
            if one.done or one.due >= today or str(person) in late:
                continue
            sign_in = sign_in_of(person)
            if sign_in is not None and sign_in.open:
                late.add(str(person))
                shut += not may_enter(person, DOOR, now=now).may_enter
    if not asked:
        return Finding(State.NOT_APPLICABLE, detail=_("Nobody is asked to agree to a policy."))
    wrong, total = len(late) - shut, len(asked)
    if not wrong:
        detail = _("Of %(all)d people asked, everybody agreed, still has time, or is kept out until they do.")
        return Finding(State.TRUE, detail=detail % {"all": total}, good=total, total=total)
    detail = _("%(number)d people whose time to agree is over can still sign in.") % {"number": wrong}
    return Finding(State.SLIPPED, detail=detail, good=total - wrong, total=total)


PROMISES = (
    Check(
        "policy.promises-proven",
        gettext_noop("Every promise and aim of the policies in force has somebody who holds it, and a proof."),
        "policy",
        promises_proven,
        proves=("C-012", "C-118"),
        mend=gettext_noop("Give each promise a holder and a proof."),
        mend_at="policy:promises",
    ),
    Check(
        "policy.rules-for-everybody",
        gettext_noop("Rules of acceptable use are in force for staff and for learners."),
        "policy",
        rules_for_everybody,
        proves=("C-021",),
        mend=gettext_noop("Publish a policy with rules for those who have none."),
        mend_at="policy:manage",
    ),
    Check(
        "policy.access-after-agreement",
        gettext_noop("Nobody has access to the systems before they have agreed to the rules of acceptable use."),
        "policy",
        access_after_agreement,
        proves=("C-023",),
        mend=gettext_noop("Remind them, or choose that access waits for the agreement."),
        mend_at="policy:manage",
    ),
)
