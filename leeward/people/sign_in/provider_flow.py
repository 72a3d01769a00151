"""Signing in by an identity provider: the way there, the way back, and what is remembered in between.

What was asked lies in the session under a random state that works once, for ten minutes, for one provider. Code flow
with PKCE (S256), nonce, and the signature of every token checked, though it came over TLS from the provider itself.
"""

import time
from dataclasses import asdict, dataclass
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import urlencode

from leeward.people.models import SignInProvider
from leeward.people.provider_rules import Expected, Identity, NotAccepted, Why, identity_in
from leeward.people.sign_in.provider_client import challenge_of, claims_in, described, token_for
from leeward.people.sign_in_rules import ProviderKind

ASKED = "leeward-asked-provider"
MOST_AT_ONCE = 5
ANSWERED_WITHIN = 600
"""Seconds somebody may take at the provider."""


class Purpose(StrEnum):
    """What the way to the provider is for."""

    SIGN_IN = "sign-in"
    LINK = "link"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to a provider and back. `account`: whose link is to be made."""

    provider: str
    purpose: str
    nonce: str
    verifier: str
    at: int
    next: str = "/"
    account: str = ""
    shared: bool = False
    key: str = ""


def callback_of(provider: SignInProvider) -> str:
    """Where the provider sends people back to: one address for each, so that none can answer for another."""
    return str(settings.LEEWARD_URL).rstrip("/") + reverse("sign_in_provider_back", args=[provider.pk])


def way_there(
    request: HttpRequest,
    provider: SignInProvider,
    purpose: Purpose,
    *,
    next: str = "/",  # noqa: A002  # the field's own name
    account: UUID | None = None,
    shared: bool = False,
    key: str = "",
) -> str:
    """The address at the provider where somebody says who they are. Raises ProviderAway."""
    where = described(provider)
    state = get_random_string(43)
    asked = Asked(
        str(provider.pk),
        purpose,
        nonce=get_random_string(43),
        verifier=get_random_string(64),
        at=int(time.time()),
        next=next,
        account=str(account or ""),
        shared=shared,
        key=key,
    )
    waiting = {**request.session.get(ASKED, {}), state: asdict(asked)}
    request.session[ASKED] = dict(list(waiting.items())[-MOST_AT_ONCE:])
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": callback_of(provider),
        "scope": "openid profile" if provider.kind == ProviderKind.ENTRA else "openid",
        "state": state,
        "nonce": asked.nonce,
        "code_challenge": challenge_of(asked.verifier),
        "code_challenge_method": "S256",
    }
    if provider.kind == ProviderKind.GOOGLE:
        query["hd"] = provider.domain
        query["scope"] = "openid email"  # Google sends the domain (hd) only with it; the address is not looked at
    if purpose is not Purpose.SIGN_IN:
        query["prompt"] = "select_account"
    return f"{where.authorize}{'&' if '?' in where.authorize else '?'}{urlencode(query)}"


def asked_with(request: HttpRequest, provider: SignInProvider) -> Asked:
    """What was asked under the state somebody came back with; it works once. Raises NotAccepted."""
    waiting = dict(request.session.get(ASKED, {}))
    found = waiting.pop(request.GET.get("state", ""), None)
    request.session[ASKED] = waiting
    if found is None:
        raise NotAccepted(Why.STATE)
    asked = Asked(**found)
    if asked.provider != str(provider.pk) or time.time() - asked.at > ANSWERED_WITHIN:
        raise NotAccepted(Why.STATE)
    # RFC 9207: a provider that names itself in the answer must be the one that was asked.
    if request.GET.get("iss", provider.issuer) != provider.issuer:
        raise NotAccepted(Why.ISSUER)
    return asked


def identity_for(provider: SignInProvider, asked: Asked, code: str) -> Identity:
    """Whom the provider vouches for. Raises NotAccepted, ProviderAway."""
    if not 0 < len(code) <= 4000:
        raise NotAccepted(Why.SHAPE)
    token = token_for(provider, code=code, verifier=asked.verifier, redirect_uri=callback_of(provider))
    expected = Expected(provider.issuer, provider.client_id, asked.nonce, ProviderKind(provider.kind), provider.domain)
    return identity_in(claims_in(provider, token), expected, int(time.time()))
