"""The room as Django knows it."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Registers the room's models under the label `monitoring`."""

    name = "leeward.monitoring"
    label = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"
