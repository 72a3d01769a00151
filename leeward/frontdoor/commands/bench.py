"""`leeward bench`"""

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

Figures = dict[str, dict[str, float]]


@click.command()
@click.option(
    "--json", "to", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures there as JSON too."
)
@click.option(
    "--only",
    type=click.Choice(["filter", "text", "pages", "cases", "reports", "directory", "people", "promises"]),
    help="Measure one part.",
)
@click.option(
    "--postgres",
    default="",
    help="Address of an empty PostgreSQL database: measures reports, directory or import there.",
)
def bench(to: Path | None, only: str | None, postgres: str) -> None:
    """Measure this machine: Squid with and without the filter, the text rules, ten pages, the pages of a lead
    with few and with 5,000 cases, 300 people reporting at once, the directory at two sizes.

    With LEEWARD_POLICIES naming a folder of policies and markings, also how well their promises are found.

    Figures vary by a third from run to run; compare those of one run, or with the previous one on the same machine.
    """
    parts: dict[str, Callable[[], Figures]] = {
        "filter": _filter,
        "text": _text,
        "pages": _pages,
        "cases": _cases,
        "reports": lambda: _reports(postgres),
        "directory": lambda: _directory(postgres),
        "people": lambda: _people(postgres),
        "promises": _promises,
    }
    figures: Figures = {}
    for name, measure in parts.items():
        if only in (None, name):
            click.echo(f"Measuring: {name} ...", err=True)
            figures.update(measure())
    width = max((len(name) for name in figures), default=0)
    for name, row in figures.items():
        click.echo(f"{name:<{width}}  " + "   ".join(f"{column} {figure:,.2f}" for column, figure in row.items()))
    if to is not None:
        to.write_text(json.dumps(figures, indent=1) + "\n")


def _filter() -> Figures:
    from leeward.edge.bench import BenchUnfit
    from leeward.edge.bench import bench as measure

    try:
        return measure()
    except BenchUnfit as error:
        click.echo(f"Left out: {error}", err=True)
        return {}


def _text() -> Figures:
    from leeward.engine.load_rules import standard_library
    from leeward.engine.text.assess import assess
    from leeward.engine.text.values import Message

    rules = standard_library()
    messages = [Message(f"See you in the workshop at {hour}, bring the form for unit {hour}") for hour in range(2000)]
    began = time.perf_counter()
    for message in messages:
        assess(message, rules)
    return {"text rules, short messages": {"per_second": len(messages) / (time.perf_counter() - began)}}


def _pages() -> Figures:
    from leeward.frontdoor.bench_pages import bench_pages

    return bench_pages()


def _cases() -> Figures:
    from leeward.frontdoor.bench_cases import bench_cases

    return bench_cases()


def _reports(postgres: str) -> Figures:
    from leeward.frontdoor.bench_reports import NotReceived, bench_reports

    try:
        return bench_reports(postgres=postgres)
    except NotReceived as error:
        raise click.ClickException(str(error)) from error


def _directory(postgres: str) -> Figures:
    from leeward.frontdoor.bench_directory import bench_directory

    return bench_directory(postgres)


def _people(postgres: str) -> Figures:
    from leeward.frontdoor.bench_people import bench_people

    return bench_people(postgres)


def _promises() -> Figures:
    from leeward.frontdoor.bench_promises import bench_promises
    from leeward.policy.reading import CannotRead

    folder = os.environ.get("LEEWARD_POLICIES", "")
    if not folder:
        click.echo("Left out: set LEEWARD_POLICIES to a folder of policies, each with its marking.", err=True)
        return {}
    try:
        return bench_promises(Path(folder), on=datetime.now(UTC).date())
    except (CannotRead, OSError) as error:
        raise click.ClickException(str(error)) from error
