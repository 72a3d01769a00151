"""What this room's codes are called on a page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.engine.text.values import Category, Direction
from leeward.monitoring.models import Finding, LawfulBasis

CATEGORIES: Mapping[Category, str] = {
    Category.BULLYING: gettext_noop("Bullying"),
    Category.HATE: gettext_noop("Hatred of a group"),
    Category.VIOLENCE: gettext_noop("Violence, threats and weapons"),
    Category.SEXUAL: gettext_noop("Sexual harassment and assault"),
    Category.GROOMING: gettext_noop("Grooming and crossing of boundaries"),
    Category.NUDES: gettext_noop("Nude pictures asked for or passed on"),
    Category.SELF_HARM: gettext_noop("Self-harm, suicide and eating"),
    Category.EXTREMISM: gettext_noop("Support for terrorism and extremism"),
    Category.DRUGS: gettext_noop("Drugs"),
    Category.GAMBLING: gettext_noop("Gambling"),
    Category.SCAM: gettext_noop("Fraud and money mules"),
    Category.SPYWARE: gettext_noop("Spying on people's devices"),
    Category.PIRACY: gettext_noop("Copied films, games and software"),
    Category.SPAM: gettext_noop("Junk messages"),
    Category.PII: gettext_noop("Passwords and personal details given away"),
    Category.BYPASS: gettext_noop("Getting round filters and monitoring"),
}
SEVERITIES: Mapping[int, tuple[str, str]] = {
    # severity: (state of the page shell, words)
    0: ("not-applicable", gettext_noop("Nothing")),
    1: ("not-applicable", gettext_noop("Counted only")),
    2: ("open", gettext_noop("Look when you can")),
    3: ("open", gettext_noop("Look this week")),
    4: ("due", gettext_noop("Look today")),
    5: ("urgent", gettext_noop("Look now")),
}
DIRECTIONS: Mapping[Direction, tuple[str, str]] = {
    # direction: (what the sender is, what the recipients are)
    Direction.STAFF_TO_LEARNER: (gettext_noop("Staff member"), gettext_noop("learner")),
    Direction.LEARNER_TO_STAFF: (gettext_noop("Learner"), gettext_noop("staff member")),
    Direction.LEARNER_TO_LEARNER: (gettext_noop("Learner"), gettext_noop("learner")),
    Direction.STAFF_TO_STAFF: (gettext_noop("Staff member"), gettext_noop("staff member")),
    Direction.EXTERNAL_TO_LEARNER: (gettext_noop("Somebody outside"), gettext_noop("learner")),
    Direction.LEARNER_TO_EXTERNAL: (gettext_noop("Learner"), gettext_noop("somebody outside")),
    Direction.SELF: (gettext_noop("Somebody"), gettext_noop("nobody")),
    Direction.UNKNOWN: (gettext_noop("Somebody"), gettext_noop("somebody")),
}
GROUNDS: Mapping[str, str] = {
    LawfulBasis.Ground.PUBLIC_TASK: gettext_noop("A task in the public interest (UK GDPR article 6(1)(e))"),
    LawfulBasis.Ground.LEGAL_OBLIGATION: gettext_noop("A legal obligation (UK GDPR article 6(1)(c))"),
    LawfulBasis.Ground.LEGITIMATE_INTERESTS: gettext_noop("Legitimate interests (UK GDPR article 6(1)(f))"),
}
CONDITIONS: Mapping[str, str] = {
    LawfulBasis.Condition.SAFEGUARDING: gettext_noop(
        "Safeguarding of children and of individuals at risk (Data Protection Act 2018, schedule 1, paragraph 18)"
    ),
    LawfulBasis.Condition.NONE: gettext_noop("None: no special category of personal data is meant to be read"),
}
DISMISSALS: Mapping[str, str] = {
    "harmless": gettext_noop("The words are harmless here"),
    "joke": gettext_noop("A joke, and nobody was hurt"),
    "teaching": gettext_noop("Teaching, training or course work"),
    "known": gettext_noop("Known already and being dealt with"),
    "other": gettext_noop("Something else"),
}
LOWERED: Mapping[str, str] = {
    "direction-unknown": gettext_noop("it is not known who speaks to whom"),
    "safeguarding-training": gettext_noop("words of safeguarding training stand nearby"),
    "health-education": gettext_noop("words of health education stand nearby"),
    "news": gettext_noop("words of a news report stand nearby"),
    "history": gettext_noop("words of history or literature stand nearby"),
    "study": gettext_noop("words of course work stand nearby"),
    "written-work": gettext_noop("words of written work about it stand nearby"),
    "game-or-fiction": gettext_noop("words of a game, film or book stand nearby"),
    "joke": gettext_noop("laughter stands nearby"),
}


def category(name: str) -> str:
    """A category in plain words."""
    return _(CATEGORIES[Category(name)])


def severity(level: int) -> tuple[str, str]:
    """The state and words for a severity."""
    state, words = SEVERITIES[level]
    return state, _(words)


def who(finding: Finding) -> str:
    """Who wrote to whom, under the short names that stand for people until a finding is opened."""
    sender, recipients = DIRECTIONS[Direction(finding.direction or Direction.UNKNOWN)]
    return _("%(sender)s %(alias)s to %(recipients)s %(aliases)s") % {
        "sender": _(sender),
        "alias": finding.sender_alias,
        "recipients": _(recipients),
        "aliases": ", ".join(finding.recipient_aliases) or "–",
    }


def lowered(name: str | None) -> str:
    """Why a rule counted for less, or nothing."""
    return _(LOWERED.get(name, name)) if name else ""
