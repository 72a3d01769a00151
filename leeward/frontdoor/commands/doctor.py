"""`leeward doctor`"""

import json
import sys
from dataclasses import asdict

import click

MARKS = {"good": "  ok  ", "warn": " warn ", "bad": " BAD  "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON line per sign.")
def doctor(as_json: bool) -> None:
    """Say what is wrong and how to mend it. Exit status 0 only when nothing is bad."""
    from leeward.frontdoor.cli import django

    django()
    from django.utils import timezone

    from leeward.frontdoor.health import Level, examine

    bad = False
    for sign in examine(timezone.now()):
        bad = bad or sign.level is Level.BAD
        if as_json:
            click.echo(json.dumps(asdict(sign)))
            continue
        click.echo(f"[{MARKS[sign.level]}] {sign.what}")
        if sign.mend:
            click.echo(f"           -> {sign.mend}")
    sys.exit(1 if bad else 0)
