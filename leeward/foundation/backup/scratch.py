"""A place beside the real database in which a copy can be filled and looked through: a file, or a schema of its own."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from uuid import uuid4

from django.conf import settings
from django.db import connection

from leeward.foundation.backup.copying import SQLITE_PART
from leeward.foundation.backup.inside import Looked
from leeward.foundation.backup.manifest import Manifest
from leeward.foundation.backup.refusal import BackupRefused
from leeward.foundation.vault import shred_list

SCHEMA = "leeward_scratch_"
RAW_ADDRESS = "LEEWARD_DATABASE_URL"


@contextlib.contextmanager
def schema() -> Iterator[str]:
    """A new empty schema on the server of the real database, dropped at the end if it is still called so.

    On SQLite, an empty name: the copy is a file in the work folder. The caller is alone (see `home.alone`).
    """
    if connection.vendor == "sqlite":
        yield ""
        return
    _drop_left_over()
    name = SCHEMA + uuid4().hex[:12]
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{name}"')
    try:
        yield name
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')


def _drop_left_over() -> None:
    """What a killed run left: nobody else is at work, so every scratch schema is one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", (SCHEMA,))
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP SCHEMA "{name}" CASCADE')


def fill(manifest: Manifest, unpacked: Path, scratch: str, *, restore_as: str = "", apply_list: bool = False) -> Looked:
    """Runs `inside.look_inside` on the copy in a process of its own. Raises BackupRefused with what it found."""
    home = unpacked / "home"
    home.mkdir(exist_ok=True)
    environment = {
        **os.environ,
        "LEEWARD_HOME": str(home),
        "LEEWARD_KEYS": str(settings.LEEWARD_KEYS),
        "LEEWARD_SHREDDED": str(shred_list.path_of_list()),
        "LEEWARD_DEMO": "off",
        RAW_ADDRESS: _address(unpacked, scratch),
    }
    asked = {
        "manifest": manifest.write().decode(),
        "unpacked": str(unpacked),
        "restore_as": restore_as,
        "apply_list": apply_list,
    }
    done = subprocess.run(  # our own program
        [sys.executable, "-m", "leeward.foundation.backup"],
        input=json.dumps(asked),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        process_group=0,
    )
    try:
        said = json.loads(done.stdout)
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["it was stopped"])[-1].partition(":")[0]
        raise BackupRefused(f"The copy could not be looked through ({last}). Nothing was changed.") from None
    if "refused" in said:
        raise BackupRefused(said["refused"])
    return Looked(**said)


def _address(unpacked: Path, scratch: str) -> str:
    if not scratch:
        return f"sqlite:///{quote(str(unpacked / SQLITE_PART))}"
    parts = urlsplit(os.environ[RAW_ADDRESS])
    options = [(name, value) for name, value in parse_qsl(parts.query) if name != "currentSchema"]
    return urlunsplit(parts._replace(query=urlencode([*options, ("currentSchema", scratch)])))
