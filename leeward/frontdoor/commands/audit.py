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
    from leeward.foundation.audit.digest import check_digests
    from leeward.foundation.audit.trail import verify as walk

    breaks = walk()
    for found in breaks:
        click.echo(f"{found.compartment}: entry {found.sequence}: {found.fault}")
    faults = check_digests()
    for digest in faults:
        click.echo(f"digest of {digest.day:%d %B %Y}: {digest.fault}")
    if breaks or faults:
        sys.exit(1)
    click.echo("The audit trail is whole.")


@audit.command()
def digest() -> None:
    """Make today's signed digest now and name its file. Keep the files where nobody who runs the server can write."""
    from leeward.frontdoor.cli import django

    django()
    from django.conf import settings
    from django.utils import timezone

    from leeward.foundation.audit.digest import make_digest

    made = make_digest(timezone.now())
    click.echo(f"{settings.LEEWARD_HOME / 'digests' / (made.day.isoformat() + '.json')}")
