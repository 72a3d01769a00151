"""`leeward keys`"""

import click


@click.group()
def keys() -> None:
    """Make, rotate and print the keys."""


@keys.command()
def make() -> None:
    """Make the first keys in LEEWARD_KEYS where there are none."""
    from leeward.frontdoor.cli import django

    django()
    from django.conf import settings

    from leeward.foundation.vault.keyring import make as make_keys

    made = make_keys(settings.LEEWARD_KEYS)
    click.echo("Keys made." if made else "Keys were there already.")


@keys.command()
def rotate() -> None:
    """Make a new key-encryption key and wrap every compartment key with it, while everything keeps running."""
    from leeward.frontdoor.cli import django

    django()
    from leeward.foundation.vault.store import rotate as rotate_keys

    click.echo(f"{rotate_keys()} compartment keys wrapped anew. Print a new recovery sheet: leeward keys sheet")
