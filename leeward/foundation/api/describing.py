"""The description of the machine interface (OpenAPI 3.1), made from the operations themselves."""

from typing import Any

from leeward.foundation.api.operations import MOST_AT_A_TIME, Chapter, Operation, chapters, scopes
from leeward.foundation.api.problems import TITLES
from leeward.foundation.api.shapes import Schema, hints, must_be_sent, schema_of, shape_schema

KEY = "token"
ABOUT = """Leeward for other programs. Every call carries a token of its own, made in Leeward under API tokens.

No scope gives anything about concerns, cases, findings of monitoring, reporters or vulnerabilities: those have no
machine interface. Errors are problem details (RFC 9457). Lists come in pages: follow `next`, or the Link header."""

_PROBLEM: Schema = {
    "type": "object",
    "description": "What went wrong, and what to send instead (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
                "required": ["field", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}


def described(version: str) -> Schema:
    """The whole document."""
    shapes: dict[str, Schema] = {"Problem": _PROBLEM}
    paths: dict[str, Schema] = {
        "/openapi.json": {
            "get": {
                "operationId": "openapi",
                "summary": "This description.",
                "tags": ["description"],
                "security": [],
                "responses": {"200": _json_answer("The description.", {"type": "object"})},
            }
        }
    }
    for chapter in chapters():
        for operation in chapter.operations:
            paths.setdefault(f"/{operation.path}", {})[operation.method.lower()] = _operation(operation, shapes)
        for other in chapter.described:
            paths.setdefault(f"/{other.path}", {})[other.method.lower()] = {
                "tags": [chapter.name],
                **other.description(shapes),
            }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Leeward",
            "version": version,
            "description": ABOUT,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "tags": [{"name": "description"}, *(_tag(chapter) for chapter in chapters())],
        "security": [{KEY: []}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(shapes.items())),
            "securitySchemes": {
                KEY: {"type": "http", "scheme": "bearer", "description": _scope_words()},
                "edge": {"type": "http", "scheme": "bearer", "description": "The key an edge was given on enrolment."},
            },
        },
    }


def problem(status: int) -> Schema:
    """One error as a response."""
    found: Schema = {
        "description": TITLES[status],
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    headers = {401: "WWW-Authenticate", 403: "WWW-Authenticate", 405: "Allow", 429: "Retry-After"}
    if status in headers:
        found["headers"] = {headers[status]: {"schema": {"type": "string"}}}
    return found


def problems(*statuses: int) -> dict[str, Schema]:
    """Several of them, by status."""
    return {str(status): problem(status) for status in sorted(statuses)}


def _tag(chapter: Chapter) -> Schema:
    return {"name": chapter.name, "description": chapter.words}


def _scope_words() -> str:
    lines = [f"- `{scope.name}`: {scope.words}" for scope in scopes().values()]
    return "\n".join(["A token with the scope an operation names.", "", *lines])


def _json_answer(words: str, schema: Schema) -> Schema:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


def _operation(operation: Operation, shapes: dict[str, Schema]) -> Schema:
    found: Schema = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": " ".join(filter(None, (operation.details, f"Scope: `{operation.scope.name}`."))),
        "tags": [operation.chapter],
        "security": [{KEY: []}],
        "parameters": _parameters(operation),
        "responses": _responses(operation, shapes),
    }
    if operation.body is not None:
        reference = shape_schema(operation.body, shapes, taken=True)
        kinds = ["application/json"]
        found["requestBody"] = {"required": True, "content": {kind: {"schema": reference} for kind in kinds}}
    return found


def _parameters(operation: Operation) -> list[Schema]:
    found: list[Schema] = [
        {"name": name, "in": "path", "required": True, "schema": schema_of(kind, {}, taken=True)}
        for name, kind in operation.parts.items()
    ]
    if operation.query is not None:
        fields: dict[str, Any] = operation.query.__dataclass_fields__  # type: ignore[attr-defined]  # a dataclass by declaration; Any: fields of every type
        for name, kind in hints(operation.query).items():
            schema = schema_of(kind, {}, taken=True)
            words = schema.pop("description", "")
            found.append(
                {
                    "name": name,
                    "in": "query",
                    "required": must_be_sent(fields[name]),
                    "description": words,
                    "schema": _without_null(schema),
                }
            )
    if operation.many:
        found += _PAGING
    if operation.method == "GET":
        found.append(_header("If-None-Match", "The ETag of the answer you have: 304 where it still holds."))
    if operation.method == "POST":
        words = "Sent again within a day with the same body, the request is carried out once and answered the same."
        found.append(_header("Idempotency-Key", words, pattern="^[!-~]{1,64}$"))
    if 412 in operation.refusals:
        found.append(_header("If-Match", "The ETag you read: 412 where it was changed meanwhile."))
    return found


def _header(name: str, words: str, pattern: str = "") -> Schema:
    schema = {"type": "string", **({"pattern": pattern} if pattern else {})}
    return {"name": name, "in": "header", "required": False, "description": words, "schema": schema}


_PAGING: list[Schema] = [
    {
        "name": "limit",
        "in": "query",
        "description": "How many at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST_AT_A_TIME, "default": MOST_AT_A_TIME},
    },
    {
        "name": "after",
        "in": "query",
        "description": "The `next` of the answer before, as it is.",
        "schema": {"type": "string"},
    },
]


def _without_null(schema: Schema) -> Schema:
    """A query cannot carry null: it is left out instead."""
    if "anyOf" in schema:
        return next(one for one in schema["anyOf"] if one != {"type": "null"})
    if isinstance(schema.get("type"), list):
        return {**schema, "type": schema["type"][0]}
    return schema


def _responses(operation: Operation, shapes: dict[str, Schema]) -> Schema:
    statuses = {400, 401, 403, 429, 422, *operation.refusals}
    if operation.parts:
        statuses.add(404)
    if operation.body is not None:
        statuses |= {413, 415}
    found = problems(*statuses)
    item = shape_schema(operation.answer, shapes, taken=False)
    schema = item
    if operation.many:
        schema = {
            "type": "object",
            "properties": {"items": {"type": "array", "items": item}, "next": {"type": ["string", "null"]}},
            "required": ["items", "next"],
        }
    answer = _json_answer(operation.summary, schema)
    answer["headers"] = {"ETag": {"schema": {"type": "string"}}}
    if operation.many:
        answer["headers"]["Link"] = {"description": "The following page (RFC 8288).", "schema": {"type": "string"}}
    if operation.status == 201:
        answer["headers"]["Location"] = {"schema": {"type": "string"}}
    found[str(operation.status)] = answer
    if operation.method == "GET":
        found["304"] = {"description": "It is what you have."}
    return dict(sorted(found.items()))
