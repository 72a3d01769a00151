"""What the edge says to people, from the same catalogues as the rest of the house, read without Django.

The edge has no session and does not ask a browser for its language: one site speaks one language. It is English until a
translated catalogue is offered (docs/build/texts.md); a text that is not translated stays as it is written.
"""

import gettext
from pathlib import Path

CATALOGUES = Path(__file__).parent.parent / "frontdoor" / "locale"
LANGUAGE = "en_GB"

_said = gettext.translation("django", CATALOGUES, languages=[LANGUAGE], fallback=True)


def _(text: str) -> str:
    """The text in the language of this site."""
    return _said.gettext(text)


def noop(text: str) -> str:
    """Marks a text that is translated where it is shown."""
    return text
