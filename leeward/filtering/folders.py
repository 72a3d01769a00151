"""Where the room keeps its files."""

from pathlib import Path

from django.conf import settings


def snapshot_folder() -> Path:
    """Where this machine keeps indexes and its own snapshots."""
    return Path(settings.LEEWARD_HOME) / "snapshots"


def list_folder() -> Path:
    """Where imported lists lie."""
    return Path(settings.LEEWARD_HOME) / "lists"
