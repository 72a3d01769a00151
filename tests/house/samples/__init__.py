"""An example of each page that needs an argument, from the demonstration: who opens it, and with what.

A room has a file here with `SAMPLES`, one line per route: `"safeguarding:case": lambda demo: ("dsl", {"case": …})`, and
where needed `NOT_PAGES`: routes with arguments which never answer GET with a page (forms sent elsewhere, downloads).
A page in neither fails.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.house.samples.kind import Sample

_FILES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__) if found.name != "kind"]

SAMPLES: dict[str, Sample] = {name: sample for file in _FILES for name, sample in file.SAMPLES.items()}
NOT_PAGES: frozenset[str] = frozenset().union(*(getattr(file, "NOT_PAGES", ()) for file in _FILES))
