"""Several give one post at the same moment: the database lets one of them through."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.foundation.approvals.test_race import empty_database  # noqa: F401  # a fixture
from tests.people.race import RACERS, ROUNDS


def test_of_many_who_give_one_post_at_once_one_succeeds_and_the_others_are_told(
    empty_database: str,  # noqa: F811  # the fixture, asked for by name
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.people.race"],
        cwd=Path(__file__).parents[2],
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
    assert json.loads(done.stdout) == [{"given": 1, "told": RACERS - 1, "hold": 1}] * ROUNDS
