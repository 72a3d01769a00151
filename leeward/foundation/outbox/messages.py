"""What a room tells: small frozen dataclasses, and who listens.

    @message("safeguarding.concern-waits")
    @dataclass(frozen=True, slots=True)
    class ConcernWaits:
        case: UUID

Fields may be str, int, bool, UUID, datetime, date, tuple[str, …] or None with one of these. Never names or case text.
"""

import types
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

M = TypeVar("M")
Handler = Callable[[Any, datetime], None]  # Any: each handler takes its own message type; `handles` keeps them matched
JSONValue = str | int | bool | None | list[str]

_kinds: dict[str, type] = {}
_names: dict[type, str] = {}


@dataclass(frozen=True, slots=True)
class Listener:
    """A handler with its stable name, which the job row carries. `alone`: it runs outside any transaction."""

    name: str
    handler: Handler
    attempts: int
    alone: bool = False


_listeners: dict[str, list[Listener]] = {}


def message(kind: str) -> Callable[[type[M]], type[M]]:
    """Declares a message. The kind is stored in rows: keep it for ever."""

    def declare(cls: type[M]) -> type[M]:
        _kinds[kind] = cls
        _names[cls] = kind
        return cls

    return declare


def kind_of(told: object) -> str:
    """The declared kind. Raises KeyError for an undeclared message."""
    return _names[type(told)]


def listen(
    cls: type[M], name: str, handler: Callable[[M, datetime], None], *, attempts: int = 8, alone: bool = False
) -> None:
    """Registers an idempotent handler; called by `frontdoor` wiring only. `name` is stored in rows: keep it.

    `alone`: for one that waits for another program. It gets no transaction, so that nobody else's writing waits with
    it; it makes its own, shorter than the lease, and may run twice.
    """
    listeners = _listeners.setdefault(_names[cls], [])
    listeners[:] = [listener for listener in listeners if listener.name != name]
    listeners.append(Listener(name, handler, attempts, alone))


def listeners_to(kind: str) -> list[Listener]:
    return list(_listeners.get(kind, []))


def listener_named(kind: str, name: str) -> Listener | None:
    return next((listener for listener in _listeners.get(kind, []) if listener.name == name), None)


def _to_json(value: object) -> JSONValue:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple):
        return [str(item) for item in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"A message may not carry {type(value).__name__}.")


def _from_json(kind: Any, value: Any) -> object:  # Any: a runtime type and a decoded JSON value
    if get_origin(kind) in (Union, types.UnionType):
        if value is None:
            return None
        kind = next(option for option in get_args(kind) if option is not type(None))
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return tuple(_from_json(inner, item) for item in value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is date:
        return date.fromisoformat(value)
    if kind is UUID:
        return UUID(value)
    return kind(value)


def encode(told: object) -> dict[str, JSONValue]:
    """A message as JSON values. Raises TypeError for a field that may not travel."""
    return {item.name: _to_json(getattr(told, item.name)) for item in fields(told)}  # type: ignore[arg-type]  # a dataclass by declaration


def decode(kind: str, payload: dict[str, JSONValue]) -> object:
    """The message again. Raises KeyError for a kind nobody declares any more."""
    cls = _kinds[kind]
    hints = get_type_hints(cls)
    return cls(**{name: _from_json(hints[name], value) for name, value in payload.items() if name in hints})
