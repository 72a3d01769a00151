"""How often and by when: firm words ("every term", "within 24 hours") told apart from vague ones ("regularly")."""

import re
from dataclasses import dataclass

_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|twenty|thirty)"
_UNIT = r"(?:minute|hour|(?:working |school |calendar )?day|week|fortnight|month|term|half[- ]term|year)s?"

_FIRM_FREQUENCY = re.compile(
    r"\b(?:(?:at )?(?:a minimum of |least |minimum )?(?:once|twice|three times|four times) (?:a|an|per|each|"
    r"every) (?:academic )?"
    rf"{_UNIT}|(?:at least |on at least an? |on an? )?(?:annual(?:ly)?|yearly|monthly|weekly|daily|termly|quarterly|"
    r"fortnightly|half[- ]termly|half[- ]yearly|bi-?annually)(?: basis)?|"
    rf"(?:each|every)(?: {_NUMBER})?(?: academic)? {_UNIT}|at intervals of (?:no more than |at most )?{_NUMBER} "
    rf"{_UNIT}|"
    r"(?:at|during|as part of|on|in|throughout) (?:their |the |its )?(?:staff |learner )?induction|on "
    r"(?:joining|appointment|enrolment)|"
    r"at all times|at (?:each|every) [a-z]+|(?:on completion|at the (?:start|end|beginning)) of (?:each|every|"
    r"any|the) [a-z]+|"
    r"(?<!not )always|never|continuously|throughout the (?:programme|course|year))\b",
    re.IGNORECASE,
)
_VAGUE_FREQUENCY = re.compile(
    r"\b(?:regular(?:ly)?(?: basis)?|at regular intervals|periodic(?:ally)?|from time to time|frequently|"
    r"as (?:and when )?(?:required|needed|necessary)|when(?:ever)? necessary|where necessary|ongoing|routinely|"
    r"as often as)\b",
    re.IGNORECASE,
)
_FIRM_LIMIT = re.compile(
    rf"\b(?:(?:with)?in (?:no more than |at most )?{_NUMBER} {_UNIT}|(?:no later than|not later than|by (?:the "
    rf")?(?:close|end) of) [a-z0-9 ]{{3,40}}?"
    rf"(?=[,.;]|$| and | or )|by close of (?:the )?next working day|(?:on )?the same (?:working )?day|"
    rf"for (?:at least |up to |no more than )?{_NUMBER} {_UNIT}|"
    rf"(?:at least|at most|no more than|no fewer than|a (?:minimum|maximum) of|more than|fewer than|up to) "
    rf"{_NUMBER}(?: [a-z]+)?)\b",
    re.IGNORECASE,
)
_VAGUE_LIMIT = re.compile(
    r"\b(?:immediately|swiftly|promptly|at once|straight ?away|without delay|as soon as (?:possible|practicable|"
    r"reasonably practicable)|quickly|in a timely (?:manner|fashion)|(?:in|within) (?:a )?reasonable time|urgently)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"\b(?:unless (?:and until )?[^.;]+|without (?:the )?(?:express |prior |written |explicit )*(?:consent|"
    r"permission|approval|authori[sz]ation)[^.;,]*|"
    r"except (?:where|when|for|in)[^.;,]*|as far as (?:is )?(?:reasonably )?possible|where (?:possible|"
    r"appropriate|applicable)|"
    r"if (?:possible|appropriate|necessary|required)|as appropriate)",
    re.IGNORECASE,
)
_RECURS = re.compile(
    r"\b(?:review|updat|monitor|train|check|test|audit|meet|remind|inspect|assess|evaluat|report (?:to|on)|refresh|"
    r"keep(?:ing)? up to date|kept up to date|supervis|analys|maintain|supporting and encouraging|briefing)",
    re.IGNORECASE,
)
_URGENT = re.compile(
    r"\b(?:(?:(?:to|must|will|shall|should|be|is|are|and|first|then) report(?:ed)?\b(?! form))|reporting (?:any|"
    r"all|concerns?|issues|it|them)|"
    r"refer(?!ence|\b to the)|respond|notif|inform(?:ed)?\b(?! and)|escalat|act immediately|go straight|"
    r"dealt with|deal with|investigat|contacted|submitted)",
    re.IGNORECASE,
)
_ENOUGH = re.compile(
    r"\b(?:appropriate(?:ly)?|reasonabl[ey]|suitabl[ey]|adequate(?:ly)?|sufficient(?:ly)?|effectively|robust|"
    r"every effort|all that (?:it|we) can|seriously|sensitively|good practice|where possible|if possible|properly)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Timing:
    """The words of a sentence about time, and whether they are firm enough to be checked."""

    frequency: str
    frequency_is_firm: bool
    limit: str
    limit_is_firm: bool


def _all(pattern: re.Pattern[str], text: str) -> str:
    return "; ".join(dict.fromkeys(" ".join(match.group(0).split()) for match in pattern.finditer(text)))


def timing_of(text: str) -> Timing:
    """How often, and by when or how much at most, as the sentence says it; exceptions count as limits."""
    firm_frequency = _all(_FIRM_FREQUENCY, text)
    vague_frequency = _all(_VAGUE_FREQUENCY, text)
    firm_limit = _all(_FIRM_LIMIT, text)
    vague_limit = _all(_VAGUE_LIMIT, text)
    exception = _all(_EXCEPTION, text)
    return Timing(
        frequency=firm_frequency or vague_frequency,
        frequency_is_firm=bool(firm_frequency),
        limit=firm_limit or vague_limit or exception,
        limit_is_firm=bool(firm_limit),
    )


def recurs(text: str) -> bool:
    """Whether what is promised is done again and again, so that "how often" is a fair question."""
    return bool(_RECURS.search(text))


def is_urgent(text: str) -> bool:
    """Whether what is promised answers an event, so that "how soon" is a fair question."""
    return bool(_URGENT.search(text)) or bool(_VAGUE_LIMIT.search(text))


def is_vague(text: str) -> bool:
    """Whether the sentence leans on a word that says no measure ("appropriate", "every effort")."""
    return bool(_ENOUGH.search(text))
