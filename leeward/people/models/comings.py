"""Rows of joining, moving, leaving and coming for a while. Versions of lists are only added to (migration)."""

from django.db import models
from django.db.models import F, Q

from leeward.foundation.rows import Row, choices_of
from leeward.people.models.directory import Person
from leeward.people.rules import PersonClass
from leeward.people.task_rules import LONGEST_WORDS, Occasion, TaskState, WhyClosed


class TaskListVersion(Row):
    """What a list says from a moment on. `tasks` are the fields of `TaskLine`; the newest version is in force."""

    occasion = models.CharField(max_length=12, choices=choices_of(Occasion))
    kind = models.CharField(max_length=20, choices=choices_of(PersonClass))
    number = models.PositiveIntegerField()
    tasks = models.JSONField()
    why = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["occasion", "kind", "number"], name="task_list_version_once"),
        ]


class TaskList(Row):
    """One person's list. `start` is the first day, the day of the move, or the last day; `version` 0 is the default."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="task_lists")
    occasion = models.CharField(max_length=12, choices=choices_of(Occasion))
    kind = models.CharField(max_length=20, choices=choices_of(PersonClass))
    version = models.PositiveIntegerField()
    start = models.DateField()
    end = models.DateField(null=True)
    cause = models.CharField(max_length=200, blank=True)
    arose_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "occasion", "kind", "start"],
                condition=Q(set_aside_at=None),
                name="task_list_once_for_a_day",
            ),
        ]
        indexes = [models.Index(fields=["start", "occasion"], name="task_list_by_start")]


class Task(Row):
    """One task of one person's list, as the list said when it arose."""

    list = models.ForeignKey(TaskList, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    words = models.CharField(max_length=LONGEST_WORDS)
    doer = models.CharField(max_length=40)
    days = models.SmallIntegerField()
    from_end = models.BooleanField(default=False)
    due = models.DateField()
    before_access = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=choices_of(TaskState), default=TaskState.OPEN.value)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    raised_at = models.DateTimeField(null=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["list", "key"], name="task_once_in_list"),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN.value, settled_at=None)
                | (~Q(state=TaskState.OPEN.value) & Q(settled_at__isnull=False)),
                name="task_settled_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.NOT_APPLICABLE.value) | ~Q(reason=""), name="task_not_applicable_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["doer", "due"], condition=Q(state=TaskState.OPEN.value), name="task_open_by_doer"),
        ]


class Leaving(Row):
    """That somebody leaves: their last day, and when everything was handed over and the leaver closed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="leavings")
    last_day = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    stayed_at = models.DateTimeField(null=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at=None, stayed_at=None), name="leaving_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(closed_at=None) | Q(stayed_at=None), name="leaving_closed_or_stayed"),
        ]


class LeftOpen(Row):
    """Something a leaver leaves open, left so on purpose by a named person."""

    leaving = models.ForeignKey(Leaving, on_delete=models.CASCADE, related_name="left_open")
    room = models.CharField(max_length=40)
    reference = models.CharField(max_length=200)
    what = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["leaving", "room", "reference"], name="left_open_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="left_open_says_why"),
        ]


class Stay(Row):
    """A temporary user: who vouches for them, for what, and until when."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stays")
    sponsor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sponsored")
    purpose = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=choices_of(PersonClass))
    since = models.DateField()
    until = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reminded_for = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at=None), name="stay_one_at_a_time"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="stay_since_until"),
            models.CheckConstraint(condition=~Q(sponsor=F("person")), name="stay_not_own_sponsor"),
            models.CheckConstraint(condition=~Q(purpose=""), name="stay_has_a_purpose"),
        ]


class SignInClosure(Row):
    """That somebody's sign-in was closed at once, by whom and why. Why is one of few words: no story is kept here."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="closures")
    why = models.CharField(max_length=20, choices=choices_of(WhyClosed))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Row.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(by=F("person")), name="closure_not_of_oneself"),
            models.CheckConstraint(condition=~Q(opened_by=F("person")), name="closure_not_opened_by_oneself"),
        ]
