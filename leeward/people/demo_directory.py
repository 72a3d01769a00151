"""What the demonstration shows of posts and learners: a post of its own, an absence, a mother, a vulnerability."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from leeward.foundation.access import SYSTEM, Actor
from leeward.people.actions import (
    Closeness,
    Details,
    add_own_post,
    add_person,
    appoint,
    record_absence,
    record_vulnerability,
    relate,
    set_fact,
)
from leeward.people.queries import holders_of
from leeward.people.rules import PersonClass, Post, RelationKind

PROGRAMMES = (
    ("young-learner", "Early years practitioner, level 2", "Autumn A"),
    ("adult-learner", "Adult care worker, level 3", "Autumn B"),
    ("learner-6", "Motor vehicle, level 2", "Autumn A"),
)


def build(everybody: dict[str, UUID], lead: Actor, now: datetime) -> None:
    """Adds to the invented provider; `lead` is its DSL."""
    today = timezone.localdate(now)
    for key, programme, cohort in PROGRAMMES:
        since = today - timedelta(days=60)
        for kind, value in (("programme", programme), ("cohort", cohort)):
            set_fact(actor=SYSTEM, now=now, person=everybody[key], kind=kind, value=value, since=since)
    post = add_own_post(actor=SYSTEM, now=now, name="Prevent lead")
    appoint(actor=SYSTEM, now=now, person=everybody["tutor-3"], post=post, since=today - timedelta(days=30))
    held = holders_of(Post.QUALITY_LEAD, today)[0].id
    monday = today + timedelta(days=7 - today.weekday())
    record_absence(
        actor=SYSTEM,
        now=now,
        holding=held,
        since=monday,
        until=monday + timedelta(days=4),
        covered_by=everybody["tutor-2"],
    )
    note = "Ring 01632 960 188 after six. Never leave a message."
    relate(
        actor=SYSTEM,
        now=now,
        learner=everybody["young-learner"],
        other=None,
        new=Details("Maureen", "Brambleby"),
        said=Closeness(RelationKind.MOTHER, "yes", may_contact=True, note=note),
        since=today - timedelta(days=40),
    )
    add_person(
        actor=SYSTEM,
        now=now,
        details=Details("Oluwaseun", "Adebayo-Finch", employer="Little Anchors Nursery"),
        classes=frozenset({PersonClass.EMPLOYER_CONTACT}),
        since=today - timedelta(days=90),
    )
    record_vulnerability(
        actor=lead,
        now=now,
        person=everybody["young-learner"],
        kind="Young carer",
        source="Told by the learner herself",
        note="Looks after a younger brother on Mondays: late arrivals are agreed.",
        since=today - timedelta(days=30),
    )
