"""The safeguarding room as a Django app."""

from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "leeward.safeguarding"
    label = "safeguarding"

    def ready(self) -> None:
        from leeward.safeguarding import choices  # noqa: F401  # declares this room's settings
