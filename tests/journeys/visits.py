"""Prints every page of a running installation with somebody who may open it, as JSON. Run as a process."""

import json
import sys

from leeward.frontdoor.cli import django

if __name__ == "__main__":
    django()
    from tests.house.demo import find_everything
    from tests.house.visits import visits

    json.dump(visits(find_everything()), sys.stdout)
