"""What a SCIM request is answered with when it cannot be done (RFC 7644, section 3.12)."""

from enum import StrEnum


class ScimType(StrEnum):
    """The detail errors of RFC 7644, table 9, that occur here."""

    INVALID_FILTER = "invalidFilter"
    TOO_MANY = "tooMany"
    UNIQUENESS = "uniqueness"
    MUTABILITY = "mutability"
    INVALID_SYNTAX = "invalidSyntax"
    INVALID_PATH = "invalidPath"
    NO_TARGET = "noTarget"
    INVALID_VALUE = "invalidValue"


class ScimFault(Exception):
    """An answer that is an error. `detail` names the mistake and never repeats what was sent about a person."""

    def __init__(self, status: int, detail: str, kind: ScimType | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.kind = status, detail, kind


def bad(kind: ScimType, detail: str) -> ScimFault:
    """A fault of the request: 400, or 409 where something must be unique."""
    return ScimFault(409 if kind is ScimType.UNIQUENESS else 400, detail, kind)
