"""The index: millions of listed addresses in one immutable, mapped file of about eight bytes each.

A listed domain is stored with its labels turned round and a dot after each (`example.com` becomes `com.example.`), so
that all listed parents of a host are the stored prefixes of its own key, found in one walk; the closing dot keeps
`badexample.com` from matching `example.com`. A path follows its host: `com.example./forum`. Numbers stand in brackets
and have no parents.

The file: 8 bytes of magic, 8 bytes of header length (little-endian), a JSON header, the trie, then one small number
for each key, saying which set of (category, list) pairs it belongs to. Parts start on multiples of 8.
"""

import json
import struct
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import marisa_trie

from leeward.engine.web.address import Address

MAGIC = b"LWINDEX1"
_HEAD = struct.Struct("<8sQ")
_ENDS = "/?&"


class IndexUnreadable(ValueError):
    """The bytes are not an index this version can read."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Where an address was found: `matched` is the listed entry as a person writes it."""

    category: str
    list: str
    matched: str


@dataclass(frozen=True, slots=True)
class Entries:
    """The keys (see `key_of`) of one category of one list; `read` can be called again for a second pass."""

    category: str
    list: str
    read: Callable[[], Iterable[str]]


def key_of(address: Address, *, with_path: bool) -> str:
    """The key under which the index stores an address, or asks for one."""
    host = address.host
    if address.is_ip:
        head = host + "." if host[0] == "[" else f"[{host}]."
    else:
        head = ".".join(reversed(host.split("."))) + "."
    return head + address.path if with_path else head


def entry_of(key: str) -> str:
    """The entry a key stands for, as a person would write it."""
    cut = key.find("/")
    head, path = (key, "") if cut < 0 else (key[:cut], key[cut:])
    if head.startswith("["):
        host = head[:-1] if ":" in head else head[1:-2]
    else:
        host = ".".join(reversed(head[:-1].split(".")))
    return host + path


def build_index(sources: Sequence[Entries]) -> bytes:
    """The index of all `sources`, as the bytes of its file. The same input always gives the same bytes.

    Sources are read twice and never held, so memory is the trie's own: about 500 MB while building 4.6 million.
    Raises ValueError if there are more than 65,535 combinations of categories and lists.
    """
    pairs = list(dict.fromkeys((source.category, source.list) for source in sources))
    number = {pair: place for place, pair in enumerate(pairs)}
    trie = marisa_trie.Trie(key for source in sources for key in source.read())
    sets: list[tuple[int, ...]] = [()]
    known: dict[tuple[int, int], int] = {}
    values = array("H", bytes(2 * len(trie)))
    for source in sources:
        pair = number[source.category, source.list]
        for key in source.read():
            place = trie[key]
            before = values[place]
            after = known.get((before, pair))
            if after is None:
                after = _set_with(sets, sets[before], pair)
                known[before, pair] = after
            values[place] = after
    return _file(pairs, sets, trie.tobytes(), values)


def _set_with(sets: list[tuple[int, ...]], members: tuple[int, ...], pair: int) -> int:
    wanted = tuple(sorted({*members, pair}))
    if wanted in sets:
        return sets.index(wanted)
    if len(sets) > 0xFFFF:
        raise ValueError("too many combinations of categories and lists for one index")
    sets.append(wanted)
    return len(sets) - 1


def _file(pairs: list[tuple[str, str]], sets: list[tuple[int, ...]], trie: bytes, values: "array[int]") -> bytes:
    header = {"pairs": pairs, "sets": sets, "keys": len(values), "trie": len(trie)}
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-(_HEAD.size + len(head)) % 8)
    if struct.pack("=H", 1) != struct.pack("<H", 1):
        values.byteswap()
    return b"".join([_HEAD.pack(MAGIC, len(head)), head, trie, b"\0" * (-len(trie) % 8), values.tobytes()])


class Index:
    """Look-ups in an index file, given as any buffer (a mapped file, or bytes). The buffer is kept, not copied."""

    __slots__ = ("_buffer", "_listings", "_trie", "_values", "keys")

    def __init__(self, buffer: bytes | memoryview) -> None:
        """Raises IndexUnreadable."""
        view = memoryview(buffer)
        try:
            magic, length = _HEAD.unpack_from(view)
            if magic != MAGIC:
                raise IndexUnreadable("not an index file, or one of another version")
            header = json.loads(bytes(view[_HEAD.size : _HEAD.size + length]))
            start = _HEAD.size + length
            trie_size, keys = int(header["trie"]), int(header["keys"])
            pairs = [(str(category), str(name)) for category, name in header["pairs"]]
            self._listings = [tuple(pairs[pair] for pair in members) for members in header["sets"]]
            values = view[start + trie_size + (-trie_size % 8) :]
            if trie_size < 0 or len(values) != 2 * keys:
                raise IndexUnreadable("the index file is cut short")
            self._trie = marisa_trie.Trie()
            self._trie.map(view[start : start + trie_size])
        except (struct.error, KeyError, TypeError, IndexError, RuntimeError, UnicodeDecodeError) as error:
            raise IndexUnreadable("the index file is damaged") from error
        except json.JSONDecodeError as error:
            raise IndexUnreadable("the index file is damaged") from error
        self._buffer = view
        self._values = values
        self.keys = keys

    def find(self, address: Address) -> Iterator[Listing]:
        """Every listing that covers `address`: itself, its parents, and paths it lies under; widest first."""
        yield from self._under(key_of(address, with_path=True))
        if address.host.startswith("www."):  # a path listed at example.com is the same page at www.example.com
            bare = Address(address.host.removeprefix("www."), address.path)
            yield from self._under(key_of(bare, with_path=True), only_paths=True)

    def _under(self, asked: str, *, only_paths: bool = False) -> Iterator[Listing]:
        for key, place in self._trie.iter_prefixes_with_ids(asked):
            if "/" in key:
                if key[-1] != "/" and len(key) < len(asked) and asked[len(key)] not in _ENDS:
                    continue  # /forum does not cover /forumers
            elif only_paths:
                continue
            for category, name in self._listings_at(place):
                yield Listing(category, name, entry_of(key))

    def _listings_at(self, place: int) -> tuple[tuple[str, str], ...]:
        return self._listings[int.from_bytes(self._values[2 * place : 2 * place + 2], "little")]

    def entries(self) -> Iterator[tuple[str, str, str]]:
        """Everything listed, as (entry, category, list)."""
        for key, place in self._trie.iteritems():
            for category, name in self._listings_at(place):
                yield entry_of(key), category, name
