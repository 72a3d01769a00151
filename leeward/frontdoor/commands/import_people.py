"""`leeward import people FILE`: everybody in a CSV file, or nobody; with --dry-run nothing is kept."""

import sys
from pathlib import Path

import click

MOST_SHOWN = 50
"""Problems printed; the rest are counted."""


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check the file and say what would happen; keep nothing.")
def people(file: Path, dry_run: bool) -> None:
    """Import people from FILE, a CSV in any usual encoding: columns for first and family name, class, date of birth,
    e-mail, reference, start, end, employer, site and tutor. docs/use/people.md lists the headings that are understood.

    Either every row is imported or none; importing a file again changes nothing. Posts and sign-ins are not imported.
    """
    from leeward.frontdoor.cli import django

    django()
    from django.utils import timezone

    from leeward.foundation.access import SYSTEM
    from leeward.people.actions import import_people
    from leeward.people.importing.table import MOST_BYTES, CannotRead

    with file.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    with click.progressbar(length=1000, label=file.name, file=sys.stderr) as bar:
        done = 0

        def progress(number: int, total: int) -> None:
            nonlocal done
            step = number * 1000 // max(total, 1)
            bar.update(step - done)
            done = step

        try:
            outcome = import_people(
                actor=SYSTEM, now=timezone.now(), content=content, rehearse=dry_run, progress=progress
            )
        except CannotRead as error:
            raise click.ClickException(str(error)) from error
    for note in outcome.notes:
        click.echo(note)
    for problem in outcome.problems[:MOST_SHOWN]:
        where = f"row {problem.row}" + (f", {problem.column}" if problem.column else "")
        click.echo(f"{where}: {problem.text}", err=True)
    if outcome.problems:
        more = len(outcome.problems) - MOST_SHOWN
        if more > 0:
            click.echo(f"… and {more} more.", err=True)
        raise click.ClickException("Nothing was imported. Correct the rows above and import the file again.")
    would = "would be " if dry_run else ""
    click.echo(
        f"{outcome.added} {would}added, {outcome.changed} {would}changed, {outcome.unchanged} {would}left as they are."
    )
