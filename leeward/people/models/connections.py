"""Identity providers that keep people here up to date (SCIM): their tokens, and what each of them knows."""

from django.db import models
from django.db.models import F, Q

from leeward.foundation.rows import Row, choices_of
from leeward.people.connection_rules import ClassBy, GiftState, Provider, Standing
from leeward.people.models.directory import Person
from leeward.people.rules import PersonClass


class Connection(Row):
    """One identity provider. What one knows the others neither see nor change."""

    name = models.CharField(max_length=80, unique=True)
    provider = models.CharField(max_length=20, choices=choices_of(Provider))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()


class ConnectionToken(Row):
    """The key of a connection, kept as a keyed mark only."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="tokens")
    mark = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    # The minute of the last request and how many there were in it: the limit holds for all processes together.
    last_used_at = models.DateTimeField(null=True, blank=True)
    used_in_minute = models.PositiveIntegerField(default=0)


class ProvidedUser(Row):
    """A user as a provider describes it, and whom it is taken for. `gone_at`: deleted there; the row stays."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="users")
    user_name = models.CharField(max_length=1000)
    user_name_key = models.CharField(max_length=64)
    user_name_folded = models.CharField(max_length=2000)
    external_id = models.CharField(max_length=1000, blank=True)
    active = models.BooleanField(default=True)
    document = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="provided")
    standing = models.CharField(max_length=20, choices=choices_of(Standing))
    # The field the directory refused last, where a linked person could not be changed as the provider says.
    trouble = models.CharField(max_length=40, blank=True)
    candidate = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # What this provider did, so that it can be taken back: the sign-in shut, classes given.
    shut = models.BooleanField(default=False)
    classes_given = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "user_name_key"],
                condition=Q(gone_at__isnull=True),
                name="provided_user_name_once",
            ),
            models.UniqueConstraint(
                fields=["connection", "person"],
                condition=Q(gone_at__isnull=True, person__isnull=False),
                name="provided_person_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(standing=Standing.LINKED), name="provided_person_means_linked"
            ),
        ]
        indexes = [
            models.Index(fields=["connection", "external_id"], name="provided_by_external_id"),
            models.Index(fields=["connection", "gone_at", "made_at", "id"], name="provided_in_order"),
            models.Index(fields=["connection", "standing"], name="provided_by_standing"),
        ]


class ProvidedGroup(Row):
    """A group as a provider describes it. It opens nothing by itself."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="groups")
    display_name = models.CharField(max_length=1000)
    display_folded = models.CharField(max_length=2000)
    external_id = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["connection", "gone_at", "made_at", "id"], name="provided_group_in_order"),
        ]


class Membership(models.Model):
    """That a user belongs to a group."""

    group = models.ForeignKey(ProvidedGroup, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(ProvidedUser, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="membership_once")]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class ClassRule(Row):
    """Whoever has this value there is this class of person here."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="class_rules")
    by = models.CharField(max_length=20, choices=choices_of(ClassBy))
    value = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=choices_of(PersonClass))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "by", "value", "kind"], name="class_rule_once"),
            models.CheckConstraint(
                condition=Q(by=ClassBy.EVERYBODY, value="") | (~Q(by=ClassBy.EVERYBODY) & ~Q(value="")),
                name="class_rule_has_value",
            ),
        ]


class GroupPost(Row):
    """Members of a group are proposed for a post; `ended_at`: no more."""

    group = models.ForeignKey(ProvidedGroup, on_delete=models.PROTECT, related_name="posts")
    post = models.CharField(max_length=40)
    deputy = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "post", "deputy"], condition=Q(ended_at__isnull=True), name="group_post_once"
            ),
        ]


class GroupGift(Row):
    """What came of one member and one post: waiting for a person, given, refused, or taken back."""

    group_post = models.ForeignKey(GroupPost, on_delete=models.PROTECT, related_name="gifts")
    user = models.ForeignKey(ProvidedUser, on_delete=models.PROTECT, related_name="gifts")
    state = models.CharField(max_length=10, choices=choices_of(GiftState))
    holding = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group_post", "user"], condition=Q(ended_at__isnull=True), name="group_gift_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("made_at")), name="group_gift_since_until"
            ),
        ]
