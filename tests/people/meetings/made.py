"""A group for tests: a lead who chairs, a clerk, a learner, and somebody outside."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from leeward.foundation.access import SYSTEM, Actor
from leeward.people.actions.groups import GroupDetails, add_member, make_group
from leeward.people.actions.meetings import Call, call_meeting, record_attendance
from leeward.people.meetings.rules import Every, Here, Part, Template
from leeward.people.rules import PersonClass, Post
from tests.people.made import NOW, TODAY, give, somebody

DAY = timedelta(days=1)
SECRET = "Zebedee told the group about Dougal"


@dataclass(frozen=True)
class World:
    group: UUID
    lead: UUID
    clerk: UUID
    learner: UUID
    outside: UUID

    def actor(self, name, *permissions):
        return Actor(account=uuid4(), person=getattr(self, name), permissions=frozenset(permissions))


def world(template=Template.ONLINE_SAFETY_GROUP):
    lead, clerk = somebody("Lead Chairson", email="lead@example.org"), somebody("Clerk Pennyworth")
    learner = somebody("Learner Younger", PersonClass.LEARNER, since=TODAY - 100 * DAY)
    outside = somebody("Outside Otherson", email="outside@example.org")
    give(lead, Post.DSL, since=TODAY - 300 * DAY)
    then = NOW - 200 * DAY
    details = GroupDetails("Online-safety group", Every.TERM, 1, 2)
    group = make_group(actor=SYSTEM, now=then, template=template, details=details, founded_on=TODAY - 200 * DAY)
    for person, part in ((clerk, Part.CLERK), (learner, Part.MEMBER)):
        add_member(actor=SYSTEM, now=then, group=group, person=person, part=part)
    return World(group, lead, clerk, learner, outside)


def called(world, when=NOW - 7 * DAY, **more):
    call = Call(when, 60, more.get("place", "Room 12"), more.get("agenda", SECRET))
    return call_meeting(actor=world.actor("clerk"), now=min(when, NOW) - DAY, group=world.group, call=call)


def held(world, when=NOW - 7 * DAY, here=("lead", "clerk", "learner")):
    meeting = called(world, when)
    present = {getattr(world, name): Here.PRESENT for name in here}
    record_attendance(actor=world.actor("clerk"), now=NOW, meeting=meeting, here=present)
    return meeting
