"""`leeward promises`: the ledger on the command line, as anybody may see it."""

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from leeward.policy.queries.ledger import Ledger


def _day(context: click.Context, parameter: click.Parameter, words: str | None) -> date | None:
    if words is None:
        return None
    try:
        return datetime.strptime(words, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise click.BadParameter("write the day as year-month-day, such as 2026-03-27.") from None


@click.command()
@click.option("--json", "as_machine", is_flag=True, help="Print the ledger as JSON.")
@click.option(
    "--on", callback=_day, metavar="DATE", help=("A day past, such as 2026-03-27: read from what was stored then.")
)
def promises(as_machine: bool, on: date | None) -> None:
    """Every promise in force with its state, holder and proof.

    Figures leave out what only some may know of. Exit status 0 means the ledger could be read, whatever it says.
    """
    from leeward.frontdoor.cli import django

    django()
    from django.utils import timezone

    from leeward.policy.queries.ledger import open_ledger

    try:
        found = open_ledger(now=timezone.now(), on=on)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--on") from error
    if as_machine:
        click.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    else:
        _show(found)


def _as_json(found: "Ledger") -> dict[str, object]:
    return {
        "day": found.day.isoformat(),
        "past": found.is_past,
        "headline": {**asdict(found.headline), "to_confirm": found.to_confirm},
        "promises": [
            {
                "id": str(row.id),
                "policy": row.slug,
                "section": row.section,
                "text": row.sentence,
                "stem": row.stem,
                "holder": row.holder,
                "state": row.state.value,
                "proof": row.proof.value,
                "source": row.source,
                "since": row.since.isoformat() if row.since is not None else None,
                "detail": row.detail,
                "good": row.good,
                "total": row.total,
                "confirmed": row.confirmed,
            }
            for row in found.rows
        ],
    }


def _show(found: "Ledger") -> None:
    head = found.headline
    click.echo(
        f"{found.day.isoformat()}: {head.total} promises; {head.proven_live} proven live, {head.stated} stated, "
        f"{head.slipping} slipping, {head.slipped} slipped, {head.unproven} unproven "
        f"({found.to_confirm} not looked at yet)"
    )
    for row in found.rows:
        click.echo(f"{row.state.value:<15} {row.holder or 'nobody yet'}: {row.sentence}")
        if row.source:
            click.echo(f"{'':<15} {row.source} {row.detail}".rstrip())
