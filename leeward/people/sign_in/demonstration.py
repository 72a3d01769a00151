"""Signing in as somebody of the demonstration: one button for each post. Shut wherever data is real."""

from uuid import UUID

from django.conf import settings

from leeward.foundation.account.models import Account
from leeward.foundation.installation.begin import installation
from leeward.foundation.installation.models import Installation
from leeward.people.demo import SIGN_IN_POSTS, find
from leeward.people.models import Person


def is_open() -> bool:
    """Only with the setting on, and only where this database was begun as a demonstration."""
    if not settings.LEEWARD_DEMO:
        return False
    present = installation()
    return present is not None and present.kind == Installation.Kind.DEMO


def buttons() -> list[tuple[str, str]]:
    """(key, words) of everybody one may sign in as; nobody where it is shut."""
    if not is_open():
        return []
    present = find().by_post
    return [(key, _words(key)) for key in SIGN_IN_POSTS if key in present]


def _words(key: str) -> str:
    names = {
        "dsl": "DSL",
        "deputy-dsl": "Deputy DSL",
        "it-manager": "IT manager",
        "hr": "HR",
        "young-learner": "Learner under 18",
    }
    return names.get(key, key.replace("-", " ").capitalize())


def account_for(key: str) -> Account | None:
    """The account of one of them; None where it is shut or there is nobody."""
    if key not in SIGN_IN_POSTS or not is_open():
        return None
    person: UUID | None = find().by_post.get(key)
    if person is None:
        return None
    return Account.objects.filter(pk__in=Person.objects.filter(pk=person).values("account_id"), is_active=True).first()
