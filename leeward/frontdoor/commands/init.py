"""`leeward init`: a real organisation, step by step."""

import os
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import click

NATIONS = ["England", "Wales", "Scotland", "Northern Ireland"]
FIRST_POSTS = [
    ("managing-director", False, "Managing director or principal: receives concerns about the safeguarding team"),
    ("dsl", False, "Designated safeguarding lead: receives concerns"),
    ("dsl", True, "Deputy safeguarding lead: stands in for them"),
    ("chair", False, "Chair of the board: receives concerns about the managing director"),
    ("hr", False, "Who keeps the directory of people (HR): no access to cases"),
]


@dataclass(frozen=True, slots=True)
class Answer:
    """One person named during set-up."""

    given: str
    family: str
    email: str


@click.command()
def init() -> None:
    """Set up a real organisation: keys, database, the first people and posts, the recovery sheet.

    Nothing is kept until you confirm at the end; stopping before that leaves the database as it was.
    """
    home = Path(os.environ.get("LEEWARD_HOME", "./var")).resolve()
    home.mkdir(parents=True, exist_ok=True)
    from leeward.foundation.vault import keyring_files

    keys = Path(os.environ.get("LEEWARD_KEYS", str(home / "keys"))).resolve()
    if keyring_files.make(keys):
        click.echo(f"Made the first keys in {keys}.")
    from leeward.frontdoor.cli import django

    django()
    from django.core.management import call_command

    from leeward.foundation.installation.begin import installation

    call_command("migrate", verbosity=0, interactive=False)
    if (present := installation()) is not None:
        raise click.ClickException(f"This database already holds {present.organisation}. Nothing was changed.")
    click.echo("\nAnswer each question; Ctrl-C stops without keeping anything.\n")
    name = click.prompt("Name of the organisation", value_proc=_some_text)
    nation = click.prompt("Nation", type=click.Choice(NATIONS), default="England")
    if nation != "England":
        click.echo(
            f"There is no rule pack for {nation} yet: bank holidays will be right, limits and referral steps are "
            "England's and must be checked by you."
        )
    answers = _ask_people()
    click.echo("")
    for (post, deputy, _what), answer in zip(FIRST_POSTS, answers, strict=True):
        click.echo(f"  {post + (' (deputy)' if deputy else ''):<20} {answer.given} {answer.family}, {answer.email}")
    if not click.confirm("\nIs this right? Each of them is then invited by e-mail"):
        raise click.ClickException("Nothing was kept. Run `leeward init` again.")
    _keep(name, nation, answers)
    click.echo(
        "\nDone. Next:\n"
        "  1. leeward keys sheet | lp      print two recovery sheets, seal them, keep them apart\n"
        "  2. leeward import people FILE   bring in staff and learners\n"
        "  3. leeward up                   start everything\n"
        "  4. leeward doctor               see what is still missing\n"
    )


def _some_text(text: str) -> str:
    text = " ".join(text.split())
    if not 1 < len(text) <= 120:
        raise click.UsageError("Give between 2 and 120 characters.")
    return text


def _an_address(text: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    text = text.strip().lower()
    try:
        validate_email(text)
    except ValidationError as error:
        raise click.UsageError(f"{text} is not an e-mail address such as name@provider.example.") from error
    return text


def _ask_people() -> list[Answer]:
    known: dict[str, Answer] = {}
    answers: list[Answer] = []
    for post, _deputy, what in FIRST_POSTS:
        click.echo(f"\n{what} ({post})")
        while True:
            email = click.prompt("  E-mail", value_proc=_an_address)
            if email in known:
                click.echo(f"  {known[email].given} {known[email].family} again.")
            else:
                given = click.prompt("  First name", value_proc=_some_text)
                known[email] = Answer(given, click.prompt("  Family name", value_proc=_some_text), email)
            if post == "dsl" and answers and email == answers[-1].email:
                click.echo("  A deputy must be somebody else, and so must the managing director.", err=True)
                continue
            answers.append(known[email])
            break
    return answers


def _keep(name: str, nation: str, answers: list[Answer]) -> None:
    from django.db import transaction
    from django.utils import timezone

    from leeward.foundation.access import SYSTEM
    from leeward.foundation.installation.begin import begin
    from leeward.people.actions import Details, add_person, appoint, open_sign_in
    from leeward.people.refusals import Refused
    from leeward.people.rules import PersonClass, Post

    now = timezone.now()
    made: dict[str, UUID] = {}
    try:
        with transaction.atomic():
            begin("real", name, now=now, nation=nation)
            for (post, deputy, _what), answer in zip(FIRST_POSTS, answers, strict=True):
                person = made.get(answer.email)
                if person is None:
                    kind = PersonClass.BOARD_MEMBER if post == "chair" else PersonClass.STAFF
                    details = Details(answer.given, answer.family, email=answer.email)
                    person = add_person(actor=SYSTEM, now=now, details=details, classes=frozenset({kind}))
                    open_sign_in(actor=SYSTEM, now=now, person=person)
                    made[answer.email] = person
                today = timezone.localdate(now)
                appoint(actor=SYSTEM, now=now, person=person, post=Post(post), since=today, deputy=deputy)
    except Refused as error:
        raise click.ClickException(f"{error.text} Nothing was kept.") from error
