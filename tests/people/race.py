"""Run as a process of its own by `test_races`: many give one post at once, on a database with real commits.

Prints one line of JSON for each round: how many were given the post, how many were told why not, how many hold it.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

ROUNDS, RACERS = 5, 4


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from leeward.people import queries
    from leeward.people.actions import Refused, end_holding
    from leeward.people.rules import Post
    from tests.people.made import NOW, SYSTEM, TODAY, give, somebody

    call_command("migrate", verbosity=0)
    people = [somebody(f"Ann Racer{letter}") for letter in "abcd"[:RACERS]]
    outcomes = []
    for number in range(ROUNDS):
        day = TODAY.replace(year=TODAY.year + number)
        start = Barrier(RACERS)

        def try_it(person, start=start, day=day):
            start.wait(30)
            try:
                give(person, since=day)
            except Refused as refusal:
                return refusal.field
            finally:
                connection.close()
            return "given"

        with ThreadPoolExecutor(RACERS) as pool:
            results = list(pool.map(try_it, people))
        held = queries.holders_of(Post.DSL, day)
        outcomes.append({"given": results.count("given"), "told": results.count("post"), "hold": len(held)})
        for one in held:
            end_holding(actor=SYSTEM, now=NOW, holding=one.id, until=day)
    sys.stdout.write(json.dumps(outcomes))


if __name__ == "__main__":
    main()
