"""A home of its own for every test of this room, and a policy to begin with."""

from pathlib import Path
from uuid import UUID

import pytest

from leeward.filtering.actions.policy import begin_policy
from leeward.foundation import holders
from leeward.foundation.access import SYSTEM
from tests.filtering.made import MANAGER, MANAGERS_DEPUTY, NOW


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    settings.LEEWARD_HOME = tmp_path
    settings.LEEWARD_URL = "https://leeward.trust.example"
    return tmp_path


@pytest.fixture(autouse=True)
def posts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The general manager and a deputy; nobody else holds a post."""

    def resolve(post: str, on: object, scope: object) -> holders.Holding:
        assert isinstance(MANAGER.person, UUID)
        assert isinstance(MANAGERS_DEPUTY.person, UUID)
        if post == "general-manager":
            return holders.Holding((MANAGER.person,), (MANAGERS_DEPUTY.person,))
        return holders.Holding()

    monkeypatch.setattr(holders, "_resolve", resolve)


@pytest.fixture
def policy(db: None) -> None:
    begin_policy(actor=SYSTEM, now=NOW)
