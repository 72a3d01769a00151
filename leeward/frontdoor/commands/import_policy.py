"""`leeward import policy FILE`: what a policy promises, found in the document; with --dry-run nothing is kept."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from leeward.policy.reading import CannotRead, read_policy_file
from leeward.policy.rules.as_json import as_json
from leeward.policy.rules.values import PolicyReading


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what was found; keep nothing and need no database.")
@click.option("--json", "as_machine", is_flag=True, help="Print everything found as JSON.")
@click.option("--reason", default="Imported", show_default=True, help="Why there is this version; it becomes public.")
@click.option(
    "--as", "slug", metavar="SLUG", help=("The policy at /policies/SLUG: its next version, or a new one there.")
)
def policy(file: Path, dry_run: bool, as_machine: bool, reason: str, slug: str | None) -> None:
    """Read a policy (.txt, .docx or .pdf): sections, versions, owners, review dates, promises and problems.

    Without --dry-run the text is kept as a version that somebody still has to look over, approve and publish.
    """
    try:
        reading = read_policy_file(file, on=datetime.now(UTC).date())
    except CannotRead as error:
        raise click.ClickException(str(error)) from error
    if as_machine:
        click.echo(json.dumps(as_json(reading), ensure_ascii=False, indent=2))
    else:
        _show(reading)
    if not dry_run:
        _keep(file, reason, slug)


def _keep(file: Path, reason: str, slug: str | None) -> None:
    from leeward.frontdoor.cli import django

    django()
    from django.utils import timezone

    from leeward.foundation.access import SYSTEM
    from leeward.policy.actions import import_policy
    from leeward.policy.queries.pages import policy_at
    from leeward.policy.refusals import Refused

    try:
        made = import_policy(
            actor=SYSTEM,
            data=file.read_bytes(),
            name=file.name,
            reason=reason,
            policy=policy_at(slug) if slug else None,
            slug=slug or "",
            now=timezone.now(),
        )
    except Refused as refusal:
        raise click.ClickException(refusal.text) from refusal
    if made.is_new:
        click.echo(f"Kept as /policies/manage/{made.version}: look it over there, then send it for approval.", err=True)
    else:
        click.echo("Nothing was added: this is word for word the latest version.", err=True)


def _show(reading: PolicyReading) -> None:
    click.echo(reading.title or "(no title found)")
    if reading.organisation:
        click.echo(f"of {reading.organisation}")
    for version in reading.versions:
        click.echo(f"  version {version.version}  {version.date or 'no date'}  {version.reason}  {version.by}".rstrip())
    for owner in reading.owners:
        click.echo(f"  owner: {' · '.join(part for part in (owner.post, owner.person) if part)}")
    cycle = reading.review.cycle_months
    click.echo(
        f"  review: {f'every {cycle} months' if cycle else 'no cycle stated'}, next "
        f"{reading.review.next or 'not stated'}"
    )
    click.echo(
        f"\n{len(reading.sections)} sections, {len(reading.promises)} promises, {len(reading.problems)} problems\n"
    )
    for promise in reading.promises:
        click.echo(f"- [{promise.modality}] {promise.text}")
        click.echo(f"    {promise.actor or 'nobody named'} · to confirm: {', '.join(promise.missing)}")
    if reading.problems:
        click.echo("\nTo look at:")
    for problem in reading.problems:
        click.echo(f"- {f'{problem.heading}: ' if problem.heading else ''}{problem.message}")
