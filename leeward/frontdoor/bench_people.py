"""How long bringing people in takes, and how time and memory grow from 5,000 to 50,000: in scratch databases."""

import json
import os
import subprocess
import sys
import tempfile

SIZES = (5_000, 50_000)
MEASURE = """
import json, resource, sys, time
from leeward.frontdoor.cli import django
django()
from django.utils import timezone
from leeward.foundation.access import SYSTEM
from leeward.frontdoor.bench_people import invented
from leeward.people.actions import import_people
from leeward.people.queries import find_people
size = int(sys.argv[1])
content = invented(size, 0)
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
def timed(content, rehearse=False):
    began = time.perf_counter()
    done = import_people(actor=SYSTEM, now=timezone.now(), content=content, rehearse=rehearse)
    assert not done.problems, done.problems[:3]
    return time.perf_counter() - began, done
check, first = timed(content, rehearse=True)
assert first.added > 0
add, _ = timed(content)
again, same = timed(content)
assert same.unchanged == size
change, other = timed(invented(size, 10))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"check_s": check, "add_s": add, "again_s": again, "change_a_tenth_s": change,
                  "changed": other.changed, "more_memory_mb": (peak - base) / 1024}))
"""


def invented(size: int, every: int) -> bytes:
    """A file of invented people; every tenth (…) of them with another employer."""
    lines = ["Reference,First name,Surname,Class,DOB,Email,Start,Site,Tutor,Employer"]
    for number in range(size):
        moved = every and number % every == 0
        kind, tutor = ("staff", "") if number % 20 == 0 else ("learner", f"R{number - number % 20}")
        born = f"{number % 28 + 1}/{number % 12 + 1}/{1960 + number % 48}"
        lines.append(
            f"R{number},Given{number % 997},Family{number},{kind},{born},p{number}@example.org,1/9/2025,"
            f"Site {number % 9},{tutor},{'Portside Motors' if moved else 'Little Anchors'}"
        )
    return "\n".join(lines).encode()


def bench_people(postgres: str = "") -> dict[str, dict[str, float]]:
    """Seconds and memory for each size, and the ratio of the two; on SQLite, or on an empty PostgreSQL database.

    There the larger size comes after the smaller, whose people it finds again: it adds nine tenths.
    """
    found = {f"people import, {size:,} rows": _measure(size, postgres) for size in SIZES}
    small, large = found.values()
    found["people import, growth for ten times the rows"] = {
        name: large[name] / small[name] for name in large if small.get(name)
    }
    return found


def _measure(size: int, postgres: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="leeward-bench-") as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LEEWARD_", "DJANGO_"))}
        environment = {**kept, "LEEWARD_HOME": home, "LEEWARD_DEMO": "on"}
        if postgres:
            environment["LEEWARD_DATABASE_URL"] = postgres
        program = [sys.executable, "-m", "leeward"]
        for command in (["keys", "make"], ["migrate"]):
            subprocess.run([*program, *command], env=environment, check=True, capture_output=True)  # noqa: S603  # our own
        measure = [sys.executable, "-c", MEASURE, str(size)]
        done = subprocess.run(measure, env=environment, check=True, capture_output=True, text=True)  # noqa: S603  # as above
        return {name: float(value) for name, value in json.loads(done.stdout.strip().splitlines()[-1]).items()}
