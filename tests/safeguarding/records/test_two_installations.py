"""A record goes from one Leeward to another that shares nothing with it: no database, no home, no key."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def installation(home: Path, *arguments: str, given: str = "") -> str:
    home.mkdir(exist_ok=True)
    known = {name: value for name, value in os.environ.items() if not name.startswith(("LEEWARD_", "DJANGO_"))}
    here = {"LEEWARD_HOME": str(home / "home"), "LEEWARD_KEYS": str(home / "keys"), "PYTHONPATH": "."}
    settings = {"DJANGO_SETTINGS_MODULE": "leeward.frontdoor.settings"}
    (home / "home").mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.safeguarding.records.elsewhere", *arguments],
        env=known | here | settings,
        cwd=Path(__file__).parents[3],
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_a_record_goes_from_one_installation_to_another(tmp_path: Path):
    pack = tmp_path / "record.html"
    words = installation(tmp_path / "one", "send", str(pack))
    told = json.loads(installation(tmp_path / "two", "take", str(pack), given=words))
    assert {"Wendell Agyemang-Bell", "Bartholomew Quist"} <= set(told["persons"])
    line = next(text for text in told["entries"] if "EARLIER: Wendell Agyemang-Bell met Mr Quist." in text)
    assert line.startswith("Received from ")
    # The record names the lead who wrote it, and the lead here has the same name: it goes past them, to be cleared.
    assert (told["mine"], told["compartment"]) == (False, "about-safeguarding-team")
