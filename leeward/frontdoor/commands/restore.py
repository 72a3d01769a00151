"""`leeward restore`"""

from pathlib import Path

import click

from leeward.frontdoor.progress import bar


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Set aside the organisation that is here now.")
@click.option(
    "--without-shredded-list",
    "without_list",
    is_flag=True,
    help="Restore although the list of shredded records is missing: what was shredded since may come back.",
)
def restore(file: Path, replace: bool, without_list: bool) -> None:
    """Put the backup FILE in place of what is here, while nothing runs. All of it, or nothing is changed.

    Records shredded since stay shredded, everybody is signed out, and no letter is sent twice.
    """
    from leeward.frontdoor.cli import django

    django()
    from django.db import DatabaseError
    from django.utils import timezone

    from leeward.foundation.backup.refusal import BackupRefused
    from leeward.foundation.backup.restoring import restore_backup
    from leeward.foundation.vault.keyring import KeysMissing

    try:
        with bar("Unpacking") as unpacking:
            done = restore_backup(
                file.resolve(),
                replace=replace,
                without_list=without_list,
                now=timezone.now(),
                progress=unpacking,
                say=lambda: click.echo("\nLooking through it ...", err=True),
            )
    except (BackupRefused, KeysMissing) as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        raise click.ClickException(
            f"The database did not answer as it should ({type(error).__name__}). Does it run, and does its user own it?"
        ) from error
    looked = done.looked
    click.echo(
        f"Restored: {done.manifest.organisation} as of {done.manifest.made:%d %B %Y %H:%M} UTC.\n"
        f"  {looked.rows:>9,} rows in {looked.tables} tables; {looked.migrated} later changes applied\n"
        f"  {looked.chains:>9,} audit chains whole; {looked.opened:,} sealed texts open with these keys\n"
        f"  {looked.shredded_again:>9,} records shredded again\n"
        f"  {looked.letters_withheld:>9,} letters withheld; {looked.people_told} people are told that something waits\n"
        "  everybody is signed out"
    )
    if done.aside:
        click.echo(f"What was here before is set aside as {done.aside}; delete it when you are sure.")
    click.echo("Next: leeward doctor, then start Leeward. docs/run/backup.md says what to look at afterwards.")
