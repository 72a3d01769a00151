"""What the interface offers: each room fills a chapter with its operations; `frontdoor` gathers the chapters.

    chapter = Chapter("people", "Who is here")

    @chapter.get("people/{person}", READ)
    def one_person(call: Call, person: UUID) -> PersonShape:
        '''One person as the directory has them today.'''

Parameters are told by name: `call` first, `query` and `body` are shapes, anything else is a part of the path.
"""

import base64
import binascii
import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Generic, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

from leeward.foundation.access import Actor
from leeward.foundation.api.problems import Fault, Problem, refused
from leeward.foundation.api.shapes import Schema, plain

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])

MOST_AT_A_TIME = 100
"""Items in one answer at most, and unless asked for fewer."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing a token may be made for. `permissions`: exactly those a token with it acts with."""

    name: str
    words: str
    permissions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Call:
    """One call: as whom, when, what is asked for. `given`: the fields that were sent. `after`: the last key seen."""

    actor: Actor
    now: datetime
    confirmed_by: UUID | None = None
    given: frozenset[str] = frozenset()
    if_match: str = ""
    limit: int = MOST_AT_A_TIME
    after: str = ""

    def must_match(self, present: object) -> None:
        """Raises Problem 412 where the caller named a state with If-Match and this is another."""
        if self.if_match and not matches(self.if_match, etag_of(dumps(plain(present)).encode())):
            raise Problem(412, "Read it again, look at what changed, and send the change with the new ETag.")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of many. `next`: the key after which the following ones begin; empty at the end."""

    items: tuple[T, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """Something new, and the path it has under the interface."""

    item: T
    path: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """An answer without a body."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one path, with everything the door and the description need to know of it."""

    method: str
    path: str
    scope: Scope
    do: Callable[..., object]
    chapter: str
    refusals: frozenset[int]
    parts: dict[str, type]
    query: type | None
    body: type | None
    answer: type
    many: bool
    status: int

    @property
    def name(self) -> str:
        """Its stable name in the description."""
        return self.do.__name__

    @property
    def summary(self) -> str:
        """The first line of its docstring."""
        return (inspect.getdoc(self.do) or "").partition("\n")[0]

    @property
    def details(self) -> str:
        """What its docstring says beyond the first line."""
        return (inspect.getdoc(self.do) or "").partition("\n")[2].strip()


@dataclass(frozen=True, slots=True)
class Described:
    """An operation served elsewhere, with a wire of its own, described by hand."""

    method: str
    path: str
    description: Callable[[dict[str, Schema]], Schema]


@dataclass(slots=True)
class Chapter:
    """The operations of one room. `further`: scopes of what is served outside the interface."""

    name: str
    words: str
    further: tuple[Scope, ...] = ()
    operations: list[Operation] = field(default_factory=list)
    described: list[Described] = field(default_factory=list)

    def get(self, path: str, scope: Scope) -> Callable[[F], F]:
        """Reading."""
        return self._take("GET", path, scope, 200, ())

    def post(self, path: str, scope: Scope, *, status: int = 201, refusals: Iterable[int] = (409,)) -> Callable[[F], F]:
        """Making something, or doing something once."""
        return self._take("POST", path, scope, status, refusals)

    def patch(self, path: str, scope: Scope, *, refusals: Iterable[int] = (409, 412)) -> Callable[[F], F]:
        """Changing the fields that are sent."""
        return self._take("PATCH", path, scope, 200, refusals)

    def _take(self, method: str, path: str, scope: Scope, status: int, refusals: Iterable[int]) -> Callable[[F], F]:
        def take(do: F) -> F:
            kinds = get_type_hints(do)
            answer = kinds.pop("return")
            kinds.pop("call")
            query, body = kinds.pop("query", None), kinds.pop("body", None)
            named = set(re.findall(r"{(\w+)}", path))
            assert named == kinds.keys(), f"{path} and the parameters of {do.__name__} differ"
            many = get_origin(answer) is Page
            inner: type = get_args(answer)[0] if get_origin(answer) in (Page, Made) else answer
            self.operations.append(
                Operation(
                    method, path, scope, do, self.name, frozenset(refusals), kinds, query, body, inner, many, status
                )
            )
            return do

        return take


_chapters: list[Chapter] = []


def gather(chapters: Sequence[Chapter]) -> None:
    """Called once by `frontdoor`, with the chapters of every room."""
    _chapters[:] = chapters


def chapters() -> list[Chapter]:
    """The chapters of every room, in their order in the description."""
    return list(_chapters)


def scopes() -> dict[str, Scope]:
    """Every scope a token may be made for, by name, in the order of the chapters."""
    return {
        scope.name: scope
        for chapter in _chapters
        for scope in (*(operation.scope for operation in chapter.operations), *chapter.further)
    }


def permissions_of(names: Iterable[str]) -> frozenset[str]:
    """Exactly what a token with these scopes may do; a scope nobody offers any more gives nothing."""
    known = scopes()
    return frozenset(permission for name in names if name in known for permission in known[name].permissions)


def etag_of(body: bytes) -> str:
    """The strong validator of an answer (RFC 9110, 8.8.3)."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def matches(header: str, etag: str) -> bool:
    """Does a list of entity tags, as If-Match and If-None-Match carry them, name this one?"""
    return header.strip() == "*" or etag in {one.strip().removeprefix("W/") for one in header.split(",")}


def cursor_of(key: str) -> str:
    """A key as it stands in an address: to be handed back as it is, never to be read."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def key_of(cursor: str) -> str:
    """The key again. Raises Problem 422."""
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise refused(Fault("after", "Send the `next` of the answer before, as it is.")) from None


def page_of(rows: Iterable[T], key: Callable[[T], str], call: Call) -> Page[T]:
    """One page of rows that are all at hand, in the order of their keys, which must differ."""
    following = sorted((row for row in rows if key(row) > call.after), key=key)
    shown = following[: call.limit]
    return Page(tuple(shown), key(shown[-1]) if len(following) > len(shown) else "")
