"""Installations of their own, each with folders and a database, on which the real commands run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.harness import ROOT, database

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


@contextmanager
def installed(folder: Path, keys: Path | None = None) -> Iterator[Installed]:
    """An empty installation under `folder`, with a copy of the keys of another where given."""
    home = folder / "home"
    home.mkdir(parents=True)
    own = folder / "keys"
    if keys is not None:
        shutil.copytree(keys, own)
    with database(home) as address:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LEEWARD_", "DJANGO_"))}
        yield Installed(
            home,
            own,
            kept
            | {
                "LEEWARD_HOME": str(home),
                "LEEWARD_KEYS": str(own),
                "LEEWARD_DATABASE_URL": address,
                "LEEWARD_SMTP": "127.0.0.1:9",
                "DJANGO_SETTINGS_MODULE": "leeward.frontdoor.settings",
                "PYTHONPATH": str(ROOT),
            },
        )
