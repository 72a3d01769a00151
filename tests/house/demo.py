"""The whole demonstration in the test database: every room's own demo, in the order of the stairs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from uuid import UUID

from django.test import Client
from django.utils import timezone

from leeward.foundation.access import STRANGER, Actor
from leeward.foundation.account.models import Account
from leeward.foundation.installation.begin import begin
from leeward.foundation.outbox.jobs import work_off
from leeward.people.demo import ORGANISATION, SIGN_IN_POSTS, DemoPeople
from leeward.people.demo import build as build_people
from leeward.people.demo import find as find_people

ROOMS = ("policy", "safeguarding", "filtering", "monitoring")
POSTS = SIGN_IN_POSTS


@dataclass(frozen=True)
class Demo:
    """The demonstration as built, for asking as anybody."""

    people: DemoPeople
    now: datetime

    def actor(self, post: str) -> Actor:
        """The actor of a demo post, or of a stranger."""
        return STRANGER if post == "stranger" else self.people.actor(post, self.now)

    def client(self, post: str) -> Client:
        """A browser in which that post is signed in."""
        client = Client()
        if post != "stranger":
            account: UUID | None = self.actor(post).account
            client.force_login(Account.objects.get(pk=account))
        return client


def find_everything() -> Demo:
    """The demonstration as it was made before in this database."""
    return Demo(find_people(), timezone.now())


def build_everything() -> Demo:
    """Makes the demonstration through the same actions as real use."""
    now = timezone.now()
    begin("demo", ORGANISATION, now=now)
    people = build_people(now)
    for room in ROOMS:
        if find_spec(f"leeward.{room}") is not None and find_spec(f"leeward.{room}.demo") is not None:
            build: Callable[..., None] = import_module(f"leeward.{room}.demo").build
            build(people, now=now)
    work_off(now)
    return Demo(people, now)
