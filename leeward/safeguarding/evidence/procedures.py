"""That a way of working is ready to be gone: its procedure is offered, closing asks for it, the numbers it rings are
entered, and its rules were compared with the guidance in force.

Tried on the organisation's settings and rule pack, never on a case: which kinds of case there are is nobody's business.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.evidence.findings import LONGEST_DETAIL, Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.safeguarding.evidence.setting import AGENCIES
from leeward.safeguarding.queries import offered, roster, rules_verified
from leeward.safeguarding.queries.duties import number_of
from leeward.safeguarding.rules.closing import CaseFacts, lacking
from leeward.safeguarding.rules.kinds import CaseKind, called_for
from leeward.safeguarding.rules.lifecycle import Missing
from leeward.safeguarding.rules.pack import Topic
from leeward.safeguarding.rules.procedures.shape import Whom
from leeward.safeguarding.rules.routing import READ_BY, Compartment


@dataclass(frozen=True, slots=True)
class Way:
    """One way of working. `kinds`: those whose procedure closing must ask for; `points`: what else it must ask for;
    `whom`: the numbers it rings; `topics`: the rules it follows; `more`: procedures besides those of its kinds."""

    kinds: tuple[CaseKind, ...]
    points: tuple[Missing, ...] = ()
    whom: tuple[Whom, ...] = ()
    topics: tuple[Topic, ...] = ()
    more: tuple[str, ...] = ()


def ready(way: Way, unit: str, now: datetime) -> Finding:
    """Every part of the way, tried now."""
    procedures = (*called_for(way.kinds), *way.more)
    there = offered(now)
    missing = lacking(CaseFacts(triaged=True, kinds=frozenset(way.kinds)))
    asked = {one.procedure for one in missing} | {one.what for one in missing}
    broken = [_("a procedure is not offered") for key in procedures if key not in there]
    broken += [_("closing does not ask for it") for key in (*called_for(way.kinds), *way.points) if key not in asked]
    if not roster(now)[READ_BY[Compartment.SAFEGUARDING]]:
        broken.append(_("nobody reads concerns"))
    numbers = [whom for whom in way.whom if not number_of(whom, now).strip()]
    broken += [_("no number for: %(whom)s") % {"whom": _(AGENCIES[whom])} for whom in numbers]
    read, rules = rules_verified(way.topics, now)
    unread = rules - read
    parts = len(procedures) + len(called_for(way.kinds)) + len(way.points) + 1 + len(way.whom)
    good, total = parts - len(broken) + read, parts + rules
    if broken:
        detail = _("Not ready: %(parts)s.") % {"parts": "; ".join(dict.fromkeys(broken))}
        return Finding(State.SLIPPED, detail=detail[:LONGEST_DETAIL], good=good, total=total)
    if way.topics and not rules:
        return Finding(State.UNPROVEN, detail=_("There is no rule pack for your nation."), good=good, total=total)
    if unread:
        detail = _("Ready; but nobody here compared %(number)d of its %(all)d rules with the published guidance.")
        return Finding(State.UNPROVEN, detail=detail % {"number": unread, "all": rules}, good=good, total=total)
    return Finding(State.TRUE, detail=_("Ready: each part of it was tried."), good=good, total=total)


@dataclass(frozen=True, slots=True)
class _Said:
    key: str
    sentence: str
    proves: str
    way: Way


_WAYS = (
    _Said(
        "bullying-ready",
        gettext_noop("Cyberbullying and harassment are dealt with step by step, whoever is behind them."),
        "C-051",
        Way((CaseKind.BULLYING,), topics=(Topic.BULLYING,)),
    ),
    _Said(
        "nudes-ready",
        gettext_noop("Nude images of somebody under 18 are never looked at, copied or shared: it goes to the DSL."),
        "C-052",
        Way((CaseKind.NUDES,), whom=(Whom.POLICE, Whom.SOCIAL_CARE), topics=(Topic.NUDES,)),
    ),
    _Said(
        "sexual-harm-ready",
        gettext_noop("Sexual harassment and violence are never passed over: the team follows the guidance."),
        "C-053",
        Way((CaseKind.SEXUAL_HARM,), whom=(Whom.POLICE, Whom.SOCIAL_CARE), topics=(Topic.SEXUAL_HARM,)),
    ),
    _Said(
        "prevent-ready",
        gettext_noop("Signs of radicalisation and extremism are referred to the Prevent partners."),
        "C-054",
        Way((CaseKind.EXTREMISM,), whom=(Whom.POLICE, Whom.PREVENT), topics=(Topic.PREVENT,)),
    ),
    _Said(
        "posts-ready",
        gettext_noop("Posts that are worrying or extreme are referred to the safeguarding lead, who looks into them."),
        "C-055",
        Way((CaseKind.EXTREMISM, CaseKind.BULLYING), whom=(Whom.PREVENT,), more=("referral",)),
    ),
    _Said(
        "conduct-ready",
        gettext_noop("Unacceptable conduct goes to the code for learners or for staff, and its outcome is recorded."),
        "C-056",
        Way((CaseKind.MISCONDUCT, CaseKind.LOW_LEVEL), points=(Missing.CONDUCT,)),
    ),
    _Said(
        "crime-ready",
        gettext_noop("Conduct that may be unlawful is reported to the police, or the reason why not is recorded."),
        "C-057",
        Way(
            (CaseKind.COMPUTER_MISUSE, CaseKind.IDENTITY_TAKEN),
            points=(Missing.POLICE, Missing.CONDUCT),
            whom=(Whom.POLICE,),
        ),
    ),
    _Said(
        "allegations-ready",
        gettext_noop("Allegations against staff follow their own procedure, with the advice of the LADO."),
        "C-064",
        Way(
            (CaseKind.STAFF_ALLEGATION,),
            points=(Missing.LADO,),
            whom=(Whom.LADO, Whom.DBS),
            topics=(Topic.STAFF,),
            more=("allegation-ended",),
        ),
    ),
)


def _check(said: _Said) -> Check:
    entered = bool(said.way.whom)
    return Check(
        f"safeguarding.{said.key}",
        said.sentence,
        "safeguarding",
        partial(ready, said.way),
        proves=(said.proves,),
        mend=gettext_noop("Enter the numbers it rings, and compare its rules with the guidance in force.")
        if entered
        else gettext_noop("Compare its rules with the guidance in force."),
        mend_at="safeguarding:rules",
    )


READY = tuple(_check(said) for said in _WAYS)
