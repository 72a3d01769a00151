"""Which attributes are kept, and what each may be (RFC 7643). Only what the directory can use is stored."""

from dataclasses import dataclass

from leeward.people.scim.faults import ScimType, bad
from leeward.people.scim.grammar import AttrPath

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute as RFC 7643, section 7, describes it."""

    name: str
    type: str = "string"
    multi: bool = False
    required: bool = False
    mutability: str = "readWrite"
    returned: str = "default"
    unique: str = "none"
    exact: bool = False
    sub: tuple["Attribute", ...] = ()
    canonical: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    says: str = ""

    def part(self, name: str) -> "Attribute | None":
        """The sub-attribute of that name in any case."""
        return next((one for one in self.sub if one.name.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Kind:
    """A resource type: its schema, its extension, and what other servers keep but this one drops unread."""

    name: str
    endpoint: str
    urn: str
    says: str
    attributes: tuple[Attribute, ...]
    extension: str = ""
    extension_attributes: tuple[Attribute, ...] = ()
    dropped: frozenset[str] = frozenset()

    def schema(self, urn: str) -> tuple[Attribute, ...] | None:
        """The attributes of one of this kind's schemas, named in any case; None for another."""
        if urn.lower() in ("", self.urn.lower()):
            return self.attributes
        return self.extension_attributes if self.extension and urn.lower() == self.extension.lower() else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an attribute stands. `attribute` None: the whole extension. `part`: a sub-attribute that was named."""

    extension: str
    attribute: Attribute | None
    part: Attribute | None = None


_COMMON = (
    Attribute("id", mutability="readOnly", returned="always", unique="server", exact=True),
    Attribute("externalId", exact=True, says="The provider's own key for this resource."),
    Attribute(
        "meta",
        "complex",
        mutability="readOnly",
        sub=(
            Attribute("resourceType", mutability="readOnly", exact=True),
            Attribute("created", "dateTime", mutability="readOnly"),
            Attribute("lastModified", "dateTime", mutability="readOnly"),
            Attribute("location", "reference", mutability="readOnly", exact=True),
            Attribute("version", mutability="readOnly", exact=True),
        ),
    ),
    Attribute("schemas", multi=True, mutability="readOnly", exact=True),
)

USERS = Kind(
    "User",
    "/Users",
    USER,
    "Somebody whom the identity provider knows.",
    (
        Attribute("userName", required=True, unique="server", says="What somebody signs in with at the provider."),
        Attribute(
            "name",
            "complex",
            says="The parts of the name.",
            sub=(
                Attribute("formatted", says="The whole name."),
                Attribute("familyName", says="The family name."),
                Attribute("givenName", says="The first name."),
                Attribute("middleName", says="Further first names."),
            ),
        ),
        Attribute("displayName", says="The name as shown."),
        Attribute("nickName", says="What somebody is known as."),
        Attribute("title", says="The job title."),
        Attribute("userType", says="What somebody is, such as Employee or Student; rules give classes by it."),
        Attribute("preferredLanguage", says="The language somebody prefers."),
        Attribute("active", "boolean", says="False shuts the sign-in at once."),
        Attribute(
            "emails",
            "complex",
            multi=True,
            says="E-mail addresses.",
            sub=(
                Attribute("value", says="The address."),
                Attribute("display", says="The address as shown."),
                Attribute("type", canonical=("work", "home", "other"), says="What it is used for."),
                Attribute("primary", "boolean", says="True for the one that counts."),
            ),
        ),
        Attribute(
            "groups",
            "complex",
            multi=True,
            mutability="readOnly",
            says="The groups somebody belongs to.",
            sub=(
                Attribute("value", mutability="readOnly", exact=True, says="The group."),
                Attribute(
                    "$ref", "reference", mutability="readOnly", exact=True, refers=("Group",), says="Its address."
                ),
                Attribute("display", mutability="readOnly", says="Its name."),
                Attribute("type", mutability="readOnly", canonical=("direct",), says="Always direct."),
            ),
        ),
    ),
    ENTERPRISE,
    (
        Attribute("employeeNumber", says="The number in the HR system."),
        Attribute("organization", says="The organisation."),
        Attribute("division", says="The division."),
        Attribute("department", says="The department; rules give classes by it."),
    ),
    frozenset(
        {
            *("addresses", "phonenumbers", "ims", "photos", "entitlements", "roles", "x509certificates", "profileurl"),
            *("locale", "timezone", "password", "manager", "costcenter"),
        }
    ),
)
GROUPS = Kind(
    "Group",
    "/Groups",
    GROUP,
    "A group of users. Of itself it opens nothing here.",
    (
        Attribute("displayName", required=True, says="The name of the group."),
        Attribute(
            "members",
            "complex",
            multi=True,
            says="Who belongs to it.",
            sub=(
                Attribute("value", mutability="immutable", exact=True, says="The user."),
                Attribute(
                    "$ref", "reference", mutability="immutable", exact=True, refers=("User",), says="Its address."
                ),
                Attribute("type", mutability="immutable", canonical=("User",), says="Always User."),
            ),
        ),
    ),
)
KINDS = (USERS, GROUPS)


def common() -> tuple[Attribute, ...]:
    """Attributes that every resource has and no schema lists (RFC 7643, section 3.1)."""
    return _COMMON


def is_dropped(kind: Kind, path: AttrPath) -> bool:
    """Is this a standard attribute that is accepted and not kept?"""
    known = path.urn.lower() in ("", kind.urn.lower(), kind.extension.lower())
    return known and path.name.lower() in kind.dropped


def locate(kind: Kind, path: AttrPath, fault: ScimType) -> Place:
    """Where the attribute of a path stands in documents of a kind. Raises ScimFault for one nobody knows."""
    whole = f"{path.urn}:{path.name}.{path.sub}" if path.sub else f"{path.urn}:{path.name}"
    if kind.extension and whole.lower() == kind.extension.lower():
        return Place(kind.extension, None)
    schema = kind.schema(path.urn)
    if schema is None:
        raise bad(fault, "No such schema here.")
    in_extension = bool(path.urn) and path.urn.lower() == kind.extension.lower()
    candidates = schema if in_extension else (*schema, *_COMMON)
    found = next((one for one in candidates if one.name.lower() == path.name.lower()), None)
    if found is None:
        raise bad(fault, "No such attribute here.")
    part = found.part(path.sub) if path.sub else None
    if path.sub and part is None:
        raise bad(fault, "This attribute has no such part.")
    return Place(kind.extension if in_extension else "", found, part)
