"""Letters before a contract with an outside provider ends: once a step, to whoever keeps providers."""

from datetime import timedelta

import pytest

from leeward.foundation.access import SYSTEM
from leeward.foundation.outbox.models import Job
from leeward.people.actions.outside_it import close_provider, keep_provider
from leeward.people.providers.reminders import remind
from leeward.people.providers.rules import letter_due
from leeward.people.rules import Post
from tests.people.made import NOW, TODAY, give, somebody
from tests.people.providers.test_providers import details

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("left", "step"), [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, 0), (-400, 0)]
)
def test_the_nearest_step_is_due(left, step):
    assert letter_due(TODAY + left * DAY, TODAY) == step


def test_a_contract_without_an_end_asks_for_no_letter():
    assert letter_due(None, TODAY) is None


def letters():
    return sorted((job.payload["letter"], job.payload["person"]) for job in Job.objects.all())


@pytest.mark.django_db
def test_whoever_keeps_providers_is_written_to_once_a_step_until_the_contract_is_renewed():
    keeper, deputy, dsl = somebody("Keith Keeper"), somebody("Dinah Deputy"), somebody("Dot Lead")
    give(keeper, Post.IT_MANAGER)
    give(deputy, Post.IT_MANAGER, deputy=True)
    give(dsl, Post.DSL)
    Job.objects.all().delete()
    made = keep_provider(actor=SYSTEM, now=NOW, details=details(TODAY + 40 * DAY), duties={})
    assert [remind(NOW), remind(NOW), remind(NOW + DAY)] == [1, 1, 1]
    both = sorted((str(keeper), str(deputy)))
    assert letters() == [("people.contract-ends", person) for person in both]
    remind(NOW + 10 * DAY)
    assert len(letters()) == 4
    keep_provider(actor=SYSTEM, now=NOW, details=details(TODAY + 400 * DAY), duties={}, provider=made)
    assert remind(NOW + 35 * DAY) == 0
    assert len(letters()) == 4


@pytest.mark.django_db
def test_an_ended_contract_is_said_once_and_a_closed_provider_is_silent():
    director = somebody("Mandy Director")
    give(director, Post.MANAGING_DIRECTOR)
    Job.objects.all().delete()
    made = keep_provider(actor=SYSTEM, now=NOW, details=details(TODAY + 2 * DAY), duties={})
    remind(NOW + 3 * DAY)
    remind(NOW + 60 * DAY)
    assert letters() == [("people.contract-ended", str(director))]
    close_provider(actor=SYSTEM, now=NOW, provider=made)
    assert remind(NOW + 61 * DAY) == 0
