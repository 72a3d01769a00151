"""The filtering room as a Django app."""

from django.apps import AppConfig


class FilteringConfig(AppConfig):
    name = "leeward.filtering"
    label = "filtering"
