"""A policy for the demonstration: imported, approved, published and partly acknowledged, through the real actions."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from leeward.people.demo import DemoPeople
from leeward.people.queries import people_of_class
from leeward.people.rules import Post
from leeward.policy import demo_ledger, demo_matrix
from leeward.policy.actions import (
    acknowledge,
    bind_promise,
    confirm_promise,
    import_policy,
    publish,
    set_aside_promise,
    sign,
    state_promise,
    submit_for_approval,
)
from leeward.policy.actions.publishing import STAFF
from leeward.policy.actions.reconsidering import reconsider
from leeward.policy.evidence import ACKNOWLEDGED, AS_SIGNED
from leeward.policy.evidence_of_reviews import REVIEWED
from leeward.policy.models import Promise
from leeward.policy.rules.reconsidering import Trigger
from leeward.policy.rules.standing import POST_PREFIX, suggested_holder

TEXT = Path(__file__).with_name("demo_policy.txt")

BOUND: tuple[tuple[str, str, Post], ...] = (
    # how the sentence starts, the check that proves it, who holds it
    ("We will always have a Designated Safeguarding Lead", "people.dsl-and-deputy", Post.MANAGING_DIRECTOR),
    ("read this policy and acknowledge it", ACKNOWLEDGED, Post.QUALITY_LEAD),
    ("Web access is filtered on every site", "filtering.answering", Post.IT_MANAGER),
    ("A record of everybody who has read", "foundation.audit-whole", Post.INFORMATION_SECURITY_MANAGER),
    ("This policy will be reviewed at least once", REVIEWED, Post.QUALITY_LEAD),
    ("Only the approved text is published", AS_SIGNED, Post.QUALITY_LEAD),
)
STATED: tuple[tuple[str, str, int], ...] = (
    # how the sentence starts, the words, days until it lapses
    (
        "teaching about online safety during induction",
        "All groups that started this term had the two-hour session in their first week; the registers are with me.",
        120,
    ),
    ("this policy, its review and its publication", "I review it each September and have done so this year.", 25),
)
CONFIRMED_ONLY = ("The General Manager will decide each request", "deciding what is done about each concern")
SET_ASIDE = ("Categories are blocked for reasons",)


def build(people: DemoPeople, *, now: datetime) -> None:
    """Builds the policy as it would have come about over the last weeks before `now`."""
    quality, director = people.actor("quality-lead", now), people.actor("managing-director", now)
    read_at = now - timedelta(days=20)
    made = import_policy(
        actor=quality,
        data=TEXT.read_bytes(),
        name="online-safety-policy.txt",
        reason="Annual review; promises about filtering made plainer",
        now=read_at,
    )
    promises = {promise.sentence: promise.pk for promise in Promise.objects.filter(version=made.version)}
    _bind(people, promises, now)
    demo_ledger.build(people, made.version, now=now)
    submit_for_approval(
        actor=quality,
        version=made.version,
        why="The annual review is done. Filtering and reporting are said more plainly; nothing was taken out.",
        now=read_at + timedelta(days=1),
    )
    sign(
        actor=director,
        version=made.version,
        reason="It says what we do.",
        confirmed=["read", "right"],
        now=read_at + timedelta(days=3),
    )
    published_at = now - timedelta(days=10)
    publish(actor=quality, version=made.version, now=published_at)
    _acknowledge(people, made.version, now)
    demo_matrix.build(people, now=now)
    reconsider(
        actor=quality,
        policy=Promise.objects.filter(version=made.version).values_list("version__policy", flat=True)[0],
        trigger=Trigger.TECHNOLOGY,
        why="Tutors ask for a writing assistant with artificial intelligence. The policy does not speak of one.",
        now=now - timedelta(days=5),
    )


def _bind(people: DemoPeople, promises: dict[str, UUID], now: datetime) -> None:
    quality, at = people.actor("quality-lead", now), now - timedelta(days=19)
    for start, check_key, post in BOUND:
        promise = _starting(promises, start)
        confirm_promise(actor=quality, promise=promise, holder=POST_PREFIX + post, frequency="", now=at)
        bind_promise(actor=quality, promise=promise, checks=[check_key], now=at)
    for start, words, days in STATED:
        promise = _starting(promises, start)
        confirm_promise(actor=quality, promise=promise, holder=POST_PREFIX + Post.QUALITY_LEAD, frequency="", now=at)
        state_promise(actor=quality, promise=promise, words=words, valid_until=now + timedelta(days=days), now=at)
    for start in CONFIRMED_ONLY:
        row = Promise.objects.get(pk=_starting(promises, start))
        holder = suggested_holder(row.actor)
        confirm_promise(actor=quality, promise=row.pk, holder=holder, frequency=row.frequency, now=at)
    for start in SET_ASIDE:
        set_aside_promise(
            actor=quality,
            promise=_starting(promises, start),
            reason="It explains the sentence before it and binds nobody by itself.",
            now=at,
        )


def _starting(promises: dict[str, UUID], start: str) -> UUID:
    """The one promise whose sentence starts so. Raises ValueError when the text no longer has it."""
    (found,) = [key for sentence, key in promises.items() if sentence.startswith(start)]
    return found


def _acknowledge(people: DemoPeople, version: UUID, now: datetime) -> None:
    """About half of those asked have answered: everybody with a sign-in but the tutors and associates, over a week."""
    asked = {person.id for person in people_of_class(STAFF, now.date())}
    willing = [key for key, person in people.by_post.items() if person in asked and key not in ("tutor", "associate")]
    for number, key in enumerate(willing):
        given_at = now - timedelta(days=9) + timedelta(hours=7 * number)
        acknowledge(actor=people.actor(key, now), version=version, now=given_at)
