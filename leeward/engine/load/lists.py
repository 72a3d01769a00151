"""List files of every shape, streamed into one folder of keys per list: one file for each category, ready to index.

What is read: a folder (or .tar, .tar.gz) with a folder for each category holding `domains` and `urls`, as squidGuard
and UT1 publish them; a hosts file; a plain file of domains; a CSV of `domain,category`. Each may be gzipped. A list is
written to a new folder and counts only once that folder has its final name, so nothing is ever half imported.
"""

import contextlib
import gzip
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol, cast

from publicsuffixlist import PublicSuffixList

from leeward.engine.web.index import Entries, build_index
from leeward.engine.web.lists import LONGEST_LINE, BadLine, LineKind, our_category, read_lines

BAD_LINES_KEPT = 50
LONGEST_LIST = 50_000_000
"""Lines. Ten times the largest list known; more is a mistake or an attack on the disk."""

Progress = Callable[[int, int], None]
"""Called now and then with bytes read and bytes in all."""

_CHUNK = 1 << 20
_FILES = {"domains": LineKind.DOMAINS, "urls": LineKind.URLS}


class ListFormat(StrEnum):
    """The shapes a list comes in."""

    FOLDER = "folder"
    HOSTS = "hosts"
    DOMAINS = "domains"
    CSV = "csv"


class ListRefused(ValueError):
    """A list that was not imported; the message says what to do."""


@dataclass(slots=True)
class Imported:
    """What came of an import: entries by category, lines read, bad lines counted and the first of them shown."""

    entries: dict[str, int] = field(default_factory=dict)
    lines: int = 0
    bad: int = 0
    bad_lines: list[tuple[str, BadLine]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.entries.values())


class Stream(Protocol):
    """What is read from: `read(size)` is all that is asked of it."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class _Part:
    """One stream of lines within a source; `category` "" where each line names its own."""

    name: str
    category: str
    kind: LineKind
    stream: Stream


@lru_cache(maxsize=1)
def icann_suffixes() -> frozenset[str]:
    """Public suffixes under which strangers register names (`uk`, `co.uk`), from the list bundled with Leeward."""
    return frozenset(PublicSuffixList(only_icann=True)._publicsuffix)  # the set itself: asking it is too slow here


def guess_format(source: Path) -> ListFormat:
    """The likely shape of a source. Raises ListRefused when it is not there."""
    if source.is_dir() or _is_tar(source):
        return ListFormat.FOLDER
    try:
        with _opened(source) as stream:
            head = stream.read(65_536).decode("utf-8", "replace").splitlines()[:200]
    except (OSError, EOFError, zlib.error) as error:
        raise ListRefused(f"{source} cannot be read: {_why(error)}") from error
    lines = [line for line in (line.strip() for line in head) if line and line[0] not in "#!;"]
    if lines and lines[0].lower().replace(" ", "") == "domain,category":
        return ListFormat.CSV
    numbered = sum(line.startswith(("0.0.0.0", "127.0.0.1", "::")) for line in lines)  # noqa: S104  # what hosts files say
    return ListFormat.HOSTS if numbered * 2 > len(lines) else ListFormat.DOMAINS


def import_list(
    source: Path, into: Path, form: ListFormat, category: str = "", progress: Progress = lambda done, total: None
) -> Imported:
    """Reads `source` and writes `<into>/<category>.keys` files; `into` must not exist yet and appears whole or never.

    `category` names the category of a hosts or domains file. Raises ListRefused where the source cannot be read, has no
    entry, or is mostly not what it is said to be; OSError from the disk.
    """
    if form in (ListFormat.HOSTS, ListFormat.DOMAINS) and not our_category(category):
        raise ListRefused("say which category this list is about, for example --category gambling")
    into.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=into.parent, prefix=".importing-"))
    try:
        result = Imported()
        with contextlib.ExitStack() as open_files:
            writer = _Writer(work, open_files)
            try:
                for part in _parts(source, form, category, result, progress):
                    _read_part(part, writer, result)
            except (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError) as error:
                raise ListRefused(f"{source.name} is damaged or cut short: {_why(error)}") from error
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
                raise ListRefused(f"{source} cannot be read: {_why(error)}") from error
            writer.finish()
        _judge(source, result)
        work.rename(into)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    _sync_folder(into.parent)
    return result


def entries_in(folder: Path, name: str) -> list[Entries]:
    """What a folder written by `import_list` offers to the index, under the list's `name`."""
    return [Entries(path.stem, name, lambda path=path: _keys(path)) for path in sorted(folder.glob("*.keys"))]  # type: ignore[misc]  # the default binds this turn's path


def build_index_from(folders: list[tuple[str, Path]], builtin: bool = True) -> bytes:
    """The index of imported lists, given as (name, folder), with the built-in lists unless told otherwise."""
    from leeward.engine.load.builtin import builtin_entries

    sources = builtin_entries() if builtin else []
    for name, folder in folders:
        sources += entries_in(folder, name)
    return build_index(sources)


def _keys(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line[:-1]


class _Writer:
    """The files of keys, one for each category, opened as categories turn up."""

    def __init__(self, folder: Path, open_files: contextlib.ExitStack) -> None:
        self._folder = folder
        self._stack = open_files
        self._files: dict[str, IO[str]] = {}

    def file(self, category: str) -> IO[str]:
        if category not in self._files:
            if len(self._files) >= 500:
                raise ListRefused("more than 500 categories: this is not a list with a folder for each category")
            path = self._folder / f"{category}.keys"
            self._files[category] = self._stack.enter_context(path.open("w", encoding="utf-8", newline="\n"))
        return self._files[category]

    def finish(self) -> None:
        for file in self._files.values():
            file.flush()
            os.fsync(file.fileno())


def _read_part(part: _Part, writer: _Writer, result: Imported) -> None:
    before = result.lines
    lines = _counted(_lines(part.stream), result)
    if not part.category:
        _read_csv(part, lines, writer, result)
        return
    target, found = writer.file(part.category), 0
    for entry in read_lines(lines, part.kind, icann_suffixes()):
        if isinstance(entry, BadLine):
            _note(result, part.name, entry)
        else:
            target.write(entry + "\n")
            found += 1
        if result.lines - before > LONGEST_LIST:
            raise ListRefused(f"{part.name} has more than {LONGEST_LIST:,} lines")
    result.entries[part.category] = result.entries.get(part.category, 0) + found


def _read_csv(part: _Part, lines: Iterator[bytes], writer: _Writer, result: Imported) -> None:
    for number, line in enumerate(lines, 1):
        domain, comma, name = line.strip().rpartition(b",")
        if number == 1 and name.strip().lower() == b"category":
            continue
        category = our_category(name.decode("utf-8", "replace")) if comma else ""
        if not category:
            if line.strip():
                _note(result, part.name, BadLine(number, line[:80].decode("utf-8", "replace"), "no category"))
            continue
        for entry in read_lines([domain.strip(b'"')], LineKind.DOMAINS, icann_suffixes()):
            if isinstance(entry, BadLine):
                _note(result, part.name, BadLine(number, entry.text, entry.why))
            else:
                writer.file(category).write(entry + "\n")
                result.entries[category] = result.entries.get(category, 0) + 1


def _note(result: Imported, name: str, line: BadLine) -> None:
    result.bad += 1
    if len(result.bad_lines) < BAD_LINES_KEPT:
        result.bad_lines.append((name, line))


def _judge(source: Path, result: Imported) -> None:
    example = ""
    for name, line in result.bad_lines[:1]:
        example = f" First: {name} line {line.number}, {line.why}."
    if not result.total:
        raise ListRefused(f"{source.name} holds no address that could be read: is the format right?{example}")
    if result.bad > 20 and result.bad * 5 > result.bad + result.total:
        raise ListRefused(
            f"{source.name}: {result.bad:,} of {result.lines:,} lines are not addresses, so it is probably in another "
            f"format; nothing was imported.{example}"
        )


def _parts(source: Path, form: ListFormat, category: str, result: Imported, progress: Progress) -> Iterator[_Part]:
    if form is ListFormat.FOLDER:
        yield from _tar_parts(source, result, progress) if _is_tar(source) else _folder_parts(source, result, progress)
        return
    kind = LineKind.HOSTS if form is ListFormat.HOSTS else LineKind.DOMAINS
    own = "" if form is ListFormat.CSV else our_category(category)
    total = source.stat().st_size
    with source.open("rb") as raw, _unzipped(_Watched(raw, 0, total, progress)) as stream:
        yield _Part(source.name, own, kind, stream)


def _folder_parts(source: Path, result: Imported, progress: Progress) -> Iterator[_Part]:
    if not source.is_dir():
        raise ListRefused(f"{source} is not a folder with a folder for each category")
    files = sorted(path for path in source.rglob("*") if path.is_file() and not _is_linked(path, source))
    total = sum(path.stat().st_size for path in files)
    done = 0
    for path in files:
        kind = _FILES.get(path.name.removesuffix(".gz"))
        category = our_category(path.parent.name) if path.parent != source else ""
        if kind is None or not category:
            result.unread.append(str(path.relative_to(source)))
        else:
            with path.open("rb") as raw, _unzipped(_Watched(raw, done, total, progress)) as stream:
                yield _Part(str(path.relative_to(source)), category, kind, stream)
        done += path.stat().st_size


def _tar_parts(source: Path, result: Imported, progress: Progress) -> Iterator[_Part]:
    """Read in one pass and never unpacked, so no name in the archive can lead outside a folder."""
    total = source.stat().st_size
    with (
        source.open("rb") as raw,
        _unzipped(_Watched(raw, 0, total, progress)) as plain,
        tarfile.open(fileobj=cast(IO[bytes], plain), mode="r|") as archive,
    ):
        for member in archive:
            place = Path(member.name)
            kind = _FILES.get(place.name)
            category = our_category(place.parent.name)
            stream = archive.extractfile(member) if member.isfile() and kind and category else None
            if kind is None or stream is None:
                if not member.isdir():
                    result.unread.append(member.name[:200])
                continue
            yield _Part(member.name, category, kind, stream)


def _is_linked(path: Path, top: Path) -> bool:
    """Links are left out: UT1 links one category to another, and a link could lead anywhere."""
    return any(step.is_symlink() for step in (path, *path.parents) if step != top and top in step.parents)


def _is_tar(source: Path) -> bool:
    return source.is_file() and source.name.endswith((".tar", ".tar.gz", ".tgz"))


class _Watched:
    """A file that tells how far it has been read."""

    def __init__(self, raw: IO[bytes], before: int, total: int, progress: Progress) -> None:
        self._raw, self._before, self._total, self._progress = raw, before, total, progress

    def read(self, size: int = -1) -> bytes:
        chunk = self._raw.read(size if size > 0 else _CHUNK)
        self._progress(self._before + self._raw.tell(), self._total)
        return chunk

    def seek(self, place: int) -> None:
        self._raw.seek(place)


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[Stream]:
    with source.open("rb") as raw, _unzipped(_Watched(raw, 0, 1, lambda done, total: None)) as stream:
        yield stream


@contextlib.contextmanager
def _unzipped(raw: _Watched) -> Iterator[Stream]:
    """The plain bytes of a stream, gzipped or not: told by its first two bytes, not by its name."""
    start = raw.read(2)
    raw.seek(0)
    if start == b"\x1f\x8b":
        with gzip.GzipFile(fileobj=raw) as stream:
            yield stream
    else:
        yield raw


def _lines(stream: Stream) -> Iterator[bytes]:
    """The lines of a stream without their ends. Of one without an end in sight only the beginning is kept."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
        if len(rest) > LONGEST_LINE:
            rest = rest[: LONGEST_LINE + 1]
    if rest:
        yield rest


def _counted(lines: Iterator[bytes], result: Imported) -> Iterator[bytes]:
    for line in lines:
        result.lines += 1
        yield line


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _why(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
