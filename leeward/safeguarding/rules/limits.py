"""How soon a concern must be read. Local procedure until a named person has set and checked the figures."""

from leeward.foundation.clocks.limits import Limit, Unit
from leeward.safeguarding.rules.facts import Severity

TELL_DEPUTIES = Limit(
    key="safeguarding.tell-deputies",
    amount=4,
    unit=Unit.WORKING_HOURS,
    source="Local procedure: nobody has acknowledged it, so the deputies are told",
)
ACKNOWLEDGE = Limit(
    key="safeguarding.acknowledge",
    amount=1,
    unit=Unit.WORKING_DAYS,
    source="Local procedure: read and acknowledged by close of the next working day",
)
REMIND_AGAIN = Limit(
    key="safeguarding.remind-again",
    amount=1,
    unit=Unit.WORKING_DAYS,
    source="Local procedure: still not acknowledged, so the next post is told",
)
SECOND_READER = Limit(
    key="safeguarding.second-reader",
    amount=5,
    unit=Unit.WORKING_DAYS,
    source="Local procedure: somebody else reads a case before it is closed",
)
SECOND_READER_DELAY = Limit(
    key="safeguarding.second-reader-delay",
    amount=10,
    unit=Unit.WORKING_DAYS,
    source="Local procedure: nobody else may read it, so it closes after a delay of which all its readers are told",
)
PLAN_REVIEW = Limit(
    key="safeguarding.plan-review",
    amount=10,
    unit=Unit.WORKING_DAYS,
    source="Local procedure: a support plan is looked at again",
)
LOOK_BACK = Limit(
    key="safeguarding.look-back",
    amount=42,
    unit=Unit.CALENDAR_DAYS,
    source="Local procedure: whether a problem has stayed solved is asked after this long",
)
CHECK_IN = Limit(
    key="safeguarding.check-in",
    amount=2,
    unit=Unit.WORKING_DAYS,
    source="Local procedure: somebody back after an absence or a time apart is asked how they are",
)

FIRST_RESPONSE = {
    Severity.IMMEDIATE: Limit(
        key="safeguarding.first-response.immediate",
        amount=1,
        unit=Unit.WORKING_HOURS,
        source="Local procedure: somebody seems in danger now, so it is read within the hour",
    ),
    Severity.SERIOUS: Limit(
        key="safeguarding.first-response.serious",
        amount=4,
        unit=Unit.WORKING_HOURS,
        source="Local procedure: serious, so it is read the same day",
    ),
    Severity.CONCERNING: Limit(
        key="safeguarding.first-response.concerning",
        amount=1,
        unit=Unit.WORKING_DAYS,
        source="Local procedure: read by close of the next working day",
    ),
    Severity.LOW: Limit(
        key="safeguarding.first-response.low",
        amount=2,
        unit=Unit.WORKING_DAYS,
        source="Local procedure: read by close of the second working day",
    ),
}
"""How soon a concern is read, by how serious it seemed to whoever passed it on."""
PASS_ON = Limit(
    key="safeguarding.pass-on",
    amount=4,
    unit=Unit.ELAPSED_HOURS,
    source="Keeping Children Safe in Education, Part 1: staff act immediately; the hours are local procedure",
    edition="September 2025",
    year=2025,
)
"""How soon whoever learned of a worry passes it on."""


def first_response(severity: str) -> Limit:
    """The limit for a concern of that severity; where nobody said how serious it is, the one for all."""
    return FIRST_RESPONSE[Severity(severity)] if severity in set(Severity) else ACKNOWLEDGE
