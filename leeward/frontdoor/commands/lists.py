"""`leeward lists`"""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leeward.frontdoor.progress import bar

if TYPE_CHECKING:
    from leeward.filtering.actions.lists import Brought

FORMATS = ("folder", "hosts", "domains", "csv")


@click.group()
def lists() -> None:
    """Bring in lists of web addresses, renew them, see what there is.

    Formats: a folder (or .tar.gz) with a folder for each category holding `domains` and `urls` files, as squidGuard
    and UT1 have them; a hosts file; a plain list of domains; a CSV of domain,category. Each may be gzipped.
    """
    from leeward.frontdoor.cli import django

    django()


@lists.command()
@click.argument("name")
@click.argument("source")
@click.option("--format", "form", type=click.Choice(FORMATS), help="[default: told from the content]")
@click.option("--category", default="", help="What a hosts or domains file is about, e.g. gambling.")
@click.option("--licence", default="", help="Under what licence the list is published; shown beside it.")
def add(name: str, source: str, form: str | None, category: str, licence: str) -> None:
    """Import the list SOURCE (a file, a folder or an address) under NAME and put it in force.

    A list of that name is replaced. Bad lines are counted and shown; where most are bad, nothing is imported.
    Publishers ask for consideration: UT1, for one, not to be fetched between 08 and 19 UK time.
    """
    _bring(name, source, form, category, licence)


@lists.command()
@click.argument("names", nargs=-1)
def update(names: tuple[str, ...]) -> None:
    """Import the lists NAMES (default: all) again from where they came from."""
    from leeward.filtering.queries.lists import list_lines

    known = {line.name: line for line in list_lines()}
    for name in names:
        if name not in known:
            raise click.ClickException(f"There is no list {name!r}. Known: {', '.join(known) or 'none yet'}.")
    failed = []
    for name in names or known:
        line = known[name]
        try:
            _bring(name, line.source, line.format, line.category, line.licence)
        except click.ClickException as error:
            error.show()
            failed.append(name)
    if failed:
        raise click.ClickException(f"Not updated, and in force as before: {', '.join(failed)}.")


@lists.command()
@click.argument("name")
def remove(name: str) -> None:
    """Take the list NAME out of force and delete its files."""
    from django.utils import timezone

    from leeward.engine.load.lists import ListRefused
    from leeward.filtering.actions.lists import remove_list
    from leeward.foundation.access import SYSTEM

    try:
        version = remove_list(actor=SYSTEM, name=name, now=timezone.now())
    except LookupError:
        raise click.ClickException(f"There is no list {name!r}.") from None
    except ListRefused as error:
        raise click.ClickException(f"{name} is removed, but {error}") from error
    click.echo(f"Removed. Snapshot {version} is in force without it.")


@lists.command()
def show() -> None:
    """Show every list with its licence, source, age and counts."""
    from leeward.filtering.queries.lists import list_lines

    for line in list_lines():
        click.echo(f"{line.name}: {line.total:,} addresses in {len(line.counts)} categories, {line.bad:,} bad lines")
        click.echo(f"    imported {line.imported_at:%d %b %Y %H:%M} from {line.source}")
        click.echo(f"    licence: {line.licence or 'not stated'}")


def _bring(name: str, source: str, form: str | None, category: str, licence: str) -> None:
    from django.utils import timezone

    from leeward.engine.load.lists import ListFormat, ListRefused
    from leeward.filtering.actions.fetching import fetched, is_web
    from leeward.filtering.actions.lists import bring_list
    from leeward.foundation.access import SYSTEM

    try:
        with contextlib.ExitStack() as open_things:
            if is_web(source):
                path = open_things.enter_context(fetched(source))
            else:
                path = Path(source).resolve()
            progress = open_things.enter_context(bar(f"Reading {name}"))
            brought = bring_list(
                actor=SYSTEM,
                name=name,
                source=path,
                now=timezone.now(),
                form=ListFormat(form) if form else None,
                category=category,
                licence=licence,
                described=source if is_web(source) else str(path),
                progress=progress,
            )
    except ListRefused as error:
        raise click.ClickException(f"{name}: {error}") from error
    except OSError as error:
        raise click.ClickException(
            f"{name}: nothing was imported ({error.strerror}). Is there room in LEEWARD_HOME?"
        ) from error
    _report(brought)


def _report(brought: "Brought") -> None:
    imported = brought.imported
    for category, count in sorted(imported.entries.items()):
        click.echo(f"  {category:24} {count:>12,}")
    click.echo(f"{imported.total:,} addresses from {imported.lines:,} lines; {imported.bad:,} bad lines")
    for place, bad in imported.bad_lines[:10]:
        click.echo(f"  {place} line {bad.number}: {bad.why}: {bad.text}")
    if imported.bad > 10:
        click.echo(f"  … and {imported.bad - 10:,} more; the page Filtering shows the first 50")
    if imported.unread:
        click.echo(f"Not read, as they are not lists of addresses: {', '.join(imported.unread[:10])}")
    if brought.new_categories:
        click.echo(f"New categories, allowed until you decide about them: {', '.join(brought.new_categories)}")
    click.echo(f"Snapshot {brought.version} is in force.")
