"""What runs in the process with narrow limits: the only code that decodes pictures and reads PDF of strangers.

Everything needed is loaded first; then no file can be opened and no connection made any more, memory and time are
bounded, and only then the file is looked at. Reads it from standard input, writes to standard output.
"""

import json
import os
import resource
import sys
from typing import NoReturn

from leeward.foundation.files import documents, pictures, texts
from leeward.foundation.files.kinds import PICTURES, Bounds, Kind, NotTaken, Unwelcome

SECONDS = 20
"""Of the processor."""
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space; what is really used is far less."""
NOBODY = 65534
REFUSED = 3


def shut() -> None:
    """Closes every door. Nothing after it can open a file, a socket or another process."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def work(task: str, kind: Kind, raw: bytes, within: Bounds) -> bytes:
    """Looks at one file (gives nothing) or makes its safe copy. Raises NotTaken, and whatever a library raises."""
    copying = task == "copy"
    if kind in PICTURES:
        return pictures.copy(raw, kind, within) if copying else pictures.look(raw, kind, within)
    if kind is Kind.PDF:
        return documents.copy(raw, within) if copying else documents.look(raw, within)
    return texts.copy(raw, kind, within) if copying else texts.look(raw, kind, within)


def main() -> NoReturn:
    """Status 0 with the copy, REFUSED with the reason."""
    asked = json.loads(sys.argv[1])
    kind = Kind(asked["kind"])
    loading = pictures if kind in PICTURES else documents if kind is Kind.PDF else texts
    loading.load()
    raw = sys.stdin.buffer.read()
    shut()
    try:
        made = work(asked["task"], kind, raw, Bounds(**asked["bounds"]))
        _say(made, 0)
    except NotTaken as refused:
        _say(refused.why.encode(), REFUSED)
    except MemoryError:
        _say(Unwelcome.TOO_DEEP.encode(), REFUSED)
    except Exception:  # noqa: BLE001  # whatever a decoder raises: the file cannot be read
        _say(Unwelcome.DAMAGED.encode(), REFUSED)


def _say(made: bytes, status: int) -> NoReturn:
    view = memoryview(made)
    while view:
        view = view[os.write(1, view[:65536]) :]
    os._exit(status)
