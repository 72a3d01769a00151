"""`leeward outbox`"""

from uuid import UUID

import click


@click.group()
def outbox() -> None:
    """See what gave up in the outbox, and give it another life."""


@outbox.command("list")
def list_() -> None:
    """Dead letters, oldest first: what kind, for whom in the program, which error. Never what they are about."""
    from leeward.frontdoor.cli import django

    django()
    from leeward.foundation.outbox.jobs import dead_letters

    letters = dead_letters()
    for job in letters:
        click.echo(f"{job.id}  {job.put_at:%Y-%m-%d %H:%M}  {job.kind} for {job.handler}: {job.last_error}")
    if not letters:
        click.echo("No dead letters.")


@outbox.command()
@click.argument("job_id", required=False)
@click.option("--all", "every", is_flag=True, help="Every dead letter.")
def requeue(job_id: str | None, every: bool) -> None:
    """Give a dead letter (or all of them) another life."""
    from leeward.frontdoor.cli import django

    django()
    from django.utils import timezone

    from leeward.foundation.access import SYSTEM
    from leeward.foundation.act import act
    from leeward.foundation.outbox import jobs

    if every == bool(job_id):
        raise click.UsageError("Name one job from `leeward outbox list`, or say --all.")
    try:
        wanted = [job.id for job in jobs.dead_letters()] if every else [UUID(str(job_id))]
    except ValueError as error:
        raise click.UsageError(f"{job_id} is not the id of a job: see `leeward outbox list`.") from error
    now = timezone.now()
    with act(SYSTEM, "outbox.requeue", now=now) as entry:
        count = sum(jobs.requeue(one, now) for one in wanted)
        entry.details["count"] = count
    if not count:
        raise click.ClickException("There is no such dead letter: see `leeward outbox list`.")
    click.echo(f"{count} waiting again.")
