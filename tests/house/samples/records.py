"""Examples of pages that need an argument. Safeguarding records out and in."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from leeward.safeguarding.actions.disclosing import ask_approval, begin_disclosure, open_disclosure, plan_disclosure
from leeward.safeguarding.actions.transferring import Receiver, fetch_transfer, make_transfer, words_of_transfer
from leeward.safeguarding.demo import submission_of
from leeward.safeguarding.models import Concern
from leeward.safeguarding.rules import transfer
from leeward.safeguarding.rules.disclosures import Asked, Asker
from leeward.safeguarding.rules.record import Part
from tests.house.demo import Demo

TO = Receiver("Riverside College, Example", "The lead, 01632 960111", "She moves there")


def _case(demo: Demo) -> tuple[str, Mapping[str, object]]:
    return "dsl", {"ref": Concern.objects.get(submission=submission_of(3)).case.ref}


def _sent(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A case of which a sealed copy was made."""
    _post, given = _case(demo)
    make_transfer(actor=demo.actor("dsl"), ref=str(given["ref"]), to=TO, parts=[Part.CHRONOLOGY], now=demo.now)
    return "dsl", given


def _token(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """The receipt page of a sealed copy: its address stands in the copy itself."""
    _post, given = _case(demo)
    lead, ref = demo.actor("dsl"), str(given["ref"])
    pack = make_transfer(actor=lead, ref=ref, to=TO, parts=[Part.CHRONOLOGY], now=demo.now)
    body = fetch_transfer(actor=lead, ref=ref, pack=pack, now=demo.now)
    words = words_of_transfer(actor=lead, ref=ref, pack=pack, now=demo.now)
    receipt = transfer.read(transfer.unseal(body, words)).manifest.receipt
    return "stranger", {"token": receipt.rsplit("/", 1)[1]}


def _asked(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A request whose passages are being read."""
    _post, given = _case(demo)
    asked = Asked("DC Blackwood, Example Police", "Rang back", "Public task", "What was said", "The chronology")
    made = begin_disclosure(
        actor=demo.actor("dsl"),
        ref=str(given["ref"]),
        asker=Asker.POLICE,
        asked=asked,
        asked_on=timezone.localdate(demo.now),
        parts=[Part.CHRONOLOGY, Part.PERSONS],
        now=demo.now,
    )
    lead, ref = demo.actor("dsl"), str(given["ref"])
    names = [one.alias for one in open_disclosure(lead, ref, made, demo.now).plan.names]
    plan_disclosure(actor=lead, ref=ref, disclosure=made, left_out={}, keep_names=names, now=demo.now)
    return "dsl", {**given, "disclosure": made}


def _waits(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """The same, waiting for a second person."""
    _post, given = _asked(demo)
    lead, ref, made = demo.actor("dsl"), str(given["ref"]), UUID(str(given["disclosure"]))
    plan_disclosure(actor=lead, ref=ref, disclosure=made, left_out={}, confirmed=True, now=demo.now)
    ask_approval(actor=lead, ref=ref, disclosure=made, now=demo.now)
    return "deputy-dsl", {"disclosure": made}


SAMPLES = {
    "safeguarding:case-ask": _case,
    "safeguarding:case-disclosure": _asked,
    "safeguarding:disclosure-for-approval": _waits,
    "safeguarding:case-print": _case,
    "safeguarding:case-send": _case,
    "safeguarding:case-records": _sent,
    "safeguarding:transfer-receipt": _token,
}

NOT_PAGES = frozenset(
    {
        "safeguarding:case-as-sent",
        "safeguarding:case-disclosure-approval",
        "safeguarding:case-disclosure-release",
        "safeguarding:case-disclosure-words",
        "safeguarding:case-transfer-words",
        "safeguarding:case-transfer-fetch",
        "safeguarding:case-transfer-arrived",
        "safeguarding:case-transfer-withdraw",
    }
)
