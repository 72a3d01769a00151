"""Errors for machines: problem details (RFC 9457), each saying what to send instead."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

CONTENT_TYPE = "application/problem+json"
UNDER = ("/api/",)
"""Addresses under which every error is problem details."""

TITLES = {
    400: "The request cannot be read",
    401: "Send a token that is accepted",
    403: "This token may not do that",
    404: "There is nothing here",
    405: "This address does not take that method",
    409: "This cannot be done as things stand",
    412: "It was changed meanwhile",
    413: "The body is too large",
    415: "The body is of another kind than expected",
    422: "Some of what was sent is not right",
    429: "Too many requests",
    500: "Something broke here",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what was sent. `field`: its name, dotted and indexed where it lies deeper."""

    field: str
    detail: str


class Problem(Exception):
    """An answer that is an error. Its words name the fix, and never anybody."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.faults = status, detail, tuple(faults)
        self.headers = dict(headers or {})


def refused(*faults: Fault) -> Problem:
    """A 422 that names the fields."""
    return Problem(422, "Mend the fields named in `errors` and send it again.", faults=faults)


def as_answer(problem: Problem) -> HttpResponse:
    """The answer of a problem."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": TITLES.get(problem.status, "This did not work"),
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.faults:
        body["errors"] = [{"field": fault.field, "detail": fault.detail} for fault in problem.faults]
    response = HttpResponse(json.dumps(body), status=problem.status, content_type=CONTENT_TYPE)
    for name, value in problem.headers.items():
        response[name] = value
    return response


def is_for_machines(request: HttpRequest) -> bool:
    """Whether errors at this address are problem details."""
    return request.path.startswith(UNDER)


def nothing_here() -> Problem:
    """What is hidden and what does not exist give the same."""
    return Problem(404, "There is nothing at this address, as far as this token may know.")
