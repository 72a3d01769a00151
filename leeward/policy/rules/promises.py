"""All the promises of a document: every sentence that carries a duty, and bullets that inherit it from their stem."""

import re
from dataclasses import dataclass, replace

from leeward.policy.rules.actors import THE_ORGANISATION, heading_actor, is_actor, is_organisation, named_actor
from leeward.policy.rules.conditions import condition_of
from leeward.policy.rules.dates import find_dates
from leeward.policy.rules.duties import Duty, Setting, duty_of, plain
from leeward.policy.rules.sections import FURNITURE_HEADING
from leeward.policy.rules.sentences import split_sentences
from leeward.policy.rules.tables import is_owner_line
from leeward.policy.rules.timing import is_urgent, is_vague, recurs, timing_of
from leeward.policy.rules.values import Block, Kind, Modality, OfferedPromise, Section

WHO = "who"
HOW_OFTEN = "how often"
HOW_SOON = "how soon"
HOW_MUCH = "what counts as enough"
PROOF = "what would prove it"

_GUIDANCE = re.compile(r"\b(?:guidance|guidelines|advice|tips|good practice)\b", re.IGNORECASE)
_AIMS = re.compile(r"\b(?:aims?|purpose|objectives?|principles|intent)\b", re.IGNORECASE)
_NOT_A_DUTY_STEM = re.compile(
    r"\b(?:appl(?:y|ies) to|include[sd]?|such as|recogni[sz]e|understand that|for example|examples?|are|defined "
    r"as|means)\s*:$",
    re.IGNORECASE,
)
_ROLE_STEM = re.compile(
    r"^(?:(?P<whose>[\w &/’'-]{2,50}?)(?:['’]s?)? )??(?:[\w ,]*? )??(?:roles?|responsibilit(?:y|ies)|duties)"
    r"(?: of (?P<of>[\w &/’'-]{2,50}?))?,?(?: which| that| will| who)? (?:includes?|are|is)(?: to| as follows)?\s*:$",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^[A-Z][\w ()/&’'-]{1,40}:\s+\S")
_BELIEF_STEM = re.compile(r"\bbelieve\b", re.IGNORECASE)
_EVENT = re.compile(
    r"\b(?:where|when|whenever|before|if|once|prior to|following|any (?:concern|incident|report)s?)\b", re.IGNORECASE
)
_SKIP_BULLET = re.compile(r"^https?://\S+$")


@dataclass(frozen=True, slots=True)
class _Stem:
    text: str
    duty: Duty | None
    is_belief: bool = False


def _stem_of(text: str, setting: Setting) -> _Stem | None:
    """The last sentence of `text` when it ends in a colon, with the duty its bullets inherit, or None."""
    if not text.rstrip().endswith(":"):
        return None
    stem = split_sentences(text)[-1]
    role = _ROLE_STEM.match(plain(stem))
    if role is not None:
        actor = (
            named_actor(role["of"] or role["whose"] or "", setting.names, setting.last_actor) or setting.heading_actor
        )
        return _Stem(stem, Duty(actor, Modality.MUST, plain(stem)))
    applies = duty_of(plain(stem).rstrip(": *") + " what follows", setting)
    if applies is not None and applies.modality is Modality.APPLIES:
        return _Stem(stem, replace(applies, action=""))
    if _NOT_A_DUTY_STEM.search(plain(stem)) or len(stem.split()) < 2:
        return _Stem(stem, None)
    belief = bool(_BELIEF_STEM.search(stem))
    filled = plain(stem).rstrip(": ") + " do what follows"
    return _Stem(stem, None if belief else duty_of(filled, setting), belief)


def _missing(duty: Duty, text: str) -> tuple[str, ...]:
    timing = timing_of(text)
    missing = []
    if not duty.actor or duty.actor == THE_ORGANISATION:
        missing.append(WHO)
    event_driven = bool(duty.condition) or bool(_EVENT.search(text))
    if not timing.frequency_is_firm and (timing.frequency or (recurs(text) and not event_driven)):
        missing.append(HOW_OFTEN)
    if not timing.limit_is_firm and is_urgent(text):
        missing.append(HOW_SOON)
    if is_vague(text):
        missing.append(HOW_MUCH)
    missing.append(PROOF)
    return tuple(missing)


def _offer(sentence: str, duty: Duty, section: int, heading: str, stem: str = "") -> OfferedPromise:
    timing = timing_of(f"{stem} {sentence}" if stem else sentence)
    return OfferedPromise(
        text=sentence,
        actor=duty.actor,
        modality=duty.modality,
        action=duty.action.strip(" .;,"),
        section=section,
        heading=heading,
        frequency=timing.frequency,
        limit=timing.limit,
        condition=duty.condition,
        stem=stem,
        missing=_missing(duty, sentence),
    )


def _inherit(sentence: str, stem: _Stem, setting: Setting) -> Duty | None:
    """The duty of a bullet: its own where it is a full sentence, else what its stem lays on it."""
    own = duty_of(sentence, replace(setting, heading_actor="", is_aims=False))
    starts_itself = own is not None and bool(own.subject) and own.modality is not Modality.DOES
    if stem.duty is None:
        return own if own is not None and (own.subject or not stem.is_belief) else None
    if starts_itself and own is not None and not sentence.lower().startswith("that "):
        return own
    inherited = stem.duty
    condition = "; ".join(dict.fromkeys(part for part in (inherited.condition, condition_of(plain(sentence))) if part))
    return Duty(inherited.actor, inherited.modality, sentence, condition, inherited.subject)


class _Walk:
    """One pass over a section, remembering its open stem and whom the last sentence named."""

    def __init__(self, index: int, section: Section, names: tuple[str, ...]) -> None:
        headings = " ".join(section.path)
        self.index, self.section = index, section
        self.stem: _Stem | None = None
        self.stem_used = False
        self.offers: list[OfferedPromise] = []
        self.setting = Setting(
            names=names,
            heading_actor=next((who for who in map(heading_actor, reversed(section.path)) if who), ""),
            is_guidance=bool(_GUIDANCE.search(headings)),
            is_aims=bool(_AIMS.search(section.heading))
            and not re.search(r"\bkey principles\b", headings, re.IGNORECASE),
        )

    def _keep(self, sentence: str, duty: Duty | None, stem: str = "") -> None:
        if duty is None:
            return
        self.offers.append(_offer(sentence, duty, self.index, self.section.heading, stem))
        if duty.actor:
            self.setting = replace(self.setting, last_actor=duty.actor)

    def close_stem(self) -> None:
        """A sentence that ended in a colon and had no bullets after all is offered for itself."""
        if self.stem is not None and not self.stem_used:
            self._keep(self.stem.text, duty_of(self.stem.text.rstrip(": "), self.setting))
        self.stem = None

    def paragraph(self, block: Block) -> None:
        self.close_stem()
        self.stem_used = False
        if (
            _LABELLED.match(block.text)
            and len(block.text.split()) <= 12
            and (find_dates(block.text) or is_owner_line(block.text))
        ):
            return
        sentences = split_sentences(block.text)
        self.stem = _stem_of(block.text, self.setting)
        for sentence in sentences[:-1] if self.stem else sentences:
            self._keep(sentence, duty_of(sentence, self.setting))

    def bullet(self, block: Block) -> None:
        if _SKIP_BULLET.match(block.text):
            return
        nested = _stem_of(block.text, self.setting)
        self.stem_used = True
        if nested is not None and nested.duty is not None:
            self.stem, self.stem_used = nested, False
            return
        sentences = split_sentences(block.text)
        for position, sentence in enumerate(sentences):
            if self.stem is None or (position and self.stem.duty is None):
                self._keep(sentence, duty_of(sentence, self.setting))
            elif position and duty_of(sentence, self.setting) is None:
                continue
            else:
                self._keep(sentence, _inherit(sentence, self.stem, self.setting), self.stem.text)

    def row(self, block: Block) -> None:
        """A table of roles: the first column may name who, and the others what they do."""
        self.close_stem()
        names = self.setting.names
        first = block.cells[0] if block.cells else ""
        leads = len(block.cells) > 1 and len(first.split()) <= 8 and (is_actor(first) or is_organisation(first, names))
        who = THE_ORGANISATION if leads and is_organisation(first, names) else first
        setting = replace(self.setting, heading_actor=who) if leads else self.setting
        for cell in block.cells[1:] if leads else block.cells:
            for sentence in split_sentences(cell):
                self._keep(sentence, duty_of(sentence, setting))


def offer_promises(
    sections: tuple[Section, ...], names: tuple[str, ...], version_rows: frozenset[tuple[int, int]]
) -> tuple[OfferedPromise, ...]:
    """Every sentence that carries a duty, in order. `version_rows` are (section, block) of rows that are no text."""
    offers: list[OfferedPromise] = []
    for index, section in enumerate(sections):
        if section.heading == FURNITURE_HEADING:
            continue
        walk = _Walk(index, section, names)
        for position, block in enumerate(section.blocks):
            if block.kind is Kind.BULLET:
                walk.bullet(block)
            elif block.kind is Kind.ROW:
                if (index, position) not in version_rows:
                    walk.row(block)
            else:
                walk.paragraph(block)
        walk.close_stem()
        offers.extend(walk.offers)
    return tuple(offers)
