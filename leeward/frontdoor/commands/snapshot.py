"""`leeward snapshot`"""

import click


@click.group()
def snapshot() -> None:
    """Make what the edges filter by: the index of all lists with the policy, signed."""
    from leeward.frontdoor.cli import django

    django()


@snapshot.command()
def build() -> None:
    """Build the index of all lists anew and put it in force with the present policy.

    Sets up the policy that comes with Leeward where there is none. Changes of policy need no build: they make a
    snapshot by themselves.
    """
    from django.utils import timezone

    from leeward.engine.load import ListRefused
    from leeward.filtering.actions.policy import begin_policy
    from leeward.filtering.actions.snapshots import SnapshotMade, build_snapshot, write_files
    from leeward.foundation.access import SYSTEM

    now = timezone.now()
    begin_policy(actor=SYSTEM, now=now)
    try:
        version = build_snapshot(actor=SYSTEM, now=now)
    except ListRefused as error:
        raise click.ClickException(str(error)) from error
    write_files(SnapshotMade(version), now)
    click.echo(f"Snapshot {version} is in force. Edges have it within seconds.")


@snapshot.command("enrolment-code")
def enrolment_code() -> None:
    """Make a one-time code by which one edge enrols within a day: `leeward edge enrol CODE`."""
    from django.utils import timezone

    from leeward.filtering.actions.edges import make_code
    from leeward.foundation.access import SYSTEM

    click.echo(make_code(actor=SYSTEM, now=timezone.now()))
