"""The file itself: a compressed tar inside a sealed stream, the manifest first, each part with its hash."""

import contextlib
import gzip
import hashlib
import io
import os
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from leeward.foundation.backup import manifest as manifests
from leeward.foundation.backup.manifest import Manifest, Part
from leeward.foundation.backup.refusal import BackupRefused
from leeward.foundation.backup.sealed_file import HEAD_BYTES, SealedReader, SealedWriter
from leeward.foundation.vault.keyring_files import Keyring

Progress = Callable[[int, int], None]
"""Told what is done and what there is in all, in any unit."""
READ = 1024 * 1024
LONGEST_MANIFEST = 64 * 1024 * 1024


def part_of(path: Path, name: str) -> Part:
    """A file as a part: its size and hash."""
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(READ):
            found.update(chunk)
            size += len(chunk)
    return Part(name, size, found.hexdigest())


def write(target: Path, keys: Keyring, manifest: Manifest, files: dict[str, Path], progress: Progress) -> None:
    """Writes the whole archive to `target`, a new file only its owner reads, and returns once it is safe on disk.

    `files`: where each part of the manifest lies now. Raises OSError; FileExistsError where `target` is there.
    """
    total, done = sum(part.size for part in manifest.parts) or 1, 0
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        sealed = SealedWriter(file, keys)
        with (
            gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=1, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            _add(tar, manifests.NAME, io.BytesIO(raw := manifest.write()), len(raw))
            for part in manifest.parts:
                with files[part.name].open("rb") as source:
                    _add(tar, part.name, source, part.size)
                done += part.size
                progress(done, total)
        sealed.finish()
        file.flush()
        os.fsync(file.fileno())


def _add(tar: tarfile.TarFile, name: str, source: IO[bytes], size: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    tar.addfile(info, source)


@contextlib.contextmanager
def _opened(path: Path, keys: Keyring) -> Iterator[tuple[tarfile.TarFile, SealedReader]]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupRefused(f"{path} cannot be opened: {error.strerror}.") from error
    with file:
        sealed = SealedReader(file, path.stat().st_size, keys)
        try:
            with (
                gzip.GzipFile(fileobj=io.BufferedReader(sealed, READ)) as packed,
                tarfile.open(fileobj=packed, mode="r|") as tar,
            ):
                yield tar, sealed
        except (tarfile.TarError, gzip.BadGzipFile, EOFError) as error:
            raise BackupRefused(
                "This backup is sealed rightly, but its inside cannot be read. Take another."
            ) from error


def _manifest(tar: tarfile.TarFile) -> Manifest:
    member = tar.next()
    content = tar.extractfile(member) if member is not None and member.name == manifests.NAME else None
    if member is None or content is None or member.size > LONGEST_MANIFEST:
        raise BackupRefused("This backup has no manifest at its beginning. Take another copy, or an older backup.")
    return manifests.read(content.read())


def read_manifest(path: Path, keys: Keyring) -> Manifest:
    """What a backup says of itself, from its first chunk. Raises BackupRefused."""
    with _opened(path, keys) as (tar, _sealed):
        return _manifest(tar)


def extract(path: Path, keys: Keyring, into: Path, progress: Progress) -> Manifest:
    """Unpacks every part under `into`, each checked against the manifest, up to the very last byte of the file.

    Raises BackupRefused naming the part; what was unpacked is then worthless.
    """
    size = max(path.stat().st_size - HEAD_BYTES, 1) if path.exists() else 1
    with _opened(path, keys) as (tar, sealed):
        manifest = _manifest(tar)
        for part in manifest.parts:
            _unpack(tar, part, into)
            progress(sealed.done, size)
        if tar.next() is not None:
            raise BackupRefused("This backup holds something that its manifest does not name. Nothing of it was used.")
        sealed.check_end()
        progress(1, 1)
    return manifest


def _unpack(tar: tarfile.TarFile, part: Part, into: Path) -> None:
    member = tar.next()
    content = tar.extractfile(member) if member is not None else None
    if member is None or content is None or member.name != part.name:
        raise BackupRefused(f"The part {part.name} is missing from this backup. Take another copy, or an older backup.")
    name = PurePosixPath(part.name)
    if name.is_absolute() or ".." in name.parts:
        raise BackupRefused(f"The part {part.name} would land outside its folder. Nothing of this backup was used.")
    place = into.joinpath(*name.parts)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    found, size = hashlib.sha256(), 0
    with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        while chunk := content.read(READ):
            found.update(chunk)
            size += len(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    if (size, found.hexdigest()) != (part.size, part.sha256):
        raise BackupRefused(f"The part {part.name} is not what its manifest says. Take another copy, or an older one.")
