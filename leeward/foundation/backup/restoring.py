"""Looking through a backup in a scratch copy, and restoring one."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from leeward.foundation.backup import archive, scratch
from leeward.foundation.backup.archive import Progress
from leeward.foundation.backup.home import ASIDE, alone, work_folder
from leeward.foundation.backup.inside import Looked, refuse_newer
from leeward.foundation.backup.making import note
from leeward.foundation.backup.manifest import Manifest
from leeward.foundation.backup.models import BackupEvent
from leeward.foundation.backup.refusal import BackupRefused
from leeward.foundation.backup.switching import refuse_while_running, settle, switch, unfinished
from leeward.foundation.installation.models import Installation
from leeward.foundation.vault import shred_list
from leeward.foundation.vault.keyring import keyring


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. `aside`: what the old things are now called, empty where there were none."""

    manifest: Manifest
    looked: Looked
    aside: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A backup whose parts lie in a folder, each as its manifest says."""

    manifest: Manifest
    folder: Path


def verify_backup(file: Path, *, now: datetime, progress: Progress, say: Callable[[], None]) -> tuple[Manifest, Looked]:
    """Restores a backup into a scratch copy, looks through all of it, removes it, and keeps that it was done.

    `say` is called when unpacking is over. Raises BackupRefused for the first thing that does not hold.
    """
    with alone():
        manifest, looked = _filled(file, progress, say, _only_look)
    note(BackupEvent.Kind.VERIFIED, manifest, file, now=now)
    return manifest, looked


def _only_look(new: Unpacked, schema: str) -> Looked:
    # The list is applied where there is one, so that a rehearsal goes the way a restore would.
    return scratch.fill(new.manifest, new.folder, schema, apply_list=shred_list.path_of_list().exists())


def restore_backup(
    file: Path, *, replace: bool, without_list: bool, now: datetime, progress: Progress, say: Callable[[], None]
) -> Restored:
    """Puts a backup in place of what is here. Everything is as it was until the copy is whole, checked and put right.

    `replace`: set aside an organisation that is here. `without_list`: go on where the list of shredded records is
    missing. Raises BackupRefused, and has then changed nothing.
    """
    settle()
    archive.read_manifest(file, keyring())
    with alone():
        _refuse_occupied(replace)
        refuse_while_running()
        _list_there(without_list)
        aside = f"{ASIDE}{now:%Y%m%dT%H%M%S}"

        def fill_and_switch(new: Unpacked, schema: str) -> Looked:
            looked = scratch.fill(new.manifest, new.folder, schema, restore_as=file.name, apply_list=not without_list)
            refuse_while_running()
            switch(new.folder, schema, aside)
            return looked

        manifest, looked = _filled(file, progress, say, fill_and_switch)
    connection.close()
    shred_list.complete()
    there = (settings.LEEWARD_HOME / aside).exists() or connection.vendor == "postgresql"
    return Restored(manifest, looked, aside if there else "")


def _filled(
    file: Path, progress: Progress, say: Callable[[], None], do: Callable[[Unpacked, str], Looked]
) -> tuple[Manifest, Looked]:
    keys = keyring()
    manifest = archive.read_manifest(file, keys)
    if manifest.vendor != connection.vendor:
        raise BackupRefused(
            f"This is a backup of a {manifest.vendor} database, and LEEWARD_DATABASE_URL names {connection.vendor}. "
            "Set it to an empty database of the same kind."
        )
    refuse_newer(manifest)
    work = work_folder()
    new = work / "new"
    try:
        new.mkdir()
        archive.extract(file, keys, new, progress)
        say()
        with scratch.schema() as schema:
            return manifest, do(Unpacked(manifest, new), schema)
    except OSError as error:
        raise BackupRefused(
            f"The backup could not be unpacked: {error.strerror}. Is there room in LEEWARD_HOME?"
        ) from error
    finally:
        if not unfinished():
            shutil.rmtree(work, ignore_errors=True)


def _refuse_occupied(replace: bool) -> None:
    if replace:
        return
    try:
        present = Installation.objects.first()
    except DatabaseError:
        return  # no tables yet
    if present is not None:
        raise BackupRefused(
            f"This installation holds {present.organisation} already. Restore into an empty one, or say --replace to "
            "set everything that is here aside first."
        )


def _list_there(without_list: bool) -> None:
    """The list of shredded records, completed from the database that is here. Raises BackupRefused without one."""
    try:
        if Installation.objects.exists():
            shred_list.complete()
    except (DatabaseError, shred_list.ListDamaged):
        pass  # what is here cannot be asked; the list itself is looked at below
    finally:
        connection.close()
    if without_list:
        return
    try:
        listed = shred_list.read()
    except shred_list.ListDamaged as error:
        raise BackupRefused(f"{error} Or say --without-shredded-list to restore without it.") from error
    if listed is None:
        raise BackupRefused(
            f"The list of shredded records ({shred_list.path_of_list()}) is missing, so records that were shredded "
            "after this backup would come back. Put a copy of the list there; only if there is none, say "
            "--without-shredded-list."
        )
