"""What edges ask of the server, as the description of the machine interface says it. Served by `views/edges_api`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from leeward.foundation.api.describing import problems
from leeward.foundation.api.operations import Chapter, Described
from leeward.foundation.api.shapes import Says, Schema, shape_schema

chapter = Chapter("edges", "Filters at the sites. They enrol by a code and get a key each.")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A one-time code, and what the edge is called."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class EdgeKey:
    """What an edge keeps: its key, and the key by which it knows our snapshots."""

    edge: UUID
    key: str
    signing_key: Annotated[str, Says("Ed25519, base64.")]


@dataclass(frozen=True, slots=True)
class SignedSnapshot:
    """The manifest with its signature."""

    manifest: Annotated[str, Says("Base64.")]
    signature: Annotated[str, Says("Ed25519 over the manifest, base64.")]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was taken of the records."""

    accepted_through: int


def _edge(
    operation: str,
    summary: str,
    status: int,
    answer: type | None,
    errors: Sequence[int],
    *,
    body: Callable[[dict[str, Schema]], Schema] | None = None,
    open_to_all: bool = False,
    parameters: Sequence[Schema] = (),
) -> Callable[[dict[str, Schema]], Schema]:
    def describe(shapes: dict[str, Schema]) -> Schema:
        kind = "application/json" if answer is not None else "application/octet-stream"
        schema = shape_schema(answer, shapes, taken=False) if answer is not None else {}
        found: Schema = {
            "operationId": operation,
            "summary": summary,
            "security": [] if open_to_all else [{"edge": []}],
            "parameters": list(parameters),
            "responses": {
                str(status): {"description": summary, "content": {kind: {"schema": schema}}},
                **problems(*errors),
            },
        }
        if body is not None:
            found["requestBody"] = {"required": True, "content": {"application/json": {"schema": body(shapes)}}}
        return found

    return describe


def _records(shapes: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": {"records": {"type": "array", "maxItems": 500, "items": {"type": "object"}}},
        "required": ["records"],
    }


def _snapshot(shapes: dict[str, Schema]) -> Schema:
    found = _edge("edge_snapshot", "The signed snapshot in force.", 200, SignedSnapshot, (401, 404))(shapes)
    found["parameters"] = [{"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}]
    found["responses"]["304"] = {"description": "It is what the edge has."}
    return found


chapter.described += [
    Described(
        "POST",
        "edges/enrol",
        _edge(
            "edge_enrol",
            "Trades a one-time code for a key.",
            201,
            EdgeKey,
            (400, 403, 413),
            body=lambda shapes: {**shape_schema(Enrolment, shapes, taken=False)},
            open_to_all=True,
        ),
    ),
    Described("GET", "edges/snapshot", _snapshot),
    Described(
        "GET",
        "edges/index/{digest}",
        _edge(
            "edge_index",
            "The immutable file of an index.",
            200,
            None,
            (401, 404),
            parameters=[{"name": "digest", "in": "path", "required": True, "schema": {"type": "string"}}],
        ),
    ),
    Described(
        "POST",
        "edges/decisions",
        _edge("edge_decisions", "Takes records of decisions.", 200, Delivered, (400, 401, 413, 415), body=_records),
    ),
]
