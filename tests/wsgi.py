"""Asking the whole application inside the transaction of a test, as other programs do."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@contextmanager
def connections_kept() -> Iterator[None]:
    """A real server closes old connections around each request; here that one holds the transaction of the test."""
    for edge in (request_started, request_finished):
        edge.disconnect(close_old_connections)
    try:
        yield
    finally:
        for edge in (request_started, request_finished):
            edge.connect(close_old_connections)
