"""What may be done to the directory and to people's way in; other rooms enter here."""

from leeward.people.actions.cover import Covered, end_absence, record_absence
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
from leeward.people.actions.history import apply_facts, set_fact
from leeward.people.actions.importing import Imported, import_people
from leeward.people.actions.own_posts import add_own_post, close_own_post, name_post, propose_permissions
from leeward.people.actions.posts import appoint, end_holding, needs_second
from leeward.people.actions.proposals import Given, fill_vacancy, give_post
from leeward.people.actions.sign_in import lift_hold, open_sign_in, reset_sign_in
from leeward.people.refusals import Refused

__all__ = [
    "Covered",
    "Details",
    "Given",
    "Imported",
    "Refused",
    "add_own_post",
    "add_person",
    "apply_facts",
    "appoint",
    "change_person",
    "close_own_post",
    "end_absence",
    "end_class",
    "end_holding",
    "fill_vacancy",
    "give_post",
    "import_people",
    "last_day_is_over",
    "leave",
    "left_behind_by",
    "lift_hold",
    "name_post",
    "needs_second",
    "open_sign_in",
    "propose_permissions",
    "record_absence",
    "reset_sign_in",
    "set_class",
    "set_fact",
]
