"""PATCH (RFC 7644, section 3.5.2) on a document, with the ways identity providers write it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leeward.people.scim.faults import ScimFault, ScimType, bad
from leeward.people.scim.grammar import Both, Compare, Filter, parse_path
from leeward.people.scim.matching import check_part, part_holds
from leeward.people.scim.schema import Attribute, Kind, Place, is_dropped, locate
from leeward.people.scim.shaping import Doc, coerce, is_nothing, tidy

MOST_OPERATIONS = 1000
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@dataclass(frozen=True, slots=True)
class Step:
    """One operation at one place. `value` is any JSON value; `inner` and `sub` narrow it to elements and parts."""

    op: str
    place: Place
    inner: Filter | None
    value: Any


def steps(kind: Kind, body: Mapping[str, Any]) -> list[Step]:
    """The operations of a request, one for each attribute. Any: JSON. Raises ScimFault."""
    operations = next((value for name, value in body.items() if name.lower() == "operations"), None)
    if not isinstance(operations, list) or not operations:
        raise bad(ScimType.INVALID_SYNTAX, "Send a list of Operations.")
    if len(operations) > MOST_OPERATIONS:
        raise ScimFault(413, f"Send at most {MOST_OPERATIONS} operations at a time.", ScimType.TOO_MANY)
    return [step for operation in operations for step in _steps(kind, operation)]


def _steps(kind: Kind, operation: object) -> Iterator[Step]:
    if not isinstance(operation, Mapping):
        raise bad(ScimType.INVALID_SYNTAX, "Each operation is an object.")
    fields = {str(name).lower(): value for name, value in operation.items()}
    op, path, value = str(fields.get("op", "")).lower(), fields.get("path"), fields.get("value")
    if op not in ("add", "replace", "remove"):
        raise bad(ScimType.INVALID_SYNTAX, "Each operation has an op: add, replace or remove.")
    if op != "remove" and "value" not in fields:
        raise bad(ScimType.INVALID_VALUE, "This operation needs a value.")
    if isinstance(path, str) and path.strip():
        step = _step(kind, op, path.strip(), value)
        if step is not None:
            yield step
        return
    if path not in (None, ""):
        raise bad(ScimType.INVALID_PATH, "A path is text.")
    if op == "remove":
        raise bad(ScimType.NO_TARGET, "Say with a path what to remove.")
    if not isinstance(value, Mapping):
        raise bad(ScimType.INVALID_VALUE, "Without a path the value is an object of attributes.")
    yield from _each(kind, op, value)


def _each(kind: Kind, op: str, value: Mapping[str, Any]) -> Iterator[Step]:
    """An operation without a path: each name is one. Names nobody knows, and read-only ones, are passed over."""
    for name, inner in value.items():
        try:
            step = _step(kind, op, name, inner)
        except ScimFault as fault:
            if fault.kind in (ScimType.INVALID_PATH, ScimType.MUTABILITY):
                continue
            raise
        if step is not None:
            yield step


def _step(kind: Kind, op: str, text: str, value: Any) -> Step | None:  # Any: JSON
    path = parse_path(text)
    if is_dropped(kind, path.path):
        return None
    place = locate(kind, path.path, ScimType.INVALID_PATH)
    if path.sub:
        part = place.attribute.part(path.sub) if place.attribute is not None else None
        if part is None or place.part is not None:
            raise bad(ScimType.INVALID_PATH, "This attribute has no such part.")
        place = Place(place.extension, place.attribute, part)
    for one in (place.attribute, place.part):
        if one is not None and one.mutability == "readOnly":
            raise bad(ScimType.MUTABILITY, f"{one.name} is read-only.")
    if path.inner is not None:
        if place.attribute is None or not place.attribute.multi or place.attribute.type != "complex":
            raise bad(ScimType.INVALID_PATH, "Brackets may follow an attribute with several values only.")
        check_part(place.attribute, path.inner)
    return Step(op, place, path.inner, value)


def apply(kind: Kind, document: Doc, operations: list[Step]) -> Doc:
    """A new document after the operations. Raises ScimFault; the document given is never changed."""
    made = tidy(kind, document)
    for step in operations:
        _apply(kind, made, step)
    return tidy(kind, made)


def _apply(kind: Kind, document: Doc, step: Step) -> None:
    place = step.place
    if place.attribute is None:
        _extension(kind, document, step)
        return
    inside = document.setdefault(place.extension, {}) if place.extension else document
    if place.attribute.multi:
        _multi(inside, place.attribute, step)
    elif place.part is not None:
        _part_of(inside.setdefault(place.attribute.name, {}), place.part, step)
    elif step.op == "remove":
        if place.attribute.required:
            raise bad(ScimType.MUTABILITY, f"{place.attribute.name} is required.")
        inside.pop(place.attribute.name, None)
    else:
        value = coerce(place.attribute, step.value)
        if isinstance(value, dict):
            value = {**inside.get(place.attribute.name, {}), **value}
        inside[place.attribute.name] = value


def _extension(kind: Kind, document: Doc, step: Step) -> None:
    urn = step.place.extension
    if step.op == "remove":
        document.pop(urn, None)
        return
    if not isinstance(step.value, Mapping):
        raise bad(ScimType.INVALID_VALUE, "The value of an extension is an object.")
    names = {one.name.lower(): one for one in kind.extension_attributes}
    inside = document.setdefault(urn, {})
    for name, value in step.value.items():
        attribute = names.get(str(name).lower())
        if attribute is not None:
            inside[attribute.name] = coerce(attribute, value)


def _part_of(element: Doc, part: Attribute, step: Step) -> None:
    if step.op == "remove":
        element.pop(part.name, None)
    else:
        element[part.name] = coerce(part, step.value)


def _multi(inside: Doc, attribute: Attribute, step: Step) -> None:
    there: list[Any] = list(inside.get(attribute.name, []))  # Any: JSON values
    if step.inner is not None:
        there = _elements(there, attribute, step, step.inner)
    elif step.place.part is not None:
        there = [dict(one) for one in there] or ([{}] if step.op != "remove" else [])
        for one in there:
            _part_of(one, step.place.part, step)
    elif step.op == "remove":
        gone = coerce(attribute, step.value) or []
        keys = [_key(one) for one in gone]
        there = [one for one in there if keys and _key(one) not in keys]
    else:
        new = coerce(attribute, step.value) or []
        there = new if step.op == "replace" else [*there, *(one for one in new if one not in there)]
        _one_primary(there, new)
    inside[attribute.name] = there


def _key(element: object) -> object:
    return element.get("value", element) if isinstance(element, Mapping) else element


def _one_primary(there: list[Any], new: list[Any]) -> None:  # Any: JSON values
    """A new primary takes the place of the old one (RFC 7644, section 3.5.2)."""
    chosen = next((one for one in reversed(new) if isinstance(one, dict) and one.get("primary") is True), None)
    if chosen is not None:
        for one in there:
            if isinstance(one, dict) and one != chosen and one.get("primary") is True:
                one["primary"] = False


def _elements(there: list[Any], attribute: Attribute, step: Step, inner: Filter) -> list[Any]:  # Any: JSON values
    found = [at for at, one in enumerate(there) if part_holds(attribute, inner, one)]
    if step.op == "remove":
        if step.place.part is None:
            return [one for at, one in enumerate(there) if at not in found]
    elif not found:
        if step.op == "replace":
            raise bad(ScimType.NO_TARGET, "No value here is one that the path asks for.")
        there, found = [*there, _from_filter(attribute, inner)], [len(there)]
    made = [dict(one) if isinstance(one, Mapping) else one for one in there]
    for at in found:
        if step.place.part is not None:
            _part_of(made[at], step.place.part, step)
        elif not is_nothing(value := coerce(attribute, step.value)):
            made[at] = {**made[at], **value[0]}
    _one_primary(made, [made[at] for at in found])
    return made


def _from_filter(attribute: Attribute, inner: Filter) -> Doc:
    """The element a filter of equalities describes. Raises ScimFault (noTarget) for any other filter."""
    if isinstance(inner, Both):
        return {**_from_filter(attribute, inner.left), **_from_filter(attribute, inner.right)}
    part = attribute.part(inner.path.name) if isinstance(inner, Compare) and inner.op == "eq" else None
    if part is None or not isinstance(inner, Compare):
        raise bad(ScimType.NO_TARGET, "No value here is one that the path asks for.")
    return {part.name: coerce(part, inner.value)}
