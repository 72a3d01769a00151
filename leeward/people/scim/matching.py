"""Does a filter hold for a document? Decides in memory what the database cannot."""

from collections.abc import Mapping
from typing import Any

from leeward.people.scim.faults import ScimType, bad
from leeward.people.scim.grammar import AttrPath, Both, Compare, Either, Filter, Not, Present, Value, Within
from leeward.people.scim.schema import Attribute, Kind, Place, locate
from leeward.people.scim.shaping import Doc, is_nothing, moment


def check(kind: Kind, tree: Filter) -> None:
    """Raises ScimFault (invalidFilter) where the filter names what documents of this kind do not have."""
    if isinstance(tree, Both | Either):
        check(kind, tree.left)
        check(kind, tree.right)
    elif isinstance(tree, Not):
        check(kind, tree.inner)
    else:
        place = _place(kind, tree.path)
        if isinstance(tree, Within):
            if place.attribute is None or place.attribute.type != "complex" or place.part is not None:
                raise bad(ScimType.INVALID_FILTER, "Brackets may follow an attribute with parts only.")
            check_part(place.attribute, tree.inner)
        elif isinstance(tree, Compare):
            _check_value(place.part or place.attribute, tree)


def check_part(attribute: Attribute, tree: Filter) -> None:
    """The same for a filter within brackets: names are of parts of the attribute."""
    if isinstance(tree, Both | Either):
        check_part(attribute, tree.left)
        check_part(attribute, tree.right)
    elif isinstance(tree, Not):
        check_part(attribute, tree.inner)
    elif isinstance(tree, Within):
        raise bad(ScimType.INVALID_FILTER, "Brackets within brackets mean nothing here.")
    else:
        part = attribute.part(tree.path.name)
        if part is None or tree.path.urn or tree.path.sub:
            raise bad(ScimType.INVALID_FILTER, "This attribute has no such part.")
        if isinstance(tree, Compare):
            _check_value(part, tree)


def _check_value(attribute: Attribute | None, tree: Compare) -> None:
    if attribute is not None and attribute.type == "boolean" and tree.op in ("gt", "ge", "lt", "le"):
        raise bad(ScimType.INVALID_FILTER, "True and false have no order.")


def _place(kind: Kind, path: AttrPath) -> Place:
    return locate(kind, path, ScimType.INVALID_FILTER)


def holds(kind: Kind, tree: Filter, document: Doc) -> bool:
    """Does the filter hold for a document (a whole resource)? Only after `check`."""
    if isinstance(tree, Both):
        return holds(kind, tree.left, document) and holds(kind, tree.right, document)
    if isinstance(tree, Either):
        return holds(kind, tree.left, document) or holds(kind, tree.right, document)
    if isinstance(tree, Not):
        return not holds(kind, tree.inner, document)
    place = _place(kind, tree.path)
    if isinstance(tree, Within):
        assert place.attribute is not None
        attribute = place.attribute
        return any(part_holds(attribute, tree.inner, one) for one in values_at(document, place))
    return _test(tree, place, values_at(document, place))


def part_holds(attribute: Attribute, tree: Filter, element: object) -> bool:
    """Does a filter within brackets hold for one element? Only after `check_part`."""
    if isinstance(tree, Both):
        return part_holds(attribute, tree.left, element) and part_holds(attribute, tree.right, element)
    if isinstance(tree, Either):
        return part_holds(attribute, tree.left, element) or part_holds(attribute, tree.right, element)
    if isinstance(tree, Not):
        return not part_holds(attribute, tree.inner, element)
    assert isinstance(tree, Compare | Present)
    part = attribute.part(tree.path.name)
    assert part is not None
    value = element.get(part.name) if isinstance(element, Mapping) else None
    return _test(tree, Place("", attribute, part), [] if is_nothing(value) else [value])


def values_at(document: Doc, place: Place) -> list[Any]:
    """The values a path leads to; of several elements each. Any: JSON values."""
    inside = document.get(place.extension, {}) if place.extension else document
    if place.attribute is None:
        return [inside] if inside else []
    value = inside.get(place.attribute.name)
    found = value if isinstance(value, list) else [value]
    if place.part is not None:
        found = [one.get(place.part.name) if isinstance(one, Mapping) else None for one in found]
    return [one for one in found if not is_nothing(one)]


def _test(tree: Compare | Present, place: Place, values: list[Any]) -> bool:
    attribute = place.part or place.attribute
    if attribute is None or isinstance(tree, Present):
        return bool(values)
    if attribute.type == "complex":
        # An attribute with parts compares by its value.
        value_part = attribute.part("value")
        values = [one.get("value") for one in values if isinstance(one, Mapping)] if value_part else []
        attribute = value_part or attribute
    if tree.value is None:
        return bool(values) == (tree.op == "ne")
    if tree.op == "ne":
        return not any(_compare(attribute, "eq", one, tree.value) for one in values)
    return any(_compare(attribute, tree.op, one, tree.value) for one in values)


def _compare(attribute: Attribute, op: str, value: object, asked: Value) -> bool:
    if attribute.type == "boolean":
        return op == "eq" and value is _truth(asked)
    if attribute.type == "dateTime":
        mine, theirs = moment(str(value)), moment(str(asked))
        if mine is None or theirs is None:
            return False
        return _ordered(op, mine, theirs)
    text, other = str(value), str(asked)
    if not attribute.exact:
        text, other = text.casefold(), other.casefold()
    match op:
        case "co":
            return other in text
        case "sw":
            return text.startswith(other)
        case "ew":
            return text.endswith(other)
    return _ordered(op, text, other)


def _ordered(op: str, one: Any, other: Any) -> bool:  # Any: two of one type that has an order
    match op:
        case "eq":
            return bool(one == other)
        case "gt":
            return bool(one > other)
        case "ge":
            return bool(one >= other)
        case "lt":
            return bool(one < other)
        case "le":
            return bool(one <= other)
    return False


def _truth(asked: Value) -> bool | None:
    if isinstance(asked, str):
        return {"true": True, "false": False}.get(asked.strip().lower())
    return asked if isinstance(asked, bool) else None
