"""How soon a concern must be read. Local procedure until a named person has set and checked the figures."""

from leeward.foundation.clocks.limits import Limit, Unit

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
