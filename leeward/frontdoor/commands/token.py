"""`leeward token`"""

import click


@click.group()
def token() -> None:
    """Make, list and revoke the tokens other systems call with."""


@token.command()
@click.argument("name")
@click.option("--scope", "wanted", multiple=True, required=True, help="What it may do, such as people:read. Repeat it.")
@click.option("--days", default=90, show_default=True, help="How long it works; a year at most.")
def make(name: str, wanted: tuple[str, ...], days: int) -> None:
    """Make a token for the system NAME and print it, once. It works at once, and decides no requests."""
    from leeward.frontdoor.cli import django

    django()
    from django.utils import timezone

    import leeward.frontdoor.api  # noqa: F401  # gathers the scopes of every room
    from leeward.foundation.access import SYSTEM
    from leeward.foundation.api.tokens import TokenRefused, make_token

    try:
        made = make_token(actor=SYSTEM, name=name, scopes_wanted=wanted, days=days, now=timezone.now())
    except TokenRefused as refusal:
        raise click.ClickException(refusal.text) from refusal
    click.echo(made.secret)


@token.command("list")
def list_() -> None:
    """Every token with its state, and when it was last used."""
    from leeward.frontdoor.cli import django

    django()
    from django.utils import timezone

    from leeward.foundation.access import SYSTEM
    from leeward.foundation.api.tokens import token_lines

    for line in token_lines(SYSTEM, now=timezone.now()):
        used = line.last_used_on.isoformat() if line.last_used_on else "never used"
        ends = line.expires_at.date().isoformat()
        click.echo(f"{line.prefix}  {line.state:<8} until {ends}  {used:<10}  {line.name}: {' '.join(line.scopes)}")


@token.command()
@click.argument("prefix")
def revoke(prefix: str) -> None:
    """End the token that begins with PREFIX, as `leeward token list` shows it."""
    from leeward.frontdoor.cli import django

    django()
    from django.utils import timezone

    from leeward.foundation.access import SYSTEM
    from leeward.foundation.api.tokens import revoke_token, token_lines

    now = timezone.now()
    lines = token_lines(SYSTEM, now=now)
    found = [line for line in lines if line.prefix == prefix[: len(line.prefix)] and line.state in {"live", "waits"}]
    if len(found) != 1:
        raise click.ClickException(f"{len(found)} tokens in use begin with that. See `leeward token list`.")
    revoke_token(actor=SYSTEM, token=found[0].id, now=now)
    click.echo(f"Ended: {found[0].name}")
