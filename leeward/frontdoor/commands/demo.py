"""`leeward demo`"""

import click


@click.command()
def demo() -> None:
    """Make the demo organisation in an empty database, through the same actions as real use."""
    from leeward.frontdoor.cli import django

    django()
    from django.utils import timezone

    from leeward.foundation.installation.begin import InstallationRefused
    from leeward.frontdoor.demo import build

    try:
        build(now=timezone.now())
    except InstallationRefused as error:
        raise click.ClickException(str(error)) from error
    click.echo("The demo organisation is ready. Start with: leeward up --demo")
