"""The demonstration, built once for all tests of a module that only look at it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.house.demo import Demo, build_everything


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Demo]:
    """Inside one transaction that is undone at the end. Tests that use this need no mark for the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_everything()
        transaction.set_rollback(True)
