"""The code on the poster: made here, nothing is asked of another site."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def code_for(address: str) -> SafeString:
    """A QR code of an address as SVG to stand in a page, named for screen readers by what stands beside it."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, scale=6, border=4, svgclass="lw-code-square", lineclass=None
    )
    # Drawn by the library from the address of this installation alone: there is nothing in it that people typed.
    return mark_safe(out.getvalue().decode().replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308
