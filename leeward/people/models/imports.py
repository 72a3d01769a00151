"""Files of people: where they come from, and what each one changed, so that it can be taken back."""

from django.db import models

from leeward.foundation.rows import Row


class ImportSource(Row):
    """A system whose exports come again and again, with the meaning of its columns (heading → field)."""

    name = models.CharField(max_length=80, unique=True)
    columns = models.JSONField(default=dict)
    last_used_at = models.DateTimeField()


class PeopleImport(Row):
    """One file that was imported."""

    source = models.ForeignKey(ImportSource, on_delete=models.PROTECT, null=True, blank=True, related_name="imports")
    made_by = models.UUIDField(null=True, blank=True)
    made_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="people_import_by_day")]


class ImportChange(models.Model):
    """What a file did to one person: field → [before, after]. `stays`: why an undo could not take all of it back."""

    class What(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"

    run = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="changes")
    what = models.CharField(max_length=10, choices=What)
    row = models.PositiveIntegerField()
    person = models.UUIDField()
    name = models.CharField(max_length=165)
    fields = models.JSONField(default=dict)
    stays = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["run", "id"], name="import_change_in_order")]

    def __str__(self) -> str:
        return f"import change {self.pk}"
