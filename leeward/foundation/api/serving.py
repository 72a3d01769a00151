"""The door of the machine interface: who calls, how much, with what; then the operation; then its answer.

In this order: method, token, scope, body, shape. Every failure is problem details.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from leeward.foundation.access import MACHINE, Request, allow
from leeward.foundation.api.models import KeptAnswer
from leeward.foundation.api.operations import (
    MOST_AT_A_TIME,
    Call,
    Made,
    Nothing,
    Operation,
    Page,
    cursor_of,
    etag_of,
    key_of,
    matches,
)
from leeward.foundation.api.problems import Fault, Problem, as_answer, nothing_here, refused
from leeward.foundation.api.shapes import Plain, plain, read
from leeward.foundation.api.tokens import KEPT, Bearer, bearer_of, not_accepted
from leeward.foundation.vault.keyring import keyring

LARGEST_BODY = 64 * 1024
"""Bytes. The largest thing anybody sends is one person's details."""
LONGEST_KEY = 64
SECRETS_IN_ADDRESS = ("token", "access_token", "api_key", "apikey", "key", "authorization")
JSON_KINDS = {"application/json", "application/merge-patch+json"}


def door(operations: Sequence[Operation]) -> Any:  # Any: a Django view that takes the parts of its own path
    """The view of one path, with every method it takes."""
    by_method = {operation.method: operation for operation in operations}

    @csrf_exempt
    @allow(MACHINE)
    def enter(request: Request, /, **parts: object) -> HttpResponseBase:
        try:
            response = _answer(request, by_method, parts)
        except Problem as problem:
            response = as_answer(problem)
        response["Cache-Control"] = "no-store"
        return response

    return enter


def caller(request: Request) -> Bearer:
    """Who calls, by the Authorization header alone. Raises Problem 400 for a secret in the address, 401, 429."""
    if any(name.lower() in SECRETS_IN_ADDRESS for name in request.GET):
        raise Problem(400, "Never put a token into an address: addresses are kept in logs. Send it as Authorization.")
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise not_accepted("Send a token: Authorization: Bearer lwt_…")
    return bearer_of(secret.strip(), request.now)


def _answer(request: Request, by_method: Mapping[str, Operation], parts: Mapping[str, object]) -> HttpResponse:
    method = "GET" if request.method == "HEAD" else request.method or ""
    operation = by_method.get(method)
    if operation is None:
        allowed = ", ".join(sorted(by_method))
        raise Problem(405, f"Use {allowed}.", headers={"Allow": allowed})
    bearer = caller(request)
    if operation.scope.name not in bearer.scopes:
        challenge = f'Bearer realm="Leeward", error="insufficient_scope", scope="{operation.scope.name}"'
        raise Problem(
            403, f"This needs a token with the scope {operation.scope.name}.", headers={"WWW-Authenticate": challenge}
        )
    call = Call(bearer.actor, request.now, bearer.answers_for, if_match=request.headers.get("If-Match", ""))
    named = dict(parts)
    call, given_query = _asked(request, operation, call)
    if operation.query is not None:
        named["query"] = read(operation.query, given_query, as_text=True)
    if operation.body is not None:
        given = _json(request)
        named["body"] = read(operation.body, given)
        call = replace(call, given=frozenset(given))
    run = partial(_run, operation, call, named)
    if method == "GET":
        return _read_answer(request, operation, run())
    key = request.headers.get("Idempotency-Key") if method == "POST" else None
    if key is None:
        with transaction.atomic():
            return _as_json(operation, run())
    return _once(request, operation, bearer, key, run)


def _run(operation: Operation, call: Call, named: Mapping[str, object]) -> object:
    try:
        return operation.do(call, **named)
    except Http404:
        raise nothing_here() from None


def _asked(request: Request, operation: Operation, call: Call) -> tuple[Call, dict[str, str]]:
    """The query, each name once; for pages with the two that belong to paging taken out."""
    twice = [name for name, values in request.GET.lists() if len(values) > 1]
    if twice:
        raise refused(*(Fault(name[:60], "Send this once.") for name in twice))
    given = {name: str(value) for name, value in request.GET.items()}
    if operation.many:
        limit = given.pop("limit", str(MOST_AT_A_TIME))
        if not (limit.isascii() and limit.isdigit() and len(limit) < 4 and 1 <= int(limit) <= MOST_AT_A_TIME):
            raise refused(Fault("limit", f"Send a number from 1 to {MOST_AT_A_TIME}."))
        call = replace(call, limit=int(limit), after=key_of(given.pop("after", "")))
    if given and operation.query is None:
        raise refused(*(Fault(name[:60], "This address takes no such parameter. Leave it out.") for name in given))
    return call, given


def _json(request: Request) -> dict[str, Plain]:
    kind, _, parameters = request.headers.get("Content-Type", "").partition(";")
    charset = parameters.strip().lower().replace('"', "")
    if kind.strip().lower() not in JSON_KINDS or charset not in {"", "charset=utf-8", "charset=utf8"}:
        raise Problem(415, "Send the body as application/json in UTF-8.")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem(415, "Send the body as it is, not packed.")
    length = request.headers.get("Content-Length", "0") or "0"
    if not length.isdigit() or len(length) > 12 or int(length) > LARGEST_BODY:
        raise Problem(413, f"Send at most {LARGEST_BODY} bytes at a time.")
    try:
        value = json.loads(request.body.decode(), object_pairs_hook=_each_once, parse_constant=_no_such_number)
    except (ValueError, RecursionError):
        raise Problem(400, "The body is not JSON in UTF-8 with each name once.") from None
    if not isinstance(value, dict):
        raise Problem(422, "Send a JSON object.", faults=(Fault("", "Send a JSON object."),))
    return value


def _each_once(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _no_such_number(name: str) -> Plain:
    raise ValueError


def _as_json(operation: Operation, result: object) -> HttpResponse:
    if isinstance(result, Nothing):
        return HttpResponse(status=204)
    location = ""
    if isinstance(result, Made):
        location = f"/api/v1/{result.path}"
        result = result.item
    body = json.dumps(plain(result)).encode()
    response = HttpResponse(body, status=operation.status, content_type="application/json")
    response["ETag"] = etag_of(body)
    if location:
        response["Location"] = location
    return response


def _read_answer(request: Request, operation: Operation, result: object) -> HttpResponse:
    cursor = ""
    if isinstance(result, Page):
        cursor = cursor_of(result.next) if result.next else ""
        shown = {"items": [plain(item) for item in result.items], "next": cursor or None}
    else:
        shown = plain(result)
    body = json.dumps(shown)
    etag = etag_of(body.encode())
    if (known := request.headers.get("If-None-Match")) is not None and matches(known, etag):
        response = HttpResponse(status=304)
        del response["Content-Type"]
    else:
        response = HttpResponse(body, content_type="application/json")
    response["ETag"] = etag
    if cursor:
        address = f"{request.path}?{urlencode({**request.GET.dict(), 'after': cursor})}"
        response["Link"] = f'<{address}>; rel="next"'
    return response


def _once(request: Request, operation: Operation, bearer: Bearer, key: str, run: partial[object]) -> HttpResponse:
    """Carries a request out once per key: the answer is kept in the transaction of its effect."""
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Problem(400, f"An Idempotency-Key has from 1 to {LONGEST_KEY} printable ASCII characters.")
    asked = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    mark = keyring().mark("api request", asked)
    token = bearer.actor.token
    assert token is not None  # a bearer has one
    KeptAnswer.objects.filter(token=token, key=key, kept_at__lte=request.now - KEPT).delete()
    with transaction.atomic():
        try:
            with transaction.atomic():
                kept = KeptAnswer.objects.create(token_id=token, key=key, request_mark=mark, kept_at=request.now)
        except IntegrityError:
            return _again(KeptAnswer.objects.get(token=token, key=key), mark)
        response = _as_json(operation, run())
        kept.status, kept.body = response.status_code, response.content.decode()
        kept.location = response.get("Location", "")
        kept.save(update_fields=["status", "body", "location"])
    return response


def _again(kept: KeptAnswer, mark: str) -> HttpResponse:
    if kept.request_mark != mark:
        raise Problem(422, "This Idempotency-Key was used for another request. Take a new one for each request.")
    response = HttpResponse(kept.body.encode(), status=kept.status, content_type="application/json")
    if kept.location:
        response["Location"] = kept.location
    if kept.body:
        response["ETag"] = etag_of(kept.body.encode())
    return response
