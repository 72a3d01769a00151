"""What holds for every test: properties are judged by what they find, never by how long a busy machine took."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.prepared import begin_run, end_run

settings.register_profile("leeward", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("soak", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "leeward"))


def pytest_configure(config: pytest.Config) -> None:
    if begin_run():
        config.add_cleanup(end_run)


LONGEST_FIRST = (
    "tests/safeguarding/test_leaks.py",
    "tests/journeys/test_concern_kill.py",
    "tests/journeys/test_accessibility.py",
    "tests/journeys/test_tour.py",
    "tests/backup/test_kills.py",
    "tests/backup/test_restore.py",
)
"""Begun first, so that no process waits at the end for one that has just begun."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only whole files change places."""
    place = {file: number for number, file in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.location[0], len(place)))
