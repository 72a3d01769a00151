"""The rows of this room, one file per noun."""

from leeward.people.models.comings import Leaving, LeftOpen, SignInClosure, Stay, Task, TaskList, TaskListVersion
from leeward.people.models.connections import (
    ClassRule,
    Connection,
    ConnectionToken,
    GroupGift,
    GroupPost,
    Membership,
    ProvidedGroup,
    ProvidedUser,
)
from leeward.people.models.directory import ClassOfPerson, Company, Hold, Person, PostHolding, Site
from leeward.people.models.facts import DatedFact, NamePart, PersonWord, SignInChange
from leeward.people.models.imports import ImportChange, ImportSource, PeopleImport
from leeward.people.models.meetings import (
    Attendance,
    CalendarFeed,
    Group,
    GroupAction,
    GroupMember,
    GroupSeat,
    Meeting,
    Minutes,
    MinutesConfirmed,
    MinutesReader,
)
from leeward.people.models.posts import Absence, OwnPost, PostAlias, PostPermissions, PostProposal, State
from leeward.people.models.providers import Assurance, Provider, ProviderDuty
from leeward.people.models.relations import Marker, Relation
from leeward.people.models.sign_in import NoticedSignIn, OpenSession, ProviderLink, SignInProvider
from leeward.people.models.signposts import Signpost, SignpostLook

__all__ = [
    "Absence",
    "Assurance",
    "Attendance",
    "CalendarFeed",
    "ClassOfPerson",
    "ClassRule",
    "Company",
    "Connection",
    "ConnectionToken",
    "DatedFact",
    "Group",
    "GroupAction",
    "GroupGift",
    "GroupMember",
    "GroupPost",
    "GroupSeat",
    "Hold",
    "ImportChange",
    "ImportSource",
    "Leaving",
    "LeftOpen",
    "Marker",
    "Meeting",
    "Membership",
    "Minutes",
    "MinutesConfirmed",
    "MinutesReader",
    "NamePart",
    "NoticedSignIn",
    "OpenSession",
    "OwnPost",
    "PeopleImport",
    "Person",
    "PersonWord",
    "PostAlias",
    "PostHolding",
    "PostPermissions",
    "PostProposal",
    "ProvidedGroup",
    "ProvidedUser",
    "Provider",
    "ProviderDuty",
    "ProviderLink",
    "Relation",
    "SignInChange",
    "SignInClosure",
    "SignInProvider",
    "Signpost",
    "SignpostLook",
    "Site",
    "State",
    "Stay",
    "Task",
    "TaskList",
    "TaskListVersion",
]
