"""What this room plugs in: called once by `frontdoor`."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import UUID

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation import access, holders, mail, schedule
from leeward.foundation.approvals import kinds
from leeward.foundation.evidence import registry
from leeward.foundation.gates import registry as gates
from leeward.foundation.open_ends import registry as open_ends
from leeward.foundation.outbox.messages import listen
from leeward.foundation.settings_history.declared import declare as declare_setting
from leeward.foundation.settings_history.declared import list_scopes_with
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.people import coming_letters, connecting, letters, queries
from leeward.people import open_ends as left_open
from leeward.people.actions import apply_facts, coming_days, last_day_is_over
from leeward.people.actions.history import forget_parts
from leeward.people.actions.noticed import forget_old_notices
from leeward.people.actions.own_posts import POST_PERMISSIONS
from leeward.people.actions.proposals import EMERGENCY_POST, SENSITIVE_POST
from leeward.people.actions.sessions import forget_old_sessions
from leeward.people.actions.temporary import remind_sponsors
from leeward.people.actions.vacancies import alarm
from leeward.people.choices import SETTINGS
from leeward.people.coming_evidence import CHECKS as COMING_CHECKS
from leeward.people.coming_requests import EXTEND_STAY
from leeward.people.coming_settings import SETTINGS as COMING_SETTINGS
from leeward.people.evidence import CHECKS
from leeward.people.gates import FIRST_TASKS, held_back
from leeward.people.help import evidence as help_evidence
from leeward.people.help import links
from leeward.people.meetings import wiring as meetings
from leeward.people.rules import Post
from leeward.people.sign_in import confirming, noticing, sessions, traces
from leeward.people.sign_in import letters as sign_in_letters
from leeward.people.told import AddressChanged, LastDayComes, SignInNoticed


def wire() -> None:
    """Answers who somebody is; makes the room's letters, checks and handlers known."""
    access.build_actors_with(queries.actor_of)
    mail.find_addresses_with(queries.address_of)
    holders.resolve_posts_with(_who_holds)
    # For choosing deciders: a post that HR made up decides nothing.
    holders.list_posts_with(lambda: [post.value for post in Post])
    holders.name_posts_with(queries.post_alias)
    holders.name_people_with(_name_of)
    list_scopes_with(_scopes)
    letters.declare()
    coming_letters.declare()
    meetings.wire()
    traces.connect()
    confirming.connect()
    sessions.connect()
    access.confirm_with(confirming.ask_to_confirm)
    for setting in SETTINGS:
        declare_setting(setting)
    for chosen in COMING_SETTINGS:
        declare_setting(chosen)
    for check in (*CHECKS, *COMING_CHECKS, *help_evidence.CHECKS):
        registry.declare(check)
    open_ends.declare("people", left_open.find)
    gates.declare(FIRST_TASKS)
    access.hold_back_with(held_back)
    for kind in (SENSITIVE_POST, EMERGENCY_POST, POST_PERMISSIONS, EXTEND_STAY):
        kinds.declare(kind)
    listen(LastDayComes, "people.shut-sign-in", last_day_is_over)
    listen(SignInNoticed, "people.ask-owner", noticing.ask_owner)
    listen(AddressChanged, "people.tell-address-before", noticing.tell_address_before)
    listen(sign_in_letters.ResetAsked, "people.send-link", sign_in_letters.send_link)
    listen(links.TestLink, "people.test-link", links.test_link, attempts=2)
    schedule.daily("people.test-links", time(4), links.put_tests)
    schedule.daily("people.remind-sponsors", time(6, 30), remind_sponsors)
    schedule.daily("people.start-of-day", time(0, 5), coming_days.start_of_day)
    schedule.daily("people.write-about-tasks", time(6, 40), coming_days.write_about_tasks)
    connecting.wire()
    schedule.daily("people.forget-sessions", time(3), _forget_sessions)
    schedule.daily("people.apply-facts", time(0, 10), apply_facts)
    schedule.daily("people.vacancies", time(7), alarm)


def _forget_sessions(now: datetime) -> None:
    call_command("clearsessions")
    forget_old_sessions(now)
    forget_old_notices(now)
    forget_parts()


def _who_holds(post: str, on: date, scope: Scope) -> holders.Holding:
    try:
        held = queries.holders_of(post, on, scope)
    except ValueError:
        return holders.Holding()
    return holders.Holding(
        tuple(each.person for each in held if not each.deputy), tuple(each.person for each in held if each.deputy)
    )


def _name_of(person: UUID) -> str:
    card = queries.person(person, timezone.localdate())
    return "" if card is None else card.name


def _scopes() -> Mapping[Scope, str]:
    places = {
        Scope(str(place.company), "" if place.site is None else str(place.site)): place.name
        for place in queries.places()
        if place.closed_on is None or place.closed_on >= timezone.localdate()
    }
    return {GROUP: _("The whole organisation"), **places}
