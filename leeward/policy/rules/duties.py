"""One sentence into a promise: what binds, whom, how strongly. Facts that merely use "will" or "is" are left out."""

import re
from dataclasses import dataclass, replace

from leeward.policy.rules.actors import THE_ORGANISATION, agent, clean, named_actor
from leeward.policy.rules.binding_words import (
    APPLIES,
    BINDING,
    CLAUSE_NUMBER,
    EMPHASIS,
    FACT_START,
    FACT_VERB,
    FACT_WILL,
    GERUND,
    IMPERATIVES,
    IMPERSONAL,
    INFINITIVE,
    IS_PRONOUN,
    LATER_IMPERATIVE,
    LED_IMPERATIVE,
    LONGEST_SENTENCE,
    NOTHING,
    PASSIVE_AFTER,
    PERMITTING,
    RELATIVE,
    REPORTED,
    REQUIRES,
    THIRD_PERSON,
)
from leeward.policy.rules.conditions import condition_of, split_condition
from leeward.policy.rules.practices import active_practice, passive_practice
from leeward.policy.rules.values import Modality


@dataclass(frozen=True, slots=True)
class Duty:
    """What one clause binds: `actor` "" where it names nobody; `subject` is whom or what it speaks of."""

    actor: str
    modality: Modality
    action: str
    condition: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence can lean on: the names of the organisation, whom a heading or the sentence before names."""

    names: tuple[str, ...] = ()
    heading_actor: str = ""
    last_actor: str = ""
    is_guidance: bool = False
    is_aims: bool = False


def plain(sentence: str) -> str:
    """The sentence without marks of emphasis and without the number of its clause, on one line."""
    return CLAUSE_NUMBER.sub("", " ".join(EMPHASIS.sub("", sentence).split()))


def _earliest(main: str) -> tuple[re.Match[str], Modality] | None:
    best: tuple[re.Match[str], Modality] | None = None
    for pattern, modality in BINDING:
        for match in pattern.finditer(main):
            if RELATIVE.search(main[: match.start()]) and not re.search(r"\bwho\s+$", main[: match.start()]):
                continue
            if best is None or match.start() < best[0].start():
                best = (match, modality)
            break
    return best


def duty_of(sentence: str, setting: Setting) -> Duty | None:
    """The duty a whole sentence carries, or None where it states a fact, asks, or points elsewhere."""
    text = plain(sentence)
    if len(text.split()) < 3 or len(text) > LONGEST_SENTENCE or text.endswith("?") or FACT_START.match(text):
        return None
    applies = APPLIES.match(text)
    if applies and not re.search(r"\b(?:should|must)\b", text):
        return Duty("", Modality.APPLIES, text[applies.end() :].strip(" :"), "", applies["what"])
    condition = condition_of(text)
    opening, main = split_condition(text)
    if opening and IS_PRONOUN.match(main):
        # "Where a member of staff wishes to report, they will …": the pronoun is whoever the clause names.
        setting = replace(setting, last_actor=_named_in(opening, setting) or setting.last_actor)
    for pattern, modality in IMPERSONAL:
        match = pattern.search(main)
        if match:
            rest = main[match.end() :]
            # "It is essential that staff …" goes on to say who; "software is in place to …" does not.
            names_whom = match.group(0).lower().startswith(("it is", "under", "in no", "at no"))
            actor = _named_after(rest, setting) if names_whom and modality is not Modality.AIMS else ""
            if modality is Modality.AIMS:
                actor = THE_ORGANISATION
            return Duty(actor, modality, clean(rest) or main, condition, "")
    main = REPORTED.sub("", main)
    found = _earliest(main)
    if found is not None:
        return _bound(main, condition, found, setting)
    permitted = PERMITTING.search(main)
    if permitted is not None:
        return _bound(main, condition, (permitted, Modality.MAY), setting)
    return _practice(main, condition, setting) or _imperative(text, setting)


def _named_after(rest: str, setting: Setting) -> str:
    """Whom "it is essential that staff …" and its like go on to name; the longest name that is one."""
    words = re.sub(r"^\s*(?:that|for)\s+", "", rest).split()[:8]
    named = [named_actor(" ".join(words[:length]), setting.names) for length in range(1, len(words))]
    following = re.compile(r"^(?:to|understands?|is|are|can|do|does|must|should|use|[a-z]+s?)$")
    return next((who for length, who in enumerate(named, 1) if who and following.match(words[length])), "")


def _named_in(clause: str, setting: Setting) -> str:
    """Whom an opening clause speaks of ("Where a member of staff wishes …"), or ""."""
    words = clause.split()[1:8]
    named = [named_actor(" ".join(words[:length]), setting.names) for length in range(1, len(words) + 1)]
    return next((who for who in reversed(named) if who), "")


def _bound(main: str, condition: str, found: tuple[re.Match[str], Modality], setting: Setting) -> Duty | None:
    match, modality = found
    subject, rest = main[: match.start()].strip(" ,"), main[match.end() :]
    if modality in (Modality.WILL, Modality.WILL_NOT) and (
        FACT_WILL.match(main) or FACT_VERB.search(match.group(0) + rest[:30])
    ):
        return None
    if modality is Modality.SHOULD and re.match(
        r"^(?:we|you) should (?:remember|note|recogni[sz]e)", main, re.IGNORECASE
    ):
        return None
    required = REQUIRES.search(subject)
    if required:
        return Duty(
            named_actor(required["who"], setting.names),
            Modality.MUST,
            clean(main[required.end() :]),
            condition,
            subject,
        )
    who = re.search(r"(?P<who>[^,;]+?),?\s+who$", subject)
    if who:
        subject = who["who"]
    parts = [part for part in re.split(r"(?<=,) (?:therefore|so|however|and|but) |; ", subject) if part]
    subject_core = parts[-1] if parts and len(parts[-1].split()) > 1 else subject
    passive = bool(PASSIVE_AFTER.match(rest)) and modality is not Modality.MAY
    if passive or not subject_core:
        actor = agent(rest, setting.names)
    else:
        actor = named_actor(subject_core, setting.names, setting.last_actor) or agent(subject_core, setting.names)
    if not subject_core and not actor:
        actor = setting.heading_actor
    if modality is Modality.MAY_NOT and not subject_core and setting.heading_actor:
        actor = setting.heading_actor
    if modality is Modality.MAY and subject_core.lower().startswith("only "):
        modality = Modality.MAY_ONLY
    negated = NOTHING.match(subject_core) and modality in (Modality.MUST, Modality.WILL, Modality.MAY, Modality.SHOULD)
    if negated:
        modality = {
            Modality.MUST: Modality.MUST_NOT,
            Modality.WILL: Modality.WILL_NOT,
            Modality.SHOULD: Modality.SHOULD_NOT,
        }.get(modality, Modality.MAY_NOT)
    return Duty(actor, modality, clean(rest) or main, condition, clean(subject_core))


def _practice(main: str, condition: str, setting: Setting) -> Duty | None:
    """A standing practice told as fact: "Security software is kept up to date", "We require all users to …"."""
    required = REQUIRES.search(main)
    if required:
        actor = named_actor(required["who"], setting.names)
        if actor:
            return Duty(actor, Modality.MUST, clean(main[required.end() :]), condition, clean(required["who"]))
    active = active_practice(main, setting.names, setting.last_actor)
    if active:
        modality = Modality.MUST_NOT if active[2].lower().startswith("no ") else Modality.DOES
        return Duty(active[0], modality, active[1], condition, active[2])
    passive = passive_practice(main)
    if passive:
        return Duty(
            agent(main[passive.start() :], setting.names),
            Modality.DOES,
            main[passive.start() :],
            condition,
            clean(main[: passive.start()]),
        )
    return None


def _imperative(text: str, setting: Setting) -> Duty | None:
    text = re.sub(r"^please,? ", "", text, flags=re.IGNORECASE)
    condition = condition_of(text)
    first = text.split()[0].lower().strip(",.")
    modality = Modality.SHOULD if setting.is_guidance else Modality.MUST
    led = LED_IMPERATIVE.match(text)
    if (
        (first in IMPERATIVES or text.lower().startswith("do not "))
        and len(text.split()) >= 3
        and not re.match(
            r"^\w+ (?:is|are|"
            r"of)\b",
            text,
        )
    ):
        if first in ("never", "don't", "don’t") or text.lower().startswith("do not "):
            modality = Modality.MUST_NOT
        if setting.is_aims:
            return Duty(THE_ORGANISATION, Modality.AIMS, text, condition)
        return Duty(setting.heading_actor, modality, text, condition)
    if led and led["verb"].lower() in IMPERATIVES:
        return Duty(setting.heading_actor, modality, text[led.start("verb") :], condition)
    later = LATER_IMPERATIVE.search(text)
    if later and (later["dont"] or later["verb"].lower() in IMPERATIVES):
        return Duty(setting.heading_actor, modality, text[later.start() :].lstrip(",; "), condition)
    infinitive = INFINITIVE.match(text)
    if infinitive and (setting.is_aims or setting.heading_actor):
        if setting.is_aims:
            return Duty(THE_ORGANISATION, Modality.AIMS, text[3:], condition)
        return Duty(setting.heading_actor, Modality.MUST, text[3:], condition)
    if setting.heading_actor and THIRD_PERSON.match(text):
        return Duty(setting.heading_actor, Modality.MUST, text, condition)
    if GERUND.match(text) and setting.heading_actor:
        return Duty(setting.heading_actor, Modality.MUST, text, condition)
    return None
