"""A PostgreSQL of our own for the tests: made in a temporary folder, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The folder with initdb: PostgreSQL 15 where it is installed, else the newest."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        which = shutil.which("initdb")
        return Path(which).parent if which else None
    fifteen = [path for path in found if path.parts[-3] == "15"]
    return (fifteen or found)[-1].parent


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Yields the address of an empty database `leeward`. Raises RuntimeError where PostgreSQL is not installed."""
    folder = binaries()
    if folder is None:
        raise RuntimeError("PostgreSQL is not installed. Run: sudo apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="leeward-postgres-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        shutil.chown(home, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    port = free_port()
    data = home / "data"

    def run(*command: str) -> None:
        done = subprocess.run([*as_user, *command], cwd=home, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr.strip()[-400:]}")

    run(str(folder / "initdb"), "-D", str(data), "-U", "leeward", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home} -c max_connections=60"
    if not durable:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    log = home / "log"
    try:
        run(str(folder / "pg_ctl"), "-D", str(data), "-w", "-s", "-l", str(log), "-o", options, "start")
        run(str(folder / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "leeward", "leeward")
        yield f"postgres://leeward@127.0.0.1:{port}/leeward"
    finally:
        subprocess.run(
            [*as_user, str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "-s", "stop"],
            cwd=home,
            capture_output=True,
            check=False,
        )
        shutil.rmtree(home, ignore_errors=True)
