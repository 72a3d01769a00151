"""Text into sentences, each kept exactly as it stands."""

import re

_ABBREVIATIONS_WORDS = """
    e.g i.e etc mr mrs ms miss dr prof st no nos inc ltd co vs cf al para paras p pp approx dept tel ext art sec reg
    regs ed vol fig min max jan feb mar apr jun jul aug sep sept oct nov dec
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_WORDS.split())
# These may also close a sentence; they do so when a capital follows.
_MAY_CLOSE = frozenset({"etc", "ltd", "co", "inc", "al", "dept"})
_BREAK = re.compile(r"[.!?…]+[\"'’”)\]]*\s+(?=[\"'‘“(\[]?[A-Z0-9])")


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of one paragraph or bullet, in order. Joined with single spaces they give the text back."""
    text = " ".join(text.split())
    sentences: list[str] = []
    start = 0
    for match in _BREAK.finditer(text):
        before = text[start : match.start()]
        last = before.split()[-1].lstrip("(\"'‘“").lower() if before.split() else ""
        if match.group(0).startswith("."):
            if last in _ABBREVIATIONS and last not in _MAY_CLOSE:
                continue
            if len(last) == 1 and last.isalpha() and last != "i":
                continue
            if last.isdigit() and len(before.split()) == 1:
                continue
        sentences.append(text[start : match.end()].strip())
        start = match.end()
    rest = text[start:].strip()
    if rest:
        sentences.append(rest)
    return tuple(sentences)
