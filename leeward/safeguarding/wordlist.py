"""The list of 7,776 words (EFF's long list, CC BY 3.0 US; see NOTICE)."""

from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "eff_large_wordlist.txt"


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """All words, as published."""
    return tuple(_FILE.read_text(encoding="ascii").split())
