"""How duties of whoever runs the systems are said to people."""

from django.utils.translation import gettext_lazy as _

from leeward.people.providers.rules import Contract, Duty
from leeward.people.wording import Words

DUTIES: dict[Duty, Words] = {
    Duty.FILTER: _("Filters the internet on our devices and networks"),
    Duty.MONITOR: _("Monitors use of our devices and accounts"),
    Duty.TELL_DSL: _("Tells the DSL at once of what may be a risk to somebody"),
    Duty.TEST_FILTER: _("Tests that filtering and monitoring work, and reports it"),
    Duty.ACCOUNTS: _("Opens and closes accounts"),
    Duty.UPDATES: _("Keeps systems up to date"),
    Duty.BACKUPS: _("Backs up, and tries to restore"),
    Duty.INCIDENTS: _("Deals with security incidents"),
}
CONTRACTS: dict[Contract, Words] = {
    Contract.IN_FORCE: _("in force"),
    Contract.ENDS_SOON: _("ends soon"),
    Contract.ENDED: _("ended"),
}
STATES = {Contract.IN_FORCE: "true", Contract.ENDS_SOON: "due", Contract.ENDED: "overdue"}
