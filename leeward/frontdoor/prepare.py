"""What must be there before the processes start: keys, database and an organisation."""

import os
from pathlib import Path

import click


def prepare(home: Path, *, demo: bool) -> None:
    """Makes what is missing; does nothing when all is there. Raises click.ClickException with the fix."""
    from leeward.foundation.vault import keyring_files

    home.mkdir(parents=True, exist_ok=True)
    keys = _keys_folder(home)
    if demo:
        keyring_files.make(keys)
    from leeward.frontdoor.cli import django

    django()
    from django.core.management import call_command
    from django.utils import timezone

    from leeward.foundation.installation.begin import installation

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


def _keys_folder(home: Path) -> Path:
    return Path(os.environ.get("LEEWARD_KEYS", str(home / "keys"))).resolve()
