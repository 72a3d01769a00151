"""The way back of a reporter, and what is kept before a concern is sent."""

from django.db import models

from leeward.foundation.rows import Row
from leeward.safeguarding.models.cases import Concern


class Thread(Row):
    """The way back of one reporter. Found by a keyed hash of their words; its key is wrapped twice.

    `for_reporter` opens with the words, `for_case` with the key of the concern.
    """

    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="thread")
    found_by = models.CharField(max_length=64, unique=True)
    for_reporter = models.BinaryField()
    for_case = models.BinaryField()
    words_at = models.DateTimeField()


class ThreadMessage(Row):
    """One message between reporter and reader, sealed with the key of its thread. Never changed."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    from_reporter = models.BooleanField()
    by = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()
    body = models.BinaryField()


class Draft(models.Model):
    """Unsent answers, or a visit with the words. Key and lookup both come from a cookie the database never sees."""

    found_by = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "a draft"


class WrongWords(models.Model):
    """How many wrong sets of words were tried in one minute, by everybody together."""

    minute = models.DateTimeField(primary_key=True)
    tried = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"wrong words at {self.minute:%H:%M}"
