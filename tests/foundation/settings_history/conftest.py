"""A few settings, companies and people for the tests."""

from datetime import datetime
from uuid import uuid4

import pytest

from leeward.foundation.access import Actor
from leeward.foundation.clocks import Limit, Unit
from leeward.foundation.settings_history import declared
from leeward.foundation.settings_history.declared import Setting, declare, declare_limit
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.foundation.settings_history.shapes import Names, Whole

NORTH, SOUTH, LEEDS = Scope("north"), Scope("south"), Scope("north", "leeds")
MANAGER = Actor(account=uuid4(), person=uuid4(), permissions=frozenset({"settings.see", "settings.change"}))
READER = Actor(account=uuid4(), person=uuid4(), permissions=frozenset({"settings.see"}))


def count_meetings(old: int, new: int, scope: Scope, now: datetime) -> list[str]:
    return [f"{new - old} more meetings a year in {scope.company or 'the group'}."]


@pytest.fixture(autouse=True)
def only_these_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declared, "_settings", {})
    monkeypatch.setattr(declared, "_limits", {})
    monkeypatch.setattr(declared, "_scopes", lambda: dict.fromkeys((GROUP, NORTH, LEEDS, SOUTH), ""))


@pytest.fixture
def meetings() -> Setting[int]:
    return declare(Setting("test.meetings", "Meetings a year", Whole(1, 12), 4, unit="a year", preview=count_meetings))


@pytest.fixture
def route() -> Setting[tuple[str, ...]]:
    posts = Names(("lead", "manager", "chair"))
    return declare(Setting("test.route", "Who is told", posts, ("lead",), permission="test.change-routes"))


@pytest.fixture
def refer() -> Setting[int]:
    return declare_limit(
        Limit("test.refer", 1, Unit.WORKING_DAYS, "Working Together", "2023", 2023), "Refer an allegation"
    )
