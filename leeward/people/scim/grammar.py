"""Filters and paths of SCIM (RFC 7644, figures 1 and 7) as trees. Parses any text or raises ScimFault; never more."""

import json
import re
from dataclasses import dataclass

from leeward.people.scim.faults import ScimFault, ScimType, bad

LONGEST = 4000
"""Characters of a filter or path."""
DEEPEST = 40
"""Brackets within brackets, and `not` within `not`."""

COMPARISONS = frozenset({"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"})
Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class AttrPath:
    """`urn:…:User:name.familyName` in its parts; `urn` and `sub` may be empty. As written: names in any case."""

    urn: str
    name: str
    sub: str = ""


@dataclass(frozen=True, slots=True)
class Compare:
    """`userName eq "x"`."""

    path: AttrPath
    op: str
    value: Value


@dataclass(frozen=True, slots=True)
class Present:
    """`title pr`."""

    path: AttrPath


@dataclass(frozen=True, slots=True)
class Not:
    inner: "Filter"


@dataclass(frozen=True, slots=True)
class Both:
    left: "Filter"
    right: "Filter"


@dataclass(frozen=True, slots=True)
class Either:
    left: "Filter"
    right: "Filter"


@dataclass(frozen=True, slots=True)
class Within:
    """`emails[type eq "work"]`: one element for which the inner filter holds."""

    path: AttrPath
    inner: "Filter"


Filter = Compare | Present | Not | Both | Either | Within


@dataclass(frozen=True, slots=True)
class PatchPath:
    """Where a PATCH operation works: an attribute, elements of it, a part of those."""

    path: AttrPath
    inner: Filter | None = None
    sub: str = ""


_TOKEN = re.compile(
    r"""\s*(?:
    (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<mark>[()\[\]])
  | (?P<word>[^\s()\[\]"]+)
  )""",
    re.VERBOSE | re.DOTALL,
)
_NAME = re.compile(r"[A-Za-z$][\w$-]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,18})?(?:[eE][+-]?\d{1,2})?")


def attr_path(text: str, kind: ScimType = ScimType.INVALID_PATH) -> AttrPath:
    """An attribute as it is written in filters, paths and lists of attributes. Raises ScimFault."""
    urn, rest = "", text
    if text[:4].lower() == "urn:":
        urn, _colon, rest = text.rpartition(":")
    name, dot, sub = rest.partition(".")
    if not _NAME.fullmatch(name) or (dot and not _NAME.fullmatch(sub)):
        raise bad(kind, "This is not the name of an attribute.")
    return AttrPath(urn, name, sub)


def parse_filter(text: str) -> Filter:
    """The tree of a filter. Raises ScimFault (invalidFilter)."""
    parser = _Parser(text, ScimType.INVALID_FILTER)
    found = parser.either(0)
    parser.end()
    return found


def parse_path(text: str) -> PatchPath:
    """The parts of a PATCH path. Raises ScimFault (invalidPath)."""
    parser = _Parser(text, ScimType.INVALID_PATH)
    path = attr_path(parser.take_word(), ScimType.INVALID_PATH)
    inner, sub = None, ""
    if parser.next_is("["):
        parser.take("[")
        inner = parser.either(1)
        parser.take("]")
        rest = parser.rest_after_bracket()
        if rest:
            sub = rest
    parser.end()
    return PatchPath(path, inner, sub)


class _Parser:
    """Recursive descent over tokens; the depth is bounded, so no text exhausts the stack."""

    def __init__(self, text: str, kind: ScimType) -> None:
        self.kind = kind
        if len(text) > LONGEST:
            raise self.fault(f"At most {LONGEST} characters.")
        self.tokens: list[tuple[str, str]] = []
        place = 0
        end = len(text.rstrip())
        while place < end:
            match = _TOKEN.match(text, place)
            if match is None or match.lastgroup is None:
                raise self.fault("A quotation mark is not closed.")
            self.tokens.append((match.lastgroup, match[match.lastgroup]))
            place = match.end()
        self.place = 0

    def fault(self, detail: str) -> ScimFault:
        return bad(self.kind, detail)

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def next_is(self, mark: str) -> bool:
        return self.peek() == ("mark", mark)

    def next_word_is(self, word: str) -> bool:
        kind, text = self.peek()
        return kind == "word" and text.lower() == word

    def take(self, mark: str) -> None:
        if not self.next_is(mark):
            raise self.fault(f"Expected “{mark}”.")
        self.place += 1

    def take_word(self) -> str:
        kind, text = self.peek()
        if kind != "word":
            raise self.fault("Expected the name of an attribute.")
        self.place += 1
        return text

    def rest_after_bracket(self) -> str:
        """`.value` behind a bracket, or nothing."""
        kind, text = self.peek()
        if kind == "end":
            return ""
        if kind != "word" or not text.startswith(".") or not _NAME.fullmatch(text[1:]):
            raise self.fault("Only a part of the attribute may follow the bracket.")
        self.place += 1
        return text[1:]

    def end(self) -> None:
        if self.place < len(self.tokens):
            raise self.fault("Something follows that does not belong there.")

    def either(self, depth: int) -> Filter:
        if depth > DEEPEST:
            raise self.fault("Brackets are nested too deeply.")
        parts = [self.both(depth)]
        while self.next_word_is("or"):
            self.place += 1
            parts.append(self.both(depth))
        return _joined(parts, Either)

    def both(self, depth: int) -> Filter:
        parts = [self.one(depth)]
        while self.next_word_is("and"):
            self.place += 1
            parts.append(self.one(depth))
        return _joined(parts, Both)

    def one(self, depth: int) -> Filter:
        if self.next_is("("):
            return self.bracketed(depth)
        if self.next_word_is("not") and self.tokens[self.place + 1 : self.place + 2] == [("mark", "(")]:
            self.place += 1
            return Not(self.bracketed(depth))
        path = attr_path(self.take_word(), self.kind)
        if self.next_is("["):
            self.take("[")
            inner = self.either(depth + 1)
            self.take("]")
            return Within(path, inner)
        op = self.take_word().lower()
        if op == "pr":
            return Present(path)
        if op not in COMPARISONS:
            raise self.fault("Expected one of eq ne co sw ew gt ge lt le pr.")
        return Compare(path, op, self.value())

    def bracketed(self, depth: int) -> Filter:
        self.take("(")
        inner = self.either(depth + 1)
        self.take(")")
        return inner

    def value(self) -> Value:
        kind, text = self.peek()
        self.place += 1
        if kind == "string":
            try:
                plain = json.loads(text, strict=False)
            except ValueError:
                raise self.fault("A value in quotation marks is not well formed.") from None
            assert isinstance(plain, str)
            return plain
        if kind == "word":
            known: dict[str, Value] = {"true": True, "false": False, "null": None}
            if text.lower() in known:
                return known[text.lower()]
            if _NUMBER.fullmatch(text):
                return float(text) if any(mark in text for mark in ".eE") else int(text)
        raise self.fault("Expected a value: text in quotation marks, a number, true, false or null.")


def _joined(parts: list[Filter], kind: type[Both] | type[Either]) -> Filter:
    """A balanced tree of the parts: long chains stay shallow."""
    while len(parts) > 1:
        pairs = [parts[at : at + 2] for at in range(0, len(parts), 2)]
        parts = [kind(*pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return parts[0]
