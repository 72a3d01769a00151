"""`leeward web`"""

import os
import sys
from contextlib import suppress
from pathlib import Path

import click


@click.command()
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--threads", default=4, show_default=True, help="Threads in each.")
def web(workers: int, threads: int) -> None:
    """Serve the pages on LEEWARD_WEB (default 127.0.0.1:8000). Put nginx before it for anything but loopback."""
    from leeward.frontdoor.cli import django

    django()
    from django.conf import settings

    from leeward.foundation.installation.begin import InstallationRefused, refuse_demo_on_real_data
    from leeward.foundation.vault.keyring import KeysMissing, keyring
    from leeward.frontdoor.static_files import collect
    from leeward.frontdoor.traffic import begin_anew

    try:
        keyring()
        refuse_demo_on_real_data()
    except (KeysMissing, InstallationRefused) as error:
        raise click.ClickException(str(error)) from error
    try:
        collect()
    except OSError as error:
        # Whoever is worried must reach the form all the same: files go out as they are.
        click.echo(f"Style sheets are not compressed: {error}. Make LEEWARD_HOME writable, then start again.", err=True)
    with suppress(OSError):
        begin_anew()
    # No access log: addresses of people who report are kept nowhere.
    os.execv(  # noqa: S606  # gunicorn takes this process's place, so that signals reach it
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "leeward.frontdoor.wsgi",
            "--bind",
            settings.LEEWARD_WEB,
            "--workers",
            str(workers),
            "--threads",
            str(threads),
            "--worker-tmp-dir",
            "/dev/shm" if Path("/dev/shm").is_dir() else str(settings.LEEWARD_HOME),  # noqa: S108  # a heartbeat file only
            "--log-level",
            "warning",
            "--no-control-socket",
        ],
    )
