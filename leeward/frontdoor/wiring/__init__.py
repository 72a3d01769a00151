"""Who hears whom: one file per room, in which its handlers, checks, menu entries and cards are plugged in."""

from leeward.frontdoor.wiring import (
    api,
    filtering,
    foundation,
    meetings,
    monitoring,
    people,
    policy,
    requests,
    safeguarding,
)

ROOMS = (foundation, api, requests, people, meetings, safeguarding, filtering, monitoring, policy)
"""In the order in which cards and menu entries of the same weight appear."""


def wire() -> None:
    """Called once when Django has loaded the rooms."""
    for room in ROOMS:
        room.wire()
