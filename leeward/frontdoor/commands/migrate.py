"""`leeward migrate`"""

import click

from leeward.frontdoor.cli import django


@click.command()
def migrate() -> None:
    """Bring the database up to date; safe to run again at any time."""
    django()
    from django.conf import settings
    from django.core.management import call_command

    settings.LEEWARD_HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    click.echo("The database is up to date.")
