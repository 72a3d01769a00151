"""Bytes into text, whichever way a word processor wrote them: UTF-8, UTF-16, Windows-1252, with or without a mark."""

import codecs

from leeward.policy.rules.values import Problem, ProblemKind

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What an apostrophe, dash or quotation mark in UTF-8 looks like after being read as Windows-1252.
_MOJIBAKE = ("â€™", "â€˜", "â€œ", "â€“", "â€”", "â€¢", "Ã©", "Â£", "Â ")


class NotText(ValueError):
    """The bytes are no text in any encoding known here."""


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of `data`, and what to tell its owner about the encoding. Raises NotText for binary data."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding).removeprefix("\ufeff"), ()
            except UnicodeDecodeError as error:
                raise NotText("the file is cut short or damaged: it does not hold the text it says it does") from error
    sample = data[:4096]
    if b"\x00" in sample:
        return _without_mark(data, sample), ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _windows(data)
    return _mended(text)


def _without_mark(data: bytes, sample: bytes) -> str:
    """UTF-16 that lost its mark: every other byte of English text is zero."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    pairs = max(1, len(sample) // 2)
    for count, other, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if count > pairs * 0.6 and other < pairs * 0.1:
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise NotText("the file is cut short: the last character is not whole") from error
    raise NotText("the file holds bytes that are no text")


def _windows(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    text = data.decode("cp1252", errors="replace")
    problems = []
    if "\ufffd" in text:
        count = text.count("\ufffd")
        problems.append(
            Problem(
                ProblemKind.ENCODING,
                f"{count} character{'s' if count > 1 else ''} could not be read and stand as “\ufffd”. Save the "
                f"file as UTF-8 and import it again.",
            )
        )
    if text.count("\ufffd") > max(20, len(text) // 50):
        raise NotText("the file is no text, or in an encoding that is not known here")
    return text, tuple(problems)


def _mended(text: str) -> tuple[str, tuple[Problem, ...]]:
    if not any(sign in text for sign in _MOJIBAKE):
        return text, ()
    try:
        mended = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text, (
            Problem(
                ProblemKind.ENCODING, "Some marks are spoilt (“â€™” for an apostrophe). Correct them before you go on."
            ),
        )
    return mended, (
        Problem(
            ProblemKind.ENCODING,
            "Apostrophes and dashes had been spoilt by a wrong encoding and were mended. Check a few.",
        ),
    )
