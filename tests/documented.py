"""Runs the Python shown on a page of the docs, so that no page can go stale."""

import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent.parent / "docs"


def run_examples(page: str) -> dict[str, Any]:  # Any: whatever names the page's own code makes
    """Run every ```python block of docs/`page`, in order, in one namespace, and return that namespace.

    A page states what its code gives with `assert`. Fails when the page shows no code at all.
    """
    path = DOCS / page
    blocks = re.findall(r"^```python\n(.*?)^```", path.read_text(), flags=re.M | re.S)
    assert blocks, f"{page} shows no code"
    names: dict[str, Any] = {"__name__": "documented"}  # Any: see above
    for block in blocks:
        exec(compile(block, str(path), "exec"), names)
    return names
