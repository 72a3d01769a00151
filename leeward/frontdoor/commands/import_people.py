"""`leeward import people FILE`: everybody in a CSV file, or nobody; with --dry-run nothing is kept."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from leeward.frontdoor.progress import bar

if TYPE_CHECKING:
    from leeward.people.actions import Imported
    from leeward.people.rules import PersonClass

MOST_SHOWN = 50
"""Problems printed; the rest are counted."""


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check the file and say what would happen; keep nothing.")
@click.option("--source", default="", help="Which system the file is from: what its columns mean is remembered.")
@click.option(
    "--column", "columns", multiple=True, metavar="HEADING=FIELD", help="What a column means; FIELD empty: not used."
)
@click.option(
    "--complete-for", "complete", multiple=True, metavar="CLASS", help="Name who of this class is not in the file."
)
def people(file: Path, dry_run: bool, source: str, columns: tuple[str, ...], complete: tuple[str, ...]) -> None:
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
    from leeward.people.queries.imports import columns_of_source

    chosen = (columns_of_source(source) if source else {}) | _columns(columns)
    kinds = _kinds(complete)
    with file.open("rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    with bar(file.name) as progress:
        try:
            outcome = import_people(
                actor=SYSTEM,
                now=timezone.now(),
                content=content,
                rehearse=dry_run,
                progress=progress,
                columns=chosen,
                complete=kinds,
                source=source,
            )
        except CannotRead as error:
            raise click.ClickException(str(error)) from error
    _say_problems(outcome)
    if dry_run:
        _differences(outcome)
    if kinds:
        click.echo(f"{len(outcome.missing)} people of these classes are not in the file. Nothing is done about them.")
    would = "would be " if dry_run else ""
    click.echo(
        f"{outcome.added} {would}added, {outcome.changed} {would}changed, {outcome.unchanged} {would}left as they are."
    )


def _say_problems(outcome: "Imported") -> None:
    """The notes, and every problem with its row. Raises ClickException where there is one."""
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


def _columns(said: tuple[str, ...]) -> dict[str, str]:
    """Heading → field. Raises BadParameter for a field there is none of."""
    from leeward.people.importing.entries import COLUMNS
    from leeward.people.importing.table import heading_key

    found = {}
    for one in said:
        heading, _equals, name = one.rpartition("=")
        if not heading or (name and name not in COLUMNS):
            raise click.BadParameter(f"{one!r}: write HEADING=FIELD with one of: {', '.join(COLUMNS)}.")
        found[heading_key(heading)] = name
    return found


def _kinds(said: tuple[str, ...]) -> "frozenset[PersonClass]":
    """The classes named. Raises BadParameter."""
    from leeward.people.rules import PersonClass

    unknown = [one for one in said if one not in set(PersonClass)]
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r}: use one of {', '.join(PersonClass)}.")
    return frozenset(PersonClass(one) for one in said)


def _differences(outcome: "Imported") -> None:
    """What would change, person by person, field by field."""
    for change in outcome.changes[:MOST_SHOWN]:
        fields = "; ".join(
            f"{name.replace('_', ' ')} {before or '–'} → {after or '–'}"
            for name, (before, after) in change.fields.items()
            if change.what == "changed" and name != "tutor"
        )
        click.echo(f"row {change.row}, {change.name}: {change.what}{': ' + fields if fields else ''}")
    if len(outcome.changes) > MOST_SHOWN:
        click.echo(f"… and {len(outcome.changes) - MOST_SHOWN} more.")
