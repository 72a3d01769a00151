"""For the demonstration: a promise proven by two checks, words asked for and given, the board's last day."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from leeward.people.demo import DemoPeople
from leeward.people.rules import Post
from leeward.policy.actions import ask_for_word, bind_promise, confirm_promise, state_promise
from leeward.policy.actions.board import note_board_day
from leeward.policy.evidence import AS_SIGNED
from leeward.policy.models import Promise
from leeward.policy.rules.standing import POST_PREFIX

TOGETHER = ("Only the approved text is published", (AS_SIGNED, "foundation.audit-whole"))
PROVEN: tuple[tuple[str, tuple[str, ...], Post], ...] = (
    # how the sentence starts, the checks that prove it, who holds it
    (
        "receiving every concern about online safety",
        ("safeguarding.read-in-time", "safeguarding.form-is-read"),
        Post.DSL,
    ),
    ("Anybody can report a concern", ("safeguarding.ways-to-report",), Post.DSL),
    ("Where a concern is about the Designated", ("safeguarding.conflicts-routed",), Post.MANAGING_DIRECTOR),
    (
        "A record is kept of every concern",
        ("safeguarding.register-whole", "safeguarding.closed-complete"),
        Post.DSL,
    ),
    ("promise anybody that what they say", ("safeguarding.no-secrecy-promised",), Post.DSL),
    ("Staff must never look at, copy", ("safeguarding.nudes-ready",), Post.DSL),
    ("removing the access of anybody who leaves", ("people.leavers-closed", "people.leavers-shut"), Post.IT_MANAGER),
    ("We tell everybody what is monitored", ("monitoring.lawful",), Post.INFORMATION_SECURITY_MANAGER),
)
ASKED: tuple[tuple[str, Post, str, str], ...] = (
    # how the sentence starts, who is asked, what they said, where the evidence is
    ("deciding what is done about each concern", Post.DSL, "", ""),
)


def build(people: DemoPeople, version: UUID, *, now: datetime) -> None:
    """Builds on the policy of `demo`, through the real actions."""
    quality, at = people.actor("quality-lead", now), now - timedelta(days=18)
    promises = {promise.sentence: promise for promise in Promise.objects.filter(version=version)}

    def starting(start: str) -> Promise:
        (found,) = [promise for sentence, promise in promises.items() if sentence.startswith(start)]
        return found

    start, both = TOGETHER
    bind_promise(actor=quality, promise=starting(start).pk, checks=both, now=at)
    for start, keys, post in PROVEN:
        promise = starting(start)
        confirm_promise(actor=quality, promise=promise.pk, holder=POST_PREFIX + post, frequency="", now=at)
        bind_promise(actor=quality, promise=promise.pk, checks=keys, now=at)
    for start, post, words, evidence in ASKED:
        promise = starting(start)
        confirm_promise(actor=quality, promise=promise.pk, holder=POST_PREFIX + post, frequency="", now=at)
        ask_for_word(actor=quality, promise=promise.pk, every_months=3, now=at)
        if words:
            until = at + timedelta(days=90)
            holder = people.actor(post.value, now)
            state_promise(actor=holder, promise=promise.pk, words=words, evidence=evidence, valid_until=until, now=at)
    day = timezone.localdate(now) - timedelta(days=7)
    note_board_day(actor=quality, day=day, minute="Item 6", now=now - timedelta(days=6))
