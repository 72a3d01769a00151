"""A small organisation with a policy, for tests."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from leeward.foundation.access import Actor
from leeward.people.rules import PersonClass, Post
from leeward.policy.actions import import_policy, publish, sign, submit_for_approval
from leeward.policy.models import Promise
from tests.people.made import give, somebody

LONG_AGO = date(2025, 1, 1)
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
SHORT = """Online safety policy

Conduct

All staff must lock their screens. The Quality Lead will review the settings every term.

Filtering

Web access is filtered on every site. This policy will be reviewed annually.
"""
CHANGED = SHORT.replace("lock their screens", "lock their doors")


def actor(person=None, *permissions):
    return Actor(account=uuid4(), person=person or uuid4(), permissions=frozenset(permissions))


class Office:
    """A managing director, a quality lead and two tutors who are asked to acknowledge."""

    def __init__(self):
        self.director_id = somebody("Helen Signwell", PersonClass.BOARD_MEMBER, since=LONG_AGO)
        self.quality_id = somebody("Bethan Keeper", PersonClass.BOARD_MEMBER, since=LONG_AGO)
        self.tutors = [somebody("Colm Readwell", since=LONG_AGO), somebody("Zoe Lately", since=LONG_AGO)]
        give(self.director_id, Post.MANAGING_DIRECTOR, since=LONG_AGO)
        give(self.quality_id, Post.QUALITY_LEAD, since=LONG_AGO)
        self.director = actor(self.director_id, "policy.sign", "promises.see", "promises.state")
        self.quality = actor(self.quality_id, "policy.manage", "promises.see", "promises.state")
        self.tutor = actor(self.tutors[0])

    def import_(self, text=SHORT, *, now=NOW, reason="New policy", **more):
        return import_policy(actor=self.quality, data=text.encode(), name="policy.txt", reason=reason, now=now, **more)

    def approve(self, version, *, now=NOW):
        submit_for_approval(actor=self.quality, version=version, why="Please read it", now=now)
        sign(actor=self.director, version=version, reason="Right", confirmed=["read", "right"], now=now)

    def in_force(self, text=SHORT, *, now=NOW, **more):
        made = self.import_(text, now=now, **more)
        self.approve(made.version, now=now)
        publish(actor=self.quality, version=made.version, now=now)
        return made


def promise_of(version, start):
    (found,) = [row for row in Promise.objects.filter(version=version) if row.sentence.startswith(start)]
    return found


def days(number):
    return timedelta(days=number)
