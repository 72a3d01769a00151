"""What the report page says about hours, and whom to ring outside."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from leeward.foundation.settings_history.queries import value
from leeward.safeguarding.choices import LADO, READ_WHEN


@dataclass(frozen=True, slots=True)
class Outside:
    """`read_when`: when reports are read. `lado`: the local authority's officer, empty while nobody entered one."""

    read_when: str
    lado: str


def outside(now: datetime) -> Outside:
    """As the organisation chose them."""
    return Outside(read_when=_(value(READ_WHEN, at=now)), lado=value(LADO, at=now))
