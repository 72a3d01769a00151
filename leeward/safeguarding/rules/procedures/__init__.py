"""The guided procedures of this room. A procedure has a file here and a line in the table."""

from collections.abc import Mapping

from leeward.safeguarding.rules.procedures.abuse_duty import ABUSE_DUTY
from leeward.safeguarding.rules.procedures.adults import ADULTS
from leeward.safeguarding.rules.procedures.allegation_ended import ALLEGATION_ENDED
from leeward.safeguarding.rules.procedures.allegations import ALLEGATIONS
from leeward.safeguarding.rules.procedures.cyberbullying import CYBERBULLYING
from leeward.safeguarding.rules.procedures.disclosure import DISCLOSURE
from leeward.safeguarding.rules.procedures.employers import EMPLOYERS
from leeward.safeguarding.rules.procedures.fgm import FGM
from leeward.safeguarding.rules.procedures.low_level import LOW_LEVEL
from leeward.safeguarding.rules.procedures.nudes import NUDES
from leeward.safeguarding.rules.procedures.parents import PARENTS_TOLD
from leeward.safeguarding.rules.procedures.prevent import PREVENT
from leeward.safeguarding.rules.procedures.referral import REFERRAL
from leeward.safeguarding.rules.procedures.sexual_harm import SEXUAL_HARM
from leeward.safeguarding.rules.procedures.shape import Procedure

PROCEDURES: Mapping[str, Procedure] = {
    procedure.key: procedure
    for procedure in (
        NUDES,
        SEXUAL_HARM,
        CYBERBULLYING,
        ALLEGATIONS,
        ALLEGATION_ENDED,
        LOW_LEVEL,
        PREVENT,
        ADULTS,
        FGM,
        ABUSE_DUTY,
        REFERRAL,
        PARENTS_TOLD,
        EMPLOYERS,
        DISCLOSURE,
    )
}
"""By key, in the order they are offered."""
