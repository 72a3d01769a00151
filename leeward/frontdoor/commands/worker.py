"""`leeward worker`"""

import signal
import threading

import click


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@click.option("--every", default=1.0, show_default=True, help="Seconds between looks when nothing is due.")
def worker(once: bool, every: float) -> None:
    """Do what waits in the outbox: letters, snapshots, checks, everything that was promised for later."""
    from leeward.frontdoor.cli import django

    django()
    from django.db import close_old_connections
    from django.utils import timezone

    from leeward.foundation.outbox.jobs import work_off
    from leeward.foundation.schedule import put_what_recurs

    if once:
        put_what_recurs(timezone.now())
        click.echo(f"{work_off(timezone.now())} done")
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        close_old_connections()
        put_what_recurs(timezone.now())
        if not work_off(timezone.now(), limit=50):
            stop.wait(every)
