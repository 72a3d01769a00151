"""A named person compares a rule with the published text."""

from datetime import datetime

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.safeguarding.models import RuleCheck
from leeward.safeguarding.queries.rules import pack_now
from leeward.safeguarding.rules.pack import Verdict


def check_rule(*, actor: Actor, rule: str, verdict: Verdict, against: str, note: str = "", now: datetime) -> None:
    """Keeps what a person found, of the words as they stand now. Raises LookupError for a rule that is not here,
    ValueError without the publication compared with, or without a note where it differs.
    """
    pack = pack_now(now)
    if pack is None:
        raise LookupError("There is no rule pack for this nation.")
    found = pack.rule(rule)
    if not against.strip():
        raise ValueError("Say which publication you compared it with.")
    if verdict is Verdict.DIFFERS and not note.strip():
        raise ValueError("Say what differs.")
    assert actor.person is not None
    with act(actor, "safeguarding.check-rule", now=now, subject=f"rule:{rule}") as entry:
        RuleCheck.objects.create(
            rule=rule,
            pack=pack.name,
            fingerprint=found.fingerprint,
            verdict=verdict,
            against=against.strip(),
            note=note.strip(),
            by=actor.person,
            at=now,
        )
        entry.details["verdict"] = str(verdict)
