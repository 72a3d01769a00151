"""Rows of groups and their meetings. What was said is sealed; minutes are added, never changed (see the migration)."""

from django.db import models
from django.db.models import F, Q

from leeward.foundation.rows import Row, choices_of
from leeward.people.meetings.rules import Every, Here, Part
from leeward.people.models.directory import Person


class Group(Row):
    """A group that meets. `template` is the kind of the catalogue it stands for, empty for one of their own."""

    name = models.CharField(max_length=80)
    template = models.CharField(max_length=40, blank=True)
    every = models.CharField(max_length=10, choices=choices_of(Every))
    count = models.PositiveSmallIntegerField(default=1)
    quorum = models.PositiveSmallIntegerField(default=2)
    founded_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template"],
                condition=Q(ended_on__isnull=True) & ~Q(template=""),
                name="group_of_a_kind_once",
            ),
            models.CheckConstraint(condition=Q(count__gte=1, quorum__gte=1), name="group_counts_from_one"),
        ]


class GroupSeat(Row):
    """A rule of membership: a post, or at least so many of a class."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats")
    post = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    least = models.PositiveSmallIntegerField(default=1)
    chairs = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(post="") ^ Q(kind=""), name="seat_is_a_post_or_a_class"),
            models.UniqueConstraint(fields=["group", "post", "kind"], name="seat_once"),
        ]


class GroupMember(Row):
    """A named person who belongs to a group, from a day until a day (both count)."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=choices_of(Part), default=Part.MEMBER)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="member_since_until"
            ),
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(until__isnull=True), name="member_once_at_a_time"
            ),
        ]


class Meeting(Row):
    """One meeting. Place and agenda are sealed under `record`, because both may name people."""

    class State(models.TextChoices):
        CALLED = "called"
        HELD = "held"
        CANCELLED = "cancelled"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    record = models.UUIDField(unique=True)
    starts_at = models.DateTimeField()
    length = models.PositiveSmallIntegerField(default=60)
    place = models.BinaryField()
    agenda = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.CALLED)
    # How many were needed when it was held: a later change of the group's rule changes nothing in the past.
    quorum = models.PositiveSmallIntegerField()
    called_by = models.UUIDField(null=True)
    called_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sequence = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["group", "starts_at"], name="meeting_by_time")]


class Attendance(Row):
    """Whether somebody was there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    here = models.CharField(max_length=10, choices=choices_of(Here))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once")]


class Minutes(Row):
    """One version of the minutes, sealed. Added, never changed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField()
    text = models.BinaryField()
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "version"], name="minutes_version_once")]


class MinutesConfirmed(Row):
    """That a later meeting confirmed a version. One a meeting: `meeting` is that of the minutes."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="confirmed")
    minutes = models.OneToOneField(Minutes, on_delete=models.PROTECT, related_name="+")
    at_meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(meeting=F("at_meeting")), name="minutes_confirmed_at_another_meeting")
        ]


class MinutesReader(Row):
    """Somebody outside the group who may read the minutes of one meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    allowed_by = models.UUIDField(null=True)
    allowed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="minutes_reader_once")]


class GroupAction(Row):
    """Something a meeting gave to somebody. What it is stands sealed under the meeting's record."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        DROPPED = "dropped"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    what = models.BinaryField()
    due = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    closed_by = models.UUIDField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state="open") ^ Q(closed_at__isnull=False), name="action_closed_at")
        ]
        indexes = [models.Index(fields=["state", "due"], name="group_action_due")]


class CalendarFeed(Row):
    """A key with which a calendar reads when somebody's meetings are. Only its keyed mark is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
