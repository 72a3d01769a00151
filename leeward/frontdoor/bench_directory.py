"""Searching the directory among 500 and among 50,000 people, in a scratch database. Run as a module, it measures one.

Two sizes and their ratio, because a college must not wait a hundred times as long as a provider of fifty.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

SIZES = (500, 50_000)
ROUNDS = 25
_PARTS = "an bar cor dal el fen gar hol ing jor kel lam mor nor ol pen quin ros sal tor ul ver wyn yar zel"
PARTS = _PARTS.split()


def bench_directory(postgres: str = "") -> dict[str, dict[str, float]]:
    """For each question the median milliseconds at both sizes and their ratio; with an empty PostgreSQL, there too."""
    found: dict[str, dict[str, float]] = {}
    for where, address in (("SQLite", ""), ("PostgreSQL", postgres)):
        if where == "PostgreSQL" and not address:
            continue
        small, large = (_in_scratch(size, address) for size in SIZES)
        for question, figure in small.items():
            found[f"directory, {question}, {where}"] = {
                f"ms_at_{SIZES[0]}": figure,
                f"ms_at_{SIZES[1]}": large[question],
                "ratio": large[question] / figure,
            }
    return found


def _in_scratch(size: int, postgres: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="leeward-bench-") as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LEEWARD_", "DJANGO_"))}
        environment = {**kept, "LEEWARD_HOME": home, "LEEWARD_DEMO": "on"}
        environment["DJANGO_SETTINGS_MODULE"] = "leeward.frontdoor.settings"
        if postgres:
            environment["LEEWARD_DATABASE_URL"] = postgres
        program = [sys.executable, "-m", "leeward"]
        for command in ([*program, "keys", "make"], [*program, "migrate"]):
            subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603  # our own
        measured = subprocess.run(  # noqa: S603  # our own
            [sys.executable, "-m", __name__, str(size)], env=environment, check=True, stdout=subprocess.PIPE, text=True
        )
        figures: dict[str, float] = json.loads(measured.stdout)
        return figures


def _fill(size: int) -> list[str]:
    """Invented people with names of a few syllables; returns the full names of some."""
    from django.db import connection

    from leeward.people.actions.history import keep_words
    from leeward.people.models import ClassOfPerson, NamePart, Person, PersonWord

    NamePart.objects.all().delete()
    PersonWord.objects.all().delete()
    ClassOfPerson.objects.all().delete()
    Person.objects.all().delete()
    chance = random.Random(7)  # noqa: S311  # the same people each time
    now, since = datetime(2026, 9, 1, 9, tzinfo=UTC), date(2026, 9, 1)
    names = []
    for start in range(0, size, 1000):
        rows = []
        for number in range(start, min(start + 1000, size)):
            given, family = ("".join(chance.choices(PARTS, k=count)).title() for count in (2, 3))
            folded = f"{given} {family}".lower()
            rows.append(
                Person(
                    given_name=given,
                    family_name=family,
                    email=f"{given}.{family}.{number}@example.org".lower(),
                    reference=f"L{number}",
                    added_at=now,
                    search_name=folded,
                    family_key=family.lower(),
                )
            )
            if number % 97 == 0:
                names.append(f"{given} {family}")
        Person.objects.bulk_create(rows)
        keep_words(rows)
        kinds = ("learner", "learner", "learner", "staff")
        ClassOfPerson.objects.bulk_create(
            ClassOfPerson(person=row, kind=kinds[index % 4], since=since) for index, row in enumerate(rows)
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return names


def measure(size: int) -> dict[str, float]:
    """The median milliseconds of each question among so many people."""
    from leeward.foundation.access import Actor
    from leeward.people import queries
    from leeward.people.models import Person
    from leeward.people.rules import PersonClass

    names = _fill(size)
    middle = Person.objects.order_by("family_name")[size // 2].pk
    on, actor = date(2026, 11, 25), Actor(permissions=frozenset({"people.see"}))
    questions: dict[str, Callable[[int], object]] = {
        "full name": lambda turn: queries.search(names[turn % len(names)], actor, on),
        "beginning of a family name": lambda turn: queries.search(names[turn % len(names)].split()[1][:6], actor, on),
        "reference": lambda turn: queries.search(f"L{turn * 13 % size}", actor, on),
        "inside a family name": lambda turn: queries.search(names[turn % len(names)].split()[1][2:], actor, on),
        "nobody": lambda turn: queries.search(f"xyzzy{turn}", actor, on),
        "first page of everybody": lambda turn: queries.search("", actor, on),
        "a page in the middle": lambda turn: queries.search("", actor, on, after=middle),
        "first page of learners": lambda turn: queries.search("", actor, on, kind=PersonClass.LEARNER),
    }
    return {question: _median(ask) for question, ask in questions.items()}


def _median(ask: Callable[[int], object]) -> float:
    times = []
    for turn in range(ROUNDS + 2):
        began = time.perf_counter()
        ask(turn)
        if turn >= 2:
            times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 2)


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(measure(int(sys.argv[1]))))
