"""Reading a policy text in one step, for tests."""

from datetime import date

from leeward.policy.rules.document import read_document
from leeward.policy.rules.plain_text import blocks_of_text
from leeward.policy.rules.values import OfferedPromise, PolicyReading

TODAY = date(2026, 11, 25)


def read(text: str) -> PolicyReading:
    """Everything found in a plain text, on a fixed day."""
    return read_document(blocks_of_text(text), on=TODAY)


def promise(text: str, sentence: str) -> OfferedPromise:
    """The one promise offered for `sentence`."""
    (found,) = [offered for offered in read(text).promises if offered.text == sentence]
    return found
