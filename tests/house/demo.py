"""The whole demonstration in the test database, as whoever it may be."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.test import Client
from django.utils import timezone

from leeward.foundation.access import STRANGER, Actor
from leeward.foundation.account.models import Account
from leeward.foundation.outbox.jobs import work_off
from leeward.frontdoor.demo import build
from leeward.people.demo import SIGN_IN_POSTS, DemoPeople
from leeward.people.demo import find as find_people

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
    """Makes the demonstration as `leeward demo` does, and does what it left for the worker."""
    now = timezone.now()
    build(now=now)
    work_off(now)
    return Demo(find_people(), now)
