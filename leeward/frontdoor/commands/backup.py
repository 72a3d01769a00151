"""`leeward backup`"""

from pathlib import Path

import click

from leeward.frontdoor.progress import bar

KEEP_APART = (
    "It holds no key. Without LEEWARD_KEYS or the recovery sheet nobody can open it, neither thief nor you. Keep apart "
    "from it: the recovery sheets, and a copy of the list of shredded records:\n  {list}"
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--verify", is_flag=True, help="Restore it into a scratch copy and look through all of it.")
def backup(file: Path, verify: bool) -> None:
    """Make the backup FILE while everything runs: database, lists, snapshots and digests, sealed as a whole.

    With --verify, a FILE that is there already is only verified; none is ever written over.
    """
    from leeward.frontdoor.cli import django

    django()
    from django.db import DatabaseError

    from leeward.foundation.backup.refusal import BackupRefused
    from leeward.foundation.vault.keyring import KeysMissing
    from leeward.foundation.vault.shred_list import ListDamaged

    file = file.resolve()
    try:
        if not (verify and file.exists()):
            _make(file)
        else:
            click.echo(f"{file} is there already: it is verified, nothing is written over.")
        if verify:
            _verify(file)
    except (BackupRefused, KeysMissing, ListDamaged) as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        raise click.ClickException(
            f"The database did not answer as it should ({type(error).__name__}). Is it up to date (`leeward migrate`), "
            "and may its user read every table and make schemas?"
        ) from error


def _make(file: Path) -> None:
    from django.utils import timezone

    from leeward.foundation.backup.making import make_backup
    from leeward.foundation.vault.shred_list import path_of_list

    with bar("Copying") as copying, bar("Sealing") as sealing:
        made = make_backup(file, now=timezone.now(), copying=copying, sealing=sealing)
    rows = sum(made.tables.values())
    click.echo(f"{file}: {file.stat().st_size:,} bytes, {len(made.tables)} tables, {rows:,} rows.")
    for name in made.left_out:
        click.echo(f"Left out, as Leeward does not know it: {name} in LEEWARD_HOME", err=True)
    click.echo(KEEP_APART.format(list=path_of_list()))


def _verify(file: Path) -> None:
    from django.utils import timezone

    from leeward.foundation.backup.restoring import verify_backup

    with bar("Unpacking") as unpacking:
        manifest, looked = verify_backup(file, now=timezone.now(), progress=unpacking, say=lambda: None)
    click.echo(
        f"Verified: restored into a scratch copy, looked through, and removed again.\n"
        f"  {len(manifest.parts):>9,} parts, each with the hash its manifest names\n"
        f"  {looked.rows:>9,} rows in {looked.tables} tables, as many as when it was made\n"
        f"  {looked.migrated:>9,} changes of the database made since, applied\n"
        f"  {looked.chains:>9,} audit chains whole, with every signed digest\n"
        f"  {looked.record_keys:>9,} keys of records open with the present keys\n"
        f"  {looked.opened:>9,} sealed texts opened, shown to nobody\n"
        f"  {looked.closed_for_ever:>9,} sealed texts of shredded records stay closed\n"
        f"  {looked.files:>9,} files opened and found as they were sent, shown to nobody\n"
        f"  {looked.files_put_away:>9,} files that somebody sealed are not in it, as it must be"
    )
