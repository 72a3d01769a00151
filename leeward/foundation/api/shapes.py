"""What travels: frozen dataclasses, turned into JSON Schema, read strictly from JSON or a query, and written again.

Fields may be str, int, bool, date, datetime, UUID, a StrEnum, None with one of these, tuple[…, …] of these, or another
dataclass; `Annotated[str, Says("…", most=80)]` gives words and bounds. A field without a default must be sent.
"""

import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar, Union, get_args, get_type_hints
from typing import get_origin as _get_origin
from uuid import UUID

from leeward.foundation.api.problems import Fault, refused

Kind = Any  # Any: a type as found in an annotation: a class, or what typing makes of one
Schema = dict[str, Any]  # Any: JSON Schema is what it is
Plain = Any  # Any: a decoded JSON value
T = TypeVar("T")

NO_NUL = "^[^\\u0000]*$"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII | re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Says:
    """What a field is, for whoever reads the description; and its bounds: of length, of value, or of how many."""

    text: str
    least: int | None = None
    most: int | None = None
    pattern: str | None = None


def _origin(kind: Kind) -> Any:  # Any: typing promises less than it gives for `Annotated` and tuples
    return _get_origin(kind)


class _Wrong(Exception):
    """One field is wrong; the text says what it should be."""


def _parts(kind: Kind) -> tuple[Kind, Says | None, bool]:
    """The bare type, what is said of it, and whether null may stand for it."""
    says: Says | None = None
    if _origin(kind) is Annotated:
        kind, *notes = get_args(kind)
        says = next((note for note in notes if isinstance(note, Says)), None)
    if _origin(kind) in (Union, types.UnionType):
        inner = next(option for option in get_args(kind) if option is not types.NoneType)
        bare, inner_says, _empty = _parts(inner)
        return bare, says or inner_says, True
    return kind, says, False


def hints(shape: type) -> dict[str, Kind]:
    """The fields of a shape with their annotated types."""
    return get_type_hints(shape, include_extras=True)


def must_be_sent(field: Field[Any]) -> bool:  # Any: fields of every type
    """A field without a default."""
    return field.default is MISSING and field.default_factory is MISSING


def schema_of(kind: Kind, shapes: dict[str, Schema], *, taken: bool) -> Schema:
    """The JSON Schema of a type; dataclasses go into `shapes` by name. `taken`: it is sent to us, not by us."""
    bare, says, empty = _parts(kind)
    found = _schema_of_bare(bare, says, shapes, taken=taken)
    if empty:
        found = (
            {"anyOf": [found, {"type": "null"}]}
            if "$ref" in found or "enum" in found
            else {**found, "type": [found["type"], "null"]}
        )
    if says is not None and says.text:
        found = {**found, "description": says.text}
    return found


def _schema_of_bare(bare: Kind, says: Says | None, shapes: dict[str, Schema], *, taken: bool) -> Schema:
    says = says or Says("")
    if _origin(bare) is tuple:
        items = schema_of(get_args(bare)[0], shapes, taken=taken)
        return {"type": "array", "items": items, **_bounds(says, "minItems", "maxItems")}
    if isinstance(bare, type) and is_dataclass(bare):
        return shape_schema(bare, shapes, taken=taken)
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return {"type": "string", "enum": [member.value for member in bare]}
    if bare is bool:
        return {"type": "boolean"}
    if bare is int:
        return {"type": "integer", **_bounds(says, "minimum", "maximum")}
    formats = {date: "date", datetime: "date-time", UUID: "uuid"}
    if bare in formats:
        return {"type": "string", "format": formats[bare]}
    if bare is str:
        pattern = says.pattern or (NO_NUL if taken else None)
        return {
            "type": "string",
            **_bounds(says, "minLength", "maxLength"),
            **({"pattern": pattern} if pattern else {}),
        }
    raise TypeError(f"A shape may not hold {bare!r}.")


def _bounds(says: Says, least: str, most: str) -> Schema:
    found = {least: says.least, most: says.most}
    return {name: bound for name, bound in found.items() if bound is not None}


def shape_schema(shape: type, shapes: dict[str, Schema], *, taken: bool) -> Schema:
    """A reference to a dataclass, which goes into `shapes` by its name."""
    assert is_dataclass(shape)
    name = shape.__name__
    if name not in shapes:
        shapes[name] = {}  # before its fields, which may name it again
        kinds = hints(shape)
        needed = [field.name for field in fields(shape) if not taken or must_be_sent(field)]
        shapes[name] = {
            "type": "object",
            "description": (shape.__doc__ or "").strip(),
            "properties": {field.name: schema_of(kinds[field.name], shapes, taken=taken) for field in fields(shape)},
            **({"required": needed} if needed else {}),
            **({"additionalProperties": False} if taken else {}),
        }
    return {"$ref": f"#/components/schemas/{name}"}


def read(shape: type[T], given: Mapping[str, Plain], *, as_text: bool = False) -> T:
    """A shape from what was sent. `as_text`: the values come from a query and are text. Raises Problem 422."""
    faults: list[Fault] = []
    made = _read_shape(shape, given, "", faults, as_text=as_text)
    if faults or made is None:
        raise refused(*faults)
    return made


def _read_shape(
    shape: type[T], given: Mapping[str, Plain], before: str, faults: list[Fault], *, as_text: bool
) -> T | None:
    assert is_dataclass(shape)
    kinds = hints(shape)
    known = len(faults)
    faults += [
        Fault(f"{before}{_shown(name)}", "There is no such field here. Leave it out.")
        for name in given
        if name not in kinds
    ]
    values: dict[str, object] = {}
    for field in fields(shape):
        if field.name in given:
            try:
                values[field.name] = _read(
                    kinds[field.name], given[field.name], f"{before}{field.name}", faults, as_text
                )
            except _Wrong as wrong:
                faults.append(Fault(f"{before}{field.name}", str(wrong)))
        elif must_be_sent(field):
            faults.append(Fault(f"{before}{field.name}", "Send this field."))
    return shape(**values) if len(faults) == known else None


def _shown(name: str) -> str:
    """A field's name as sent, safe and short enough to be repeated."""
    return "".join(character if character.isprintable() else "?" for character in name[:60])


def _read(kind: Kind, value: Plain, name: str, faults: list[Fault], as_text: bool) -> object:
    bare, says, empty = _parts(kind)
    if value is None:
        if empty:
            return None
        raise _Wrong("This may not be null.")
    says = says or Says("")
    if _origin(bare) is tuple:
        return _read_many(get_args(bare)[0], value, says, name, faults)
    if isinstance(bare, type) and is_dataclass(bare):
        if not isinstance(value, dict):
            raise _Wrong("Send an object.")
        return _read_shape(bare, value, f"{name}.", faults, as_text=False)
    if bare is bool:
        return _read_flag(value, as_text)
    if bare is int:
        return _read_whole(value, says, as_text)
    return _read_text(bare, value, says)


def _read_many(kind: Kind, value: Plain, says: Says, name: str, faults: list[Fault]) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise _Wrong("Send a list.")
    if (says.least is not None and len(value) < says.least) or (says.most is not None and len(value) > says.most):
        raise _Wrong(f"Send from {says.least or 0} to {says.most or 'any number of'} of these.")
    made = []
    for place, one in enumerate(value):
        try:
            made.append(_read(kind, one, f"{name}[{place}]", faults, False))
        except _Wrong as wrong:
            faults.append(Fault(f"{name}[{place}]", str(wrong)))
    return tuple(made)


def _read_flag(value: Plain, as_text: bool) -> bool:
    if as_text and value in ("true", "false"):
        return bool(value == "true")
    if isinstance(value, bool):
        return value
    raise _Wrong("Send true or false.")


def _read_whole(value: Plain, says: Says, as_text: bool) -> int:
    if as_text and isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Wrong("Send a whole number.")
    if (says.least is not None and value < says.least) or (says.most is not None and value > says.most):
        raise _Wrong(f"Send a number from {says.least} to {says.most}.")
    return value


def _read_text(bare: Kind, value: Plain, says: Says) -> object:
    if not isinstance(value, str):
        raise _Wrong("Send text.")
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        if value not in set(bare):
            raise _Wrong(f"Send one of: {', '.join(member.value for member in bare)}.")
        return bare(value)
    if bare is date:
        return _day(value)
    if bare is datetime:
        return _moment(value)
    if bare is UUID:
        if not _UUID.fullmatch(value):
            raise _Wrong("Send an identifier such as 0f8fad5b-d9cb-469f-a165-70867728950e.")
        return UUID(value)
    if "\0" in value or (not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value)):
        raise _Wrong("The text holds a character that cannot be kept.")
    if says.least is not None and len(value) < says.least:
        raise _Wrong("This may not be empty." if says.least == 1 else f"Send at least {says.least} characters.")
    if says.most is not None and len(value) > says.most:
        raise _Wrong(f"Send at most {says.most} characters.")
    if says.pattern is not None and not re.search(says.pattern, value):
        raise _Wrong(f"This must fit the pattern {says.pattern}.")
    return value


def _day(value: str) -> date:
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise _Wrong("Send a day such as 2026-11-25.")


def _moment(value: str) -> datetime:
    try:
        if _MOMENT.fullmatch(value):
            found = datetime.fromisoformat(value.upper()).astimezone(UTC)
            if 1900 <= found.year <= 2200:
                return found
    except (ValueError, OverflowError):
        pass
    raise _Wrong("Send a moment with its offset, such as 2026-11-25T09:30:00Z.")


def plain(value: object) -> Plain:
    """A value as JSON takes it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | StrEnum):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"An answer may not hold {type(value).__name__}.")
