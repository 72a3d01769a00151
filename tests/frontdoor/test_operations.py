"""The pages about the product's own running: who sees them, and what they never show."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.urls import reverse

from leeward.foundation.access import SYSTEM
from leeward.foundation.act import act
from leeward.foundation.mail import LetterWaits
from leeward.foundation.outbox import jobs
from leeward.foundation.outbox.models import Job
from leeward.people import demo

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return demo.build(NOW)


@pytest.fixture
def as_post(client, people):
    from leeward.foundation.models import Account
    from leeward.people.models import Person

    def sign_in(key: str):
        account = Person.objects.get(pk=people.everybody[key]).account
        client.force_login(Account.objects.get(pk=account.pk))
        return client

    return sign_in


@pytest.fixture(autouse=True)
def demo_mode(settings):
    settings.LEEWARD_DEMO = True  # a second step is not demanded in a demonstration


@pytest.mark.parametrize(
    ("key", "trail", "running"),
    [
        ("chair", 200, 404),
        ("information-security-manager", 200, 200),
        ("it-manager", 404, 200),
        ("dsl", 404, 404),
        ("tutor", 404, 404),
    ],
)
def test_the_trail_and_the_running_page_are_for_those_whose_work_it_is(as_post, key, trail, running):
    client = as_post(key)
    assert client.get(reverse("audit")).status_code == trail
    assert client.get(reverse("running")).status_code == running


def test_the_trail_shows_the_general_compartment_and_no_other(as_post):
    with act(SYSTEM, "test.hidden-act", now=NOW, compartment="safeguarding"):
        pass
    with act(SYSTEM, "test.open-act", now=NOW):
        pass
    page = as_post("chair").get(reverse("audit")).content.decode()
    assert "test.open-act" in page
    assert "test.hidden-act" not in page


def test_the_trail_of_one_day_shows_that_day(as_post):
    with act(SYSTEM, "test.that-day", now=NOW):
        pass
    client = as_post("chair")
    assert "test.that-day" in client.get(reverse("audit"), {"on": "2026-11-25"}).content.decode()
    assert "Nothing was recorded then" in client.get(reverse("audit"), {"on": "2020-01-01"}).content.decode()
    assert "Enter a valid date" in client.get(reverse("audit"), {"on": "soon"}).content.decode()


def test_a_dead_letter_is_seen_without_what_it_is_about_and_can_be_tried_again(as_post, people):
    with transaction.atomic():
        jobs.put(LetterWaits(people.by_post["tutor"], "no-such-letter", "/"), key="dead", now=NOW)
    Job.objects.filter(key="dead").update(state=Job.State.DEAD, last_error="KeyError")
    client = as_post("it-manager")
    page = client.get(reverse("running")).content.decode()
    assert "KeyError" in page
    assert str(people.by_post["tutor"]) not in page
    job = Job.objects.get(key="dead")
    assert client.post(reverse("try-again", args=[job.pk])).status_code == 302
    job.refresh_from_db()
    assert job.state == Job.State.WAITING
