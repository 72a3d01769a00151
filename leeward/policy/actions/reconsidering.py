"""Looks at a policy between its reviews: opened by somebody or by themselves, ended only with a decision and why."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation import mail
from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.act import act
from leeward.foundation.holders import who_holds
from leeward.foundation.mail import Letter, write_to
from leeward.foundation.outbox.jobs import put
from leeward.foundation.settings_history.queries import value
from leeward.people.rules import Post
from leeward.people.told import PostChanged
from leeward.policy.actions.importing import LONGEST_REASON, MANAGE
from leeward.policy.actions.reviewing import in_force_locked
from leeward.policy.choices import RECONSIDER_FOR_LEAD, RECONSIDER_FOR_RULES, RECONSIDER_WITHIN, REVIEW_LEAD
from leeward.policy.models import Publication, Reconsideration, Reconsidered, RulesSeen
from leeward.policy.queries.publications import dates_of, in_force
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused
from leeward.policy.rules.reconsidering import TOLD, Decision, Trigger
from leeward.policy.told import RulesChanged
from leeward.safeguarding.queries.rules import pack_now

TO_LOOK_AT = "policy.to-reconsider"
DUE = "policy.review-due"
LONGEST = 1000
PAGE = "/policies/manage/reviews"
DAY = timedelta(days=1)


def declare_letters() -> None:
    """Called by `frontdoor` wiring."""
    mail.declare_letter(
        TO_LOOK_AT,
        Letter(
            gettext_noop("Policies are to be looked at again"),
            gettext_noop("Something has happened that may change what they should say. Decide here: {link}"),
        ),
    )
    mail.declare_letter(
        DUE,
        Letter(
            gettext_noop("Reviews of policies are due"),
            gettext_noop("Reviews or decisions about policies are due soon or overdue. They are here: {link}"),
        ),
    )


def reconsider(*, actor: Actor, policy: UUID, trigger: Trigger, why: str, now: datetime) -> UUID:
    """Opens a look at the version in force because of something a person knows of.

    Raises NotAllowed, NoSuchPolicy where none is in force, Refused without a reason or for a trigger that comes by
    itself.
    """
    if not actor.may(MANAGE):
        raise NotAllowed
    why = why.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Refused(_("Say what happened, in at most 500 characters."), "why")
    if trigger not in TOLD:
        raise Refused(_("Choose what happened."), "trigger")
    with act(actor, "policy.reconsider", now=now, subject=f"policy:{policy}") as entry:
        made = _open(in_force_locked(policy), trigger, str(uuid4()), why, actor, now)
        entry.details["trigger"] = trigger.value
    return made.pk


def decide(*, actor: Actor, reconsideration: UUID, decision: Decision, reason: str, now: datetime) -> None:
    """Ends a look with what comes of it and why. It is kept once and never changed.

    Raises NotAllowed, NoSuchPolicy, Refused without a reason or where it was decided already.
    """
    if not actor.may(MANAGE):
        raise NotAllowed
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise Refused(_("Give the reason for your decision, in at most 1,000 characters."), "reason")
    with act(actor, "policy.reconsidered", now=now, subject=f"reconsideration:{reconsideration}") as entry:
        row = Reconsideration.objects.select_for_update().filter(pk=reconsideration).first()
        if row is None:
            raise NoSuchPolicy
        if Reconsidered.objects.filter(reconsideration=row).exists():
            raise Refused(_("This was decided already. Go back and read the decision."))
        Reconsidered.objects.create(reconsideration=row, decision=decision, reason=reason, by=actor.person, at=now)
        entry.details["decision"] = decision.value


def lead_changed(told: PostChanged, now: datetime) -> None:
    """Hears that a post changed: opens a look at policies approved before another safeguarding lead came."""
    if told.post != Post.DSL or not value(RECONSIDER_FOR_LEAD, at=now):
        return
    before, after = (set(who_holds(told.post, day).holders) for day in (told.day - DAY, told.day + DAY))
    if before == after:  # a deputy came or went
        return
    for live in in_force(now):
        if dates_of(live, now).approved_on <= told.day:
            why = _("The holder of the post of designated safeguarding lead changes on %(day)s.")
            _open_once(live, Trigger.LEAD_CHANGED, told.day.isoformat(), why % {"day": told.day.isoformat()}, now)


def rules_changed(told: RulesChanged, now: datetime) -> None:
    """Hears that a new edition of the nation's rules came: opens a look at every policy in force."""
    if not value(RECONSIDER_FOR_RULES, at=now):
        return
    name = f"{told.nation}, {told.edition.isoformat()}"
    for live in in_force(now):
        _open_once(
            live, Trigger.RULES_CHANGED, name, _("A new edition of the rules came: %(name)s.") % {"name": name}, now
        )


def watch_rules(now: datetime) -> bool:
    """Daily: tells once that another edition of the rules is in use than this installation had. True when it told."""
    pack = pack_now(now)
    if pack is None:
        return False
    with transaction.atomic():
        had_one = RulesSeen.objects.exists()
        _row, new = RulesSeen.objects.get_or_create(pack=pack.name, defaults={"at": now})
        if new and had_one:
            put(RulesChanged(pack.nation, pack.edition), key=pack.name, now=now)
    return new and had_one


def remind_reviews(now: datetime) -> int:
    """Daily: one letter a week to whoever keeps policies while a review or decision is due. Returns how many."""
    today = timezone.localdate(now)
    soon = today + timedelta(days=value(REVIEW_LEAD, at=now))
    open_ones = Reconsideration.objects.filter(outcome__isnull=True)
    if not open_ones.exists() and all(dates_of(live, now).review_due > soon for live in in_force(now)):
        return 0
    year, week, _day = today.isocalendar()
    return _write(DUE, f"{year}-{week:02d}", now)


def _open_once(live: Publication, trigger: Trigger, reference: str, why: str, now: datetime) -> None:
    """Opens a look unless this event, or one of its kind that nobody has decided yet, has opened one."""
    with transaction.atomic():
        live = in_force_locked(live.policy_id)
        of_kind = Reconsideration.objects.filter(policy=live.policy_id, trigger=trigger)
        if of_kind.filter(reference=reference).exists() or of_kind.filter(outcome__isnull=True).exists():
            return
        with act(SYSTEM, "policy.reconsider", now=now, subject=f"policy:{live.policy_id}") as entry:
            _open(live, trigger, reference, why, SYSTEM, now)
            entry.details["trigger"] = trigger.value


def _open(
    live: Publication, trigger: Trigger, reference: str, why: str, actor: Actor, now: datetime
) -> Reconsideration:
    made = Reconsideration.objects.create(
        policy=live.policy,
        version=live.version,
        trigger=trigger,
        reference=reference,
        why=why,
        opened_at=now,
        opened_by=actor.person,
        due=timezone.localdate(now) + timedelta(days=value(RECONSIDER_WITHIN, at=now)),
    )
    _write(TO_LOOK_AT, f"{trigger.value} {reference}", now)
    return made


def _write(letter: str, key: str, now: datetime) -> int:
    holding = who_holds(Post.QUALITY_LEAD, timezone.localdate(now))
    people = set(holding.holders or holding.deputies)
    with transaction.atomic():
        for person in people:
            write_to(person, letter, path=PAGE, key=key, now=now)
    return len(people)
