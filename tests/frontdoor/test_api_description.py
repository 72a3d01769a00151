"""The description of the machine interface: whole, valid, and of every address there is."""

import re
from collections.abc import Iterator
from typing import Any

import leeward.frontdoor.api  # noqa: F401  # gathers the chapters of every room
from leeward.foundation.api.describing import described
from leeward.foundation.api.operations import chapters, scopes
from tests.house.routes import routes

FORBIDDEN = re.compile(
    r"safeguarding\.(?!report)|monitoring\.|vulnerab|audit\.|people\.lift_hold|people\.reset|settings\.change"
)


def _templates() -> Iterator[str]:
    for route in routes():
        if route.pattern.startswith("/api/v1"):
            yield re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.pattern.removeprefix("/api/v1"))


def test_every_address_of_the_interface_is_described_and_no_other():
    assert set(_templates()) == set(described("1")["paths"])


def test_every_operation_has_a_name_of_its_own_a_summary_and_answers_for_what_goes_wrong():
    found = [one for path in described("1")["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in found]
    assert len(names) == len(set(names))
    for one in found:
        assert one["summary"].endswith("."), one["operationId"]
        assert one["operationId"] == "openapi" or {"401", "403"} & one["responses"].keys(), one["operationId"]


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for one in value.values():
            yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)


def test_every_reference_leads_somewhere_and_every_shape_is_used():
    document = described("1")
    used = {reference.removeprefix("#/components/schemas/") for reference in _references(document)}
    assert used == set(document["components"]["schemas"])


def test_no_scope_gives_what_opens_a_case_a_finding_or_somebodys_vulnerability():
    wrong = {scope.name for scope in scopes().values() for name in scope.permissions if FORBIDDEN.search(name)}
    assert wrong == set()
    assert {"people:read", "people:write", "filtering:decide", "metrics:read"} <= scopes().keys()


def test_no_room_with_cases_or_findings_has_a_chapter():
    modules = {operation.do.__module__ for chapter in chapters() for operation in chapter.operations}
    assert not [name for name in modules if "safeguarding" in name or "monitoring" in name]
