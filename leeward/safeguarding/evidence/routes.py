"""That a concern reaches somebody free of a conflict, by any way, and that nobody else: tried on today's posts.

Nothing here reads a case's text. What is tried is the organisation as it stands: its posts, settings and sign-ins. So
the figures are the same whether there are cases or not.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.foundation.settings_history.declared import settings
from leeward.foundation.settings_history.queries import values
from leeward.foundation.settings_history.shapes import Text
from leeward.people import queries as people
from leeward.people.queries import help as helping
from leeward.people.rules import Post
from leeward.safeguarding.marks import mark_of
from leeward.safeguarding.models import Bar, Grant
from leeward.safeguarding.queries import cases_for, roster, who_would_read
from leeward.safeguarding.queries.access import RECEIVE, posts_today
from leeward.safeguarding.queries.outside import outside
from leeward.safeguarding.rules.routing import READ_BY, ROUTE_POSTS, Compartment, next_up
from leeward.safeguarding.rules.telling import About, Telling
from leeward.safeguarding.rules.wording import promises_confidentiality

OTHERS = 20
"""People without a post tried each time: another handful each day."""


def ways_to_report(unit: str, now: datetime) -> Finding:
    """The report page leads to a reader and says when reports are read; there is a telephone, e-mail and letters."""
    whole = helping.ways(now)[0]
    found = {
        _("the report page"): bool(who_would_read(Telling(), now).route.readers),
        _("when reports are read"): bool(outside(now).read_when.strip()),
        _("telephone or text"): bool(whole.phone or whole.text),
        _("e-mail"): bool(whole.email),
        _("letters"): bool(whole.letters),
    }
    good = sum(found.values())
    if good == len(found):
        return Finding(State.TRUE, detail=_("The report page, telephone, e-mail and letters."), good=good, total=good)
    lacking = ", ".join(name for name, there in found.items() if not there)
    detail = _("Not there: %(ways)s.") % {"ways": lacking}
    return Finding(State.SLIPPED, detail=detail, good=good, total=len(found))


def form_is_read(unit: str, now: datetime) -> Finding:
    """Whoever a report is about, somebody reads it; and somebody is told next if nobody does."""
    tried = [who_would_read(Telling(about=about), now).route for about in ("", *About)]
    good = sum(bool(route.readers) for route in tried)
    told = [holder.person for route in tried for holder in route.readers]
    upstairs = bool(next_up(roster(now), Compartment.SAFEGUARDING, (), told))
    total = len(tried) + 1
    if good + upstairs == total:
        return Finding(State.TRUE, detail=_("Each way through the form ends with a reader."), good=total, total=total)
    detail = (
        _("Nobody is told next where nobody reads a concern in time.")
        if good == len(tried)
        else _("Nobody holds a post that reads concerns.")
    )
    return Finding(State.SLIPPED, detail=detail, good=good + upstairs, total=total)


def routed_past_conflicts(unit: str, now: datetime) -> Finding:
    """For each person who reads concerns, and for the whole team: a concern about them goes to somebody else."""
    posts = roster(now)
    team = {holder.person for holder in posts[READ_BY[Compartment.SAFEGUARDING]]}
    persons = sorted({holder.person for post in ROUTE_POSTS for holder in posts[post]})
    if not persons:
        return Finding(State.SLIPPED, detail=_("Nobody holds a post that reads concerns."))
    cases: list[set[UUID]] = [{person} for person in persons]
    if team and team not in cases:
        cases.append(team)
    good = sum(_read_by_others(about, now) for about in cases)
    total = len(cases)
    if good == total:
        detail = _("Tried for each person who reads concerns: somebody else would read it, and they would not.")
        return Finding(State.TRUE, detail=detail, good=good, total=total)
    detail = _("For %(number)d of them nobody inside is free to read a concern about them.") % {"number": total - good}
    return Finding(State.SLIPPED, detail=detail, good=good, total=total)


def _read_by_others(about: set[UUID], now: datetime) -> bool:
    found = who_would_read(Telling(), now, subjects=sorted(about)).route
    readers = {holder.person for holder in found.readers}
    return bool(readers) and not readers & about and about <= {conflict.person for conflict in found.barred}


MUST_STOP = (
    "I promise to keep this between us.",
    "I won't tell anyone what you have told me.",
    "This will stay strictly confidential.",
)
MUST_PASS = (
    "I cannot promise to keep this secret.",
    "I may have to tell somebody who can help, and I will tell you first.",
    "Did anybody ask you to keep it a secret?",
)


def no_secrecy_promised(unit: str, now: datetime) -> Finding:
    """The check before a reply is sent stops what it must, and no text the organisation chose promises secrecy."""
    samples = [bool(promises_confidentiality(text)) for text in MUST_STOP]
    samples += [not promises_confidentiality(text) for text in MUST_PASS]
    chosen = values([each for each in settings() if isinstance(each.shape, Text)], at=now)
    texts = [text for text in map(str, chosen.values()) if text.strip()]
    wrong = sum(bool(promises_confidentiality(text)) for text in texts)
    good, total = sum(samples) + len(texts) - wrong, len(samples) + len(texts)
    if not all(samples):
        detail = _("The check before a reply is sent does not stop every promise of secrecy.")
        return Finding(State.SLIPPED, detail=detail, good=good, total=total)
    if wrong:
        detail = _("%(number)d texts of your settings promise secrecy.") % {"number": wrong}
        return Finding(State.SLIPPED, detail=detail, good=good, total=total)
    detail = _("Replies are checked before they are sent; none of your %(number)d texts promises secrecy.")
    return Finding(State.TRUE, detail=detail % {"number": len(texts)}, good=good, total=total)


def closed_to_others(unit: str, now: datetime) -> Finding:
    """Everybody with a post, and a handful of others, are tried: whoever is not to read cases can open none."""
    day = timezone.localdate(now)
    accounts = [*people.accounts_of_holders(day), *people.accounts_of_others(day, most=OTHERS)]
    if not accounts:
        return Finding(State.UNPROVEN, detail=_("Nobody can sign in: there is nobody to try."))
    posts = roster(now)
    readers = {post: {holder.person for holder in posts[post]} for post in ROUTE_POSTS}
    good = sum(_opens_no_more(people.actor_of(account, now), readers, now) for account in accounts)
    total = len(accounts)
    if good == total:
        detail = _("%(number)d people were tried: each opens what their post reads, and nothing else.")
        return Finding(State.TRUE, detail=detail % {"number": total}, good=good, total=total)
    detail = _("%(number)d people can open more than their posts and grants say.") % {"number": total - good}
    return Finding(State.SLIPPED, detail=detail, good=good, total=total)


def _opens_no_more(actor: Actor, readers: Mapping[Post, set[UUID]], now: datetime) -> bool:
    """Is what somebody opens what the posts, asked from the other side, and grants say, and nothing they are barred
    from?"""
    if not actor.may(RECEIVE):
        return not cases_for(actor, now).exists()
    expected = [compartment for compartment, post in READ_BY.items() if actor.person in readers[post]]
    if any(post in readers and actor.person not in readers[post] for post in posts_today(actor, now)):
        return False
    if actor.person is None:
        return not cases_for(actor, now).exists()
    granted = Grant.objects.filter(case=OuterRef("pk"), person=actor.person, ended_at=None)
    barred = Bar.objects.filter(case=OuterRef("pk"), mark=mark_of(actor.person), lifted_at=None)
    seen = cases_for(actor, now)
    more = seen.exclude(compartment__in=expected).exclude(Exists(granted)).exists()
    return not more and not seen.filter(Exists(barred)).exists()


ROUTES: Sequence[Check] = (
    Check(
        "safeguarding.ways-to-report",
        gettext_noop("Learners can report a worry online, by telephone, by e-mail and by letter."),
        "safeguarding",
        ways_to_report,
        proves=("C-044",),
        mend=gettext_noop("Enter the telephone, e-mail address and address for letters on the page of help."),
        mend_at="people:help-keep",
    ),
    Check(
        "safeguarding.form-is-read",
        gettext_noop("Whoever reports a concern with the form, and about whomever: somebody reads it."),
        "safeguarding",
        form_is_read,
        proves=("C-046",),
        mend=gettext_noop("Give the posts that read concerns to somebody."),
        mend_at="people:posts",
    ),
    Check(
        "safeguarding.conflicts-routed",
        gettext_noop("A concern about somebody who reads concerns goes to somebody else, and they are not told of it."),
        "safeguarding",
        routed_past_conflicts,
        proves=("C-048",),
        mend=gettext_noop("Give the posts of managing director and chair to people who are not in the team."),
        mend_at="people:posts",
    ),
    Check(
        "safeguarding.no-secrecy-promised",
        gettext_noop("Nobody is promised that what they say will be kept secret: replies are checked before sending."),
        "safeguarding",
        no_secrecy_promised,
        proves=("C-047",),
        mend=gettext_noop("Reword the text that promises secrecy."),
        mend_at="settings",
    ),
    Check(
        "safeguarding.closed-to-others",
        gettext_noop("Safeguarding records are open to nobody but those whose post or invitation lets them in."),
        "safeguarding",
        closed_to_others,
        proves=("C-059",),
        mend=gettext_noop("Look at who holds which post, and ask whoever runs Leeward."),
        mend_at="people:posts",
    ),
)
