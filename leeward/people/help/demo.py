"""The ways to get help at Harbour Lane Training: invented, with numbers nobody has."""

from datetime import datetime

from leeward.foundation.access import SYSTEM
from leeward.foundation.settings_history.actions import set_to
from leeward.foundation.settings_history.scopes import Scope
from leeward.people.help import choices
from leeward.people.help.rules import read_hours
from leeward.people.queries import places

WHY = "As agreed by the safeguarding committee"


def build(now: datetime) -> None:
    """Chooses the ways of the organisation, and a room of its own for one site."""
    for setting, words in (
        (choices.PHONE, "01632 960117"),
        (choices.TEXT, "07700 900117"),
        (choices.EMAIL, "safe@harbourlane.example"),
        (choices.LETTERS, "Safeguarding, confidential, Harbour Lane Training, 1 Harbour Lane. The DSL opens it."),
        (choices.ROOM, "Harbour Lane: room 12, first floor. Ask for the safeguarding team."),
        (choices.NIGHT, "Nobody here answers at night. Call the numbers below; they do."),
    ):
        set_to(setting, words, actor=SYSTEM, why=WHY, now=now)
    hours = read_hours("Monday to Thursday 08:30 to 17:00\nFriday 08:30 to 16:00")
    set_to(choices.HOURS, hours, actor=SYSTEM, why=WHY, now=now)
    for place in places():
        if place.site is not None and place.name.endswith("Quayside"):
            scope = Scope(str(place.company), str(place.site))
            room = "Quayside: the glass office beside the workshop."
            set_to(choices.ROOM, room, actor=SYSTEM, why=WHY, now=now, scope=scope)
