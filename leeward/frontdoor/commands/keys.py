"""`leeward keys`"""

import click


@click.group()
def keys() -> None:
    """Make, rotate and print the keys."""


@keys.command()
def make() -> None:
    """Make the first keys in LEEWARD_KEYS where there are none."""
    from leeward.frontdoor.cli import django

    django()
    from django.conf import settings

    from leeward.foundation.vault.keyring import make as make_keys

    made = make_keys(settings.LEEWARD_KEYS)
    click.echo("Keys made." if made else "Keys were there already.")


@keys.command()
def rotate() -> None:
    """Make a new key-encryption key and wrap every compartment key with it, while everything keeps running."""
    from leeward.frontdoor.cli import django

    django()
    from leeward.foundation.vault.store import rotate as rotate_keys

    click.echo(f"{rotate_keys()} compartment keys wrapped anew. Print a new recovery sheet: leeward keys sheet")


@keys.command()
def sheet() -> None:
    """Print the recovery sheet to the terminal or a printer (`leeward keys sheet | lp`). It is never stored."""
    from leeward.frontdoor.cli import django

    django()
    from django.utils import timezone

    from leeward.foundation.access import SYSTEM
    from leeward.foundation.act import act
    from leeward.foundation.installation.begin import installation
    from leeward.foundation.vault.keyring import keyring
    from leeward.foundation.vault.sheet import sheet as print_sheet

    present = installation()
    now = timezone.now()
    with act(SYSTEM, "keys.sheet-printed", now=now, subject="keys"):
        text = print_sheet(present.organisation if present else "", keyring(), timezone.localdate(now))
    click.echo(text)


@keys.command()
def restore() -> None:
    """Type the recovery sheet back into an empty LEEWARD_KEYS, line by line; slips are found at once."""
    from leeward.frontdoor.cli import django

    django()
    from django.conf import settings

    from leeward.foundation.vault.keyring_files import write_key
    from leeward.foundation.vault.sheet import SheetError, key_of

    folder = settings.LEEWARD_KEYS
    if folder.is_dir() and any(folder.glob("*.key")):
        raise click.ClickException(f"There are keys in {folder} already. Move them away first; none is overwritten.")
    found: dict[str, bytes] = {}
    name = "root"
    while True:
        code = click.prompt(f"{name}.key (all groups; empty to finish)", default="", show_default=False)
        if not code and name != "root":
            break
        try:
            found[f"{name}.key"] = key_of(name, code)
        except SheetError as error:
            click.echo(str(error), err=True)
            continue
        name = click.prompt("Name of the next line (empty to finish)", default="", show_default=False)
        name = name.removesuffix(".key")
        if not name:
            break
    if not any(key.startswith("kek-") for key in found):
        raise click.ClickException("A sheet has the root and at least one kek line. Nothing was written.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file, key in found.items():
        write_key(folder / file, key)
    click.echo(f"{len(found)} keys restored.")
