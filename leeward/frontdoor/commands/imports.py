"""`leeward import …`: the group of commands that bring files in, each loaded only when asked for."""

import importlib

import click

KINDS = {
    # name: (module, attribute, one line for --help)
    "people": ("leeward.frontdoor.commands.import_people", "people", "People from a CSV file."),
    "policy": ("leeward.frontdoor.commands.import_policy", "policy", "A policy, with the promises it makes."),
}


class _Kinds(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(KINDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in KINDS:
            return None
        module, name, _ = KINDS[cmd_name]
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, KINDS[name][2]) for name in sorted(KINDS)])


@click.group(name="import", cls=_Kinds)
def import_() -> None:
    """Bring a file in: people or policies."""
