"""`leeward scim`: connections to identity providers, for whoever runs the server."""

from uuid import UUID

import click


def _connection(name: str) -> UUID:
    """The key of the connection of that name. Raises ClickException."""
    from leeward.people.queries.connections import connections

    found = next((line.id for line in connections() if line.name.casefold() == name.strip().casefold()), None)
    if found is None:
        known = ", ".join(line.name for line in connections()) or "none yet"
        raise click.ClickException(f"There is no connection {name!r}. Known: {known}. `leeward scim add` makes one.")
    return found


@click.group()
def scim() -> None:
    """Connections to identity providers: list them, add one, make and revoke tokens."""
    from leeward.frontdoor.cli import django

    django()


@scim.command("list")
def list_() -> None:
    """Every connection with how many users it has and how many wait for a person."""
    from leeward.people.queries.connections import connections

    for line in connections():
        used = f"{line.last_used_at:%Y-%m-%d %H:%M}" if line.last_used_at else "never"
        click.echo(f"{line.name}: {line.users} users, {line.waiting} waiting, last request {used}")


@scim.command()
@click.argument("name")
@click.option("--provider", type=click.Choice(["entra", "okta", "google", "other"]), default="other")
def add(name: str, provider: str) -> None:
    """Add the connection NAME. Then make a token for it."""
    from django.utils import timezone

    from leeward.foundation.access import SYSTEM
    from leeward.people.actions import Refused
    from leeward.people.actions.connections import make_connection
    from leeward.people.connection_rules import Provider

    try:
        make_connection(actor=SYSTEM, now=timezone.now(), name=name, provider=Provider(provider))
    except Refused as refusal:
        raise click.ClickException(refusal.text) from refusal
    click.echo(f"Added. Make a token with: leeward scim token {name!r}")


@scim.command()
@click.argument("name")
def token(name: str) -> None:
    """Make a token for the connection NAME. It is printed this once and not kept."""
    from django.utils import timezone

    from leeward.foundation.access import SYSTEM
    from leeward.people.actions.connections import make_token
    from leeward.people.queries.provided import base

    connection = _connection(name)
    made = make_token(actor=SYSTEM, now=timezone.now(), connection=connection)
    click.echo(f"Address: {base()}", err=True)
    click.echo(made)


@scim.command()
@click.argument("name")
def revoke(name: str) -> None:
    """Revoke every token of the connection NAME: it can change nothing from now on."""
    from django.utils import timezone

    from leeward.foundation.access import SYSTEM
    from leeward.people.actions.connections import revoke_token
    from leeward.people.queries.connections import connection_page

    connection, now = _connection(name), timezone.now()
    page = connection_page(connection)
    assert page is not None
    live = [one for one in page.tokens if one.revoked_at is None]
    for one in live:
        revoke_token(actor=SYSTEM, now=now, connection=connection, token=one.pk)
    click.echo(f"Revoked: {len(live)}.")
