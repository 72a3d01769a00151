"""Who hears whom: every handler, check and resolver is plugged in here, and nowhere else."""

from datetime import time

from leeward.foundation import access, mail, schedule
from leeward.foundation.approvals import endings
from leeward.foundation.audit.digest import make_digest
from leeward.foundation.audit.evidence import AUDIT_WHOLE
from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.evidence.registry import declare
from leeward.foundation.outbox.messages import listen
from leeward.people import actions as people_actions
from leeward.people import letters as people_letters
from leeward.people import queries as people
from leeward.people import told as people_told


def wire() -> None:
    """Called once when Django has loaded the rooms."""
    _foundation()
    _people()


def _foundation() -> None:
    organisation.TERMS  # importing it declares the settings of the calendar
    listen(mail.LetterWaits, "foundation.deliver-letter", mail.deliver)
    listen(endings.RequestDue, "foundation.approval-due", endings.come_up)
    endings.declare_letters()
    declare(AUDIT_WHOLE)
    schedule.daily("foundation.audit-digest", time(23, 30), make_digest)
    schedule.daily("foundation.observe", time(5), lambda now: observe_all(now=now))
    schedule.daily("foundation.start-delays", time(6), endings.start_delays)


def _people() -> None:
    access.build_actors_with(people.actor_of)
    mail.find_addresses_with(people.address_of)
    people_letters.declare()
    listen(people_told.PersonLeft, "people.shut-sign-in", people_actions.last_day_is_over)
