"""Lays one document out: HTML on standard input, PDF on standard output. Knows no database and fetches nothing."""

import resource
import sys
from importlib.resources import files
from typing import Any

from leeward.foundation.pdf.making import MOST_MEMORY, MOST_SECONDS, TOO_MUCH, UNAVAILABLE


def main() -> int:
    """Exit status 0 with a PDF written, or the reason as a number: an error text could carry what was laid out."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        from weasyprint import CSS, HTML  # type: ignore[import-untyped]  # the library carries no types
        from weasyprint.urls import (  # type: ignore[import-untyped]  # as above
            URLFetcher,
            URLFetcherResponse,
        )
    except (ImportError, OSError):
        return UNAVAILABLE

    class OnlyWithin(URLFetcher):  # type: ignore[misc]  # the library carries no types
        """Reads pictures written into the document itself, and nothing else: no file, no network, no redirect."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # Any: the library carries no types
            if not url.lower().startswith("data:"):
                raise ValueError("Only what is written into a document is read.")
            return super().fetch(url, headers)

    page = sys.stdin.buffer.read().decode("utf-8")
    try:
        only_within = OnlyWithin(allowed_protocols=["data"], allow_redirects=False)
        document = HTML(string=page, url_fetcher=only_within)
        style = CSS(
            string=files("leeward.foundation.pdf").joinpath("page.css").read_text("utf-8"), url_fetcher=only_within
        )
        made = document.write_pdf(pdf_variant="pdf/ua-1", stylesheets=[style])
    except MemoryError:
        return TOO_MUCH
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    # Whatever goes wrong may quote the document: only the status leaves this process.
    try:
        status = main()
    except Exception:  # noqa: BLE001  # as above
        status = 1
    sys.stdout.flush()
    sys.exit(status)
