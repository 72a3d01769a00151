"""Reads the rule library for texts from its TOML files and refuses one that is not sound."""

import hashlib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from leeward.engine.text.library import Combination, Context, Example, Library, Rule
from leeward.engine.text.phrases import PhraseError, PhraseIndex, Steps, parse, words_of
from leeward.engine.text.values import SEVEREST, Category, Direction, Source
from leeward.engine.text.words import vocabulary

RULES = Path(__file__).parent / "text" / "rules"
_RULE_KEYS = {
    "id", "category", "severity", "phrases", "note", "directions", "sources", "severity_when", "signal", "unless",
    "lowered_by", "match", "spare",
}  # fmt: skip
_COMBINATION_KEYS = {
    "id", "category", "severity", "signals", "at_least", "must", "note", "directions", "within", "match", "spare",
}  # fmt: skip
_CONTEXT_KEYS = {"name", "by", "phrases", "note"}
_FILE_KEYS = {"library", "lists", "short_forms", "rule", "context", "combination"}

Table = Mapping[str, object]
Choice = TypeVar("Choice", bound=StrEnum)


class RuleError(ValueError):
    """A rule file that cannot be used; the message names the file, the rule and what to change."""


@cache
def standard_library() -> Library:
    """The library that comes with Leeward, read once per process."""
    return load_rules(RULES)


def load_rules(folder: Path) -> Library:
    """Read every `*.toml` in `folder` as one library.

    Raises RuleError where a file is missing, unreadable, or says something the rules' language does not know.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise RuleError(f"No rule files (*.toml) in {folder.name}: give a folder with a rule library")
    digest = hashlib.sha256()
    tables: list[tuple[str, Table]] = []
    for file in files:
        content = file.read_bytes()
        digest.update(file.name.encode() + b"\0" + content + b"\0")
        try:
            table: Table = tomllib.loads(content.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise RuleError(f"{file.name}: not readable as TOML ({error})") from error
        _only(file.name, table, _FILE_KEYS)
        tables.append((file.name, table))
    return _build(tables, digest.hexdigest())


def _build(tables: Sequence[tuple[str, Table]], digest: str) -> Library:
    lists: dict[str, list[str]] = {}
    short_forms: dict[str, str] = {}
    about: dict[str, str] = {}
    for name, table in tables:
        for key, entries in _table(name, table, "lists").items():
            if key in lists:
                raise RuleError(f"{name}: the list <{key}> exists already: give it another name")
            lists[key] = _strings(f"{name}: list <{key}>", entries)
        short_forms |= {key: _string(f"{name}: short form {key}", full)
                        for key, full in _table(name, table, "short_forms").items()}  # fmt: skip
        about |= {key: _string(f"{name}: {key}", value) for key, value in _table(name, table, "library").items()}
    contexts = [_context(name, entry, lists) for name, table in tables for entry in _tables(name, table, "context")]
    known = {context.name for context in contexts}
    rules = [_rule(name, entry, lists, known) for name, table in tables for entry in _tables(name, table, "rule")]
    signals = {rule.signal for rule in rules if rule.signal}
    combinations = [
        _combination(name, entry, signals) for name, table in tables for entry in _tables(name, table, "combination")
    ]
    _unique("rule", [rule.id for rule in rules] + [combination.id for combination in combinations])
    _unique("context", [context.name for context in contexts])
    for key in ("version", "review"):
        if key not in about:
            raise RuleError(f"No file has [library] {key}: say which version this is and who has reviewed it")
    return _indexed(about, digest, rules, contexts, combinations, short_forms)


def _indexed(
    about: Mapping[str, str],
    digest: str,
    rules: Sequence[Rule],
    contexts: Sequence[Context],
    combinations: Sequence[Combination],
    short_forms: Mapping[str, str],
) -> Library:
    owners: list[tuple[str, str]] = []
    phrases: list[tuple[int, Steps]] = []

    def own(kind: str, name: str, steps: Sequence[Steps]) -> None:
        phrases.extend((len(owners), step) for step in steps)
        owners.append((kind, name))

    for rule in rules:
        own("rule", rule.id, rule.phrases)
        own("unless", rule.id, rule.unless)
    for context in contexts:
        own("context", context.name, context.phrases)
    words = sorted(set().union(*(words_of(steps) for _, steps in phrases)))
    return Library(
        version=about["version"],
        digest=digest,
        review=about["review"],
        rules=tuple(rules),
        contexts=tuple(contexts),
        combinations=tuple(combinations),
        vocabulary=vocabulary(words, short_forms),
        index=PhraseIndex(phrases),
        owners=tuple(owners),
    )


def _rule(file: str, entry: Table, lists: Mapping[str, Sequence[str]], contexts: set[str]) -> Rule:
    name = _string(f"{file}: a rule's id", entry.get("id"))
    where = f"{file}: rule {name}"
    _only(where, entry, _RULE_KEYS)
    lowered_by = tuple(_strings(where, entry.get("lowered_by", [])))
    for context in lowered_by:
        if context not in contexts:
            raise RuleError(f"{where}: no context is called “{context}”: define it or correct the name")
    phrases = _phrases(where, entry.get("phrases"), lists)
    if not phrases:
        raise RuleError(f"{where}: give at least one phrase")
    when = _table(where, entry, "severity_when")
    return Rule(
        id=name,
        category=_choice(where, Category, entry.get("category")),
        severity=_severity(where, entry.get("severity")),
        phrases=phrases,
        note=_string(f"{where}, note", entry.get("note")),
        directions=_choices(where, Direction, entry.get("directions", [])),
        sources=_choices(where, Source, entry.get("sources", [])),
        severity_when={_choice(where, Direction, key): _severity(where, value) for key, value in when.items()},
        signal=_string(where, entry.get("signal", "")),
        unless=_phrases(where, entry.get("unless", []), lists),
        lowered_by=lowered_by,
        must_match=_examples(where, entry.get("match", [])),
        must_not_match=_examples(where, entry.get("spare", [])),
    )


def _combination(file: str, entry: Table, signals: set[str]) -> Combination:
    name = _string(f"{file}: a combination's id", entry.get("id"))
    where = f"{file}: combination {name}"
    _only(where, entry, _COMBINATION_KEYS)
    wanted = tuple(_strings(where, entry.get("signals")))
    must = tuple(_strings(where, entry.get("must", [])))
    at_least = entry.get("at_least", len(wanted))
    if not isinstance(at_least, int) or not 2 <= at_least <= len(wanted):
        raise RuleError(f"{where}: at_least must lie between 2 and the number of signals")
    if not set(must) <= set(wanted):
        raise RuleError(f"{where}: what must be there has to be among the signals")
    for signal in wanted:
        if signal not in signals:
            raise RuleError(f"{where}: no rule gives the signal “{signal}”")
    within = entry.get("within", 80)
    if not isinstance(within, int) or within < 1:
        raise RuleError(f"{where}: within must be a number of words, 1 or more")
    return Combination(
        id=name,
        category=_choice(where, Category, entry.get("category")),
        severity=_severity(where, entry.get("severity")),
        signals=wanted,
        note=_string(f"{where}, note", entry.get("note")),
        at_least=at_least,
        must=must,
        directions=_choices(where, Direction, entry.get("directions", [])),
        within=within,
        must_match=_examples(where, entry.get("match", [])),
        must_not_match=_examples(where, entry.get("spare", [])),
    )


def _context(file: str, entry: Table, lists: Mapping[str, Sequence[str]]) -> Context:
    name = _string(f"{file}: a context's name", entry.get("name"))
    where = f"{file}: context {name}"
    _only(where, entry, _CONTEXT_KEYS)
    by = _severity(where, entry.get("by"))
    phrases = _phrases(where, entry.get("phrases"), lists)
    return Context(name, by, phrases, _string(f"{where}, note", entry.get("note")))


def _phrases(where: str, value: object, lists: Mapping[str, Sequence[str]]) -> tuple[Steps, ...]:
    try:
        return tuple(parse(phrase, lists) for phrase in _strings(where, value))
    except PhraseError as error:
        raise RuleError(f"{where}: {error}") from error


def _examples(where: str, value: object) -> tuple[Example, ...]:
    """An example is a text, or a table with text, direction and source."""
    if not isinstance(value, list):
        raise RuleError(f"{where}: examples must be a list")
    examples = []
    for entry in value:
        if isinstance(entry, str):
            examples.append(Example(entry))
            continue
        if not isinstance(entry, dict):
            raise RuleError(f"{where}: an example is a text or a table with text, direction and source")
        _only(f"{where}, example", entry, {"text", "direction", "source"})
        direction, source = entry.get("direction"), entry.get("source")
        examples.append(
            Example(
                _string(f"{where}, example", entry.get("text")),
                None if direction is None else _choice(where, Direction, direction),
                None if source is None else _choice(where, Source, source),
            )
        )
    return tuple(examples)


def _severity(where: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= SEVEREST:
        raise RuleError(f"{where}: a severity (or a number of steps) is a whole number from 0 to {SEVEREST}")
    return value


def _choice(where: str, kind: Callable[[str], Choice], value: object) -> Choice:
    try:
        return kind(_string(where, value))
    except ValueError as error:
        raise RuleError(f"{where}: {error}") from error


def _choices(where: str, kind: Callable[[str], Choice], value: object) -> frozenset[Choice]:
    return frozenset(_choice(where, kind, entry) for entry in _strings(where, value))


def _string(where: str, value: object) -> str:
    if not isinstance(value, str):
        raise RuleError(f"{where}: a text is missing here")
    return value


def _strings(where: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise RuleError(f"{where}: a list of texts is missing here")
    return value


def _table(where: str, table: Table, key: str) -> Table:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise RuleError(f"{where}: {key} must be a table")
    return value


def _tables(where: str, table: Table, key: str) -> list[Table]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise RuleError(f"{where}: write [[{key}]] before each {key}")
    return value


def _only(where: str, table: Table, known: set[str]) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise RuleError(f"{where}: unknown {', '.join(unknown)}; known here: {', '.join(sorted(known))}")


def _unique(kind: str, names: Sequence[str]) -> None:
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise RuleError(f"Two {kind}s are called {', '.join(doubled)}: ids must differ")
