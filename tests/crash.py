"""Crash points: raise at the Nth SQL statement of a flow, for every N, and see what is left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction


class Crash(Exception):
    """The process died here."""


@contextmanager
def crash_at(statement: int, *, writes: bool = False) -> Iterator[list[int]]:
    """Raises Crash instead of running the Nth statement (from 1). Yields a one-item list counting statements.

    `writes`: counts only those that may write. A crash while reading leaves what a crash at the next write leaves.
    """
    count = [0]

    def wrapper(execute, sql, params, many, context):
        # Savepoints stand for the transaction's own edges here; a crash there is a crash beside a statement.
        if sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            return execute(sql, params, many, context)
        if writes and sql.startswith("SELECT"):
            return execute(sql, params, many, context)
        count[0] += 1
        if count[0] == statement:
            raise Crash
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield count


def every_crash_point(
    flow: Callable[[], object], check: Callable[[int, bool], None], *, limit: int = 500, writes: bool = False
) -> int:
    """Runs the flow once for each statement it makes, crashing there, then calls check(statement, finished).

    Each run happens in a savepoint that is rolled back after its check, so that runs do not see each other.
    Returns the number of crash points tried.
    """
    for statement in range(1, limit):
        sid = transaction.savepoint()
        finished = False
        try:
            with crash_at(statement, writes=writes) as count:
                flow()
            finished = True
            reached = count[0] >= statement
        except Crash:
            reached = True
        check(statement, finished)
        transaction.savepoint_rollback(sid)
        if not reached:
            return statement - 1
    raise AssertionError(f"the flow makes more than {limit} statements")
