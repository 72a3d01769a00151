"""Where an identity provider's word for a second step counts: only while the organisation's setting says so."""

from collections.abc import Callable
from dataclasses import replace

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest, HttpResponseBase

from leeward.foundation.access import Request
from leeward.foundation.settings_history.queries import value
from leeward.people.queries import why_withheld
from leeward.people.queries.providers import open_provider
from leeward.people.sign_in.choices import TRUST_PROVIDERS

VOUCHED = "leeward-vouched"
"""In the session: the provider whose word for a second step counts. Emptied by every sign-in another way."""
BY_PROVIDER = "provider"
"""How allauth's record of a sign-in names this way."""


class SecondStepStage(AuthenticateStage):  # type: ignore[misc]  # allauth carries no types
    """The second step at sign-in, left out where a trusted provider says that it was made there."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not request.session.get(VOUCHED) and bool(super()._should_handle(request))


class VouchedMiddleware:
    """Opens what is withheld only for want of a second step, in a session a trusted provider vouches for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        actor = request.actor
        if actor.withheld and actor.account is not None and request.session.get(VOUCHED):
            provider = open_provider(request.session[VOUCHED])
            counts = provider is not None and value(TRUST_PROVIDERS, at=request.now)
            if counts and why_withheld(actor.account) == "second-step":
                request.actor = replace(actor, permissions=actor.permissions | actor.withheld, withheld=frozenset())
        return self.get_response(request)
