"""Talking to an identity provider: its description, its keys, and the exchange of a code for a token.

Only addresses of a provider somebody configured are fetched, over https, never following a redirect, never more than a
megabyte, never longer than some seconds.
"""

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
import jwt
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.cache import cache

from leeward.foundation.vault.keyring import keyring
from leeward.people.models import SignInProvider
from leeward.people.provider_rules import SIGNATURES, NotAccepted, Why, trustworthy

MOST_BYTES = 1_000_000
TIMEOUT = httpx.Timeout(8, connect=4)
KEPT_FOR = 3600
"""Seconds a provider's description and keys are used before they are fetched again; a new key is fetched at once."""


class ProviderAway(Exception):
    """The identity provider does not answer, or not as one does."""


@dataclass(frozen=True, slots=True)
class Described:
    """Where a provider does what, as it says itself."""

    authorize: str
    token: str
    keys: str
    basic: bool


def seal(secret: str) -> str:
    """A client secret as kept: opened only by a key outside the database."""
    if not secret:
        return ""
    nonce = os.urandom(12)
    sealed = AESGCM(keyring().derived("provider secret")).encrypt(nonce, secret.encode(), None)
    return base64.b64encode(nonce + sealed).decode()


def _opened(kept: str) -> str:
    if not kept:
        return ""
    sealed = base64.b64decode(kept)
    try:
        return AESGCM(keyring().derived("provider secret")).decrypt(sealed[:12], sealed[12:], None).decode()
    except InvalidTag as error:
        raise ProviderAway from error


def challenge_of(verifier: str) -> str:
    """RFC 7636, S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def described(provider: SignInProvider) -> Described:
    """The provider's own description. Raises ProviderAway, also where it speaks for another issuer."""
    key = f"provider-described:{provider.pk}"
    found = cache.get(key)
    if not isinstance(found, dict):
        found = _fetch("GET", provider.issuer.rstrip("/") + "/.well-known/openid-configuration", provider)
        if found.get("issuer") != provider.issuer:
            raise ProviderAway
        cache.set(key, found, KEPT_FOR)
    authorize, token, keys = (
        str(found.get(name, "")) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
    )
    if not all(trustworthy(end, provider.issuer) for end in (authorize, token, keys)):
        raise ProviderAway
    methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Described(authorize, token, keys, "client_secret_post" not in methods)


def token_for(provider: SignInProvider, *, code: str, verifier: str, redirect_uri: str) -> str:
    """The ID token the provider gives for a code. Raises ProviderAway, NotAccepted."""
    where, secret = described(provider), _opened(provider.secret)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
        "client_id": provider.client_id,
    }
    basic = (quote(provider.client_id, safe=""), quote(secret, safe="")) if secret and where.basic else None
    if secret and not where.basic:
        form["client_secret"] = secret
    token = _fetch("POST", where.token, provider, form=form, basic=basic).get("id_token")
    if not isinstance(token, str) or len(token) > 100_000:
        raise NotAccepted(Why.SHAPE)
    return token


def claims_in(provider: SignInProvider, token: str) -> dict[str, Any]:  # Any: JSON; `provider_rules` checks each value
    """What a token says, once its signature is the provider's. Raises NotAccepted, ProviderAway."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise NotAccepted(Why.SHAPE) from error
    algorithm = header.get("alg")
    if algorithm not in SIGNATURES:
        raise NotAccepted(Why.SIGNATURE)
    key = _key(provider, header.get("kid"), fresh=False) or _key(provider, header.get("kid"), fresh=True)
    if key is None:
        raise NotAccepted(Why.KEY)
    try:
        payload = jwt.PyJWS().decode_complete(token, key.key, algorithms=[algorithm])["payload"]
        claims = json.loads(payload)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise NotAccepted(Why.SIGNATURE) from error
    if not isinstance(claims, dict):
        raise NotAccepted(Why.SHAPE)
    return claims


def _key(provider: SignInProvider, named: object, *, fresh: bool) -> jwt.PyJWK | None:
    """The key of that name; the only one where the token names none."""
    kept = f"provider-keys:{provider.pk}"
    found = None if fresh else cache.get(kept)
    if not isinstance(found, dict):
        found = _fetch("GET", described(provider).keys, provider)
        cache.set(kept, found, KEPT_FOR)
    try:
        keys = [key for key in jwt.PyJWKSet.from_dict(found).keys if key.public_key_use in (None, "sig")]
    except (jwt.PyJWTError, AttributeError, TypeError, ValueError) as error:
        raise ProviderAway from error
    if named is None:
        return keys[0] if len(keys) == 1 else None
    return next((key for key in keys if key.key_id == named), None)


def _fetch(
    method: str,
    address: str,
    provider: SignInProvider,
    *,
    form: dict[str, str] | None = None,
    basic: tuple[str, str] | None = None,
) -> dict[str, Any]:  # Any: JSON
    if not trustworthy(address, provider.issuer):
        raise ProviderAway
    try:
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=True) as client,
            client.stream(method, address, data=form, auth=basic, headers={"Accept": "application/json"}) as answer,
        ):
            body = b""
            for part in answer.iter_bytes():
                body += part
                if len(body) > MOST_BYTES:
                    raise ProviderAway
        if answer.status_code in (400, 401, 403) and method == "POST":
            raise NotAccepted(Why.STATE)  # the code was used, made up or another's
        if answer.status_code != 200:
            raise ProviderAway
        found = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ProviderAway from error
    if not isinstance(found, dict):
        raise ProviderAway
    return found
