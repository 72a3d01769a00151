"""The rows of this room, one file per noun."""

from leeward.people.models.directory import ClassOfPerson, Company, Hold, Person, PostHolding, Site

__all__ = ["ClassOfPerson", "Company", "Hold", "Person", "PostHolding", "Site"]
