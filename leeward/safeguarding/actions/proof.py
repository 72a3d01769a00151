"""Proving that somebody cannot learn of a case: every page is opened as them, with the case and without it.

Each page is opened inside a transaction of its own that is rolled back: nothing is changed, nobody is told, and no
trace is left but one entry in the case's own trail.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.people import queries as people
from leeward.safeguarding.actions.hiding import Rows, hide, marks_of, rows_of
from leeward.safeguarding.actions.opening import NoSuchCase, case_to_change
from leeward.safeguarding.actions.routes import live_bars
from leeward.safeguarding.actions.sealed import certificate_field, seal, unseal
from leeward.safeguarding.models import Case, Certificate
from leeward.safeguarding.queries.access import find_case
from leeward.safeguarding.queries.readers import admitted
from leeward.safeguarding.rules.proof import Answer, Found, judge

MOST_NAMED = 40
"""Addresses named in a certificate under one finding."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One address to open as somebody; `shut`: they are not admitted to that page at all, whatever there is."""

    path: str
    shut: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """Where to go, and what is left out, by the name of the page."""

    visits: tuple[Visit, ...]
    left_out: tuple[str, ...]


class Looker(Protocol):
    """How the product is walked through as somebody; `frontdoor` knows every page and provides it."""

    def plan(self, person: UUID, ref: str, now: datetime) -> Walk | None:
        """Where that person can go, the ways into the case among it; None where they have no sign-in."""
        ...

    def look(self, person: UUID, path: str, now: datetime) -> Answer | None:
        """What they get at an address, or None where it fails."""
        ...


_looker: Looker | None = None


def look_with(looker: Looker) -> None:
    """Called once by `frontdoor`."""
    global _looker
    _looker = looker


class CanRead(Exception):
    """The person may read the case: there is nothing to prove."""


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """A certificate, opened. `found` counts addresses by what came of them; `named` lists those that need a look."""

    id: UUID
    at: datetime
    by: str
    name: str
    holds: bool
    sign_in: bool
    found: dict[str, int]
    named: dict[str, list[str]]
    left_out: list[str]


def prove_cannot(*, actor: Actor, ref: str, person: UUID, now: datetime) -> UUID:
    """Walks through the product as the person, and keeps what came of it. Takes some seconds.

    Raises NoSuchCase, CanRead, LookupError for an unknown person.
    """
    case = find_case(actor, ref, now)
    if case is None:
        raise NoSuchCase
    card = people.person(person, on=timezone.localdate(now))
    if card is None:
        raise LookupError("There is no such person.")
    if person in {one.holder.person for one in admitted(case, now)}:
        raise CanRead
    assert _looker is not None, "the front door provides it"
    walk = _looker.plan(person, ref, now)
    results = list(_walk(case, person, walk, now)) if walk is not None else []
    with act(actor, "safeguarding.prove-cannot", now=now) as entry:
        # Asked again: whoever lost the case meanwhile gets no certificate of it.
        locked = case_to_change(actor, ref, now)
        entry.subject, entry.compartment = f"case:{locked.pk}", locked.compartment
        assert actor.person is not None
        row = Certificate(case=locked, at=now, by=actor.person)
        body = _body(card.name, str(person), walk, results)
        row.body = seal(locked.record, certificate_field(row), {"json": json.dumps(body)})
        row.save(force_insert=True)
        entry.details["addresses"] = len(results)
        return row.pk


def open_candidates(actor: Actor, ref: str, now: datetime) -> list[tuple[UUID, str]]:
    """For whom it may be asked: those who are kept out, and everybody who holds a post and may not read it.

    Leaves its trace in the case. Raises NoSuchCase.
    """
    with act(actor, "safeguarding.open-candidates", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.subject, entry.compartment = f"case:{case.pk}", case.compartment
        day = timezone.localdate(now)
        barred = set(live_bars(case))
        held = {one.person for holdings in people.all_holdings(day).values() for one in holdings}
        readers = {one.holder.person for one in admitted(case, now)}
        cards = people.people((barred | held) - readers, on=day)
        return [(card.id, card.name) for card in sorted(cards, key=lambda card: (card.id not in barred, card.name))]


def _walk(case: Case, person: UUID, walk: Walk, now: datetime) -> Iterator[tuple[str, Found]]:
    rows = rows_of(case)
    marks = marks_of(case, rows)
    assert _looker is not None, "the front door provides it"
    for visit in walk.visits:
        if visit.shut:
            yield visit.path, Found.SHUT
            continue
        ask = partial(_looker.look, person, visit.path, now)
        real, without = _undone(ask), _undone(ask, rows)
        again = None
        if real is not None and without is not None and real.plain() != without.plain():
            again = _undone(ask)
        yield visit.path, judge(real, without, again, marks, visit.path)


def _undone(look: Callable[[], Answer | None], rows: Rows | None = None) -> Answer | None:
    """One look in a transaction of its own, rolled back whatever it did; with `rows` hidden, where given."""
    with transaction.atomic():
        if rows is not None:
            hide(rows)
        try:
            return look()
        finally:
            transaction.set_rollback(True)


def _body(name: str, person: str, walk: Walk | None, results: Sequence[tuple[str, Found]]) -> dict[str, object]:
    named: dict[str, list[str]] = {}
    for path, found in results:
        if found not in (Found.SAME, Found.SHUT) and len(named.setdefault(found, [])) < MOST_NAMED:
            named[found].append(path)
    return {
        "name": name,
        "person": person,
        "sign_in": walk is not None,
        "found": dict(Counter(str(found) for _path, found in results)),
        "named": named,
        "left_out": list(walk.left_out) if walk is not None else [],
    }


def open_certificate(actor: Actor, ref: str, certificate: UUID, now: datetime) -> CertificateFile:
    """Opens one, and writes down who did. Raises NoSuchCase, also for a certificate of another case."""
    with act(actor, "safeguarding.open-certificate", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.subject, entry.compartment = f"case:{case.pk}", case.compartment
        row = Certificate.objects.filter(case=case, pk=certificate).first()
        if row is None:
            raise NoSuchCase
        return _file(case, row, now)


def open_certificates(actor: Actor, ref: str, now: datetime) -> list[CertificateFile]:
    """All of a case, the newest first; leaves its trace. Raises NoSuchCase."""
    with act(actor, "safeguarding.open-certificates", now=now) as entry:
        case = case_to_change(actor, ref, now)
        entry.subject, entry.compartment = f"case:{case.pk}", case.compartment
        return [_file(case, row, now) for row in case.certificates.order_by("-at", "id")]


def _file(case: Case, row: Certificate, now: datetime) -> CertificateFile:
    body = json.loads(unseal(case.record, certificate_field(row), row.body)["json"])
    by = people.person(row.by, on=timezone.localdate(now))
    found: dict[str, int] = body["found"]
    return CertificateFile(
        id=row.pk,
        at=row.at,
        by=by.name if by else "",
        name=body["name"],
        holds=not (found.get(Found.DIFFERS, 0) or found.get(Found.SHOWS, 0)),
        sign_in=body["sign_in"],
        found=found,
        named=body["named"],
        left_out=body["left_out"],
    )
