"""Makes the demonstration in a scratch installation: run as a process with that installation's settings."""

from leeward.frontdoor.cli import COMMANDS, cli, django

if __name__ == "__main__":
    if "demo" in COMMANDS:
        cli(["demo"])
    else:
        django()
        from tests.house.demo import build_everything

        build_everything()
