"""What an identity provider's answer must hold before anybody is let in by it. Pure: time passes in as a value.

OpenID Connect Core 1.0 (incorporating errata 2, 2023), 3.1.3.7; RFC 9700 (2025) for what an attacker may try.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leeward.people.sign_in_rules import ProviderKind

LEEWAY = 60
"""Seconds by which clocks may differ."""
OLDEST = 600
"""Seconds a token may be old: it was asked for a moment ago."""
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signatures by a key only the provider has. Never `none`, never one made with a secret both sides know."""
SECOND_STEPS = frozenset({"mfa", "otp", "hwk", "swk", "sc", "fpt", "face", "iris", "vbm", "retina", "pin+hwk"})
"""RFC 8176: `amr` values that say more than a password. `mfa` is what Entra ID sends."""
ENTRA_ISSUER = re.compile(
    r"https://login\.microsoftonline\.(?:com|us)/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/v2\.0"
)
GOOGLE_ISSUER = "https://accounts.google.com"


class Why(StrEnum):
    """Why an answer is not accepted: for the trail, in no more than this word."""

    ISSUER = "issuer"
    AUDIENCE = "audience"
    PARTY = "party"
    NONCE = "nonce"
    EXPIRED = "expired"
    TOO_OLD = "too-old"
    FROM_THE_FUTURE = "from-the-future"
    SUBJECT = "subject"
    TENANT = "tenant"
    DOMAIN = "domain"
    SIGNATURE = "signature"
    KEY = "key"
    SHAPE = "shape"
    STATE = "state"


class NotAccepted(Exception):
    """An identity provider's answer lets nobody in."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Expected:
    """What was asked, and of whom."""

    issuer: str
    client_id: str
    nonce: str
    kind: ProviderKind
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider vouches for: its own lasting name for somebody, and whether it says a second step was made."""

    subject: str
    second_step: bool


Claims = Mapping[str, Any]  # Any: JSON as the provider wrote it; every value is checked below


def identity_in(claims: Claims, expected: Expected, now: int) -> Identity:
    """Who the claims of a token (its signature checked already) vouch for. `now`: seconds. Raises NotAccepted."""
    _addressed_to_us(claims, expected)
    _of_now(claims, now)
    subject = _subject(claims, expected)
    said = claims.get("amr")
    steps = {str(step) for step in said} if isinstance(said, list) else set()
    return Identity(subject, bool(steps & SECOND_STEPS))


def _addressed_to_us(claims: Claims, expected: Expected) -> None:
    issuers = {expected.issuer}
    if expected.kind is ProviderKind.GOOGLE:
        issuers.add("accounts.google.com")  # Google's documented second spelling
    if claims.get("iss") not in issuers:
        raise NotAccepted(Why.ISSUER)
    audience = claims.get("aud")
    parties = audience if isinstance(audience, list) else [audience]
    if expected.client_id not in parties:
        raise NotAccepted(Why.AUDIENCE)
    if (len(parties) > 1 or "azp" in claims) and claims.get("azp") != expected.client_id:
        raise NotAccepted(Why.PARTY)
    if not expected.nonce or claims.get("nonce") != expected.nonce:
        raise NotAccepted(Why.NONCE)


def _of_now(claims: Claims, now: int) -> None:
    ends, began = claims.get("exp"), claims.get("iat")
    # bool is an int to Python and a moment to nobody
    if not _moment(ends) or not _moment(began):
        raise NotAccepted(Why.SHAPE)
    assert isinstance(ends, int | float)
    assert isinstance(began, int | float)
    if now > ends + LEEWAY:
        raise NotAccepted(Why.EXPIRED)
    if began > now + LEEWAY:
        raise NotAccepted(Why.FROM_THE_FUTURE)
    if now - began > OLDEST:
        raise NotAccepted(Why.TOO_OLD)
    starts = claims.get("nbf")
    if starts is not None and (not _moment(starts) or starts > now + LEEWAY):
        raise NotAccepted(Why.FROM_THE_FUTURE)


def _moment(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 2**40


def _subject(claims: Claims, expected: Expected) -> str:
    name = "sub"
    if expected.kind is ProviderKind.ENTRA:
        # `sub` differs from app to app; `oid` is the object's own id in the tenant, and what SCIM can send.
        name = "oid"
        if claims.get("tid") != expected.issuer.removesuffix("/v2.0").rpartition("/")[2]:
            raise NotAccepted(Why.TENANT)
    if expected.kind is ProviderKind.GOOGLE and str(claims.get("hd", "")).lower() != expected.domain.lower():
        raise NotAccepted(Why.DOMAIN)
    subject = claims.get(name)
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or "\0" in subject:
        raise NotAccepted(Why.SUBJECT)
    return subject


def issuer_problem(kind: ProviderKind, issuer: str, domain: str) -> str:
    """What is wrong with a new provider: `entra-tenant`, `google-issuer`, `google-domain`, `https` or nothing."""
    if kind is ProviderKind.ENTRA and not ENTRA_ISSUER.fullmatch(issuer):
        return "entra-tenant"
    if kind is ProviderKind.GOOGLE and issuer != GOOGLE_ISSUER:
        return "google-issuer"
    if kind is ProviderKind.GOOGLE and not re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", domain.lower()):
        return "google-domain"
    return "" if trustworthy(issuer) else "https"


def trustworthy(address: str, issuer: str = "") -> bool:
    """May this address be fetched? Only over https; over http where it and the issuer are on this machine."""
    if re.match(r"https://[^/?#@\s]+(?:[/?]|$)", address):
        return not any(letter in address for letter in "\\#\r\n\t ")
    here = r"http://(?:127\.0\.0\.1|localhost)(?::\d+)?(?:[/?]|$)"
    return bool(re.match(here, address)) and (not issuer or bool(re.match(here, issuer)))
