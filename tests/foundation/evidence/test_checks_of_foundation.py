"""The foundation's own checks: somebody else is there to decide, and what was chosen can be read."""

from datetime import UTC, datetime, timedelta

import pytest

from leeward.foundation.access import SYSTEM
from leeward.foundation.approvals import kinds
from leeward.foundation.approvals.evidence import decided_by_another
from leeward.foundation.approvals.kinds import Kind
from leeward.foundation.evidence.findings import State
from leeward.foundation.settings_history.actions import set_to
from leeward.foundation.settings_history.evidence import choices_kept
from leeward.foundation.settings_history.models import SettingChange
from leeward.foundation.settings_history.queries import value
from leeward.people.rules import Post
from leeward.policy.choices import REVIEW_EVERY
from tests.people.made import give, somebody

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def one_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    only = Kind("filtering.unblock", "Open a site", ("it-manager",), last_resort=())
    monkeypatch.setattr(kinds, "_kinds", {only.key: only})


@pytest.mark.usefixtures("one_kind")
def test_one_person_alone_cannot_decide_about_their_own_request() -> None:
    alone = decided_by_another("general", NOW)
    assert (alone.state, alone.good, alone.total) == (State.SLIPPED, 0, 1)
    post = value(kinds.deciders_setting(kinds.every_kind()[0].key), at=NOW)[0]
    give(somebody("Ada Testerby"), Post(post), since=NOW.date())
    assert decided_by_another("general", NOW).state is State.SLIPPED
    give(somebody("Bo Secondly"), Post(post), since=NOW.date(), deputy=True)
    assert decided_by_another("general", NOW).state is State.TRUE


def test_without_any_kind_of_request_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    assert decided_by_another("general", NOW).state is State.NOT_APPLICABLE


def test_what_was_chosen_can_be_read_or_is_counted() -> None:
    assert choices_kept("general", NOW).state is State.NOT_APPLICABLE
    set_to(REVIEW_EVERY, 6, actor=SYSTEM, why="Our way", now=NOW - timedelta(days=1))
    found = choices_kept("general", NOW)
    assert (found.state, found.good, found.total) == (State.TRUE, 1, 1)
    SettingChange.objects.update(value="six")
    assert choices_kept("general", NOW).state is State.SLIPPED
