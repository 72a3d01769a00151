"""What may be done to the directory and to people's way in; other rooms enter here."""

from leeward.people.actions.directory import (
    Details,
    add_person,
    change_person,
    end_class,
    last_day_is_over,
    leave,
    left_behind_by,
    set_class,
)
from leeward.people.actions.importing import Imported, import_people
from leeward.people.actions.posts import appoint, end_holding
from leeward.people.actions.sign_in import lift_hold, open_sign_in, reset_sign_in
from leeward.people.refusals import Refused

__all__ = [
    "Details",
    "Imported",
    "Refused",
    "add_person",
    "appoint",
    "change_person",
    "end_class",
    "end_holding",
    "import_people",
    "last_day_is_over",
    "leave",
    "left_behind_by",
    "lift_hold",
    "open_sign_in",
    "reset_sign_in",
    "set_class",
]
