"""The front door as a Django app: wires the rooms when everything is loaded."""

from django.apps import AppConfig


class FrontdoorConfig(AppConfig):
    name = "leeward.frontdoor"
    label = "frontdoor"

    def ready(self) -> None:
        from leeward.frontdoor.wiring import wire

        wire()
