"""From a template to the bytes of a PDF. The page is laid out in a process of its own with limits of its own.

    body = render_pdf("policy/print.html", {"policy": policy})

The template extends `foundation/pdf/page.html` and fills its blocks `title`, `running` and `content`.
"""

import ctypes
import subprocess
import sys
from collections.abc import Mapping

from django.template.loader import render_to_string

PDF_TYPE = "application/pdf"
MOST_HTML = 8 * 1024 * 1024
"""Bytes of HTML that are laid out at most: about two thousand pages of text."""
MOST_SECONDS = 120
"""Seconds of the processor one document may take."""
MOST_MEMORY = 2 * 1024**3
"""Bytes of address space of the process that lays a document out."""
UNAVAILABLE, TOO_MUCH = 3, 4
"""Exit statuses of that process: the system library is missing; a limit was reached."""


class PdfFailed(Exception):
    """The document could not be made; nothing of its text is in the message."""


class PdfUnavailable(PdfFailed):
    """A system library is missing; the message names the line that installs it."""


PANGO = "libpangoft2-1.0.so.0"
MEND = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"


def render_pdf(template: str, context: Mapping[str, object]) -> bytes:
    """The template as PDF/UA-1. Raises PdfFailed when it is too large or a limit is reached, PdfUnavailable."""
    return pdf_of(render_to_string(template, dict(context)))


def pdf_of(html: str) -> bytes:
    """A whole HTML document, whose text is escaped already, as PDF/UA-1. Only `data:` addresses in it are read.

    Raises PdfFailed, PdfUnavailable.
    """
    body = html.encode("utf-8", "replace")
    if len(body) > MOST_HTML:
        raise PdfFailed("The document is too long to be laid out at once: choose fewer parts.")
    try:
        made = subprocess.run(
            [sys.executable, "-m", "leeward.foundation.pdf"],
            input=body,
            capture_output=True,
            timeout=MOST_SECONDS * 2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PdfFailed("The document took too long to be laid out: choose fewer parts.") from None
    if made.returncode == UNAVAILABLE:
        raise PdfUnavailable(f"PDF files cannot be made until Pango is installed: {MEND}")
    if made.returncode != 0 or not made.stdout.startswith(b"%PDF"):
        raise PdfFailed("The document could not be laid out within its limits: choose fewer parts.")
    return made.stdout


def pdf_works() -> bool:
    """Is the system library there that lays pages out?"""
    try:
        ctypes.CDLL(PANGO)
    except OSError:
        return False
    return True
