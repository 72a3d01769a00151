"""A small organisation for the tests of concerns, and concerns raised in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from leeward.foundation.access import STRANGER, Actor
from leeward.people.rules import Held, PersonClass, Post, permissions_of
from leeward.safeguarding import actions
from leeward.safeguarding.rules.closing import Need
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.telling import About, Source, Telling
from tests.people.made import TODAY, give, somebody

# A Wednesday morning.
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
HELD = {
    "lead": (Post.DSL, False),
    "deputy": (Post.DSL, True),
    "director": (Post.MANAGING_DIRECTOR, False),
    "chair": (Post.CHAIR, False),
    "it": (Post.IT_MANAGER, False),
    "hr": (Post.HR, False),
}
NAMES = {
    "lead": "Deborah Oseitutu",
    "deputy": "Tomasz Wren",
    "director": "Helen Okonjo",
    "chair": "Margaret Thornbury",
    "it": "Priyanka Chaudhari",
    "hr": "Francesca Delacourt",
    "tutor": "Colm Shaughnessy",
}
TELLING = Telling(about=About.LEARNER, happened="Somebody keeps sending her messages at night. CANARY-TEXT")


class House:
    """Who is who."""

    def __init__(self) -> None:
        self.person: dict[str, UUID] = {}
        for key, name in NAMES.items():
            self.person[key] = somebody(name, email=f"{key}@example.org", since=TODAY - timedelta(days=400))
            if key in HELD:
                post, deputy = HELD[key]
                give(self.person[key], post, deputy=deputy, since=TODAY - timedelta(days=300))

    def actor(self, key: str) -> Actor:
        held = [Held(*HELD[key])] if key in HELD else []
        permissions = permissions_of(held, [PersonClass.STAFF])
        return Actor(account=uuid4(), person=self.person[key], name=NAMES[key], permissions=permissions)


def raised(
    telling: Telling = TELLING, *, now: datetime = NOW, submission: UUID | None = None, **more
) -> actions.Receipt:
    return actions.raise_concern(
        actor=more.pop("actor", STRANGER),
        telling=telling,
        source=more.pop("source", Source.PUBLIC_FORM),
        submission=submission or uuid4(),
        now=now,
        **more,
    )


def triaged(actor: Actor, ref: str, *, now: datetime = NOW, kinds=(CaseKind.OTHER,), **more) -> None:
    """A first look that asks for nothing more, unless said otherwise."""
    text = actions.TriageText(
        safe_now=more.pop("safe_now", "Nobody is in danger: she is at home with her mother."),
        severity=more.pop("severity", 1),
        kinds=frozenset(kinds),
        why=more.pop("why", "It has gone on for a while and upsets her."),
        owner=more.pop("owner", actor.person),
        **more,
    )
    actions.triage(actor=actor, ref=ref, text=text, now=now)


def needs_noted(actor: Actor, ref: str, *, now: datetime = NOW) -> None:
    """The needs of all three, as closing asks for them."""
    actions.note_needs(actor=actor, ref=ref, needs=dict.fromkeys(Need, "Looked at."), now=now)


def about(names: str, **more) -> Telling:
    return replace(TELLING, about=About.STAFF, about_names=names, **more)


def readers(receipt: actions.Receipt) -> list[str]:
    return [reader.name for reader in receipt.readers]


def local(now: datetime = NOW):
    return timezone.localdate(now)
