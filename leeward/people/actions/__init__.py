"""What may be done to the directory and to people's way in; other rooms enter here."""

from leeward.people.actions.closing import close_sign_in, reopen_sign_in
from leeward.people.actions.cover import Covered, end_absence, record_absence
from leeward.people.actions.directory import Details, add_person, change_person, end_class, set_class
from leeward.people.actions.history import apply_facts, set_fact
from leeward.people.actions.import_undoing import undo_import
from leeward.people.actions.importing import Imported, import_people
from leeward.people.actions.leaving import close_leaver, last_day_is_over, leave, leave_open, left_behind_by
from leeward.people.actions.own_posts import add_own_post, close_own_post, name_post, propose_permissions
from leeward.people.actions.places import add_company, add_site, close_place, rename_place
from leeward.people.actions.posts import appoint, end_holding, needs_second
from leeward.people.actions.proposals import Given, fill_vacancy, give_post
from leeward.people.actions.relations import Closeness, add_relation, end_relation, relate
from leeward.people.actions.sign_in import lift_hold, open_sign_in, reset_sign_in
from leeward.people.actions.tasks import not_applicable, open_again, settle_for, tick
from leeward.people.actions.temporary import another_sponsor, ask_for_more_time, end_stay, welcome
from leeward.people.actions.vulnerability import (
    NotOpenTo,
    Vulnerability,
    end_vulnerability,
    open_vulnerability,
    record_vulnerability,
)
from leeward.people.refusals import Refused

__all__ = [
    "Closeness",
    "Covered",
    "Details",
    "Given",
    "Imported",
    "NotOpenTo",
    "Refused",
    "Vulnerability",
    "add_company",
    "add_own_post",
    "add_person",
    "add_relation",
    "add_site",
    "another_sponsor",
    "apply_facts",
    "appoint",
    "ask_for_more_time",
    "change_person",
    "close_leaver",
    "close_own_post",
    "close_place",
    "close_sign_in",
    "end_absence",
    "end_class",
    "end_holding",
    "end_relation",
    "end_stay",
    "end_vulnerability",
    "fill_vacancy",
    "give_post",
    "import_people",
    "last_day_is_over",
    "leave",
    "leave_open",
    "left_behind_by",
    "lift_hold",
    "name_post",
    "needs_second",
    "not_applicable",
    "open_again",
    "open_sign_in",
    "open_vulnerability",
    "propose_permissions",
    "record_absence",
    "record_vulnerability",
    "relate",
    "rename_place",
    "reopen_sign_in",
    "reset_sign_in",
    "set_class",
    "set_fact",
    "settle_for",
    "tick",
    "undo_import",
    "welcome",
]
