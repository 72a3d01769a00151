"""Every change of a setting, as a row that stays."""

from django.db import models


class SettingChange(models.Model):
    """One change: at one scope, from one moment on. `cleared` gives the choice back to the scope above."""

    setting_key = models.CharField(max_length=120)
    scope = models.CharField(max_length=160, blank=True)
    value = models.JSONField(null=True)
    cleared = models.BooleanField(default=False)
    why = models.CharField(max_length=500)
    actor = models.CharField(max_length=80)
    person = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    from_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_at__gte=models.F("made_at")), name="setting_never_changes_the_past"
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="setting_change_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["setting_key", "scope", "from_at"], name="setting_at"),
        ]

    def __str__(self) -> str:
        return f"change of {self.setting_key}"
