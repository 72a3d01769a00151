"""Every address of signing in. allauth's views enter here, each with its own rule of entry; the rest is not routed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import URLPattern, path

from leeward.foundation.access import EVERYONE, SIGNED_IN, Entry, allow
from leeward.people.sign_in import provider_pages, provider_views, session_views, views


def _kept_nowhere(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """No browser keeps the page: the same header as every other page of ours."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:  # Any: a request and what its address carries
        response = view(*args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return answer


def _page(address: str, view: Any, name: str, entry: Entry, template: str = "") -> URLPattern:  # Any: a view class
    chosen = {"template_name": f"people/sign_in/{template}"} if template else {}
    answer = view.as_view(**chosen)
    if entry is SIGNED_IN:
        # What changes a way in and its trace are kept together or not at all.
        answer = transaction.atomic(answer)
    return path(address, allow(entry, gated=False)(_kept_nowhere(answer)), name=name)


urlpatterns: list[URLPattern] = [
    _page("sign-in", views.SignInView, "account_login", EVERYONE),
    path("sign-in/demo", views.sign_in_demo, name="sign_in_demo"),
    _page("sign-in/second-step", second_step.AuthenticateView, "mfa_authenticate", EVERYONE, "second_step.html"),
    _page("sign-in/passkey", passkey.LoginWebAuthnView, "mfa_login_webauthn", EVERYONE, "sign_in.html"),
    _page("sign-out", account.LogoutView, "account_logout", EVERYONE, "sign_out.html"),
    path("sign-in/with/<uuid:provider>", provider_views.start, name="sign_in_provider"),
    path("sign-in/back/<uuid:provider>", provider_views.back, name="sign_in_provider_back"),
    path("sign-in/invited/<uuid:provider>", provider_views.start_invited, name="sign_in_provider_invited"),
    path("account/linked", provider_views.linked, name="account_linked"),
    path("account/linked/<uuid:provider>", provider_views.start_link, name="account_link_provider"),
    path("account/linked/<uuid:provider>/remove", provider_views.remove_link, name="account_unlink_provider"),
    path("people/sign-in-providers", provider_pages.listing, name="sign_in_providers"),
    path("people/sign-in-providers/add", provider_pages.add, name="sign_in_provider_add"),
    path("people/sign-in-providers/<uuid:provider>", provider_pages.change, name="sign_in_provider_change"),
    path("account/sessions", session_views.where, name="account_sessions"),
    path("account/sessions/end-others", session_views.end_others, name="account_sessions_end_others"),
    path("account/sessions/<uuid:session>/end", session_views.end, name="account_session_end"),
    path("account/was-this-you/<str:token>", session_views.was_this_you, name="account_was_this_you"),
    path("people/sign-ins-on-hold", session_views.on_hold, name="account_on_hold"),
    path("account/withheld", views.withheld, name="account_withheld"),
    _page("account/closed", account.AccountInactiveView, "account_inactive", EVERYONE, "closed.html"),
    path("account/confirm/first", views.confirm, name="account_confirm"),
    _page("account/confirm", account.ReauthenticateView, "account_reauthenticate", SIGNED_IN, "confirm.html"),
    _page("account/password", account.PasswordChangeView, "account_change_password", SIGNED_IN, "password.html"),
    _page("account/password/first", account.PasswordSetView, "account_set_password", SIGNED_IN, "password.html"),
    _page("account/password/forgotten", account.PasswordResetView, "account_reset_password", EVERYONE, "ask_link.html"),
    _page(
        "account/password/forgotten/sent",
        account.PasswordResetDoneView,
        "account_reset_password_done",
        EVERYONE,
        "link_sent.html",
    ),
    _page(
        "account/password/choose/done",
        account.PasswordResetFromKeyDoneView,
        "account_reset_password_from_key_done",
        EVERYONE,
        "chosen.html",
    ),
    _page(
        "account/password/choose/<slug:uidb36>/<str:key>",
        views.ChoosePasswordView,
        "account_reset_password_from_key",
        EVERYONE,
        "choose.html",
    ),
    _page("account/second-step", second_step.IndexView, "mfa_index", SIGNED_IN, "protection.html"),
    _page("account/confirm/code", second_step.ReauthenticateView, "mfa_reauthenticate", SIGNED_IN, "confirm_code.html"),
    _page("account/second-step/app", app.ActivateTOTPView, "mfa_activate_totp", SIGNED_IN, "add_app.html"),
    _page("account/second-step/app/off", views.RemoveAppView, "mfa_deactivate_totp", SIGNED_IN, "remove_app.html"),
    _page(
        "account/second-step/codes",
        views.RecoveryCodesView,
        "mfa_view_recovery_codes",
        SIGNED_IN,
        "codes.html",
    ),
    _page(
        "account/second-step/codes/new",
        recovery.GenerateRecoveryCodesView,
        "mfa_generate_recovery_codes",
        SIGNED_IN,
        "new_codes.html",
    ),
    _page("account/second-step/passkeys", passkey.ListWebAuthnView, "mfa_list_webauthn", SIGNED_IN, "passkeys.html"),
    _page(
        "account/second-step/passkeys/add", passkey.AddWebAuthnView, "mfa_add_webauthn", SIGNED_IN, "add_passkey.html"
    ),
    _page(
        "account/second-step/passkeys/<int:pk>/remove",
        passkey.RemoveWebAuthnView,
        "mfa_remove_webauthn",
        SIGNED_IN,
        "remove_passkey.html",
    ),
    _page(
        "account/second-step/passkeys/<int:pk>/name",
        passkey.EditWebAuthnView,
        "mfa_edit_webauthn",
        SIGNED_IN,
        "rename_passkey.html",
    ),
    _page(
        "account/confirm/passkey",
        views.ConfirmByPasskeyView,
        "mfa_reauthenticate_webauthn",
        SIGNED_IN,
        "confirm_passkey.html",
    ),
]
