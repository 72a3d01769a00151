"""What an organisation may choose about files."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from leeward.foundation.files.kinds import Bounds
from leeward.foundation.settings_history import queries
from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.shapes import Whole

LARGEST = 25
"""Megabytes no setting goes beyond: what clamd takes unless told otherwise, and what a form may hold in memory."""

SIZE = declare(Setting("files.largest", gettext_noop("Files: largest size"), Whole(1, LARGEST), 10, unit="MB"))
MOST = declare(Setting("files.most", gettext_noop("Files: how many for one record"), Whole(1, 500), 50))
PIXELS = declare(
    Setting("files.megapixels", gettext_noop("Files: largest picture"), Whole(1, 60), 50, unit="million pixels")
)
PAGES = declare(Setting("files.pages", gettext_noop("Files: pages of a PDF"), Whole(1, 2000), 500))
RATIO = declare(
    Setting(
        "files.ratio",
        gettext_noop("Files: how many times larger an office document may be unpacked"),
        Whole(10, 1000),
        200,
    )
)
SIGNATURES = declare(
    Setting(
        "files.signature-days",
        gettext_noop("Files: age of virus signatures after which nothing is let out of quarantine"),
        Whole(1, 7),
        7,
        unit="days",
    )
)


def bounds(now: datetime) -> Bounds:
    """The limits in force."""
    return Bounds(
        size=queries.value(SIZE, at=now) * 1024 * 1024,
        pixels=queries.value(PIXELS, at=now) * 1_000_000,
        pages=queries.value(PAGES, at=now),
        ratio=queries.value(RATIO, at=now),
    )


def most(now: datetime) -> int:
    """How many files one record may have."""
    return queries.value(MOST, at=now)


def oldest_signatures(now: datetime) -> timedelta:
    """How old the virus signatures may be."""
    return timedelta(days=queries.value(SIGNATURES, at=now))
