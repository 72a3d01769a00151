"""What must be there before the processes start: keys, database and an organisation."""

import json
import os
from pathlib import Path

import click

from leeward.frontdoor.cli import DEMO_FILE, django

DEMO_SETTINGS = {
    "LEEWARD_DEMO": "on",
    "LEEWARD_SMTP": "127.0.0.1:2526",
    "LEEWARD_DEMO_ORIGIN": "127.0.0.1:8090",
    "LEEWARD_EDGE_ORIGIN": "127.0.0.1:8090",
}
"""A mailbox that keeps the letters, and one local server that stands for the web: the demo needs no network."""


def prepare(home: Path, *, demo: bool) -> None:
    """Makes what is missing; does nothing when all is there. Raises click.ClickException with the fix."""
    from leeward.foundation.vault import keyring_files

    home.mkdir(parents=True, exist_ok=True)
    if demo:
        for name, value in DEMO_SETTINGS.items():
            os.environ.setdefault(name, value)
        keyring_files.make(_keys_folder(home))
    django()
    from django.core.management import call_command
    from django.utils import timezone

    from leeward.foundation.installation.begin import (
        InstallationRefused,
        installation,
        refuse_demo_on_real_data,
    )

    call_command("migrate", verbosity=0, interactive=False)
    present = installation()
    if present is None and not demo:
        raise click.ClickException(
            "No organisation here yet. Run `leeward init`, or `leeward up --demo` to look around."
        )
    if present is None:
        from leeward.frontdoor.demo import build

        click.echo("Making the demo organisation ...")
        build(now=timezone.now())
    try:
        refuse_demo_on_real_data()
    except InstallationRefused as error:
        raise click.ClickException(str(error)) from error
    if demo:
        (home / DEMO_FILE).write_text(json.dumps(DEMO_SETTINGS, indent=1) + "\n")


def _keys_folder(home: Path) -> Path:
    return Path(os.environ.get("LEEWARD_KEYS", str(home / "keys"))).resolve()
