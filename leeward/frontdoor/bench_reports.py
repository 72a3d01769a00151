"""Three hundred people reporting at once from one address, each screen by screen as a browser without script does it.

Run as a module, it says what the installation of its environment holds of them.
"""

import asyncio
import json
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from leeward.frontdoor.bench_pages import TOKEN, demonstration

PEOPLE = 300
PATIENCE = 300.0
"""Seconds a person waits for one page before it counts as an error."""
SCREENS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/report", {}),
    ("/report/about", {"about": "learner", "about_names": "Somebody in my group"}),
    ("/report/what", {"happened": "Unkind messages every night.", "when": "Monday"}),
    ("/report/reach", {"contact_safe": "only-here"}),
    ("/report/readers", {"worried": "no"}),
    ("/report/check", {}),
)
REFERENCE = re.compile(r'class="lw-reference">([2-9A-Z]{4}-[2-9A-Z]{4})<')


class NotReceived(AssertionError):
    """Somebody was given a receipt for which there is not exactly one record, or a record has no receipt."""


@dataclass(slots=True)
class Told:
    """What the people of one run saw: a receipt for each mark, the seconds of each page, and what went wrong."""

    receipts: dict[str, str] = field(default_factory=dict)
    pages: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def bench_reports(people: int = PEOPLE, postgres: str = "") -> dict[str, dict[str, float]]:
    """Seconds of a page and of a whole report for one person and for all at once, and how much was kept and lost.

    On SQLite, or in an empty PostgreSQL database. Raises NotReceived where receipts and records differ.
    """
    with demonstration(postgres) as (address, environment):
        before = _kept(environment)
        one = asyncio.run(_report(address, 5, at_once=False))
        many = asyncio.run(_report(address, people, at_once=True))
        kept = _kept(environment) - before
    receipts = {**one.receipts, **many.receipts}
    told = sorted(f"{ref} {mark}" for mark, ref in receipts.items())
    wrong = sorted(set(told) ^ set(kept.found)) + [line for line in set(kept.found) if kept.found.count(line) > 1]
    if wrong:
        raise NotReceived(f"{len(wrong)} receipts and records differ; {len(many.errors)} errors: {many.errors[:3]}")
    where = "PostgreSQL" if postgres else "SQLite"
    return {
        f"one person reporting, {where}": _figures(one, 5),
        f"{people} people reporting at once, {where}": _figures(many, people)
        | {"ratio_of_a_page": statistics.median(many.pages) / statistics.median(one.pages)},
    }


def _figures(told: Told, people: int) -> dict[str, float]:
    pages = sorted(told.pages)
    return {
        "people": float(people),
        "receipts_with_one_record": float(len(told.receipts)),
        "errors": float(len(told.errors)),
        "page_p50_s": statistics.median(pages),
        "page_p95_s": pages[int(len(pages) * 0.95)],
        "page_max_s": pages[-1],
        "report_p50_s": statistics.median(told.whole) if told.whole else 0.0,
        "report_max_s": max(told.whole, default=0.0),
    }


async def _report(address: str, people: int, *, at_once: bool) -> Told:
    told = Told()
    if at_once:
        await asyncio.gather(*(_one(address, told) for _ in range(people)))
    else:
        for _ in range(people):
            await _one(address, told)
    return told


async def _one(address: str, told: Told) -> None:
    mark, began = uuid4().hex, time.perf_counter()
    try:
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, headers={"Origin": address}) as client:
            page = await _asked(told, client, "GET", "/report", {})
            for path, answers in SCREENS:
                token = TOKEN.search(page.text)
                marked = {**answers, "where": mark} if path == "/report/what" else answers
                sent = {**marked, "csrfmiddlewaretoken": token[1] if token else ""}
                went = await _asked(told, client, "POST", path, sent)
                page = await _asked(told, client, "GET", went.headers["location"], {})
        told.receipts[mark] = REFERENCE.search(page.text)[1]  # type: ignore[index]  # without one it is an error
        told.whole.append(time.perf_counter() - began)
    except (httpx.HTTPError, KeyError, TypeError) as problem:
        told.errors.append(f"{type(problem).__name__}: {problem}")


async def _asked(told: Told, client: httpx.AsyncClient, how: str, path: str, sent: dict[str, str]) -> httpx.Response:
    """One page, timed. Raises HTTPStatusError for anything but a page or a way on: so also when throttled."""
    began = time.perf_counter()
    answer = await (client.post(path, data=sent) if how == "POST" else client.get(path))
    told.pages.append(time.perf_counter() - began)
    if answer.status_code not in (200, 302):
        raise httpx.HTTPStatusError(str(answer.status_code), request=answer.request, response=answer)
    return answer


@dataclass(frozen=True, slots=True)
class Kept:
    """Reference and mark of every concern with a mark, one line each."""

    found: tuple[str, ...]

    def __sub__(self, other: "Kept") -> "Kept":
        return Kept(tuple(line for line in self.found if line not in other.found))


def _kept(environment: dict[str, str]) -> Kept:
    done = subprocess.run(  # noqa: S603  # our own
        [sys.executable, "-m", __name__], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return Kept(tuple(json.loads(done.stdout)))


def kept_here() -> list[str]:
    """Reference and mark (what was answered to "Where?") of every concern here."""
    from leeward.foundation.vault import store
    from leeward.safeguarding.models import Concern
    from leeward.safeguarding.rules.telling import Telling

    lines = []
    for row in Concern.objects.select_related("case"):
        telling = Telling.from_json(store.open_text(row.record, "telling", row.telling))
        lines.append(f"{row.case.ref} {telling.where}")
    return lines


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(kept_here()))
