"""Who hears whom: every handler, check and resolver is plugged in here, and nowhere else."""

from collections.abc import Mapping
from datetime import date, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

import leeward.foundation.clocks.organisation  # noqa: F401  # declares the settings of the calendar
from leeward.filtering import wiring as filtering
from leeward.foundation import access, holders, mail, schedule
from leeward.foundation.approvals import endings
from leeward.foundation.audit.digest import make_digest
from leeward.foundation.audit.evidence import AUDIT_WHOLE
from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.evidence.registry import declare
from leeward.foundation.outbox.messages import listen
from leeward.foundation.settings_history.declared import list_scopes_with
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.frontdoor import request_cards
from leeward.monitoring import actions as monitoring
from leeward.monitoring import evidence as monitoring_evidence
from leeward.monitoring.actions import basis as monitoring_basis
from leeward.people import actions as people_actions
from leeward.people import letters as people_letters
from leeward.people import queries as people
from leeward.people import told as people_told
from leeward.people.rules import Post
from leeward.safeguarding import actions as safeguarding


def wire() -> None:
    """Called once when Django has loaded the rooms."""
    _foundation()
    _people()
    _safeguarding()
    filtering.wire()
    _monitoring()


def _foundation() -> None:
    listen(mail.LetterWaits, "foundation.deliver-letter", mail.deliver)
    listen(endings.RequestDue, "foundation.approval-due", endings.come_up)
    endings.declare_letters()
    request_cards.wire()
    declare(AUDIT_WHOLE)
    schedule.daily("foundation.audit-digest", time(23, 30), make_digest)
    schedule.daily("foundation.observe", time(5), lambda now: observe_all(now=now))
    schedule.daily("foundation.start-delays", time(6), endings.start_delays)


def _people() -> None:
    access.build_actors_with(people.actor_of)
    mail.find_addresses_with(people.address_of)
    holders.resolve_posts_with(_who_holds)
    holders.list_posts_with(lambda: [post.value for post in Post])
    holders.name_people_with(_name_of)
    list_scopes_with(_scopes)
    people_letters.declare()
    listen(people_told.PersonLeft, "people.shut-sign-in", people_actions.last_day_is_over)


def _who_holds(post: str, on: date, scope: Scope) -> holders.Holding:
    # Posts are held for the whole group today; the scope is there for the day a company has holders of its own.
    if post not in set(Post):
        return holders.Holding()
    held = people.holders_of(post, on)
    return holders.Holding(
        tuple(each.person for each in held if not each.deputy), tuple(each.person for each in held if each.deputy)
    )


def _name_of(person: UUID) -> str:
    card = people.person(person, timezone.localdate())
    return "" if card is None else card.name


def _scopes() -> Mapping[Scope, str]:
    places = {
        Scope(str(place.company), "" if place.site is None else str(place.site)): place.name
        for place in people.places()
    }
    return {GROUP: _("The whole organisation"), **places}


def _monitoring() -> None:
    listen(monitoring.MessageReceived, "monitoring.assess", monitoring.assess_received)
    monitoring_basis.declare_kind()
    monitoring_evidence.declare()
    schedule.daily("monitoring.tidy", time(3), monitoring.tidy)


def _safeguarding() -> None:
    listen(safeguarding.ConcernWaits, "safeguarding.escalate", safeguarding.escalate)
