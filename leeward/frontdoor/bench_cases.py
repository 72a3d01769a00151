"""The pages of a safeguarding lead with the demonstration's few cases and with 5,000 of them and 100,000 entries.

Run as a module, it adds the cases to the installation of its environment.
"""

import random
import re
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import httpx

from leeward.frontdoor.bench_pages import demonstration, measured, program, sign_in

if TYPE_CHECKING:
    from leeward.safeguarding.models import Case

CASES = 5_000
ENTRIES = 20
"""In each case."""
AT_ONCE = 250
OPEN_ONE_IN = 10
"""One case in so many is still worked on; the others are closed."""
LEAD = "dsl"
PAGES = ("/", "/safeguarding", "/safeguarding/closed", "/safeguarding/patterns", "/safeguarding/brief")
CASE = re.compile(r'href="(/safeguarding/[2-9A-Z]{4}-[2-9A-Z]{4})"')


def bench_cases(rounds: int = 15) -> dict[str, dict[str, float]]:
    """For each page the median milliseconds of the server with few and with many cases, and their ratio."""
    with demonstration() as (address, environment), httpx.Client(base_url=address, timeout=120) as client:
        sign_in(client, LEAD)
        few = _pages(client, rounds)
        program(environment, "-m", __name__, str(CASES))
        many = _pages(client, rounds)
    return {
        f"{name} of a lead": {"ms_demo": few[name], f"ms_at_{CASES}": many[name], "ratio": many[name] / few[name]}
        for name in few
    }


def _pages(client: httpx.Client, rounds: int) -> dict[str, float]:
    found = {page: measured(client, page, rounds)["server_ms"] for page in PAGES}
    case = CASE.findall(client.get("/safeguarding").text)[-1]
    for name, page in (("a case", case), ("the chronology of a case", f"{case}/chronology")):
        found[name] = measured(client, page, rounds)["server_ms"]
    return found


def fill(number: int, now: datetime) -> None:
    """So many cases of one lead, each as raised by the action for one of them and with its entries and a task."""
    from django.db import transaction

    from leeward.foundation.vault import store
    from leeward.people.queries import holders_of
    from leeward.safeguarding.models import Case, Concern
    from leeward.safeguarding.rules.reference import make
    from leeward.safeguarding.rules.routing import Compartment
    from leeward.safeguarding.rules.telling import About, Source, Telling

    chance = random.Random(7)  # noqa: S311  # the same references each time
    lead = holders_of(LEAD, now.date())[0].person
    telling = Telling(about=About.LEARNER, about_names="Somebody Invented", happened="Unkind messages.").to_json()
    with transaction.atomic(), store.keys_held():
        for start in range(0, number, AT_ONCE):
            cases, concerns = [], []
            for turn in range(start, min(start + AT_ONCE, number)):
                at = now - timedelta(hours=number - turn)
                record, told = (store.new_record(Compartment.SAFEGUARDING) for _ in range(2))
                case = Case(ref=make(chance.choice), record=record, compartment=Compartment.SAFEGUARDING, raised_at=at)
                case.acknowledge_due = at + timedelta(hours=24)
                concern = Concern(case=case, record=told, submission=uuid4(), source=Source.PUBLIC_FORM, raised_at=at)
                concern.telling = store.seal_text(told, "telling", telling)
                cases.append(case)
                concerns.append(concern)
            _work_on(cases, lead, now)
            Concern.objects.bulk_create(concerns)


def _work_on(cases: "list[Case]", lead: UUID, now: datetime) -> None:
    from leeward.safeguarding.actions.sealed import action_field, entry_field, seal
    from leeward.safeguarding.models import Case, CaseAction, Entry
    from leeward.safeguarding.rules.lifecycle import State
    from leeward.safeguarding.rules.precision import Precision

    entries, tasks = [], []
    for number, case in enumerate(cases, 1):
        is_open = number % OPEN_ONE_IN == 0
        case.state, case.owner, case.severity = State.OPEN if is_open else State.CLOSED, lead, 1 + number % 4
        case.opened_at = case.acknowledged_at = case.looked_at = case.raised_at + timedelta(minutes=30)
        case.closed_at = None if is_open else case.raised_at + timedelta(days=20)
        for turn in range(ENTRIES):
            at = case.raised_at + timedelta(hours=turn + 1)
            entry = Entry(case=case, event_at=at, precision=Precision.MINUTE, recorded_at=at, author=lead)
            text = {"text": f"Talked with the tutor, time {turn}. " + "It was quiet this week. " * 6}
            entry.body = seal(case.record, entry_field(entry), text)
            entries.append(entry)
        task = CaseAction(case=case, owner=lead, due=now + timedelta(days=number % 9 - 2), made_at=at, made_by=lead)
        task.what = seal(case.record, action_field(task, "what"), {"text": "Ask how the week was."})
        if not is_open:
            task.done_at, task.done_by = at, lead
            task.result = seal(case.record, action_field(task, "result"), {"text": "A quiet week."})
        tasks.append(task)
    Case.objects.bulk_create(cases)
    Entry.objects.bulk_create(entries)
    CaseAction.objects.bulk_create(tasks)


if __name__ == "__main__":
    import django

    django.setup()
    fill(int(sys.argv[1]), datetime.now(UTC))
