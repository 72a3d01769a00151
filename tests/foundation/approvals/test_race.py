"""Two deciders at the same moment, for real: threads with connections of their own and committed transactions."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.foundation.approvals.race import DECIDERS, REQUESTS


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the kind the tests run on."""
    default = settings.DATABASES["default"]
    if "sqlite" in default["ENGINE"]:
        yield f"sqlite:///{tmp_path / 'race.sqlite3'}"
        return
    name = f"race_{os.getpid()}"
    server = {"host": default["HOST"], "port": default["PORT"] or 5432, "user": default["USER"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{server['user']}@{server['host']}:{server['port']}/{name}"
        maintenance.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_of_many_deciders_at_once_exactly_one_wins_and_the_others_are_told(empty_database: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.foundation.approvals.race"],
        cwd=Path(__file__).parents[3],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "leeward.frontdoor.settings",
            "LEEWARD_DATABASE_URL": empty_database,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    expected = {"won": 1, "late": DECIDERS - 1, "entries": 1, "told": 1, "breaks": 0}
    assert json.loads(done.stdout) == [expected] * REQUESTS
