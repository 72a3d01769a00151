"""Makes the demonstration in a scratch installation: run as a process with that installation's settings."""

from leeward.frontdoor.cli import django

if __name__ == "__main__":
    django()
    from tests.house.demo import build_everything

    build_everything()
