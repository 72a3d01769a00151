"""SCIM 2.0 as identity providers speak it (RFC 7644). Errors are SCIM's own; nothing sent is ever repeated in one."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.views.decorators.csrf import csrf_exempt

from leeward.foundation.access import MACHINE, Request, allow
from leeward.people.actions import connections, provisioned_groups, provisioning
from leeward.people.actions.connections import Admitted
from leeward.people.queries import provided
from leeward.people.queries.provided import Asked, Row, base
from leeward.people.scim import discovery
from leeward.people.scim.faults import ScimFault, ScimType, bad
from leeward.people.scim.schema import GROUPS, KINDS, USERS, Kind
from leeward.people.scim.shaping import Doc, Shown

CONTENT_TYPE = "application/scim+json"
LARGEST_BODY = 2_000_000
"""Bytes; a list of 20,000 members is about so much."""
ScimView = Callable[..., HttpResponseBase]


def answer(document: Doc, status: int = 200, row: Row | None = None) -> HttpResponse:
    """A document as SCIM sends it, with the entity tag and address of its resource."""
    response = HttpResponse(json.dumps(document), status=status, content_type=CONTENT_TYPE)
    if row is not None:
        response["ETag"] = provided.version_of(row)
        response["Location"] = provided.address_of(row)
    return response


def fault(error: ScimFault, methods: Sequence[str], second: int) -> HttpResponse:
    """An error (RFC 7644, section 3.12). `second`: of the minute, so that who asks too often knows when to go on."""
    document: Doc = {"schemas": [discovery.ERROR], "status": str(error.status), "detail": error.detail}
    if error.kind is not None:
        document["scimType"] = error.kind.value
    response = answer(document, error.status)
    if error.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    elif error.status == 405:
        response["Allow"] = ", ".join(methods)
    elif error.status == 429:
        response["Retry-After"] = str(60 - second)
    return response


def scim(*methods: str) -> Callable[[ScimView], ScimView]:
    """A view for identity providers: a token first, then one of the methods; every error is SCIM's."""

    def wear(view: ScimView) -> ScimView:
        @csrf_exempt
        @allow(MACHINE)
        @wraps(view)
        def enter(request: Request, /, **parts: str) -> HttpResponseBase:
            try:
                who = _admitted(request)
                if methods and request.method not in methods:
                    raise ScimFault(405, f"Use {' or '.join(methods)}.")
                response = view(request, who, **parts)
            except ScimFault as error:
                response = fault(error, methods, request.now.second)
            response["Cache-Control"] = "no-store"
            return response

        return enter

    return wear


def _admitted(request: Request) -> Admitted:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    who = connections.admit(token.strip(), now=request.now) if scheme.lower() == "bearer" else None
    if who is None:
        raise ScimFault(401, "This token is not, or no longer, accepted. Make a new one on the page of connections.")
    if who.wait:
        raise ScimFault(429, "Too many requests. Wait, then go on.")
    return who


def _body(request: Request) -> Mapping[str, Any]:  # Any: a JSON object, checked by what takes it
    try:
        raw = request.body if int(request.headers.get("Content-Length") or 0) <= LARGEST_BODY else None
    except (RequestDataTooBig, ValueError):
        raw = None
    if raw is None or len(raw) > LARGEST_BODY:
        raise ScimFault(413, f"Send at most {LARGEST_BODY} bytes at a time.")
    try:
        value = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise bad(ScimType.INVALID_SYNTAX, "The body is not JSON.") from None
    if not isinstance(value, dict):
        raise bad(ScimType.INVALID_SYNTAX, "Send a JSON object.")
    return value


def _no_constant(name: str) -> float:
    raise ValueError(name)


# What the server is


@scim("GET")
def configuration(request: Request, who: Admitted) -> HttpResponseBase:
    """What is supported."""
    _no_filter(request)
    return answer(discovery.configuration(base()))


@scim("GET")
def resource_types(request: Request, who: Admitted, key: str = "") -> HttpResponseBase:
    """Users and groups, or one of the two."""
    return _described(request, discovery.resource_types(base()), key)


@scim("GET")
def schemas(request: Request, who: Admitted, key: str = "") -> HttpResponseBase:
    """Every schema, or one."""
    return _described(request, discovery.schemas(base()), key)


def _described(request: Request, documents: list[Doc], key: str) -> HttpResponseBase:
    _no_filter(request)
    if not key:
        return answer(_listed(documents, len(documents), 1))
    found = next((one for one in documents if one["id"].lower() == key.lower()), None)
    if found is None:
        raise ScimFault(404, "There is no such resource.")
    return answer(found)


def _no_filter(request: Request) -> None:
    if "filter" in request.GET:
        raise ScimFault(403, "These cannot be filtered.")  # RFC 7644, section 4


# Resources


@scim("GET", "POST")
def resources(request: Request, who: Admitted, kind: Kind) -> HttpResponseBase:
    """All of a kind, found by a filter; or a new one."""
    if request.method == "GET":
        return _found(who, [kind], _asked(request.GET))
    create = provisioning.create_user if kind is USERS else provisioned_groups.create_group
    row: Row = create(connection=who.connection, now=request.now, body=_body(request))
    return answer(provided.resource(row, _shown(request, kind)), 201, row)


@scim("GET", "PUT", "PATCH", "DELETE")
def resource(request: Request, who: Admitted, kind: Kind, key: str) -> HttpResponseBase:
    """One resource."""
    if request.method == "GET":
        return _read(request, who, kind, key)
    if_match = request.headers.get("If-Match", "")
    if request.method == "DELETE":
        delete = provisioning.delete_user if kind is USERS else provisioned_groups.delete_group
        delete(connection=who.connection, now=request.now, key=key, if_match=if_match)
        return HttpResponse(status=204)
    change = CHANGES[request.method or "", kind.name]
    row = change(connection=who.connection, now=request.now, key=key, body=_body(request), if_match=if_match)
    if request.method == "PATCH" and kind is GROUPS and "attributes" not in request.GET:
        response = HttpResponse(status=204)  # a group may have very many members
        response["ETag"] = provided.version_of(row)
        return response
    return answer(provided.resource(row, _shown(request, kind)), 200, row)


CHANGES: dict[tuple[str, str], Callable[..., Row]] = {
    ("PUT", "User"): provisioning.replace_user,
    ("PATCH", "User"): provisioning.patch_user,
    ("PUT", "Group"): provisioned_groups.replace_group,
    ("PATCH", "Group"): provisioned_groups.patch_group,
}


def _read(request: Request, who: Admitted, kind: Kind, key: str) -> HttpResponseBase:
    row = provided.row_of(who.connection, kind, key)
    seen = {tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")}
    if provided.version_of(row) in seen or "*" in seen:
        response = HttpResponse(status=304)
        response["ETag"] = provided.version_of(row)
        return response
    return answer(provided.resource(row, _shown(request, kind)), 200, row)


@scim("POST")
def search(request: Request, who: Admitted, kind: Kind | None = None) -> HttpResponseBase:
    """A search whose words are in the body, so that no log of addresses holds them."""
    body = _body(request)
    return _found(who, [kind] if kind is not None else list(KINDS), _asked_in(body))


@scim("GET")
def everything(request: Request, who: Admitted) -> HttpResponseBase:
    """Users and groups together."""
    return _found(who, list(KINDS), _asked(request.GET))


@scim()
def not_offered(request: Request, who: Admitted) -> HttpResponseBase:
    """Parts of SCIM that are not there: a token is nobody's own, and bulk is not offered."""
    raise ScimFault(501, "This is not offered here.")


@scim()
def nothing(request: Request, who: Admitted, rest: str) -> HttpResponseBase:
    """Every other address below."""
    raise ScimFault(404, "There is no such resource.")


# What a search asks for


def _found(who: Admitted, kinds: Sequence[Kind], asked: Asked) -> HttpResponseBase:
    documents, total = provided.search(who.connection, kinds, asked)
    return answer(_listed(documents, total, asked.start))


def _listed(documents: list[Doc], total: int, start: int) -> Doc:
    found: Doc = {"schemas": [discovery.LIST], "totalResults": total, "itemsPerPage": len(documents)}
    return {**found, "startIndex": start, "Resources": documents}


def _shown(request: Request, kind: Kind) -> Shown:
    return Shown(kind, _names(request.GET.get("attributes")), _names(request.GET.get("excludedAttributes")))


def _asked(words: QueryDict) -> Asked:
    return _asked_in({str(name): value for name, value in words.items()})


def _asked_in(words: Mapping[str, Any]) -> Asked:  # Any: JSON, or texts of a query
    fields = {name.lower(): value for name, value in words.items()}
    most = discovery.MOST_RESULTS
    return Asked(
        _text(fields.get("filter")),
        _text(fields.get("sortby")),
        _text(fields.get("sortorder")).lower() == "descending",
        max(1, _number(fields.get("startindex"), 1)),
        min(most, max(0, _number(fields.get("count"), 100))),
        _names(fields.get("attributes")),
        _names(fields.get("excludedattributes")),
    )


def _text(value: object) -> str:
    if value is not None and not isinstance(value, str):
        raise bad(ScimType.INVALID_VALUE, "A filter and what to sort by are text.")
    return (value or "").replace("\0", "")


def _number(value: object, otherwise: int) -> int:
    if value is None:
        return otherwise
    text = str(value).strip()
    digits = text.removeprefix("-")
    if isinstance(value, bool) or not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise bad(ScimType.INVALID_VALUE, "startIndex and count are whole numbers.")
    return int(text)


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return [name for name in value.split(",") if name.strip()]
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return list(value)
    if value is None:
        return []
    raise bad(ScimType.INVALID_VALUE, "Attributes are named in a list.")
