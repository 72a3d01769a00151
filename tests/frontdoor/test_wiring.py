"""The wires between the foundation's questions and the directory that answers them."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from leeward.foundation.holders import Holding, known_posts, name_of, who_holds
from leeward.foundation.settings_history.declared import scopes, settings
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.people.models import Company, Person, PostHolding, Site

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_posts_are_answered_with_holders_and_deputies_of_the_day() -> None:
    lead, deputy = (
        Person.objects.create(given_name=name, family_name="Example", added_at=NOW) for name in ("Ada", "Ben")
    )
    PostHolding.objects.create(person=lead, post="dsl", since=date(2026, 1, 1))
    PostHolding.objects.create(person=deputy, post="dsl", deputy=True, since=date(2026, 1, 1))
    assert who_holds("dsl", NOW.date()) == Holding((lead.pk,), (deputy.pk,))
    assert who_holds("dsl", date(2025, 1, 1)) == Holding()
    assert who_holds("no-such-post", NOW.date()) == Holding()
    assert "dsl" in known_posts()
    assert name_of(lead.pk) == "Ada Example"
    assert name_of(uuid4()) == ""


def test_companies_and_sites_are_the_scopes_of_settings() -> None:
    company = Company.objects.create(name="Example Training")
    site = Site.objects.create(company=company, name="Leeds")
    found = scopes()
    assert list(found) == [GROUP, Scope(str(company.pk)), Scope(str(company.pk), str(site.pk))]
    assert list(found.values())[1:] == ["Example Training", "Example Training, Leeds"]


def test_the_calendar_can_be_set() -> None:
    assert {"clocks.nation", "clocks.closes", "clocks.terms"} <= {setting.key for setting in settings()}
