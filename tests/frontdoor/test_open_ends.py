"""A leaver with something in every room: each says what is left, and closing waits for what must be handed over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from leeward.filtering.actions.policy import begin_policy
from leeward.filtering.actions.unblock import request_unblock
from leeward.filtering.models import FilterGroup, WebException
from leeward.foundation.access import SYSTEM
from leeward.foundation.approvals.actions import withdraw
from leeward.foundation.approvals.queries import asked_by
from leeward.foundation.open_ends.registry import left_behind
from leeward.monitoring.actions.reviewing import open_finding
from leeward.people.actions import Refused, close_leaver, leave
from leeward.people.models import PostHolding, Task
from leeward.people.queries import leavings
from leeward.people.rules import Post
from leeward.policy.actions.promises import state_promise
from leeward.policy.models import Policy, Promise
from tests.monitoring.made import found, house, lawful
from tests.people.made import NOW, TODAY, give, somebody
from tests.policy.made import SHORT, Office, actor

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def full(settings, tmp_path):
    """The lead leaves who reviews findings, gave her word, asked for a site, has brought in a text."""
    settings.LEEWARD_HOME = tmp_path
    made = house()
    lead = made.people["dsl"]
    lawful(made)
    open_finding(actor=made.actor("dsl"), ref=found().ref, reason="To decide", now=NOW)
    PostHolding.objects.filter(post=Post.MANAGING_DIRECTOR).delete()
    office = Office()
    version = office.in_force().version
    promise = Promise.objects.filter(version=version).first().pk
    state_promise(
        actor=actor(lead, "promises.state"), promise=promise, words="So it is", valid_until=NOW + 90 * DAY, now=NOW
    )
    office.quality = actor(lead, "policy.manage")
    office.import_(SHORT.replace("Online safety policy", "Phones policy"))
    begin_policy(actor=SYSTEM, now=NOW)
    request_unblock(
        actor=actor(lead),
        address="https://www.casino.example/",
        group="learners",
        why="Lesson",
        until=NOW + 2 * DAY,
        now=NOW,
    )
    site = WebException.objects.create(
        host="play.example", verdict="allow", starts=NOW, ends=NOW + DAY, why="Agreed", made_at=NOW, made_by=lead
    )
    site.groups.add(FilterGroup.objects.first())
    give(lead, Post.GENERAL_MANAGER)
    return made, office, promise


LINES = {
    "approvals": "1 request of this person waits",
    "filtering": "1 site is open because this person asked for it",
    "monitoring": "1 finding was opened by this person",
    "policy": "1 promise rests on this person’s word",
}


def test_every_room_says_what_a_leaver_leaves(full):
    made, *_rest = full
    viewer = replace(made.actor("deputy"), permissions=made.actor("deputy").permissions | {"people.change"})
    left = left_behind(made.people["dsl"], actor=viewer, now=NOW)
    assert not left.unanswered
    said = {room: [end.what for end in left.ends if end.room == room] for room in LINES}
    for room, line in LINES.items():
        assert any(what.startswith(line) for what in said[room]), room
    assert any(what.startswith("1 text this person brought in") for what in said["policy"])


def test_what_is_found_in_messages_is_not_told_to_who_does_not_review_it(full):
    made, *_rest = full
    hr = actor(None, "people.change")
    left = left_behind(made.people["dsl"], actor=hr, now=NOW)
    assert "monitoring" not in {end.room for end in left.ends}
    assert {"approvals", "filtering", "policy"} <= {end.room for end in left.ends}


def test_closing_waits_until_each_is_handed_over(full):
    made, office, promise = full
    lead, hr = made.people["dsl"], actor(somebody("Hana Closer", since=TODAY - 90 * DAY), "people.change")
    leave(actor=hr, now=NOW, person=lead, last_day=TODAY)
    Task.objects.filter(list__person=lead).update(state="done", settled_at=NOW)
    PostHolding.objects.filter(person=lead).delete()
    leaving = leavings.leaving_of(lead).id

    def refusal():
        with pytest.raises(Refused) as refused:
            close_leaver(actor=hr, now=NOW, leaving=leaving)
        return refused.value.text

    assert "rests on this person’s word" in refusal()
    state_promise(
        actor=office.director, promise=promise, words="I looked", valid_until=NOW + 90 * DAY, now=NOW + DAY / 24
    )
    assert "rests on this person’s word" not in refusal()
    assert "request of this person waits" in refusal()
    (asked,) = asked_by(actor(lead))
    withdraw(actor=actor(lead), request_id=asked.id, now=NOW)
    assert "request of this person waits" not in refusal()
    assert "brought in is not published" in refusal()
    office.quality = actor(office.quality_id, "policy.manage")
    office.import_(SHORT.replace("Online safety policy", "Phones policy") + "\nMore.\n", policy=_phones())
    close_leaver(actor=hr, now=NOW, leaving=leaving)
    assert leavings.leaver_page(hr, leaving, NOW).line.closed_at


def _phones():
    return Policy.objects.get(slug__startswith="phones").pk
