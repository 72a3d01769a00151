"""The policy layer: who may open what. Small, signed, replaced within seconds, while the index of lists stays.

As JSON (`format` 1):
  {"format": 1,
   "categories": {name: {"title", "reason": "safeguarding|security|productivity", "locked": bool}},
   "groups": [{"name", "users": [name], "addresses": [cidr], "blocked": [category], "warned": [category]}],
   "default_group": name,
   "exceptions": [{"host", "path", "groups": [name], "from": ISO, "until": ISO or null, "verdict": "allow|block",
                   "rule": "exception 12", "reason": ""}],
   "never_blocked": ["helpline.example", "trust.example/report"],
   "own_hosts": ["leeward.trust.example"],
   "block_page": "https://leeward.trust.example/blocked"}
An exception without `groups` is for everyone; without `until` it has no end.
"""

import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import cast

from leeward.engine.web.address import Address, UnreadableAddress, read
from leeward.engine.web.values import Reason, Verdict

FORMAT = 1

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class LayerUnreadable(ValueError):
    """The policy layer does not say what it must; the message names the place."""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of web page. `reason` says why it is blocked where it is; no exception opens a `locked` one.

    Locked is for lists of illegal content: filters in education must not allow them to be switched off (UK Safer
    Internet Centre, appropriate filtering definitions, 2024).
    """

    name: str
    title: str
    reason: Reason
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """People and address ranges that share a policy. Categories neither blocked nor warned are allowed."""

    name: str
    users: frozenset[str] = frozenset()
    addresses: tuple[Network, ...] = ()
    blocked: frozenset[str] = frozenset()
    warned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WebException:
    """One site opened (or closed) for some groups (none named: all) from `start` until, not including, `end`."""

    host: str
    path: str
    groups: frozenset[str]
    start: datetime
    end: datetime | None
    verdict: Verdict
    rule: str
    reason: Reason | None = None

    def in_force(self, at: datetime, group: str) -> bool:
        """Whether it counts for `group` at `at` (aware)."""
        return self.start <= at and (self.end is None or at < self.end) and (not self.groups or group in self.groups)

    def covers(self, path: str) -> bool:
        """Whether a path (tidy, see address.tidy_path) lies under the exception's own."""
        return path_under(path, self.path)


@dataclass(frozen=True, slots=True)
class Layer:
    """The whole policy layer, ready to be asked."""

    categories: Mapping[str, Category]
    groups: Mapping[str, Group]
    default_group: str
    exceptions: Mapping[str, tuple[WebException, ...]] = field(default_factory=dict)
    never_blocked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_hosts: frozenset[str] = frozenset()
    block_page: str = ""


def path_under(path: str, wanted: str) -> bool:
    """Whether `path` is `wanted` or lies under it: /forum covers /forum, /forum/a and /forum?a but not /forumers."""
    if wanted in ("", "/"):
        return True
    stem = wanted.rstrip("/")
    return path.startswith(stem) and path[len(stem) : len(stem) + 1] in ("", "/", "?", "&")


def parse_layer(raw: object) -> Layer:
    """The layer that parsed JSON describes. Raises LayerUnreadable, naming what is wrong."""
    data = _mapping(raw, "the policy layer")
    if data.get("format") != FORMAT:
        raise LayerUnreadable(f"the policy layer has format {data.get('format')!r}; this version reads {FORMAT}")
    categories = {
        name: _category(name, _mapping(value, f"category {name}"))
        for name, value in _mapping(data.get("categories", {}), "categories").items()
    }
    groups = [_group(_mapping(value, f"groups[{n}]"), n) for n, value in enumerate(_list(data, "groups"))]
    by_name = {group.name: group for group in groups}
    default = _text(data, "default_group", "the policy layer")
    if default not in by_name:
        raise LayerUnreadable(f"default_group {default!r} is not among the groups")
    exceptions: dict[str, list[WebException]] = {}
    for n, value in enumerate(_list(data, "exceptions")):
        exception = _exception(_mapping(value, f"exceptions[{n}]"), f"exceptions[{n}]")
        exceptions.setdefault(exception.host, []).append(exception)
    never: dict[str, tuple[str, ...]] = {}
    for text in _texts(data, "never_blocked", "the policy layer"):
        address = _address(text, "never_blocked")
        never[address.host] = (*never.get(address.host, ()), address.path)
    return Layer(
        categories,
        by_name,
        default,
        {host: tuple(sorted(found, key=_strictest_first)) for host, found in exceptions.items()},
        never,
        frozenset(_address(text, "own_hosts").host for text in _texts(data, "own_hosts", "the policy layer")),
        _text(data, "block_page", "the policy layer", ""),
    )


def canonical(value: object) -> bytes:
    """JSON in the one form that is signed and compared: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _strictest_first(exception: WebException) -> tuple[int, bool]:
    return (-len(exception.path.rstrip("/")), exception.verdict is not Verdict.BLOCK)


def _category(name: str, data: Mapping[str, object]) -> Category:
    where = f"category {name}"
    return Category(name, _text(data, "title", where, name), _reason(data, where), data.get("locked") is True)


def _reason(data: Mapping[str, object], where: str) -> Reason:
    text = _text(data, "reason", where)
    try:
        return Reason(text)
    except ValueError:
        raise LayerUnreadable(f"{where}: {text!r} is not a reason ({', '.join(Reason)})") from None


def _group(data: Mapping[str, object], place: int) -> Group:
    name = _text(data, "name", f"groups[{place}]")
    where = f"group {name}"
    try:
        networks = tuple(ipaddress.ip_network(text, strict=False) for text in _texts(data, "addresses", where))
    except ValueError as error:
        raise LayerUnreadable(f"{where}: {error}") from None
    return Group(
        name,
        frozenset(user.casefold() for user in _texts(data, "users", where)),
        networks,
        frozenset(_texts(data, "blocked", where)),
        frozenset(_texts(data, "warned", where)),
    )


def _exception(data: Mapping[str, object], where: str) -> WebException:
    address = _address(_text(data, "host", where) + _text(data, "path", where, ""), where)
    verdict = _text(data, "verdict", where, Verdict.ALLOW.value)
    if verdict not in (Verdict.ALLOW, Verdict.BLOCK):
        raise LayerUnreadable(f"{where}: verdict must be allow or block, not {verdict!r}")
    start, end = _time(data, "from", where), _time(data, "until", where)
    return WebException(
        address.host,
        address.path,
        frozenset(_texts(data, "groups", where)),
        start or datetime.min.replace(tzinfo=UTC),
        end,
        Verdict(verdict),
        _text(data, "rule", where),
        _reason(data, where) if data.get("reason") else None,
    )


def _address(text: str, where: str) -> Address:
    try:
        return read(text)
    except UnreadableAddress:
        raise LayerUnreadable(f"{where}: {text!r} is not a web address") from None


def _time(data: Mapping[str, object], name: str, where: str) -> datetime | None:
    value = data.get(name)
    if value in (None, ""):
        return None
    try:
        time = datetime.fromisoformat(str(value))
    except ValueError:
        raise LayerUnreadable(f"{where}: {name} is not an ISO time") from None
    if time.tzinfo is None:
        raise LayerUnreadable(f"{where}: {name} has no time zone")
    return time


def _mapping(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise LayerUnreadable(f"{where} is not a JSON object")
    return cast(Mapping[str, object], value)


def _list(data: Mapping[str, object], name: str) -> list[object]:
    value = data.get(name, [])
    if not isinstance(value, list):
        raise LayerUnreadable(f"{name} is not a JSON list")
    return value


def _text(data: Mapping[str, object], name: str, where: str, default: str | None = None) -> str:
    value = data.get(name, default)
    if not isinstance(value, str) or (default is None and not value):
        raise LayerUnreadable(f"{where}: {name} is missing or not a text")
    return value


def _texts(data: Mapping[str, object], name: str, where: str) -> list[str]:
    values = _list(data, name)
    if not all(isinstance(value, str) for value in values):
        raise LayerUnreadable(f"{where}: {name} must hold texts only")
    return cast(list[str], values)
