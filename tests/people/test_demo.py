"""The demonstration's people."""

import pytest
from django.utils import timezone

from leeward.people import demo, queries
from leeward.people.rules import Post
from tests.people.made import NOW

pytestmark = pytest.mark.django_db


def test_every_post_is_filled_and_everybody_of_the_fifteen_signs_in():
    people = demo.build(NOW)
    today = timezone.localdate(NOW)
    assert all(queries.holders_of(post, today) for post in Post)
    assert [holding.deputy for holding in queries.holders_of(Post.DSL, today)] == [False, True]
    assert set(people.by_post) == set(demo.SIGN_IN_POSTS)
    assert all(people.actor(key, NOW).signed_in for key in people.by_post)
    assert people.actor("deputy-dsl", NOW).may("safeguarding.receive")
    assert queries.person(people.by_post["young-learner"], today).is_child
    assert queries.person(people.by_post["adult-learner"], today).is_child is False
    assert demo.find() == people
