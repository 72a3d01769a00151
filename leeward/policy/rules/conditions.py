"""When a duty holds: the clause a sentence opens with ("Where a learner is off site, …") or ends in."""

import re

from leeward.policy.rules.binding_words import CARRIES_IT, CONDITION, TRUE_CONDITION

# Only these say when a duty holds; "As such" and "To support our learners" open a sentence without limiting it.
_LIMITS = re.compile(
    r"^(?:where|when|whenever|wherever|if|in the event|unless|should|once|before|after|following|upon|until|prior to|"
    r"for|in making|in using|in cases?|while|whilst|during|regardless|whether|within|at|on)\b",
    re.IGNORECASE,
)
_EMPTY = (
    r"(?:possible|appropriate|necessary|needed|required|applicable|relevant|practicable|in doubt|reasonable|"
    r"and (?:how|where|by whom))"
)
_CLOSING = re.compile(
    r"(?<![a-z] how )(?<!\band )(?<!\bor )\b"
    r"(?P<clause>(?:(?:where|when|whenever|wherever|if|once|until|before|prior to|in the event (?:of|that))\b"
    rf"(?! ?{_EMPTY}\b)|"
    r"(?:following|after) (?:an?|any|the|each|every) )[^.;:]+)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:know(?:s|ing)?|understand(?:s|ing)?|clear(?:ly)?|states?|stating|decides?|agrees?|agreed|explains?|says?|"
    r"shows?|to|about|on|of|how|what|who)\s+$",
    re.IGNORECASE,
)
_ASKS_IF = re.compile(r"\b(?:know(?:s|ing)?|understand(?:s|ing)?|decides?|says?|shows?|as|see|ask)\s+$", re.IGNORECASE)
_LONGEST = 300  # characters of a condition that are kept


def split_condition(sentence: str) -> tuple[str, str]:
    """The clause a sentence opens with and its main clause; the clause is "" where there is none."""
    match = CONDITION.match(sentence)
    if match is None:
        return "", sentence
    main = sentence[match.end() :]
    if re.match(r"^(?:and|or)\b", main, re.IGNORECASE) or len(main.split()) < 3:
        return "", sentence
    if CARRIES_IT.search(match["condition"]) and not TRUE_CONDITION.match(match["condition"]):
        return "", sentence
    return match["condition"].strip(), main


def condition_of(sentence: str) -> str:
    """When the duty of a sentence holds, in its own words; "" where it always does."""
    opening, main = split_condition(sentence)
    if opening and _LIMITS.match(opening):
        return opening[:_LONGEST]
    for match in _CLOSING.finditer(main):
        before = main[: match.start()]
        asks = _ASKS_IF if match["clause"].lower().startswith("if ") else _ASKS
        if match.start() and not asks.search(before):
            return re.split(r" – |[()]", match["clause"])[0].strip(" ,")[:_LONGEST]
    return ""
