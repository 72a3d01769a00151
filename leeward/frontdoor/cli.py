"""The `leeward` command. Commands are imported when asked for, so that light ones start without Django."""

import importlib
import json
import os
import sys
from pathlib import Path

import click

DEMO_FILE = "demo.json"

COMMANDS = {
    # name: (module, attribute, one line for --help)
    "assess": ("leeward.frontdoor.commands.assess", "assess", "Say what the text rules find in a message."),
    "mail": ("leeward.frontdoor.commands.mail", "mail", "Take journaled mail over SMTP."),
    "up": ("leeward.frontdoor.commands.up", "up", "Run everything on this machine."),
    "demo": ("leeward.frontdoor.commands.demo", "demo", "Make the demo organisation."),
    "demo-mailbox": ("leeward.frontdoor.commands.demo_mailbox", "demo_mailbox", "Keep the letters of the demo."),
    "doctor": ("leeward.frontdoor.commands.doctor", "doctor", "Say what is wrong and how to mend it."),
    "outbox": ("leeward.frontdoor.commands.outbox", "outbox", "See and requeue what gave up."),
    "migrate": ("leeward.frontdoor.commands.migrate", "migrate", "Bring the database up to date."),
    "web": ("leeward.frontdoor.commands.web", "web", "Serve the pages."),
    "worker": ("leeward.frontdoor.commands.worker", "worker", "Do what waits in the outbox."),
    "edge": ("leeward.edge.commands", "edge", "Run the web filter at a site, beside Squid."),
    "decide": ("leeward.frontdoor.commands.decide", "decide", "Say whether a web address would be opened, and why."),
    "import": ("leeward.frontdoor.commands.imports", "import_", "Bring in people or a policy from a file."),
    "demo-origin": (
        "leeward.frontdoor.commands.demo_origin",
        "demo_origin",
        "Serve invented sites for the demonstration.",
    ),
    "lists": ("leeward.frontdoor.commands.lists", "lists", "Bring in lists of web addresses, and renew them."),
    "scim": ("leeward.frontdoor.commands.scim", "scim", "Connect identity providers."),
    "snapshot": ("leeward.frontdoor.commands.snapshot", "snapshot", "Make what the edges filter by."),
    "promises": (
        "leeward.frontdoor.commands.promises",
        "promises",
        ("Say which promises are kept, today or on a day past."),
    ),
    "backup": ("leeward.frontdoor.commands.backup", "backup", "Make a backup, and prove that it can be restored."),
    "restore": ("leeward.frontdoor.commands.restore", "restore", "Put a backup in place."),
    "bench": ("leeward.frontdoor.commands.bench", "bench", "Measure this machine."),
    "audit": ("leeward.frontdoor.commands.audit", "audit", "Check that the audit trail is whole."),
    "token": ("leeward.frontdoor.commands.token", "token", "Make, list and revoke tokens of other systems."),
    "keys": ("leeward.frontdoor.commands.keys", "keys", "Make, rotate and print the keys."),
}


class Lazy(click.Group):
    """A group that knows its commands by name and loads one at a time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name, _ = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][2]) for name in sorted(COMMANDS)])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="leeward")
def cli() -> None:
    """Leeward runs the whole of online safety for a training provider, college or school."""


def demo_settings() -> None:
    """A demonstration keeps its settings beside its data, so that every command in that folder means the same one."""
    path = Path(os.environ.get("LEEWARD_HOME", "./var")) / DEMO_FILE
    if path.exists():
        for name, value in json.loads(path.read_text()).items():
            os.environ.setdefault(name, value)


def django() -> None:
    """Loads Django for a command that needs it. Says what to do when the settings cannot be used."""
    demo_settings()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leeward.frontdoor.settings")
    import django as django_package
    from django.core.exceptions import ImproperlyConfigured

    try:
        django_package.setup()
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from error
    finish_a_restore()


def finish_a_restore() -> None:
    """A restore that was killed after its switch is finished by whichever command comes next."""
    from leeward.foundation.backup.switching import settle

    if settle():
        click.echo("A restore that was interrupted has been finished.", err=True)


def main() -> None:
    """The entry point; errors name the fix and never show a trace unless LEEWARD_TRACE is set."""
    try:
        cli(prog_name="leeward")
    except Exception as error:
        if os.environ.get("LEEWARD_TRACE"):
            raise
        click.echo(f"leeward: {type(error).__name__}: {error}", err=True)
        click.echo("Run `leeward doctor` to see what is wrong; LEEWARD_TRACE=1 shows where it happened.", err=True)
        sys.exit(1)
