"""Backups forget nothing: each folder the code keeps in LEEWARD_HOME is taken along or left out for a reason."""

import re
from pathlib import Path

from leeward.foundation.backup.home import KEPT, LEFT_OUT

CODE = Path(__file__).parent.parent.parent / "leeward"
NAMED = re.compile(r"(?:LEEWARD_HOME\)?|\bhome) / \"([\w.-]+)\"")


def test_every_folder_the_code_keeps_is_in_a_backup_or_left_out_for_a_reason():
    found = {name for path in CODE.rglob("*.py") for name in NAMED.findall(path.read_text())}
    assert {"lists", "snapshots", "digests", "edge"} <= found
    assert found - set(KEPT) - set(LEFT_OUT) == set()
    assert all(LEFT_OUT.values())
