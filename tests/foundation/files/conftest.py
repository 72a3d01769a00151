"""What the tests of files stand on: one clamd for all of them, and a record to keep files under."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from leeward.foundation.vault import store
from tests.foundation.files.clam import clamd

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.fixture(scope="session")
def scanner_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clamd(tmp_path_factory.mktemp("clam"), NOW - timedelta(days=1)) as where:
        yield where


@pytest.fixture
def home(settings, tmp_path: Path) -> Path:
    settings.LEEWARD_HOME = tmp_path / "home"
    settings.LEEWARD_HOME.mkdir()
    settings.LEEWARD_SHREDDED = tmp_path / "shredded.list"
    return settings.LEEWARD_HOME


@pytest.fixture
def record(db, home: Path) -> UUID:
    return store.new_record("boats", uuid4())
