"""Run as a process of its own by `test_api_attacks`: many send one request under one key, with real commits.

Prints one line of JSON for each round: how many different answers there were, their status, how many people there are.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

ROUNDS, RACERS = 3, 4


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    import leeward.frontdoor.api  # noqa: F401  # gathers the chapters of every room
    from leeward.people.models import Person
    from tests.frontdoor.calling import call, token_for

    call_command("migrate", verbosity=0)
    token = token_for("people:write")
    outcomes = []
    for number in range(ROUNDS):
        start = Barrier(RACERS)

        def send(_: int, start=start, family=f"Racer{'abc'[number]}"):
            start.wait(30)
            try:
                body = {"given_name": "Ann", "family_name": family, "classes": ["staff"]}
                answer = call("POST", "people", token, body, Idempotency_Key=family)
                return answer.status_code, answer.content
            finally:
                connection.close()

        with ThreadPoolExecutor(RACERS) as pool:
            answers = set(pool.map(send, range(RACERS)))
        outcomes.append(
            {
                "answers": len(answers),
                "status": max(status for status, _ in answers),
                "people": Person.objects.filter(family_name=f"Racer{'abc'[number]}").count(),
            }
        )
    sys.stdout.write(json.dumps(outcomes))


if __name__ == "__main__":
    main()
