"""The routes an organisation chose: which concern goes to which posts. Pure; conflicts are decided in `routing`.

A route says who reads besides and before the others. It never says that a concern goes to nobody, and never that it
stays with somebody it may be about: where a post is empty or in conflict, the way up goes on to the next one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leeward.people.rules import Post
from leeward.safeguarding.rules.facts import ConcernKind, Facts, Severity, Subject

LEADS = (Post.DSL, Post.MANAGING_DIRECTOR, Post.CHAIR)
"""One of them answers for every concern. The first that is chosen, then those above it, then those below."""


@dataclass(frozen=True, slots=True)
class RouteRule:
    """One route. Empty sets mean "whatever it is". `also`: posts that read it as well, and are told first."""

    kinds: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()
    lead: str = Post.DSL.value

    def meets(self, facts: Facts) -> bool:
        """Does it say anything about such a concern? What is not known meets only routes that do not ask for it."""
        parent = facts.site.partition("/")[0]
        return all(
            not wanted or known in wanted or (wanted is self.sites and parent in wanted)
            for wanted, known in self._asked(facts)
        )

    @property
    def exactness(self) -> int:
        """How many things it asks for: a more exact route wins over a general one."""
        return sum(bool(wanted) for wanted, _known in self._asked(Facts()))

    def _asked(self, facts: Facts) -> tuple[tuple[frozenset[str], str], ...]:
        return (
            (self.kinds, facts.kind),
            (self.subjects, facts.subject),
            (self.severities, facts.severity),
            (self.sites, facts.site),
        )

    def to_json(self) -> dict[str, Any]:  # Any: plain JSON
        """As it is stored."""
        return {
            "kinds": sorted(self.kinds),
            "subjects": sorted(self.subjects),
            "severities": sorted(self.severities),
            "sites": sorted(self.sites),
            "also": list(self.also),
            "lead": str(self.lead),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "RouteRule":  # Any: plain JSON
        """As it was stored."""
        return cls(
            kinds=frozenset(kept["kinds"]),
            subjects=frozenset(kept["subjects"]),
            severities=frozenset(kept["severities"]),
            sites=frozenset(kept["sites"]),
            also=tuple(kept["also"]),
            lead=str(kept["lead"]),
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a route asks of the conflict rules: posts that read as well, who leads, and where posts are looked up."""

    also: tuple[str, ...] = ()
    lead: str = Post.DSL.value
    site: str = ""


def rule_for(rules: Sequence[RouteRule], facts: Facts) -> RouteRule | None:
    """The most exact route that meets the facts; of two alike the first. None: the safeguarding lead."""
    meeting = [rule for rule in rules if rule.meets(facts)]
    return max(meeting, key=lambda rule: rule.exactness, default=None)


def chosen(rule: RouteRule | None, facts: Facts) -> Chosen:
    """What the route, or its absence, asks for."""
    return Chosen() if rule is None else Chosen(rule.also, rule.lead, facts.site)


def faults_of(rule: RouteRule, reading: Iterable[str]) -> list[str]:
    """What keeps a route from being taken, by name: `lead`, `also`, `unknown`, `empty`, `says-nothing`.

    `reading`: the posts that may receive concerns at all. A post that may not would be a route to nobody.
    """
    may = set(reading)
    found = []
    if rule.lead not in LEADS:
        found.append("lead")
    if any(post not in may or post in LEADS for post in rule.also):
        found.append("also")
    known = (
        (rule.kinds, set(ConcernKind)),
        (rule.subjects, set(Subject)),
        (rule.severities, set(Severity)),
    )
    if any(values - {str(one) for one in members} for values, members in known):
        found.append("unknown")
    if not rule.exactness:
        found.append("empty")
    if not rule.also and rule.lead == Post.DSL:
        found.append("says-nothing")
    return found
