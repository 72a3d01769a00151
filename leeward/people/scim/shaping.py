"""Documents made orderly: known attributes, under their own names, of their own types; and parts of them shown."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from leeward.people.scim.faults import ScimFault, ScimType, bad
from leeward.people.scim.grammar import AttrPath, attr_path
from leeward.people.scim.schema import Attribute, Kind, Place, common, is_dropped, locate

Doc = dict[str, Any]
"""A JSON object. Any: values are of every JSON type, checked against the schema by `tidy`."""

LONGEST_TEXT = 1000
MOST_VALUES = 100
"""Elements of a multi-valued attribute in a document; members of groups are kept apart and may be more."""


def tidy(kind: Kind, sent: Mapping[str, Any]) -> Doc:
    """The document as it is kept: names as in the schema, nothing unknown, read-only or empty.

    Raises ScimFault: a value of the wrong type, too long or too many, a required attribute missing.
    """
    top = {name: value for name, value in sent.items() if name.lower() != kind.extension.lower()}
    writable = [one for one in (*kind.attributes, *common()) if one.mutability != "readOnly"]
    found = _known(writable, _unqualified(kind, top))
    if kind.extension:
        extra = next((value for name, value in sent.items() if name.lower() == kind.extension.lower()), None)
        if extra is not None and not isinstance(extra, Mapping):
            raise bad(ScimType.INVALID_VALUE, f"{kind.extension} must be an object.")
        inner = _known(kind.extension_attributes, extra or {})
        if inner:
            found[kind.extension] = inner
    for attribute in kind.attributes:
        if attribute.required and not found.get(attribute.name):
            raise bad(ScimType.INVALID_VALUE, f"{attribute.name} is required.")
    return found


def _unqualified(kind: Kind, sent: Mapping[str, Any]) -> Doc:
    """Names written in full (`urn:…:User:userName`) without their schema."""
    start = kind.urn.lower() + ":"
    return {(name[len(start) :] if name.lower().startswith(start) else name): value for name, value in sent.items()}


def _known(attributes: Iterable[Attribute], sent: Mapping[str, Any]) -> Doc:
    names = {one.name.lower(): one for one in attributes}
    found: Doc = {}
    for name, value in sent.items():
        attribute = names.get(name.lower())
        if attribute is not None and not is_nothing(value := coerce(attribute, value)):
            found[attribute.name] = value
    return found


def is_nothing(value: object) -> bool:
    """Unassigned, null and empty are the same (RFC 7643, section 2.5)."""
    return value is None or value == [] or value == {} or value == ""


def coerce(attribute: Attribute, value: Any) -> Any:  # Any: JSON in, JSON of the attribute's type out
    """The value in the attribute's type. Raises ScimFault (invalidValue)."""
    if is_nothing(value):
        return None
    if not attribute.multi:
        return _single(attribute, value)
    many = value if isinstance(value, list) else [value]
    if len(many) > MOST_VALUES and attribute.name != "members":
        raise bad(ScimType.INVALID_VALUE, f"{attribute.name} has more than {MOST_VALUES} values.")
    kept = [made for one in many if not is_nothing(made := _single(attribute, one))]
    if sum(1 for one in kept if isinstance(one, dict) and one.get("primary") is True) > 1:
        raise bad(ScimType.INVALID_VALUE, f"Only one of {attribute.name} can be primary.")
    return kept


def _single(attribute: Attribute, value: Any) -> Any:  # Any: as coerce
    if is_nothing(value):
        return None
    if attribute.type == "complex":
        if isinstance(value, str) and attribute.part("value"):
            value = {"value": value}
        if not isinstance(value, Mapping):
            raise bad(ScimType.INVALID_VALUE, f"{attribute.name} must be an object.")
        return _known([part for part in attribute.sub if part.mutability != "readOnly"], value)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], Mapping) and "value" in value[0]:
        value = value[0]["value"]  # Entra ID has sent plain attributes so
    if attribute.type == "boolean":
        return _truth(attribute, value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise bad(ScimType.INVALID_VALUE, f"{attribute.name} must be text.")
    text = str(value)
    if len(text) > LONGEST_TEXT:
        raise bad(ScimType.INVALID_VALUE, f"{attribute.name} has more than {LONGEST_TEXT} characters.")
    return text


def _truth(attribute: Attribute, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise bad(ScimType.INVALID_VALUE, f"{attribute.name} must be true or false.")


def check_text(value: object, depth: int = 0) -> None:
    """Raises ScimFault for what cannot be stored: deep nesting, NUL, halves of characters."""
    if depth > 20:
        raise bad(ScimType.INVALID_SYNTAX, "The document is nested too deeply.")
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise bad(ScimType.INVALID_VALUE, "A text holds a character that cannot be kept.")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            check_text(name, depth + 1)
            check_text(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            check_text(inner, depth + 1)


# What of a resource is shown


class Shown:
    """Which attributes an answer holds: those asked for, or all but those left out (RFC 7644, section 3.9)."""

    def __init__(self, kind: Kind, attributes: Iterable[str] = (), excluded: Iterable[str] = ()) -> None:
        self.wanted = _places(kind, attributes)
        self.unwanted = [] if self.wanted else _places(kind, excluded)

    def needs(self, name: str) -> bool:
        """Is the attribute shown at all? Spares fetching what is not."""
        if self.wanted:
            return any(place.attribute is not None and place.attribute.name == name for place in self.wanted)
        return not any(
            place.attribute is not None and place.attribute.name == name and place.part is None
            for place in self.unwanted
        )

    def of(self, resource: Doc) -> Doc:
        """The part of a whole resource to be sent. `schemas` and `id` always are."""
        if self.wanted:
            shown: Doc = {name: resource[name] for name in ("schemas", "id") if name in resource}
            for place in self.wanted:
                _copy(resource, shown, place)
            return shown
        shown = {name: _deep(value) for name, value in resource.items()}
        for place in self.unwanted:
            _drop(shown, place)
        return shown


def _places(kind: Kind, names: Iterable[str]) -> list[Place]:
    paths = [attr_path(name.strip(), ScimType.INVALID_VALUE) for name in names if name.strip()]
    return [_place(kind, path) for path in paths if not is_dropped(kind, path)]


def _place(kind: Kind, path: AttrPath) -> Place:
    # An attribute of another resource type may be asked for where both are searched: it is nothing here.
    try:
        return locate(kind, path, ScimType.INVALID_VALUE)
    except ScimFault:
        return Place("", Attribute("\0unknown"))


def _deep(value: Any) -> Any:  # Any: a JSON value
    if isinstance(value, dict):
        return {name: _deep(inner) for name, inner in value.items()}
    return [_deep(inner) for inner in value] if isinstance(value, list) else value


def _copy(source: Doc, to: Doc, place: Place) -> None:
    if place.extension:
        source = source.get(place.extension, {})
        if place.attribute is None:
            if source:
                to[place.extension] = _deep(source)
            return
        to = to.setdefault(place.extension, {}) if place.attribute.name in source else {}
    assert place.attribute is not None
    name = place.attribute.name
    if name not in source:
        return
    if place.part is None:
        to[name] = _deep(source[name])
    elif isinstance(source[name], list):
        there = to.setdefault(name, [{} for _ in source[name]])
        for one, other in zip(source[name], there, strict=True):
            if place.part.name in one:
                other[place.part.name] = one[place.part.name]
    elif place.part.name in source[name]:
        to.setdefault(name, {})[place.part.name] = source[name][place.part.name]


def _drop(shown: Doc, place: Place) -> None:
    if place.extension and place.attribute is None:
        shown.pop(place.extension, None)
        return
    inside = shown.get(place.extension, {}) if place.extension else shown
    assert place.attribute is not None
    name = place.attribute.name
    if place.attribute.returned == "always" or name == "schemas":
        return
    if place.part is None:
        inside.pop(name, None)
    else:
        value = inside.get(name)
        for one in value if isinstance(value, list) else [value] if isinstance(value, dict) else []:
            one.pop(place.part.name, None)


def moment(value: str) -> datetime | None:
    """A date and time as JSON carries it, or None."""
    try:
        made = datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return made if made.tzinfo is not None else None
