"""The only part of the engine that opens files: snapshots on disk, and the lists that came with Leeward.

A folder of snapshots holds `<version>.snapshot` (the signed manifest), `<digest>.index` (lists, shared between
versions) and `current` (the version in force). Each is written beside its place and moved there once it is safe on
disk, so a kill at any moment leaves the former snapshot whole and in force.
"""

import base64
import binascii
import hashlib
import json
import mmap
import os
import tempfile
from pathlib import Path

from leeward.engine.web.index import Index, IndexUnreadable
from leeward.engine.web.manifest import Manifest, SnapshotRefused, read_manifest
from leeward.engine.web.snapshot import Snapshot

__all__ = ["SnapshotRefused", "current_version", "has_index", "open_snapshot", "write_snapshot"]

_CHUNK = 1 << 20


def open_snapshot(folder: Path, signing_key: bytes) -> Snapshot:
    """The snapshot in force in `folder`, verified against `signing_key` (raw Ed25519 public key, 32 bytes).

    The index is mapped, so its pages are shared between processes. Raises SnapshotRefused with the reason.
    """
    version = current_version(folder)
    if version is None:
        raise SnapshotRefused(f"there is no snapshot in {folder}")
    manifest = _read_manifest_file(folder / f"{version}.snapshot", signing_key)
    if manifest.version != version:
        raise SnapshotRefused("the manifest is not of the version that is said to be in force")
    return Snapshot(version, manifest.made, manifest.layer, open_index(folder, manifest.digest, manifest.size))


def open_index(folder: Path, digest: str, size: int | None = None) -> Index:
    """An index in a folder of snapshots, mapped, its content checked by its digest. Raises SnapshotRefused."""
    path = folder / f"{digest}.index"
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise SnapshotRefused(f"the index {path.name} cannot be opened") from error
    if size not in (None, len(mapped)) or hashlib.sha256(mapped).hexdigest() != digest:
        raise SnapshotRefused(f"the index {path.name} is damaged")
    try:
        return Index(memoryview(mapped))
    except IndexUnreadable as error:
        raise SnapshotRefused(str(error)) from error


def current_version(folder: Path) -> int | None:
    """The version in force, or None where there is none yet. Raises SnapshotRefused if that cannot be read."""
    try:
        return int((folder / "current").read_text("ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SnapshotRefused(f"{folder / 'current'} cannot be read") from error


def has_index(folder: Path, digest: str) -> bool:
    """Whether the index with this digest is here and whole, so that it need not be fetched again."""
    try:
        with (folder / f"{digest}.index").open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest
    except OSError:
        return False


def write_snapshot(
    folder: Path,
    manifest: bytes,
    signature: bytes,
    index: bytes | Path | None = None,
    *,
    signing_key: bytes | None = None,
) -> None:
    """Puts a snapshot in force. `index` is the file's bytes or a path to copy; None where `has_index` says it is here.

    With `signing_key` the signature is verified before anything is written. A version older than the one in force is
    refused: a replayed manifest could open what was closed since. Raises SnapshotRefused, and OSError from the disk.
    """
    try:
        stated = json.loads(manifest)
        version, digest, size = int(stated["version"]), str(stated["index"]["digest"]), int(stated["index"]["size"])
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotRefused("the manifest does not say what it must") from error
    if signing_key is not None:
        read_manifest(manifest, signature, signing_key)
    folder.mkdir(parents=True, exist_ok=True)
    present = current_version(folder)
    if present is not None and version < present:
        raise SnapshotRefused(f"version {version} is older than version {present}, which is in force")
    _write_index(folder, digest, size, index)
    envelope = {"manifest": base64.b64encode(manifest).decode(), "signature": base64.b64encode(signature).decode()}
    _place(folder / f"{version}.snapshot", json.dumps(envelope).encode())
    _place(folder / "current", str(version).encode())


def place_index(folder: Path, index: bytes) -> tuple[str, int]:
    """Puts an index into a folder of snapshots, safe on disk; gives its digest and size. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(index).hexdigest()
    if not has_index(folder, digest):
        _write_index(folder, digest, len(index), index)
    return digest, len(index)


def prune_snapshots(folder: Path, keep: int = 3) -> None:
    """Removes all but the newest `keep` snapshots, and indexes that none of those uses. Mapped files live on.

    An index less than an hour older than the newest snapshot stays: it may be for one that is just being made.
    """
    names = sorted((path for path in folder.glob("*.snapshot")), key=lambda path: int(path.stem), reverse=True)
    used = set()
    for path in names[:keep]:
        try:
            used.add(json.loads(base64.b64decode(json.loads(path.read_bytes())["manifest"]))["index"]["digest"])
        except (OSError, ValueError, KeyError, TypeError):
            return  # what cannot be read might use any of them
    if not names:
        return
    horizon = names[0].stat().st_mtime - 3600
    for path in names[keep:]:
        path.unlink(missing_ok=True)
    for path in folder.glob("*.index"):
        if path.stem not in used and path.stat().st_mtime < horizon:
            path.unlink(missing_ok=True)


def _read_manifest_file(path: Path, signing_key: bytes) -> Manifest:
    try:
        envelope = json.loads(path.read_bytes())
        manifest = base64.b64decode(envelope["manifest"], validate=True)
        signature = base64.b64decode(envelope["signature"], validate=True)
    except (OSError, ValueError, KeyError, TypeError, binascii.Error) as error:
        raise SnapshotRefused(f"the manifest {path.name} cannot be read") from error
    return read_manifest(manifest, signature, signing_key)


def _write_index(folder: Path, digest: str, size: int, index: bytes | Path | None) -> None:
    place = folder / f"{digest}.index"
    if index is None:
        if not place.is_file() or place.stat().st_size != size:
            raise SnapshotRefused("the index this manifest names is not here")
        return  # named by its content; open_snapshot checks it once more
    found = hashlib.sha256()
    handle, name = tempfile.mkstemp(dir=folder, prefix=".index-")
    try:
        with os.fdopen(handle, "wb") as target:
            if isinstance(index, Path):
                with index.open("rb") as source:
                    while chunk := source.read(_CHUNK):
                        found.update(chunk)
                        target.write(chunk)
            else:
                found.update(index)
                target.write(index)
            written = target.tell()
            if written != size or found.hexdigest() != digest:
                raise SnapshotRefused("the index is not the one the manifest names")
            target.flush()
            os.fsync(target.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _place(path: Path, content: bytes) -> None:
    """Writes a whole file or nothing, and returns once it would survive a power cut."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
