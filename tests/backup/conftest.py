"""The demonstration with a backup of it, made once; and empty installations to restore into."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.backup.world import Installed, installed
from tests.prepared import Prepared, prepared


@dataclass(frozen=True)
class Original:
    """The installation a backup was made of. `record`: a sealed one that was shredded after the backup."""

    here: Installed
    backup: Path
    record: str


SHRED_ONE = """
from django.utils import timezone
from leeward.foundation.vault.store import shred
from leeward.safeguarding.models import Concern
record = Concern.objects.order_by("pk").first().record
shred(record, now=timezone.now())
print(record)
"""


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Original]:
    folder = tmp_path_factory.mktemp("original")
    with installed(folder, like=prepared()) as here:
        here.must("worker", "--once")
        here.must("audit", "digest")
        backup = folder / "first.leeward"
        here.must("backup", str(backup))
        yield Original(here, backup, here.python(SHRED_ONE))


@pytest.fixture
def empty(original: Original, tmp_path: Path) -> Iterator[Installed]:
    """Another machine with the keys (and the list of shredded records) of the original, and nothing else."""
    with installed(tmp_path / "machine", original.here.keys) as here:
        yield here


@pytest.fixture(scope="session")
def restored_once(original: Original, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """A machine on which the backup was restored. Nobody uses it: the machines of the tests are copies of it."""
    with installed(tmp_path_factory.mktemp("restored"), original.here.keys) as here:
        here.must("restore", str(original.backup))
        yield here.as_prepared


@pytest.fixture(scope="session")
def looked_at(restored_once: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """A restored machine for tests that only look."""
    with installed(tmp_path_factory.mktemp("looked-at"), like=restored_once) as here:
        yield here


@pytest.fixture
def restored(restored_once: Prepared, tmp_path: Path) -> Iterator[Installed]:
    """A restored machine of one's own."""
    with installed(tmp_path / "machine", like=restored_once) as here:
        yield here
