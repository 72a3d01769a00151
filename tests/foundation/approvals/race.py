"""Run as a process of its own by `test_race`: many deciders at once, on a database with real commits.

Prints one line of JSON: for each request how many decisions won, how many were told it was decided already, how many
audit entries and handler calls there were.
"""

import json
import sys
import threading
from datetime import UTC, datetime
from uuid import UUID, uuid4

import django

DECIDERS, REQUESTS = 4, 6
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from leeward.foundation.access import Actor
    from leeward.foundation.approvals import kinds
    from leeward.foundation.approvals.actions import AlreadyDecided, approve, ask, refuse
    from leeward.foundation.audit.models import AuditEntry
    from leeward.foundation.audit.trail import verify
    from leeward.foundation.holders import Holding, resolve_posts_with

    call_command("migrate", verbosity=0)
    deciders = [Actor(account=uuid4(), person=uuid4()) for _ in range(DECIDERS)]
    holding = Holding(tuple(actor.person for actor in deciders if actor.person))
    resolve_posts_with(lambda post, on, scope: holding)
    told: list[UUID] = []
    kinds.declare(
        kinds.Kind(
            "race.open", "Open", ("general-manager",), on_decision=lambda decided, *_: told.append(decided.request)
        )
    )
    outcomes: list[dict[str, int]] = []
    for number in range(REQUESTS):
        request = ask(
            actor=Actor(account=uuid4(), person=uuid4()), kind="race.open", subject=f"x:{number}", why="Go", now=NOW
        )
        start = threading.Barrier(DECIDERS)
        results: list[str] = []

        def decide(actor: Actor, even: bool, request: UUID = request, start: threading.Barrier = start) -> None:
            try:
                start.wait()
                (approve if even else refuse)(actor=actor, request_id=request, reason="Mine", now=NOW)
                results.append("won")  # noqa: B023  # joined before the next round
            except AlreadyDecided:
                results.append("late")  # noqa: B023  # as above
            finally:
                connection.close()

        threads = [threading.Thread(target=decide, args=(actor, i % 2 == 0)) for i, actor in enumerate(deciders)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        entries = AuditEntry.objects.filter(
            subject=f"approval:{request}", action__in=["approvals.approve", "approvals.refuse"]
        )
        outcomes.append(
            {
                "won": results.count("won"),
                "late": results.count("late"),
                "entries": entries.count(),
                "told": told.count(request),
                "breaks": len(verify()),
            }
        )
    sys.stdout.write(json.dumps(outcomes))


if __name__ == "__main__":
    main()
