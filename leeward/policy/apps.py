"""The room of promises as a Django app."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "leeward.policy"
    label = "policy"
