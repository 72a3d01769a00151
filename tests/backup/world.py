"""Installations of their own, each with folders and a database, on which the real commands run."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.prepared import ROOT, Prepared, clean_environment, copy_home, database

SETUP = "import django; django.setup()\n"


@dataclass(frozen=True)
class Installed:
    """One installation: its folder, its keys and the environment that names them."""

    home: Path
    keys: Path
    environment: dict[str, str]

    @property
    def on_sqlite(self) -> bool:
        return self.environment["LEEWARD_DATABASE_URL"].startswith("sqlite")

    def start(self, *command: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def leeward(self, *command: str) -> tuple[int, str]:
        """Exit status and everything a command said."""
        running = self.start("-m", "leeward", *command)
        out, err = running.communicate()
        return running.returncode, out + err

    def must(self, *command: str) -> str:
        """A command that has to succeed; what it said."""
        status, said = self.leeward(*command)
        assert status == 0, said
        return said

    def refused(self, *command: str) -> str:
        """A command that has to fail, with a sentence and without a trace; what it said."""
        status, said = self.leeward(*command)
        assert status == 1, said
        assert "Traceback" not in said
        return " ".join(said.split())

    def python(self, script: str) -> str:
        """A script inside this installation; what it printed."""
        running = self.start("-c", SETUP + script)
        out, err = running.communicate()
        assert running.returncode == 0, out + err
        return out.strip()

    @property
    def as_prepared(self) -> Prepared:
        """What there is to copy, for as long as nothing runs here."""
        return Prepared(self.home, self.keys, self.environment["LEEWARD_DATABASE_URL"])


@contextmanager
def installed(folder: Path, keys: Path | None = None, like: Prepared | None = None) -> Iterator[Installed]:
    """An installation under `folder`: empty (with a copy of the keys of another where given), or a copy of another."""
    home = folder / "home"
    home.mkdir(parents=True)
    own = folder / "keys"
    if like is not None:
        copy_home(like.home, home)
        keys = like.keys
    if keys is not None:
        shutil.copytree(keys, own)
    with database(home, like.database if like else "") as address:
        yield Installed(
            home,
            own,
            clean_environment()
            | {
                "LEEWARD_HOME": str(home),
                "LEEWARD_KEYS": str(own),
                "LEEWARD_DATABASE_URL": address,
                "LEEWARD_SMTP": "127.0.0.1:9",
                "DJANGO_SETTINGS_MODULE": "leeward.frontdoor.settings",
                "PYTHONPATH": str(ROOT),
            },
        )
