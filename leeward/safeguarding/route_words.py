"""Routes, kinds and steps of severity in the words people see."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leeward.foundation.settings_history.declared import scopes
from leeward.foundation.settings_history.queries import values
from leeward.foundation.settings_history.scopes import Scope
from leeward.people import queries as people
from leeward.safeguarding.choices import CALLED
from leeward.safeguarding.rules.facts import ConcernKind, Severity, Subject
from leeward.safeguarding.rules.route_table import RouteRule

_KINDS = {
    ConcernKind.ONLINE_ABUSE: gettext_lazy("online abuse"),
    ConcernKind.BULLYING: gettext_lazy("bullying"),
    ConcernKind.SEXUAL_HARM: gettext_lazy("sexual harm"),
    ConcernKind.NUDES: gettext_lazy("nudes or semi-nudes"),
    ConcernKind.EXTREMISM: gettext_lazy("extremism"),
    ConcernKind.SELF_HARM: gettext_lazy("self-harm"),
    ConcernKind.HOME: gettext_lazy("life at home"),
    ConcernKind.STAFF_CONDUCT: gettext_lazy("how somebody who works here behaves"),
    ConcernKind.COMPUTER_MISUSE: gettext_lazy("misuse of computers or accounts"),
    ConcernKind.WORRYING_POST: gettext_lazy("a worrying post online"),
    ConcernKind.OTHER: gettext_lazy("something else"),
}
_SUBJECTS = {
    Subject.LEARNER: gettext_lazy("a learner"),
    Subject.UNDER_18: gettext_lazy("a learner under 18"),
    Subject.ADULT_AT_RISK: gettext_lazy("an adult at risk"),
    Subject.STAFF: gettext_lazy("somebody who works here"),
    Subject.SOMEONE_ELSE: gettext_lazy("somebody else"),
}
_SEVERITIES = {
    Severity.IMMEDIATE: gettext_lazy("somebody seems in danger now"),
    Severity.SERIOUS: gettext_lazy("serious"),
    Severity.CONCERNING: gettext_lazy("worrying, not urgent"),
    Severity.LOW: gettext_lazy("a small worry"),
}


def kind_words(kind: str) -> str:
    """A kind of concern; the value itself where no word is known."""
    return str(_KINDS[ConcernKind(kind)]) if kind in set(ConcernKind) else kind


def subject_words(subject: str) -> str:
    """Whom a concern is about."""
    return str(_SUBJECTS[Subject(subject)]) if subject in set(Subject) else subject


def severity_words(now: datetime | None = None) -> dict[str, str]:
    """The steps of severity, the most serious first, as this organisation calls them."""
    named = values(CALLED.values(), at=now) if now is not None else {}
    return {one.value: named.get(CALLED[one].key) or str(_SEVERITIES[one]) for one in Severity}


def site_words(site: str) -> str:
    """The name of a site or company."""
    return scopes().get(Scope.of(site), site) if site else ""


def post_words(post: str) -> str:
    """What pages call a post."""
    return people.post_name(post)


def rule_in_words(rule: RouteRule, now: datetime | None = None) -> str:
    """ "A concern about online abuse, about a learner, at Northside: goes to the site lead and the DSL." """
    steps = severity_words(now)
    parts = [
        _listed(_("about %(what)s"), (kind_words(one) for one in sorted(rule.kinds))),
        _listed(_("that concerns %(what)s"), (subject_words(one) for one in sorted(rule.subjects))),
        _listed(_("that is: %(what)s"), (steps.get(one, one) for one in sorted(rule.severities))),
        _listed(_("at %(what)s"), (site_words(one) for one in sorted(rule.sites))),
    ]
    what = " ".join([_("A concern"), ", ".join(part for part in parts if part)])
    to = _(" and ").join(post_words(post) for post in (*rule.also, rule.lead))
    return _("%(concern)s goes to: %(posts)s.") % {"concern": what, "posts": to}


def _listed(sentence: str, words: Iterable[str]) -> str:
    named = list(words)
    return sentence % {"what": _(" or ").join(named)} if named else ""
