"""The front door as a Django app: wires the rooms when everything is loaded."""

from django.apps import AppConfig


class FrontdoorConfig(AppConfig):
    name = "leeward.frontdoor"
    label = "frontdoor"

    def ready(self) -> None:
        from leeward.foundation.fields import speak_plainly

        speak_plainly()  # before any room's forms are imported
        from leeward.frontdoor.wiring import wire

        wire()
