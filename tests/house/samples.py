"""An example of each page that needs an argument, from the demonstration: who opens it, and with what.

A room adds one line per route: `"safeguarding:case": lambda demo: ("dsl", {"case": …})`. A page without one fails.
"""

from collections.abc import Callable, Mapping

from tests.house.demo import Demo

Sample = Callable[[Demo], tuple[str, Mapping[str, object]]]

SAMPLES: dict[str, Sample] = {}

NOT_PAGES: frozenset[str] = frozenset()
"""Routes with arguments which never answer GET with a page: forms sent elsewhere, downloads, machine doors apart."""
