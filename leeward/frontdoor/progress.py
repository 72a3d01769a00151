"""The progress bar of long commands, on standard error."""

import contextlib
import sys
from collections.abc import Callable, Iterator

import click


@contextlib.contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar fed with what is done and what there is in all; silent where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    shown = click.progressbar(length=1000, label=label, file=sys.stderr)
    with shown:

        def progress(done: int, total: int) -> None:
            step = min(1000, 1000 * done // max(total, 1)) - shown.pos
            if step > 0:
                shown.update(step)

        yield progress
