"""What edges ask of the server: enrolment, snapshots, indexes; and what they deliver. Errors are problem details."""

import base64
import json
import zlib
from collections.abc import Callable
from functools import wraps

from django.http import FileResponse, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from leeward.filtering.actions.edges import CodeRefused, enrol_edge, receive_decisions, saw_edge
from leeward.filtering.models import Edge
from leeward.filtering.queries.edges import edge_of_key, index_file, newest_version, signed_snapshot
from leeward.foundation.access import MACHINE, Request, allow

LARGEST_BODY = 1_000_000
"""Bytes of a request as sent; 500 records are about a tenth of it."""
LARGEST_UNPACKED = 4_000_000


class Problem(Exception):
    """An answer that is an error: status, and words for whoever runs the edge."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


def problem(status: int, detail: str) -> JsonResponse:
    """An error as problem details (RFC 9457)."""
    response = JsonResponse(
        {"type": "about:blank", "status": status, "title": detail},
        status=status,
        content_type="application/problem+json",
    )
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


MachineView = Callable[..., HttpResponseBase]


def machine(method: str) -> Callable[[MachineView], MachineView]:
    """A view for machines: one method, no cookies, no cross-site check, problems as problem details."""

    def wear(view: MachineView) -> MachineView:
        @csrf_exempt
        @allow(MACHINE)
        @wraps(view)
        def enter(request: Request, /, **parts: str) -> HttpResponseBase:
            try:
                if request.method != method:
                    raise Problem(405, f"Use {method}.")
                response = view(request, **parts)
            except Problem as error:
                response = problem(error.status, error.detail)
                if error.status == 405:
                    response["Allow"] = method
            response["Cache-Control"] = "no-store"
            return response

        return enter

    return wear


@machine("POST")
def enrol(request: Request) -> HttpResponseBase:
    """A one-time code for a key."""
    body = _json(_body(request))
    code, name = body.get("code"), body.get("name")
    if not isinstance(code, str) or not isinstance(name, str):
        raise Problem(400, "Send the code and a name, both as text.")
    try:
        made = enrol_edge(code=code, name=name, now=request.now)
    except CodeRefused:
        raise Problem(
            403, "This code is not valid: it works once and for a day. Make a new one on Filtering."
        ) from None
    answer = {
        "edge": str(made.edge),
        "key": made.key,
        "signing_key": base64.b64encode(made.signing_key).decode(),
    }
    return JsonResponse(answer, status=201)


@machine("GET")
def snapshot(request: Request) -> HttpResponseBase:
    """The signed snapshot in force, or 304 where the edge has it."""
    edge = _edge(request)
    have = _version(request.headers.get("If-None-Match", ""))
    saw_edge(edge, have, now=request.now)
    newest = newest_version()
    if newest and have == newest:
        response = HttpResponse(status=304)
        response["ETag"] = f'"{newest}"'
        return response
    signed = signed_snapshot(newest)
    if signed is None:
        raise Problem(404, "There is no snapshot yet. Run `leeward snapshot build` on the server.")
    found = JsonResponse(
        {
            "manifest": base64.b64encode(signed.manifest).decode(),
            "signature": base64.b64encode(signed.signature).decode(),
        }
    )
    found["ETag"] = f'"{signed.version}"'
    return found


@machine("GET")
def index(request: Request, digest: str) -> HttpResponseBase:
    """The immutable file of an index."""
    edge = _edge(request)
    saw_edge(edge, None, now=request.now)
    path = index_file(digest)
    if path is None:
        raise Problem(404, "There is no such index here. Run `leeward snapshot build` on the server.")
    return FileResponse(path.open("rb"), content_type="application/octet-stream")


@machine("POST")
def decisions(request: Request) -> HttpResponseBase:
    """What an edge decided, up to 500 records at a time."""
    edge = _edge(request)
    records = _json(_unpacked(request)).get("records")
    if not isinstance(records, list):
        raise Problem(400, "Send a list of records.")
    try:
        through = receive_decisions(edge=edge, records=records, now=request.now)
    except ValueError as error:
        raise Problem(400, str(error)) from None
    return JsonResponse({"accepted_through": through})


def _edge(request: Request) -> Edge:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    edge = edge_of_key(key.strip()) if scheme.lower() == "bearer" and key.strip() else None
    if edge is None:
        raise Problem(401, "This key is not, or no longer, accepted. Enrol the edge again with a new code.")
    return edge


def _version(header: str) -> int | None:
    text = header.strip().removeprefix("W/").strip('"')
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _body(request: Request) -> bytes:
    length = request.headers.get("Content-Length", "0")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise Problem(413, f"Send at most {LARGEST_BODY} bytes at a time.")
    return request.body


def _unpacked(request: Request) -> bytes:
    body = _body(request)
    match request.headers.get("Content-Encoding", "identity"):
        case "identity":
            return body
        case "deflate":
            unpacker = zlib.decompressobj()
            try:
                plain = unpacker.decompress(body, LARGEST_UNPACKED)
            except zlib.error:
                raise Problem(400, "The body is not zlib data.") from None
            if unpacker.unconsumed_tail:
                raise Problem(413, f"Send at most {LARGEST_UNPACKED} bytes unpacked at a time.")
            if not unpacker.eof:
                raise Problem(400, "The body is cut short.")
            return plain
        case _:
            raise Problem(415, "Send the body as it is, or as deflate (zlib).")


def _json(body: bytes) -> dict[str, object]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Problem(400, "The body is not JSON.") from None
    if not isinstance(value, dict):
        raise Problem(400, "Send a JSON object.")
    return value
