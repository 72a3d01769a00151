"""`leeward edge`: run the filter beside Squid at a site. Starts without Django."""

import json
import logging
import sys
from dataclasses import asdict
from datetime import UTC, datetime

import click

from leeward.edge.settings import Settings, SettingWrong, read_settings


def _settings() -> Settings:
    try:
        return read_settings()
    except SettingWrong as error:
        raise click.ClickException(str(error)) from error


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def edge() -> None:
    """The web filter at a site: decides beside Squid, with or without the server.

    First `enrol`, then `run`. Settings come from the environment and are listed in docs/run/settings/edge.md; how it
    is wired, and what each failure does, in docs/run/filter.md.
    """


@edge.command()
@click.argument("code")
@click.option("--name", default="Main site", show_default=True, help="What the server calls this site.")
@click.option("--again", is_flag=True, help="Replace the key of an edge that is enrolled already.")
def enrol(code: str, name: str, again: bool) -> None:
    """Trade the one-time CODE from the server for this edge's own key.

    The key is kept in LEEWARD_HOME/edge/key.json, readable by its owner only.
    """
    from leeward.edge.enrol import EnrolmentRefused
    from leeward.edge.enrol import enrol as trade
    from leeward.edge.sync import client_for

    settings = _settings()
    try:
        with client_for(settings) as client:
            key = trade(settings, client, code, name, again=again)
    except EnrolmentRefused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Enrolled as {key.edge}. Start the filter with `leeward edge run`.")


@edge.command()
@click.option("--squid/--no-squid", default=True, show_default=True, help="Run Squid too, or leave it to its own unit.")
def run(squid: bool) -> None:
    """Run the filter in the foreground until Ctrl-C: ICAP workers, sync, and Squid.

    Each is started again when it ends. Settings: LEEWARD_ICAP, LEEWARD_PROXY, LEEWARD_SERVER, LEEWARD_EDGE_FAIL and
    more. Without the server the filter goes on with the last good snapshot and says so in `leeward edge status`.
    """
    from leeward.edge.keys import NotEnrolled, load_key
    from leeward.edge.supervise import Child, Watchdog, bind, life_line, workers

    logging.basicConfig(level=logging.INFO, format="edge: %(message)s", stream=sys.stderr)
    settings = _settings()
    try:
        load_key(settings.folder)
        if squid:
            _check_squid(settings)
        listener = bind(settings.icap)
    except (NotEnrolled, OSError) as error:
        raise click.ClickException(str(error)) from error
    reading, _writing = life_line()
    children = workers(settings, listener, reading)
    children.append(Child("sync", [sys.executable, "-m", "leeward.edge.sync", str(reading)], (reading,)))
    if squid:
        children.append(Child("squid", [sys.executable, "-m", "leeward.edge.squid", str(reading)], (reading,)))
    click.echo(f"ICAP   {settings.icap}   {settings.workers} workers, fails {settings.fail.value}")
    click.echo(f"Proxy  {settings.proxy}" if squid else "Proxy  left to its own unit")
    click.echo(f"Server {settings.server}")
    Watchdog(children).run()


def _check_squid(settings: Settings) -> None:
    """Say at once, and once, what is wrong with Squid instead of restarting it for ever."""
    from leeward.edge.squid import SquidUnfit, check, prepare

    try:
        check(settings, prepare(settings))
    except SquidUnfit as error:
        raise click.ClickException(f"{error} Or run without it: `leeward edge run --no-squid`.") from error


@edge.command("squid-config")
@click.option("--check", "parse", is_flag=True, help="Let Squid read it, and say what it says.")
@click.option("--show", is_flag=True, help="Print the text instead of where it is.")
def squid_config(parse: bool, show: bool) -> None:
    """Write Squid's configuration from the LEEWARD_ settings, and the helper it uses; print where it is.

    Run Squid yourself with `squid -N -f FILE` if you use `leeward edge run --no-squid`.
    """
    from leeward.edge.squid import SquidUnfit, check, prepare

    settings = _settings()
    try:
        path = prepare(settings)
        if parse:
            check(settings, path)
    except SquidUnfit as error:
        raise click.ClickException(str(error)) from error
    click.echo(path.read_text("utf-8") if show else str(path))


@edge.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
def status(as_json: bool) -> None:
    """Which snapshot is in force, when the server was last seen, what waits in the spool, what was lost.

    The exit status is 0 only where nothing is the matter.
    """
    from leeward.edge.status import read_status, troubles

    found = read_status(_settings().folder)
    trouble = troubles(found, datetime.now(UTC))
    if as_json:
        click.echo(json.dumps({**(asdict(found) if found else {}), "troubles": trouble}, indent=1))
    elif found:
        click.echo(f"snapshot          {found.snapshot_version or 'none'}, current at {found.pulled_at or 'never'}")
        click.echo(f"server last seen  {found.server_last_seen or 'never'}")
        click.echo(f"records waiting   {found.spool_waiting}")
    if trouble:
        if not as_json:
            for line in trouble:
                click.echo(line)
        sys.exit(1)
