"""The pages of signing in that allauth does not have."""

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, PasswordResetFromKeyView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from allauth.utils import get_request_param
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from leeward.foundation.access import EVERYONE, SIGNED_IN, Request, allow
from leeward.people.demo import DEMO_PASSWORD
from leeward.people.queries import why_withheld
from leeward.people.queries.providers import open_providers
from leeward.people.sign_in import demonstration
from leeward.people.sign_in.confirming import ways_of
from leeward.people.sign_in.traces import trace


class SignInView(LoginView):  # type: ignore[misc]  # allauth carries no types
    """E-mail and password, a passkey, or in a demonstration one button for each post."""

    template_name = "people/sign_in/sign_in.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        ways = {"demo_posts": demonstration.buttons(), "demo_password": DEMO_PASSWORD, "providers": open_providers()}
        return {**context, **ways}


class ChoosePasswordView(PasswordResetFromKeyView):  # type: ignore[misc]  # as above
    """A password by a letter's link, or instead of one a link to an identity provider."""

    template_name = "people/sign_in/choose.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        return {**context, "providers": open_providers(), "uidb36": self.kwargs["uidb36"]}


class RecoveryCodesView(ViewRecoveryCodesView):  # type: ignore[misc]  # allauth carries no types
    """The recovery codes; without any, the page where a second step is added."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return super().get(request, *args, **kwargs)  # type: ignore[no-any-return]  # as above
        except Http404:
            return redirect("mfa_index")


class RemoveAppView(DeactivateTOTPView):  # type: ignore[misc]  # allauth carries no types
    """Removing the authenticator app; without one, the page where a second step is added."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]  # as above
        except Http404:
            return redirect("mfa_index")


class ConfirmByPasskeyView(ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth carries no types
    """A passkey, before something sensitive; one that does not fit is asked for again, on the way to the same page."""

    template_name = "people/sign_in/confirm_passkey.html"

    def form_invalid(self, form: object) -> HttpResponseBase:
        return self.render_to_response(  # type: ignore[no-any-return]  # as above
            {**self.get_context_data(), "refused": True}
        )


@allow(SIGNED_IN)
def confirm(request: Request) -> HttpResponseBase:
    """On to the page that asks once more: by passkey where there is one, else by password, else by code."""
    ways = ways_of(request.user)  # type: ignore[arg-type]  # signed in, so an account
    named = {
        "passkey": "mfa_reauthenticate_webauthn",
        "password": "account_reauthenticate",
        "code": "mfa_reauthenticate",
    }
    back = request.GET.get("next", "/")
    for way, name in named.items():
        if ways[way]:
            return redirect(f"{reverse(name)}?{urlencode({'next': back})}")
    return render(request, "people/sign_in/confirm_again.html", {"next": back})


@require_POST
@allow(EVERYONE)
def sign_in_demo(request: Request) -> HttpResponseBase:
    """Signs in as one of the demonstration's people; a missing page wherever data is real."""
    account = demonstration.account_for(request.POST.get("post", ""))
    if account is None:
        raise Http404
    adapter = get_adapter()
    adapter.login(request, account)
    trace(account, "account.sign-in", way="demonstration")
    destination = get_request_param(request, "next")
    return HttpResponseRedirect(destination if destination and adapter.is_safe_url(destination) else "/")


@allow(SIGNED_IN, gated=False)
def withheld(request: Request) -> HttpResponseBase:
    """Says what opens the pages somebody's posts give them, and how."""
    assert request.actor.account is not None
    why = why_withheld(request.actor.account) if request.actor.withheld else ""
    return render(request, "people/sign_in/withheld.html", {"why": why, "demo": settings.LEEWARD_DEMO})
