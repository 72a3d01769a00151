"""How this room proves promises: by what is set up, and by what is done in cases for who may know of them."""

from leeward.foundation.evidence import registry
from leeward.safeguarding.evidence.closing import CLOSING
from leeward.safeguarding.evidence.keeping import KEEPING
from leeward.safeguarding.evidence.passing_on import PASSING_ON
from leeward.safeguarding.evidence.procedures import READY
from leeward.safeguarding.evidence.reading import READING
from leeward.safeguarding.evidence.routes import ROUTES
from leeward.safeguarding.evidence.setting import SETTING
from leeward.safeguarding.evidence.work import WORK


def declare() -> None:
    """Called by `frontdoor` wiring."""
    for check in (*READING, *PASSING_ON, *ROUTES, *SETTING, *READY, *WORK, *CLOSING, *KEEPING):
        registry.declare(check)
