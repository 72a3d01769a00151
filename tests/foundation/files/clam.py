"""A real clamd with signatures made for the tests: it knows the EICAR test file and says how old they are."""

import hashlib
import io
import os
import signal
import socket
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from leeward.foundation.files.own_scanner import configured
from tests.foundation.files.made import EICAR

PATIENCE = 60.0


def signatures(folder: Path, made_at: datetime | None) -> None:
    """One signature, in a database of its own date; without one, a bare list as a firm adds for itself."""
    folder.mkdir(parents=True, exist_ok=True)
    known = f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Eicar-Test\n".encode()  # the form of the list
    # found inside containers too, where the hash of the whole is another
    inside = b"Eicar-Inside:0:*:" + EICAR.hex().encode() + b"\n"
    if made_at is None:
        (folder / "own.hdb").write_bytes(known)
        return
    moment = int(made_at.timestamp())
    head = f"ClamAV-VDB:{made_at:%d %b %Y %H-%M} +0000:27000:2:90:{'0' * 32}:x:tests:{moment}"
    members = {"COPYING": b"none", "daily.hdb": known, "daily.ndb": inside}
    listed = "".join(
        f"{name}:{len(raw)}:{hashlib.sha256(raw).hexdigest()}\n" for name, raw in members.items() if name != "COPYING"
    )
    members = {"COPYING": b"none", "daily.info": f"{head}\n{listed}".encode(), **members}
    into = io.BytesIO()
    with tarfile.open(fileobj=into, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, raw in members.items():
            told = tarfile.TarInfo(name)
            told.size = len(raw)
            tar.addfile(told, io.BytesIO(raw))
    (folder / "daily.cud").write_bytes(head.encode().ljust(512) + into.getvalue())


@contextmanager
def clamd(home: Path, made_at: datetime | None) -> Iterator[str]:
    """Where it answers, for as long as the block lasts."""
    place = home / "clamd"
    signatures(place / "signatures", made_at)
    log = (home / "clamd.log").open("wb")
    running = subprocess.Popen(
        ["clamd", "--config-file", str(configured(home))], stdout=log, stderr=log, start_new_session=True
    )
    try:
        _wait_for(place / "clamd.sock", running, home / "clamd.log")
        yield f"unix:{place / 'clamd.sock'}"
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        log.close()


def _wait_for(place: Path, running: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and running.poll() is None:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(place))
            except OSError:
                time.sleep(0.05)
                continue
            return
    raise AssertionError(log.read_text())
