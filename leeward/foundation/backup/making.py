"""Making a backup: copy, seal, and only when it is whole and safe on disk give it its name."""

import contextlib
import os
import shutil
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from leeward import __version__
from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.backup import archive
from leeward.foundation.backup.archive import Progress
from leeward.foundation.backup.copying import copy_out
from leeward.foundation.backup.home import alone, drop_gone, not_kept, stage, work_folder
from leeward.foundation.backup.manifest import Manifest
from leeward.foundation.backup.models import BackupEvent
from leeward.foundation.backup.refusal import BackupRefused
from leeward.foundation.vault import shred_list
from leeward.foundation.vault.keyring import keyring

HOME = "home"


def make_backup(target: Path, *, now: datetime, copying: Progress, sealing: Progress) -> Manifest:
    """Makes the backup `target`, readable by its owner only; it is there whole or not at all.

    Raises BackupRefused where `target` exists or cannot be written, KeysMissing, DatabaseError.
    """
    if target.exists():
        raise BackupRefused(f"{target} is there already, and no backup is ever written over. Choose another name.")
    if not target.parent.is_dir():
        raise BackupRefused(f"The folder {target.parent} is not there. Make it, or choose another.")
    keys = keyring()
    shred_list.complete()
    part = target.parent / f".{target.name}.part"
    with alone():
        work = work_folder()
        try:
            part.unlink(missing_ok=True)
            manifest, files = _copied(work, now, copying)
            archive.write(part, keys, manifest, files, sealing)
            if archive.read_manifest(part, keys) != manifest:
                raise BackupRefused("What was written cannot be read again. Look at the disk; nothing was kept.")
            _give_name(part, target)
        except OSError as error:
            raise BackupRefused(
                f"The backup could not be written: {error.strerror}. Is there room in {target.parent} and LEEWARD_HOME?"
            ) from error
        finally:
            part.unlink(missing_ok=True)
            shutil.rmtree(work, ignore_errors=True)
    note(BackupEvent.Kind.MADE, manifest, target, now=now)
    return manifest


def note(kind: BackupEvent.Kind, manifest: Manifest, file: Path, *, now: datetime) -> None:
    """Keeps that something was done with a backup, for the pages and for the checks."""
    with act(SYSTEM, f"backup.{kind.value}", now=now, subject=f"backup:{manifest.id}") as entry:
        entry.details["made-at"] = manifest.made_at
        BackupEvent.objects.create(
            kind=kind,
            at=now,
            backup=UUID(manifest.id),
            made_at=manifest.made,
            name=file.name[:255],
            size=file.stat().st_size,
        )


def _copied(work: Path, now: datetime, progress: Progress) -> tuple[Manifest, dict[str, Path]]:
    home: Path = settings.LEEWARD_HOME
    stage(home, work / HOME)
    database = work / "database"
    database.mkdir()
    files, held = copy_out(database, progress)
    stage(home, work / HOME)
    drop_gone(home, work / HOME)
    for path in sorted((work / HOME).rglob("*")):
        if path.is_file():
            files[path.relative_to(work).as_posix()] = path
    manifest = Manifest(
        id=str(uuid4()),
        made_at=now.isoformat(),
        version=__version__,
        organisation=held.organisation,
        kind=held.kind,
        vendor="postgresql" if any(name.startswith("tables/") for name in files) else "sqlite",
        migrations=held.migrations,
        tables=held.tables,
        heads=held.heads,
        keks=held.keks,
        shredded=held.shredded,
        left_out=not_kept(home),
        parts=tuple(archive.part_of(path, name) for name, path in files.items()),
    )
    return manifest, files


def _give_name(part: Path, target: Path) -> None:
    """A link fails where somebody else took the name meanwhile; a rename would have written over it."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise BackupRefused(f"{target} has appeared meanwhile, and no backup is ever written over.") from None
    except OSError:
        part.rename(target)  # a volume without hard links
    with contextlib.suppress(OSError):
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
