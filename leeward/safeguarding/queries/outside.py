"""What the report page says about hours, and whom to ring outside."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from leeward.foundation.settings_history.queries import values
from leeward.safeguarding.choices import CONTACTS, LADO, OUT_OF_HOURS, READ_WHEN
from leeward.safeguarding.rules.procedures.shape import Whom


@dataclass(frozen=True, slots=True)
class Outside:
    """`read_when`: when reports are read; `out_of_hours`: what happens at other times. `lado`: the local authority's
    officer, empty while nobody entered one. `ring`: names and numbers of other bodies outside, where entered.
    """

    read_when: str
    lado: str
    out_of_hours: str
    ring: tuple[str, ...]


def outside(now: datetime) -> Outside:
    """As the organisation chose them."""
    numbers = [CONTACTS[whom] for whom in (Whom.SOCIAL_CARE, Whom.ADULT_CARE)]
    found = values([READ_WHEN, OUT_OF_HOURS, LADO, *numbers], at=now)
    return Outside(
        read_when=_(found[READ_WHEN.key]),
        lado=found[LADO.key],
        out_of_hours=_(found[OUT_OF_HOURS.key]),
        ring=tuple(found[one.key] for one in numbers if found[one.key]),
    )
