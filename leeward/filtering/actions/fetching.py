"""Fetching a list from where it is published, into a file beside the imported ones."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from leeward.engine.load.lists import ListRefused
from leeward.filtering.folders import list_folder

LARGEST = 2_000_000_000
"""Bytes. The largest published list is a hundredth of it."""


def is_web(source: str) -> bool:
    """Whether a source is an address rather than a path."""
    return source.startswith(("https://", "http://"))


@contextlib.contextmanager
def fetched(source: str, progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[Path]:
    """The list at an address as a file that is gone afterwards. Raises ListRefused, saying what to do."""
    list_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=list_folder(), prefix=".fetching-") as folder:
        path = Path(folder) / (Path(urlsplit(source).path).name or "list")
        try:
            with httpx.stream("GET", source, follow_redirects=True, timeout=60) as answer:
                if answer.status_code != 200:
                    raise ListRefused(f"{source} answered {answer.status_code}: check the address.")
                _save(answer, path, progress)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ListRefused(
                f"{source} could not be fetched ({type(error).__name__}). Try again later, or give a file."
            ) from error
        yield path


def _save(answer: httpx.Response, path: Path, progress: Callable[[int, int], None]) -> None:
    stated = answer.headers.get("Content-Length", "")
    total = int(stated) if stated.isdigit() else 0
    done = 0
    with path.open("wb") as file:
        for piece in answer.iter_raw():
            done += len(piece)
            if done > LARGEST:
                raise ListRefused("this is larger than any list: nothing was imported.")
            file.write(piece)
            progress(done, max(done, total))
