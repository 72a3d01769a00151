"""How groups, parts and states of meetings are said to people."""

from django.utils.translation import gettext_lazy as _

from leeward.people.meetings.rules import Every, Here, Kept, Part, Template
from leeward.people.wording import Words

TEMPLATES: dict[Template, Words] = {
    Template.SAFEGUARDING_COMMITTEE: _("Safeguarding committee"),
    Template.ONLINE_SAFETY_GROUP: _("Online-safety group"),
    Template.BOARD_LEAD_WITH_DSL: _("Board lead with the DSL"),
    Template.SAFEGUARDING_WITH_IT: _("Safeguarding with IT"),
}
EVERY: dict[Every, Words] = {Every.TERM: _("Once a term"), Every.WEEKS: _("Every so many weeks")}
PARTS: dict[Part, Words] = {Part.CHAIR: _("Chair"), Part.CLERK: _("Clerk"), Part.MEMBER: _("Member")}
HERE: dict[Here, Words] = {
    Here.PRESENT: _("Present"),
    Here.APOLOGIES: _("Apologies"),
    Here.ABSENT: _("Absent"),
}
KEPT: dict[Kept, Words] = {Kept.KEPT: _("in time"), Kept.SOON: _("due soon"), Kept.OVERDUE: _("overdue")}
STATES: dict[Kept, str] = {Kept.KEPT: "true", Kept.SOON: "due", Kept.OVERDUE: "overdue"}
"""The look of a state (see `lw-state`)."""
