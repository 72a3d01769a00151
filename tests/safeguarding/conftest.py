"""What the tests of concerns stand on."""

import pytest

from tests.safeguarding.made import House


@pytest.fixture
def house(db) -> House:
    return House()
