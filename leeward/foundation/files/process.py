"""Running what reads files of strangers in a process of its own: no network, no files, little memory, little time."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from leeward.foundation.files.kinds import Bounds, Kind, NotTaken, Unwelcome

PATIENCE = 40.0
"""Seconds of the clock; the process itself has fewer seconds of the processor (`child.SECONDS`)."""
LONGEST_COPY = 120 * 1024 * 1024
REFUSED = 3
ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Copy:
    """A safe copy, in memory only."""

    name: str
    media_type: str
    raw: bytes


def in_child(task: str, kind: Kind, raw: bytes, within: Bounds) -> bytes:
    """Looks at a file or makes its safe copy (`look`, `copy`). Raises NotTaken; DAMAGED for whatever else went wrong.

    Only in memory on the way there and back.
    """
    source = os.memfd_create("file", os.MFD_CLOEXEC)
    try:
        with os.fdopen(os.dup(source), "wb") as into:
            into.write(raw)
        os.lseek(source, 0, os.SEEK_SET)
        asked = json.dumps({"task": task, "kind": kind, "bounds": asdict(within)})
        with subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, "-I", "-c", _START.format(root=str(ROOT)), asked],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            start_new_session=True,
        ) as running:
            return _result(running)
    finally:
        os.close(source)


_START = "import sys; sys.path.insert(0, {root!r}); from leeward.foundation.files.child import main; main()"


def _result(running: subprocess.Popen[bytes]) -> bytes:
    try:
        made, _nothing = running.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        raise NotTaken(Unwelcome.TOO_DEEP) from None
    if running.returncode == 0 and len(made) <= LONGEST_COPY:
        return made
    if running.returncode == REFUSED:
        with contextlib.suppress(ValueError):
            raise NotTaken(Unwelcome(made[:40].decode(errors="replace")))
    # Killed for its memory or its time, or fallen over: a file that does that is not opened here.
    raise NotTaken(Unwelcome.TOO_DEEP if running.returncode < 0 else Unwelcome.DAMAGED)
