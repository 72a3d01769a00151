"""`leeward up`: everything on one machine, in the foreground."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click

from leeward.edge.settings import Settings, SettingWrong, read_settings
from leeward.frontdoor.processes import Keeper, Part

READY_WITHIN = 60.0
"""Seconds for every address to answer before `up` says which does not."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address on the table, and the part that must answer there."""

    what: str
    address: str
    shown: str


def leeward(*arguments: str) -> tuple[str, ...]:
    """This same program with other arguments."""
    return (sys.executable, "-m", "leeward", *arguments)


def answers(address: str) -> bool:
    """Does anything accept a connection at host:port?"""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=1):
            return True
    except OSError:
        return False


@click.command()
@click.option("--demo", is_flag=True, help="Make the demo organisation where there is none, and show demo sign-ins.")
def up(demo: bool) -> None:
    """Run everything on this machine until Ctrl-C. Safe to run again; ready in seconds the second time."""
    from leeward.frontdoor.prepare import prepare

    home = Path(os.environ.get("LEEWARD_HOME", "./var")).resolve()
    prepare(home, demo=demo)
    places = _places()
    _refuse_taken_ports(places)
    scanner, scanned_by = _scanner(home)
    keeper = Keeper([*_parts(demo), *scanner], home / "logs", lambda text: click.echo(f"! {text}", err=True))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: keeper.stopping.set())
    try:
        keeper.start_all()
        _wait_for([places[0]], keeper)
        if not keeper.stopping.is_set():
            _start_edge(home, keeper)
        _wait_for(places, keeper)
        if not keeper.stopping.is_set():
            _show(places, demo, home, scanned_by)
        keeper.watch()
    finally:
        click.echo("\nStopping ...", err=True)
        keeper.stop()


def _edge_settings() -> Settings:
    try:
        return read_settings({**os.environ, "LEEWARD_SERVER": _server()})
    except SettingWrong as error:
        raise click.ClickException(str(error)) from error


def _web() -> str:
    return os.environ.get("LEEWARD_WEB", "127.0.0.1:8000")


def _server() -> str:
    return os.environ.get("LEEWARD_SERVER", f"http://{_web()}")


def _places() -> list[Place]:
    edge = _edge_settings()
    mail = os.environ.get("LEEWARD_MAIL", "127.0.0.1:2525")
    places = [
        Place("web", _web(), f"http://{_web()}/"),
        Place("concern form", _web(), f"http://{_web()}/report"),
        Place("proxy (Squid)", str(edge.proxy), str(edge.proxy)),
        Place("ICAP", str(edge.icap), str(edge.icap)),
        Place("mail journal", mail, f"{mail} (SMTP)"),
    ]
    return places if edge.squid_program else [place for place in places if not place.what.startswith("proxy")]


def _refuse_taken_ports(places: list[Place]) -> None:
    taken = sorted({place.address for place in places if answers(place.address)})
    if taken:
        raise click.ClickException(
            f"Something already listens on {', '.join(taken)}. Stop it, or choose other addresses "
            "(LEEWARD_WEB, LEEWARD_PROXY, LEEWARD_ICAP, LEEWARD_MAIL)."
        )


def _parts(demo: bool) -> list[Part]:
    parts = [Part("web", leeward("web")), Part("worker", leeward("worker")), Part("mail", leeward("mail"))]
    if demo:
        return [
            Part("demo-mailbox", leeward("demo-mailbox")),
            Part("demo-origin", leeward("demo-origin")),
            *parts,
        ]
    return parts


def _scanner(home: Path) -> tuple[list[Part], str]:
    """A clamd of our own where nobody else's runs and there are signatures; and what the table says of the scan."""
    from leeward.foundation.files import own_scanner

    chosen = os.environ.get("LEEWARD_CLAMD", "")
    if chosen or own_scanner.DISTRIBUTION.exists():
        return [], chosen or f"unix:{own_scanner.DISTRIBUTION}"
    program = own_scanner.program()
    if program is None:
        return [], "off, files stay in quarantine: clamav-daemon is not installed (docs/run/files.md)"
    if own_scanner.signature_folder(home) is None:
        return [], "off, files stay in quarantine: there are no virus signatures yet (docs/run/files.md)"
    command = (program, "--config-file", str(own_scanner.configured(home)))
    return [Part("clamd", command)], "clamd, started here"


def _start_edge(home: Path, keeper: Keeper) -> None:
    """Enrols the edge of this machine once, by code and over HTTP like any other, and starts it."""
    settings = _edge_settings()
    environment = {"LEEWARD_SERVER": _server()}
    if not (settings.folder / "key.json").exists():
        done = subprocess.run(  # noqa: S603  # our own program
            leeward("edge", "enrol", _enrolment_code(), "--name", "This machine"),
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            keeper.say(f"The web filter could not be enrolled: {done.stderr.strip()}")
            return
    options = () if settings.squid_program else ("--no-squid",)
    keeper.add(Part("edge", leeward("edge", "run", *options), environment))


def _enrolment_code() -> str:
    from django.utils import timezone

    from leeward.filtering.actions.edges import make_code
    from leeward.foundation.access import SYSTEM

    return make_code(actor=SYSTEM, now=timezone.now())


def _wait_for(places: list[Place], keeper: Keeper) -> None:
    deadline = time.monotonic() + READY_WITHIN
    waiting = {place.address for place in places}
    while waiting and time.monotonic() < deadline and not keeper.stopping.is_set():
        keeper.look()
        waiting = {address for address in waiting if not answers(address)}
        keeper.stopping.wait(0.1 if waiting else 0)
    for address in sorted(waiting) if not keeper.stopping.is_set() else []:
        click.echo(f"! Nothing answers at {address} yet. Run `leeward doctor` in another window.", err=True)


def _show(places: list[Place], demo: bool, home: Path, scanned_by: str) -> None:
    rows = [*((place.what, place.shown) for place in places), ("file scan", scanned_by)]
    if demo:
        rows.append(("letters it sends", str(home / "demo-mailbox")))
    width = max(len(what) for what, _ in rows)
    click.echo("\nLeeward is running. Ctrl-C stops everything.\n")
    for what, shown in rows:
        click.echo(f"  {what:<{width}}  {shown}")
    if demo:
        click.echo(f"\nDemo sign-ins: http://{_web()}/sign-in has one button per post.")
    if all(not place.what.startswith("proxy") for place in places):
        click.echo("\nThe web filter's proxy is off. To have it: sudo apt-get install squid-openssl, then start again.")
    click.echo("")
