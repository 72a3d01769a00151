"""The rows of this room, one file per noun."""

from leeward.people.models.directory import ClassOfPerson, Company, Hold, Person, PostHolding, Site
from leeward.people.models.facts import DatedFact, PersonWord, SignInChange
from leeward.people.models.posts import Absence, OwnPost, PostAlias, PostPermissions, PostProposal, State
from leeward.people.models.relations import Marker, Relation
from leeward.people.models.signposts import Signpost, SignpostLook

__all__ = [
    "Absence",
    "ClassOfPerson",
    "Company",
    "DatedFact",
    "Hold",
    "Marker",
    "OwnPost",
    "Person",
    "PersonWord",
    "PostAlias",
    "PostHolding",
    "PostPermissions",
    "PostProposal",
    "Relation",
    "SignInChange",
    "Signpost",
    "SignpostLook",
    "Site",
    "State",
]
