"""Letters about meetings: that there is something, never which group or what about."""

from leeward.foundation.mail import Letter, declare_letter
from leeward.people.actions.meetings import CALLED, CANCELLED
from leeward.people.meetings.reminders import OVERDUE, STILL_OVERDUE


def declare() -> None:
    """Makes the letters known; called once when the rooms are wired."""
    see = "\n\nSign in to see it:\n\n{link}\n"
    declare_letter(CALLED, Letter("A meeting is called", "You are asked to a meeting." + see))
    declare_letter(CANCELLED, Letter("A meeting is cancelled", "A meeting you were asked to is cancelled." + see))
    declare_letter(OVERDUE, Letter("Something is overdue", "Something a meeting gave to you is overdue." + see))
    declare_letter(
        STILL_OVERDUE, Letter("Something is still overdue", "Something a group you chair gave out is overdue." + see)
    )
