"""Posts with holders, and kinds of request, for the tests of approvals."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from leeward.foundation import holders
from leeward.foundation.access import Actor
from leeward.foundation.approvals import kinds
from leeward.foundation.approvals.endings import RequestDue, come_up
from leeward.foundation.approvals.kinds import AfterDelay, Criterion, Decided, Kind
from leeward.foundation.holders import Holding
from leeward.foundation.outbox.messages import listen
from leeward.foundation.settings_history import declared
from leeward.foundation.settings_history.scopes import GROUP, Scope


class Posts(dict[str, Holding]):
    """Who holds which post; tests change it as they go."""

    def __call__(self, post: str, on: date, scope: Scope) -> Holding:
        return self.get(f"{post} {scope.company}", self.get(post, Holding()))


class House:
    """The persons of a small organisation, and what the rooms were told."""

    def __init__(self) -> None:
        self.tutor, self.manager, self.deputy = (self.person() for _ in range(3))
        self.lead, self.deputy_lead, self.chair, self.outsider = (self.person() for _ in range(4))
        self.posts = Posts(
            {
                "general-manager": Holding((id_of(self.manager),), (id_of(self.deputy),)),
                "safeguarding-lead": Holding((id_of(self.lead),), (id_of(self.deputy_lead),)),
                "chair": Holding((id_of(self.chair),)),
            }
        )
        self.told: list[Decided] = []
        self.ended: list[Decided] = []

    @staticmethod
    def person() -> Actor:
        return Actor(account=uuid4(), person=uuid4(), permissions=frozenset({"settings.see", "settings.change"}))


def id_of(actor: Actor) -> UUID:
    assert actor.person is not None
    return actor.person


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    made = House()
    monkeypatch.setattr(holders, "_resolve", made.posts)
    monkeypatch.setattr(holders, "_posts", lambda: ())
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_deciders", {})
    monkeypatch.setattr(declared, "_settings", {})
    monkeypatch.setattr(declared, "_scopes", lambda: dict.fromkeys((GROUP, Scope("north"), Scope("south")), ""))
    listen(RequestDue, "foundation.approval-due", come_up)
    heard = {
        "on_decision": lambda decided, actor, now: made.told.append(decided),
        "on_end": lambda decided, actor, now: made.ended.append(decided),
    }
    kinds.declare(
        Kind("test.unblock", "Open a page", ("general-manager",), longest=timedelta(days=30), **heard)  # type: ignore[arg-type]  # handlers by name
    )
    kinds.declare(
        Kind(
            "test.close-case",
            "Second reader of a closing",
            ("safeguarding-lead", "general-manager"),
            purpose=kinds.Purpose.SECOND_READER,
            criteria=(Criterion("summary", "The summary is complete."), Criterion("reasons", "Reasons are given.")),
            after_delay=AfterDelay.TAKES_EFFECT,
            waits_for=None,
            **heard,  # type: ignore[arg-type]  # as above
        )
    )
    return made
