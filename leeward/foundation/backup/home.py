"""What lives in LEEWARD_HOME beside the database: what a backup takes along, and what it leaves and why."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from leeward.foundation.backup.refusal import BackupRefused

KEPT = ("lists", "snapshots", "digests", "files", "demo.json")
"""Folders and files that go into every backup; files in them are written once and never changed."""
LEFT_OUT = {
    "traffic": "counts of requests since the web server started",
    "keys": "keys are never in a backup: the recovery sheet brings them back",
    "edge": "an edge has a key of its own and enrols again",
    "squid": "made anew when the edge starts",
    "static": "gathered anew from the program",
    "packs": "sealed copies of records on their way out: made again from the record",
    "logs": "for this machine only",
    "demo-mailbox": "letters of the demonstration",
    "files-sealed": "files that somebody sealed are neither copied nor deleted",
    "clamd": "signatures and socket of the file scan",
    "backup-work": "what a backup or restore is working on",
}
"""Known names that stay out, with the reason."""
WORK = "backup-work"
ASIDE = "set-aside-"
KEY_ENDING = ".key"
SMALL = 1024 * 1024
"""Bytes below which a file is copied rather than linked."""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One backup or restore at a time. Raises BackupRefused while another is at work."""
    home: Path = settings.LEEWARD_HOME
    home.mkdir(parents=True, exist_ok=True)
    with (home / f".{WORK}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused("Another backup or restore is at work here. Wait until it has ended.") from None
        yield


def work_folder() -> Path:
    """An empty folder of its own on the same volume as the data, only the owner's. What a killed run left is removed.

    The caller is alone at it: see `alone`.
    """
    folder: Path = settings.LEEWARD_HOME / WORK
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def kept_files(home: Path) -> Iterator[Path]:
    """Every finished file of the kept folders, relative to `home`; no key file, nothing that is still written."""
    for name in KEPT:
        place = home / name
        if place.is_file():
            yield Path(name)
        for folder, folders, files in os.walk(place):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for file in sorted(files):
                if not file.startswith(".") and not file.endswith((KEY_ENDING, ".part")):
                    yield (Path(folder) / file).relative_to(home)


def not_kept(home: Path) -> tuple[str, ...]:
    """Names in LEEWARD_HOME that nobody has said anything about: shown, so that nothing is lost unseen."""
    known = {*KEPT, *LEFT_OUT, settings.LEEWARD_KEYS.name}
    return tuple(
        sorted(
            path.name
            for path in home.iterdir()
            if path.name not in known
            and not path.name.startswith((".", "leeward.sqlite3", ASIDE))
            and not path.name.endswith((KEY_ENDING, ".list", ".log", ".pid", ".leeward"))
        )
    )


def stage(home: Path, into: Path) -> None:
    """Puts what is kept under `into` by hard link (or copy), passing over what is there already or has just gone.

    Called before and after the database is copied: whatever the copy names was there at one of the two moments.
    """
    for path in list(kept_files(home)):
        place = into / path
        if place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            _link_or_copy(home / path, place)


def drop_gone(home: Path, into: Path) -> None:
    """Takes out of `into` the files of people that have gone from `home` meanwhile: somebody sealed them."""
    for path in list(kept_files(into)):
        if path.parts[0] == "files" and not (home / path).exists():
            (into / path).unlink()


def _link_or_copy(source: Path, place: Path) -> None:
    # Small files may be written anew in place; a link to one would change under our hands.
    if source.stat().st_size >= SMALL:
        try:
            os.link(source, place)
        except FileNotFoundError:
            raise
        except OSError:
            pass  # another volume, or links not allowed there
        else:
            return
    shutil.copy2(source, place)
