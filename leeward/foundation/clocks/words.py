"""A reading and a limit in words for people, translated. The only part of the clocks that needs Django."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leeward.foundation.clocks.limits import Limit, Unit
from leeward.foundation.clocks.readings import Measure, Reading, Standing


def in_words(reading: Reading) -> str:
    """Such as "due in 3 working hours", "overdue by 1 day", or "due now"."""
    length = _length(reading)
    match reading.standing:
        case Standing.DUE:
            return _("due in %(length)s") % {"length": length} if reading.amount else _("due now")
        case Standing.OVERDUE:
            return _("overdue by %(length)s") % {"length": length} if reading.amount else _("just overdue")
        case Standing.STOPPED:
            return _("clock stopped with %(length)s left") % {"length": length}


def limit_in_words(limit: Limit) -> str:
    """Such as "by close of the next working day", "within 24 hours"; never the source, which is shown beside it."""
    count = limit.amount
    match limit.unit:
        case Unit.WORKING_DAYS if count == 0:
            return _("by close of the same working day")
        case Unit.WORKING_DAYS if count == 1:
            return _("by close of the next working day")
        case Unit.WORKING_DAYS:
            text = ngettext("within %(count)d working day", "within %(count)d working days", count)
        case Unit.WORKING_HOURS:
            text = ngettext("within %(count)d working hour", "within %(count)d working hours", count)
        case Unit.ELAPSED_HOURS:
            text = ngettext("within %(count)d hour", "within %(count)d hours", count)
        case Unit.CALENDAR_DAYS if count == 0:
            return _("by the end of the same day")
        case Unit.CALENDAR_DAYS:
            text = ngettext("within %(count)d day", "within %(count)d days", count)
        case Unit.CALENDAR_MONTHS:
            text = ngettext("within %(count)d month", "within %(count)d months", count)
        case Unit.TERM_DAYS:
            text = ngettext(
                "within %(count)d working day, or on the first day of the next term",
                "within %(count)d working days, or the first %(count)d working days of the next term",
                count,
            )
    return text % {"count": count}


def _length(reading: Reading) -> str:
    count = reading.amount
    match reading.measure, reading.working:
        case Measure.MINUTES, True:
            text = ngettext("%(count)d working minute", "%(count)d working minutes", count)
        case Measure.HOURS, True:
            text = ngettext("%(count)d working hour", "%(count)d working hours", count)
        case Measure.DAYS, True:
            text = ngettext("%(count)d working day", "%(count)d working days", count)
        case Measure.MINUTES, False:
            text = ngettext("%(count)d minute", "%(count)d minutes", count)
        case Measure.HOURS, False:
            text = ngettext("%(count)d hour", "%(count)d hours", count)
        case _:
            text = ngettext("%(count)d day", "%(count)d days", count)
    return text % {"count": count}
