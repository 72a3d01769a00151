"""Schemathesis calls every operation as the description says, and as it does not, and finds nothing amiss.

It looks at answers that are not described, errors of ours, shapes that differ, and wrong data that is let through. Two
of its looks are left out: data that fits the shape may still be refused (somebody unknown as a tutor, an address that
is none, a day to come), and that is a 422 that names the field.
"""

import os
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django.plugin import DjangoDbBlocker
from schemathesis.checks import CHECKS, load_all_checks

import leeward.frontdoor.api  # noqa: F401  # gathers the chapters of every room
from leeward.foundation.access import Actor
from leeward.foundation.api.describing import described
from leeward.foundation.api.operations import chapters
from leeward.foundation.settings_history.actions import change_setting
from tests.frontdoor.calling import token_for
from tests.house.demo import build_everything
from tests.wsgi import connections_kept

EXAMPLES = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 6
"""Calls of each operation with data that fits, and as many with data that does not."""
OPERATIONS = [(operation.method, f"/{operation.path}") for chapter in chapters() for operation in chapter.operations]


@pytest.mark.django_db
def test_every_shape_of_the_description_is_a_schema():
    assert OPERATIONS
    for name, schema in described("1")["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid({**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"}), name


@pytest.fixture(scope="module")
def token(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A token that may do everything, over the demonstration; all of it is undone at the end."""
    manager = Actor(permissions=frozenset({"settings.see", "settings.change"}))
    with connections_kept(), django_db_blocker.unblock(), transaction.atomic():
        build_everything()
        change_setting(actor=manager, key="api.requests_a_minute", entered="100000", why="A test", now=timezone.now())
        yield token_for()
        transaction.set_rollback(True)


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: str(part))
def test_nothing_is_amiss_whatever_is_sent(method: str, path: str, token: str):
    load_all_checks()
    left_out = [CHECKS.get_one(name) for name in ("positive_data_acceptance", "ignored_auth")]
    schema = schemathesis.openapi.from_dict(described("1"))
    schema.app = WSGIHandler()
    operation = schema[path][method]
    for mode in schemathesis.GenerationMode:

        @settings(
            max_examples=EXAMPLES,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
            deadline=None,
        )
        @given(operation.as_strategy(generation_mode=mode))
        def one(case: Any) -> None:
            headers = {**(case.headers or {}), "Authorization": f"Bearer {token}", "Host": "localhost"}
            case.headers = headers
            with transaction.atomic():
                case.validate_response(case.call(), excluded_checks=left_out)
                transaction.set_rollback(True)

        one()
