"""The process that works inside a copy of the database; see `inside`. Not a command of its own.

Its settings come from the environment, as the parent has set them. Reads one JSON line from standard input and writes
one: what was looked at, or why the copy is refused.
"""

import ctypes
import json
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1


def main() -> int:
    """Status 0 with the figures, 3 with a refusal."""
    # Killed with its parent: a copy that nobody waits for must not go on being filled.
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    import django

    django.setup()
    from django.db import DatabaseError
    from django.utils import timezone

    from leeward.foundation.backup import manifest
    from leeward.foundation.backup.inside import look_inside
    from leeward.foundation.backup.refusal import BackupRefused

    asked = json.loads(sys.stdin.read())
    try:
        looked = look_inside(
            manifest.read(asked["manifest"].encode()),
            Path(asked["unpacked"]),
            restore_as=asked["restore_as"],
            apply_list=asked["apply_list"],
            now=timezone.now(),
        )
    except BackupRefused as error:
        sys.stdout.write(json.dumps({"refused": str(error)}))
        return 3
    except DatabaseError as error:
        # The class alone: a database repeats values in its errors.
        sys.stdout.write(json.dumps({"refused": f"The database refused the copy ({type(error).__name__})."}))
        return 3
    sys.stdout.write(looked.to_json())
    return 0


if __name__ == "__main__":
    sys.exit(main())
