"""What the server says of itself: configuration, resource types and schemas (RFC 7643, sections 5 to 7)."""

from leeward.people.scim.schema import KINDS, Attribute, Kind
from leeward.people.scim.shaping import Doc

LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
CONFIG = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
RESOURCE_TYPE = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema"
MOST_RESULTS = 200


def configuration(base: str) -> Doc:
    """What is supported. `base`: the address of the server, without a stroke at the end."""
    return {
        "schemas": [CONFIG],
        "patch": {"supported": True},
        "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MOST_RESULTS},
        "changePassword": {"supported": False},
        "sort": {"supported": True},
        "etag": {"supported": True},
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Bearer token",
                "description": "A token made for this connection on the page of connections.",
                "specUri": "https://www.rfc-editor.org/info/rfc6750",
                "primary": True,
            }
        ],
        "meta": {"resourceType": "ServiceProviderConfig", "location": f"{base}/ServiceProviderConfig"},
    }


def resource_types(base: str) -> list[Doc]:
    """Users and groups."""
    return [_resource_type(kind, base) for kind in KINDS]


def _resource_type(kind: Kind, base: str) -> Doc:
    found: Doc = {
        "schemas": [RESOURCE_TYPE],
        "id": kind.name,
        "name": kind.name,
        "endpoint": kind.endpoint,
        "description": kind.says,
        "schema": kind.urn,
        "meta": {"resourceType": "ResourceType", "location": f"{base}/ResourceTypes/{kind.name}"},
    }
    if kind.extension:
        found["schemaExtensions"] = [{"schema": kind.extension, "required": False}]
    return found


def schemas(base: str) -> list[Doc]:
    """Every schema of resources, with its attributes."""
    found = []
    for kind in KINDS:
        found.append(_schema(kind.urn, kind.name, kind.says, kind.attributes, base))
        if kind.extension:
            says = "What an organisation adds about its people."
            found.append(_schema(kind.extension, "EnterpriseUser", says, kind.extension_attributes, base))
    return found


def _schema(urn: str, name: str, says: str, attributes: tuple[Attribute, ...], base: str) -> Doc:
    return {
        "schemas": [SCHEMA],
        "id": urn,
        "name": name,
        "description": says,
        "attributes": [_attribute(one) for one in attributes],
        "meta": {"resourceType": "Schema", "location": f"{base}/Schemas/{urn}"},
    }


def _attribute(one: Attribute) -> Doc:
    found: Doc = {
        "name": one.name,
        "type": one.type,
        "multiValued": one.multi,
        "description": one.says,
        "required": one.required,
        "caseExact": one.exact,
        "mutability": one.mutability,
        "returned": one.returned,
        "uniqueness": one.unique,
    }
    if one.canonical:
        found["canonicalValues"] = list(one.canonical)
    if one.refers:
        found["referenceTypes"] = list(one.refers)
    if one.sub:
        found["subAttributes"] = [_attribute(part) for part in one.sub]
    return found
