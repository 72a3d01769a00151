"""The fingerprint of a text: what a signature is bound to, and how a sentence is found again in the next version."""

import hashlib
import json
from collections.abc import Iterable

from leeward.policy.rules.plain_text import normal
from leeward.policy.rules.values import Block, Kind, Section

BlockJson = dict[str, str | int | list[str]]


def block_json(block: Block) -> BlockJson:
    """A block as it is stored; `page_gap` is dropped, for it says nothing about the text."""
    return {
        "kind": block.kind.value,
        "text": block.text,
        "level": block.level,
        "marker": block.marker,
        "cells": list(block.cells),
    }


def block_from(stored: BlockJson) -> Block:
    """The block again. Raises ValueError for a kind that is none, KeyError for a part that is missing."""
    level, cells = stored["level"], stored["cells"]
    assert isinstance(level, int)
    assert isinstance(cells, list)
    return Block(Kind(str(stored["kind"])), str(stored["text"]), level, str(stored["marker"]), tuple(cells))


def text_fingerprint(title: str, sections: Iterable[Section]) -> str:
    """SHA-256 (hex) over title, headings with their levels and every block in order. Any change changes it."""
    whole = {
        "title": title,
        "sections": [
            {
                "heading": section.heading,
                "level": section.level,
                "blocks": [block_json(block) for block in section.blocks],
            }
            for section in sections
        ],
    }
    canonical = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def sentence_fingerprint(sentence: str, stem: str = "") -> str:
    """SHA-256 (hex) of a sentence with its stem, white space aside: the same words in the next version are the same."""
    return hashlib.sha256(f"{normal(stem)}\n{normal(sentence)}".encode()).hexdigest()
