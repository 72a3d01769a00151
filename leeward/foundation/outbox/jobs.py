"""Putting, claiming and doing jobs.

A handler runs in one transaction with the mark that its job is done: what it changes in the database takes effect
exactly once. What it does outside (mail) takes effect at least once.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from leeward.foundation.outbox.messages import Listener, decode, encode, kind_of, listener_named, listeners_to
from leeward.foundation.outbox.models import Job

log = logging.getLogger("leeward.outbox")

LEASE = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)


def put(told: object, *, key: str, now: datetime, due: datetime | None = None) -> int:
    """Tells every listener, later: one row each, in the caller's transaction. Twice the same key is once.

    Returns the number of rows. Raises RuntimeError outside a transaction, KeyError for an undeclared message.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Work for later belongs in the transaction that causes it.")
    kind = kind_of(told)
    jobs = [
        Job(kind=kind, handler=listener.name, key=key, payload=encode(told), due=due or now, put_at=now)
        for listener in listeners_to(kind)
    ]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)
    return len(jobs)


def claim(now: datetime) -> Job | None:
    """Takes the next due job for LEASE, or None. A worker that dies leaves a job that is due again after its lease."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    waiting = Job.objects.filter(free, state=Job.State.WAITING, due__lte=now)
    for job_id in waiting.order_by("due").values_list("id", flat=True)[:20]:
        job = Job.objects.get(pk=job_id)
        taken = waiting.filter(pk=job_id, attempts=job.attempts).update(
            lease_until=now + LEASE, attempts=job.attempts + 1
        )
        if taken:
            job.refresh_from_db()
            return job
    return None


def do(job: Job, now: datetime) -> bool:
    """Runs one claimed job. True when done; a failure is put back with a growing delay, then kept as a dead letter."""
    listener = listener_named(job.kind, job.handler)
    try:
        if listener is None:
            raise LookupError(f"no handler {job.handler}")
        if listener.alone:
            return _do_alone(job, listener, now)
        with transaction.atomic():
            mine = Job.objects.select_for_update().filter(pk=job.pk, state=Job.State.WAITING, attempts=job.attempts)
            if not mine.exists():
                return False
            listener.handler(decode(job.kind, job.payload), now)
            mine.update(state=Job.State.DONE, done_at=now, lease_until=None, last_error="")
    except Exception as error:  # noqa: BLE001  # whatever a handler raises must not stop the queue
        _put_back(job, error, limit=listener.attempts if listener else 1, now=now)
        return False
    return True


def _do_alone(job: Job, listener: Listener, now: datetime) -> bool:
    mine = Job.objects.filter(pk=job.pk, state=Job.State.WAITING, attempts=job.attempts)
    if not mine.exists():
        return False
    listener.handler(decode(job.kind, job.payload), now)
    return bool(mine.update(state=Job.State.DONE, done_at=now, lease_until=None, last_error=""))


def _put_back(job: Job, error: Exception, *, limit: int, now: datetime) -> None:
    # The class alone: an error's text may hold what must not be kept in clear.
    fault = type(error).__name__
    dead = job.attempts >= limit
    delay = min(FIRST_RETRY * 2 ** (job.attempts - 1), LONGEST_RETRY)
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
        state=Job.State.DEAD if dead else Job.State.WAITING,
        lease_until=None,
        due=now + delay,
        last_error=fault,
    )
    log.warning("job %s for %s failed with %s (attempt %d)", job.kind, job.handler, fault, job.attempts)


def work_off(now: datetime, *, limit: int = 1000) -> int:
    """Does what is due at `now`, up to `limit` jobs; returns how many were done."""
    done = 0
    for _ in range(limit):
        job = claim(now)
        if job is None:
            break
        done += do(job, now)
    return done


def dead_letters() -> list[Job]:
    """Jobs that gave up, oldest first."""
    return list(Job.objects.filter(state=Job.State.DEAD).order_by("put_at"))


def requeue(job_id: UUID, now: datetime) -> bool:
    """Gives a dead letter another life. False when it is not dead."""
    return bool(
        Job.objects.filter(pk=job_id, state=Job.State.DEAD).update(
            state=Job.State.WAITING, attempts=0, due=now, last_error=""
        )
    )
