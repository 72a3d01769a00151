"""Posts that open sensitive records: proposed by one person, decided by another, never by whoever gets the post.

The chair decides, else the managing director, else the DSL (a setting). Where nobody but the proposer and the proposed
is left, every holder of these posts is told and the post is given after three days: a house of two must not stay
without a safeguarding lead. An empty post of DSL may be filled at once by the chair or the managing director, because
concerns must reach somebody tonight; another of them then says within a week whether it stays, and if nobody does, it
ends.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.approvals.actions import ask
from leeward.foundation.approvals.kinds import About, AfterDelay, Criterion, Decided, Kind, Outcome
from leeward.foundation.approvals.words import ApprovalError
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.people.actions.posts import appoint, check_fit, hold, needs_second
from leeward.people.models import Absence, Person, PostHolding, PostProposal, State
from leeward.people.queries import holders_of, post_name, scope_of
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import Post

DECIDED_BY = (Post.CHAIR.value, Post.MANAGING_DIRECTOR.value, Post.DSL.value)
SUBJECT = "post-proposal:"
FITTING = Criterion("known", gettext_noop("I know this person, and why they are to have this post."))
TRAINED = Criterion("checked", gettext_noop("The checks and the training that the post needs are done."))


@dataclass(frozen=True, slots=True)
class Given:
    """What came of giving a post: it is held now, or a request waits for a second person."""

    holding: UUID | None = None
    request: UUID | None = None


def give_post(
    *,
    actor: Actor,
    now: datetime,
    person: UUID,
    post: str,
    since: date,
    until: date | None = None,
    deputy: bool = False,
    scope: Scope = GROUP,
    why: str = "",
) -> Given:
    """Gives a post, or asks a second person where it opens sensitive records, whoever asks (people and systems alike).

    `why` is needed then, and sealed. Raises Refused.
    """
    if not needs_second(post, deputy=deputy, scope=scope):
        made = appoint(
            actor=actor, now=now, person=person, post=post, since=since, until=until, deputy=deputy, scope=scope
        )
        return Given(holding=made)
    proposal = _new(actor, now, person, post, since, until, deputy=deputy, scope=scope)
    return Given(request=_propose(proposal, SENSITIVE_POST, actor=actor, why=why, now=now))


def propose_cover(*, actor: Actor, now: datetime, absence: Absence, person: UUID, why: str) -> UUID:
    """Asks a second person whether somebody who is no deputy may cover a post that opens sensitive records."""
    held = absence.holding
    scope = scope_of(held.company_id, held.site_id)
    proposal = _new(actor, now, person, held.post, absence.since, absence.until, deputy=True, scope=scope)
    proposal.absence = absence
    return _propose(proposal, SENSITIVE_POST, actor=actor, why=why, now=now)


def fill_vacancy(*, actor: Actor, now: datetime, person: UUID, why: str, post: str = Post.DSL) -> UUID:
    """Fills the empty post of DSL at once; returns the request by which a second person says whether it stays.

    Raises Refused where somebody holds it.
    """
    today = timezone.localdate(now)
    if any(not held.deputy for held in holders_of(post, today)):
        raise Refused(_("Somebody holds this post. Give it in the usual way."), "post")
    with act(actor, "people.fill-vacancy", now=now, subject=f"person:{person}") as entry:
        proposal = _new(actor, now, person, post, today, None, deputy=False, scope=GROUP)
        held = hold(actor=actor, now=now, person=person, post=post, since=today, until=None, deputy=False)
        proposal.holding_id, proposal.emergency = held, True
        entry.details["post"] = str(post)
        return _propose(proposal, EMERGENCY_POST, actor=actor, why=why, now=now)


def _new(
    actor: Actor,
    now: datetime,
    person: UUID,
    post: str,
    since: date,
    until: date | None,
    *,
    deputy: bool,
    scope: Scope,
) -> PostProposal:
    if actor.person == person:
        raise Refused(_("Nobody appoints themselves. Ask somebody else with this right to do it."), "person")
    return PostProposal(
        person_id=person,
        post=str(post),
        deputy=deputy,
        company_id=scope.company or None,
        site_id=scope.site or None,
        since=since,
        until=until,
        proposed_by_id=actor.person,
        proposed_at=now,
    )


def _propose(proposal: PostProposal, kind: Kind, *, actor: Actor, why: str, now: datetime) -> UUID:
    scope = scope_of(proposal.company_id, proposal.site_id)
    with act(actor, "people.propose-post", now=now, subject=f"person:{proposal.person_id}") as entry, in_words():
        row = Person.objects.get(pk=proposal.person_id)
        if not proposal.emergency:
            check_fit(
                row,
                proposal.post,
                since=proposal.since,
                until=proposal.until,
                deputy=proposal.deputy,
                scope=scope,
                now=now,
            )
        if PostProposal.objects.filter(person=row, post=proposal.post, state=State.WAITING).exists():
            raise Refused(_("This has been proposed already and waits for a second person."), "person")
        try:
            proposal.request = ask(
                actor=actor,
                kind=kind.key,
                subject=f"{SUBJECT}{proposal.pk}",
                why=why,
                now=now,
                conflicts=[row.pk],
                scope=scope,
            )
        except ApprovalError as error:
            raise Refused(str(error), "why") from error
        proposal.save(force_insert=True)
        entry.details.update(post=proposal.post, deputy=proposal.deputy, since=proposal.since.isoformat())
        return proposal.request


def _decided(decided: Decided, actor: Actor, now: datetime) -> None:
    """Hears how a request ended, in its transaction."""
    proposal = _found(decided.subject)
    if proposal is None or proposal.state != State.WAITING:
        return
    proposal.state, proposal.decided_at = State(decided.outcome.value), now
    if decided.outcome is Outcome.APPROVED:
        _give(proposal, actor, now)
    proposal.save()


def _give(proposal: PostProposal, actor: Actor, now: datetime) -> None:
    since = max(proposal.since, timezone.localdate(now))
    try:
        if proposal.until is not None and proposal.until < since:
            raise Refused(_("The time for which this was asked is over."))
        proposal.holding_id = hold(
            actor=actor,
            now=now,
            person=proposal.person_id,
            post=proposal.post,
            since=since,
            until=proposal.until,
            deputy=proposal.deputy,
            scope=scope_of(proposal.company_id, proposal.site_id),
            absence=proposal.absence,
        )
    except Refused as refusal:
        if actor.person is not None:
            raise ApprovalError(refusal.text) from refusal
        proposal.state = State.OVERTAKEN
        return
    if proposal.absence is not None:
        Absence.objects.filter(pk=proposal.absence.pk).update(covered_by=proposal.person_id)


def _emergency_decided(decided: Decided, actor: Actor, now: datetime) -> None:
    """Hears whether somebody put in at once stays: anything but yes ends it now, not tonight."""
    proposal = _found(decided.subject)
    if proposal is None or proposal.state != State.WAITING:
        return
    proposal.state, proposal.decided_at = State(decided.outcome.value), now
    proposal.save(update_fields=["state", "decided_at"])
    if decided.outcome is Outcome.APPROVED or proposal.holding is None:
        return
    today = timezone.localdate(now)
    with act(actor, "people.end-holding", now=now, subject=f"person:{proposal.person_id}") as entry:
        entry.details.update(post=proposal.post, deputy=False, until=today.isoformat())
        held = PostHolding.objects.get(pk=proposal.holding.pk)
        if held.since < today:
            held.until = today - timedelta(days=1)
            held.save(update_fields=["until"])
        else:
            # A day that counted to its end would leave the cases open until midnight. The proposal keeps what was.
            held.delete()


def _found(subject: str) -> PostProposal | None:
    key = UUID(subject.removeprefix(SUBJECT))
    return PostProposal.objects.select_related("person", "absence", "company", "site").filter(pk=key).first()


def _describe(subject: str, actor: Actor) -> About:
    proposal = _found(subject)
    if proposal is None:
        return About(_("The absence this was asked for is not planned any more."), "/people/posts")
    words = {
        "person": proposal.person.name,
        "post": post_name(proposal.post),
        "since": f"{proposal.since:%-d %B %Y}",
        "until": f"{proposal.until:%-d %B %Y}" if proposal.until else "",
    }
    if proposal.emergency:
        text = _("%(person)s was put in the empty post “%(post)s” on %(since)s. Say whether it stays.")
    elif proposal.absence is not None:
        text = _("%(person)s is to cover the post “%(post)s” from %(since)s to %(until)s.")
    elif proposal.deputy:
        text = _("%(person)s is to be deputy in the post “%(post)s” from %(since)s.")
    else:
        text = _("%(person)s is to get the post “%(post)s” from %(since)s.")
    place = proposal.site or proposal.company
    where = " " + _("For %(place)s alone.") % {"place": place.name} if place is not None else ""
    return About(text % words + where, "/people/posts")


SENSITIVE_POST = Kind(
    "people.sensitive-post",
    gettext_noop("Give a post that opens sensitive records"),
    deciders=DECIDED_BY,
    criteria=(FITTING, TRAINED),
    after_delay=AfterDelay.TAKES_EFFECT,
    describe=_describe,
    on_decision=_decided,
)
EMERGENCY_POST = Kind(
    "people.emergency-post",
    gettext_noop("Keep somebody in a post that was filled in an emergency"),
    deciders=DECIDED_BY,
    criteria=(FITTING, TRAINED),
    after_delay=AfterDelay.TAKES_EFFECT,
    waits_for=timedelta(days=7),
    describe=_describe,
    on_decision=_emergency_decided,
)
