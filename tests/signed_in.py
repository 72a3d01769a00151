"""A browser signed in as an actor a test makes up: no directory needed."""

import pytest
from django.test import Client

from leeward.foundation import access
from leeward.foundation.access import Actor
from leeward.foundation.account.models import Account


def sign_in(monkeypatch: pytest.MonkeyPatch, actor: Actor) -> Client:
    """A client whose requests come from `actor`. Several may be signed in at once within one test."""
    assert actor.account is not None
    account, _new = Account.objects.get_or_create(pk=actor.account, defaults={"email": f"{actor.account}@example.org"})
    before = access._builder
    monkeypatch.setattr(access, "_builder", lambda asked, now: actor if asked == actor.account else before(asked, now))
    client = Client()
    client.force_login(account)
    return client
