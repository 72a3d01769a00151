"""What is known of a case for the routes, and what follows when it changes."""

from dataclasses import asdict
from datetime import datetime

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.safeguarding.actions.involved import Moved, moved, take_effect
from leeward.safeguarding.actions.opening import case_to_change
from leeward.safeguarding.actions.raising import keep_route
from leeward.safeguarding.actions.routes import conflicts_of, live_bars
from leeward.safeguarding.actions.sealed import Texts, route_facts_of
from leeward.safeguarding.queries.readers import admitted
from leeward.safeguarding.queries.routes import routes_in_force
from leeward.safeguarding.rules.facts import Facts
from leeward.safeguarding.rules.route_table import rule_for


def open_facts(actor: Actor, ref: str, now: datetime) -> Texts:
    """The facts as they stand, by name; opening them leaves its trace. Raises NoSuchCase."""
    with act(actor, "safeguarding.open-facts", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.subject, entry.compartment = f"case:{case.pk}", case.compartment
        return asdict(route_facts_of(case))


def set_facts(*, actor: Actor, ref: str, facts: Facts, now: datetime) -> Moved:
    """Keeps other facts and works the readers out by the routes in force now; conflicts stay. Raises NoSuchCase."""
    with act(actor, "safeguarding.set-facts", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.subject = f"case:{case.pk}"
        known = {one.holder.person for one in admitted(case, now)}
        keep_route(case, rule_for(routes_in_force(now), facts), facts, now)
        take_effect(case, conflicts_of(live_bars(case)), known, now)
        entry.compartment = case.compartment
        return moved(case, actor, now)
