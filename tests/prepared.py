"""The demonstration, made once in a run of the tests by the real commands; every process of the run copies it."""

import fcntl
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

ROOT = Path(__file__).parent.parent
RUN = "LEEWARD_TEST_RUN"
"""The variable that names this run, for all of its processes."""


def clean_environment() -> dict[str, str]:
    """The environment without anything that sets up another Leeward."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("LEEWARD_", "DJANGO_"))}


def given_postgres() -> str:
    """The PostgreSQL this run is to use, or nothing: then it uses files of SQLite."""
    given = os.environ.get("LEEWARD_DATABASE_URL", "")
    return given if given.startswith("postgres") else ""


def _named(name: str) -> str:
    return re.sub(r"/[^/?]*(\?.*)?$", lambda found: f"/{name}{found.group(1) or ''}", given_postgres())


def _on_server(statement: str) -> None:
    with psycopg.connect(given_postgres(), autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def database(home: Path, like: str = "") -> Iterator[str]:
    """The address of a database of its own: on the PostgreSQL of this run, else a file in `home`.

    It is empty, or a copy of the one at the address `like`, which nobody may be using.
    """
    if not given_postgres():
        target = home / "leeward.sqlite3"
        if like:
            with (
                closing(sqlite3.connect(like.removeprefix("sqlite:///"))) as source,
                closing(sqlite3.connect(target)) as copy,
            ):
                source.backup(copy)
        yield f"sqlite:///{target}"
        return
    name = f"test_{uuid4().hex[:12]}"
    template = f' TEMPLATE "{like.partition("?")[0].rpartition("/")[2]}"' if like else ""
    _on_server(f'CREATE DATABASE "{name}"{template}')
    try:
        yield _named(name)
    finally:
        _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def copy_home(source: Path, target: Path) -> None:
    """The folder of an installation without its database and logs. Its links are kept as links."""
    shutil.copytree(
        source, target, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sqlite3*", "*.log")
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """An installation with the demonstration in it in which nothing runs: copy it, do not use it."""

    home: Path
    keys: Path
    database: str


def _folder() -> Path:
    return Path(tempfile.gettempdir()) / f"leeward-prepared-{os.environ[RUN]}"


def _database_name() -> str:
    return f"prepared_{os.environ[RUN]}"


def prepared() -> Prepared:
    """The demonstration of this run. Whoever comes first makes it; whoever comes meanwhile waits."""
    folder = _folder()
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        home = folder / "home"
        on_server = bool(given_postgres())
        made = Prepared(
            home, folder / "keys", _named(_database_name()) if on_server else f"sqlite:///{home / 'leeward.sqlite3'}"
        )
        if not (folder / "ready").exists():
            _make(made)
            (folder / "ready").touch()
    return made


def _make(wanted: Prepared) -> None:
    shutil.rmtree(wanted.home, ignore_errors=True)
    shutil.rmtree(wanted.keys, ignore_errors=True)
    wanted.home.mkdir()
    if given_postgres():
        _on_server(f'DROP DATABASE IF EXISTS "{_database_name()}" WITH (FORCE)')
        _on_server(f'CREATE DATABASE "{_database_name()}"')
    environment = clean_environment() | {
        "LEEWARD_HOME": str(wanted.home),
        "LEEWARD_KEYS": str(wanted.keys),
        "LEEWARD_DATABASE_URL": wanted.database,
        "LEEWARD_DEMO": "on",
        "PYTHONPATH": str(ROOT),
    }
    for command in (("keys", "make"), ("migrate",), ("demo",)):
        done = subprocess.run(
            [sys.executable, "-m", "leeward", *command],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def begin_run() -> bool:
    """Names the run, unless whoever started this process did. True for the one that must end it."""
    if RUN in os.environ:
        return False
    os.environ[RUN] = uuid4().hex[:12]
    return True


def end_run() -> None:
    """Removes what the run prepared."""
    if _folder().exists():
        if given_postgres():
            _on_server(f'DROP DATABASE IF EXISTS "{_database_name()}" WITH (FORCE)')
        shutil.rmtree(_folder(), ignore_errors=True)
    del os.environ[RUN]
