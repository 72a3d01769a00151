"""A clamd of our own, for a machine where the distribution's does not run. No Django.

Its signatures are those that freshclam keeps in /var/lib/clamav, or what is put by hand into `clamd/signatures` of the
data folder. Without any it is not started: clamd would call everything clean, or refuse to start.
"""

import shutil
from pathlib import Path

SYSTEM_SIGNATURES = Path("/var/lib/clamav")
DISTRIBUTION = Path("/run/clamav/clamd.ctl")
"""Where the distribution's service answers."""
_ENDINGS = frozenset({".cvd", ".cld", ".cud"})
LARGEST = "30M"


def program() -> str | None:
    """The clamd of this machine, if it is installed."""
    return shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")


def signature_folder(home: Path) -> Path | None:
    """Where there are signatures with a date: in our own folder, else the distribution's; None for neither."""
    for folder in (home / "clamd" / "signatures", SYSTEM_SIGNATURES):
        if folder.is_dir() and any(path.suffix in _ENDINGS for path in folder.iterdir()):
            return folder
    return None


def configured(home: Path) -> Path:
    """Writes the configuration of our own clamd and returns its place: a private socket, nothing of its own on disk."""
    place = home / "clamd"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.chmod(0o700)
    temporary = place / "temporary"
    temporary.mkdir(mode=0o700, exist_ok=True)
    file = place / "clamd.conf"
    file.write_text(
        "\n".join(
            (
                "# Written anew by `leeward up`; put changes into a clamd of your own and set LEEWARD_CLAMD.",
                "Foreground yes",
                f"LocalSocket {place / 'clamd.sock'}",
                "LocalSocketMode 600",
                "FixStaleSocket yes",
                f"DatabaseDirectory {signature_folder(home) or place / 'signatures'}",
                f"TemporaryDirectory {temporary}",
                f"StreamMaxLength {LARGEST}",
                f"MaxFileSize {LARGEST}",
                "MaxScanSize 150M",
                "MaxThreads 2",
                "AlertExceedsMax yes",
                "AlertEncrypted yes",
                "ConcurrentDatabaseReload no",
                "",
            )
        )
    )
    return file
