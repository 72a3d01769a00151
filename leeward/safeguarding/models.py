"""Cases and what belongs to them. Text and identities are sealed in the vault; states and dates are not.

Keys are random: no row's key or reference tells how many others there are.
"""

from django.db import models
from django.db.models import Q

from leeward.foundation.rows import Row, choices_of
from leeward.safeguarding.rules.lifecycle import State
from leeward.safeguarding.rules.routing import Compartment, Why
from leeward.safeguarding.rules.telling import Source


class Case(Row):
    """One case. `record` names its key in the vault."""

    ref = models.CharField(max_length=9, unique=True)
    record = models.UUIDField(unique=True)
    compartment = models.CharField(max_length=60, choices=choices_of(Compartment))
    state = models.CharField(max_length=20, choices=choices_of(State), default=State.RECEIVED.value)
    raised_at = models.DateTimeField()
    acknowledge_due = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    outside = models.BooleanField(default=False)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="case_acknowledged_when_it_says_so",
                condition=Q(state=State.RECEIVED.value, acknowledged_at=None)
                | (~Q(state=State.RECEIVED.value) & Q(acknowledged_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="case_closed_at_a_time",
                condition=Q(state=State.CLOSED.value, closed_at__isnull=False)
                | (~Q(state=State.CLOSED.value) & Q(closed_at=None)),
            ),
        ]
        indexes = [models.Index(fields=["compartment", "state"], name="case_by_compartment")]


class Concern(Row):
    """What somebody told, as they told it. Triggers refuse any change to it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="concerns")
    record = models.UUIDField(unique=True)
    submission = models.UUIDField(unique=True)
    source = models.CharField(max_length=20, choices=choices_of(Source))
    raised_at = models.DateTimeField()
    learned_at = models.DateTimeField(null=True, blank=True)
    telling = models.BinaryField()


class CasePerson(Row):
    """A person in a case, with the role they have in this one. `who` is sealed; `mark` finds them again, by key."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="persons")
    role = models.CharField(max_length=30)
    mark = models.CharField(max_length=64, blank=True)
    who = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.UUIDField(null=True, blank=True)


class Bar(Row):
    """Somebody who must not learn of a case. It beats every grant and every post."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bars")
    mark = models.CharField(max_length=64)
    who = models.BinaryField()
    why = models.CharField(max_length=30, choices=choices_of(Why))
    certain = models.BooleanField()
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case", "mark"], condition=Q(lifted_at=None), name="one_live_bar_for_each_person"
            ),
        ]
        indexes = [models.Index(fields=["mark", "case"], name="bar_by_mark")]


class Grant(Row):
    """Lets one person into one case. With a `post` it counts only while they hold that post."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants")
    person = models.UUIDField()
    post = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=30)
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "post"], condition=Q(ended_at=None), name="one_live_grant_for_each_person"
            ),
        ]
        indexes = [models.Index(fields=["person", "case"], name="grant_by_person")]


class Entry(Row):
    """One line of the chronology: when it happened is not when it was written down. Corrected only by another."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    event_at = models.DateTimeField(null=True, blank=True)
    precision = models.CharField(max_length=10)
    recorded_at = models.DateTimeField()
    author = models.UUIDField()
    body = models.BinaryField()
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")


class Decision(Row):
    """What was decided, between which options, and why. Sealed as one; never changed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    by = models.UUIDField()
    body = models.BinaryField()


class Closure(Row):
    """How a case was closed: summary, follow-up, outcome, reasons. Sealed as one, never changed; reopening keeps it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closures")
    at = models.DateTimeField()
    by = models.UUIDField()
    body = models.BinaryField()


class CaseAction(Row):
    """Something somebody must do, by when, and what came of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    owner = models.UUIDField()
    due = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    what = models.BinaryField()
    result = models.BinaryField(null=True)

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(
                name="action_done_by_somebody",
                condition=Q(done_at=None, done_by=None, result=None)
                | Q(done_at__isnull=False, done_by__isnull=False, result__isnull=False),
            ),
        ]


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
