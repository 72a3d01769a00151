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
from leeward.people.models.facts import DatedFact, PersonWord, SignInChange
from leeward.people.models.posts import Absence, OwnPost, PostAlias, PostPermissions, PostProposal, State
from leeward.people.models.relations import Marker, Relation
from leeward.people.models.sign_in import NoticedSignIn, OpenSession, ProviderLink, SignInProvider
from leeward.people.models.signposts import Signpost, SignpostLook

__all__ = [
    "Absence",
    "ClassOfPerson",
    "ClassRule",
    "Company",
    "Connection",
    "ConnectionToken",
    "DatedFact",
    "GroupGift",
    "GroupPost",
    "Hold",
    "Leaving",
    "LeftOpen",
    "Marker",
    "Membership",
    "NoticedSignIn",
    "OpenSession",
    "OwnPost",
    "Person",
    "PersonWord",
    "PostAlias",
    "PostHolding",
    "PostPermissions",
    "PostProposal",
    "ProvidedGroup",
    "ProvidedUser",
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
