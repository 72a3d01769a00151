"""`leeward audit`"""

import sys

import click


@click.group()
def audit() -> None:
    """Check that the audit trail is whole."""


@audit.command()
def verify() -> None:
    """Walk every chain and name the first changed, missing, reordered or inserted entry, or a cut tail."""
    from leeward.frontdoor.cli import django

    django()
    from leeward.foundation.audit.trail import verify as walk

    breaks = walk()
    for found in breaks:
        click.echo(f"{found.compartment}: entry {found.sequence}: {found.fault}")
    if breaks:
        sys.exit(1)
    click.echo("The audit trail is whole.")
