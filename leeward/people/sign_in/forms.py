"""allauth's forms in this product's words: plain labels, no placeholders, autocomplete as browsers expect it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkey
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from leeward.foundation.account.models import Account
from leeward.people.sign_in.adapter import ask_for_link

LONGEST_PASSWORD = 1000
"""Characters: more would only make the server work."""


class _Plain:
    """Takes the placeholders away and sets labels; mixed into allauth's forms."""

    labels: dict[str, Any] = {}  # Any: lazy strings
    hints: dict[str, Any] = {}  # as above

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: whatever the form takes
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]  # a form's, by mixing in
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            if not isinstance(field.widget, forms.HiddenInput | forms.CheckboxInput):
                field.widget.attrs["class"] = "govuk-!-width-one-half"
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if isinstance(field.widget, forms.PasswordInput) and isinstance(field, forms.CharField):
                field.validators.append(_not_endless)
                field.widget.attrs["spellcheck"] = "false"


def _not_endless(value: str) -> None:
    if len(value) > LONGEST_PASSWORD:
        raise ValidationError(_("Use at most 1,000 characters."))


_NEW = {
    "password1": _("New password"),
    "password2": _("The new password again"),
    "oldpassword": _("Password you have now"),
}
_HOW = {"password1": _("At least 12 characters. Three unrelated words work well.")}
_CODE_HINT = {"code": _("Six digits from your authenticator app, or one of your recovery codes.")}


class SignInForm(_Plain, account.LoginForm):  # type: ignore[misc]  # allauth carries no types
    """E-mail address and password."""

    labels = {"login": _("E-mail address"), "password": _("Password"), "shared": _("I am at a shared computer")}
    hints = {"shared": _("You are signed out after 5 minutes without a new page, and this browser is not remembered.")}
    shared = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as the view gives it
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.order_fields(["login", "password", "shared"])


class AskForLinkForm(_Plain, account.ResetPasswordForm):  # type: ignore[misc]  # allauth carries no types
    """The address a link to choose a password is sent to, if somebody signs in with it."""

    labels = {"email": _("E-mail address you sign in with")}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:  # Any: allauth's shape
        email = str(self.cleaned_data["email"])
        ask_for_link(Account.objects.filter(email=email.lower(), is_active=True).first())
        return email


class ChoosePasswordForm(_Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth carries no types
    """A new password, by a link from a letter."""

    labels, hints = _NEW, _HOW


class ChangePasswordForm(_Plain, account.ChangePasswordForm):  # type: ignore[misc]  # allauth carries no types
    """A new password for somebody who knows the old one."""

    labels, hints = _NEW, _HOW


class SetPasswordForm(_Plain, account.SetPasswordForm):  # type: ignore[misc]  # allauth carries no types
    """A first password for somebody who is signed in without one."""

    labels, hints = _NEW, _HOW


class ConfirmForm(_Plain, account.ReauthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """The password again, before something sensitive."""

    labels = {"password": _("Password")}


class CodeForm(_Plain, second_step.AuthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """A code at sign-in."""

    labels, hints = {"code": _("Code")}, _CODE_HINT


class ConfirmByCodeForm(_Plain, second_step.ReauthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """A code, before something sensitive."""

    labels, hints = {"code": _("Code")}, _CODE_HINT


class AddAppForm(_Plain, app.ActivateTOTPForm):  # type: ignore[misc]  # allauth carries no types
    """The first code of a new authenticator app."""

    labels = {"code": _("The six digits the app shows now")}


class _Sturdy:
    """Answers garbage where a passkey's answer should be like a wrong code; the libraries below raise many things."""

    def clean(self) -> Any:  # Any: allauth's shape
        with _wrong_code():
            return super().clean()  # type: ignore[misc]  # a form's, by mixing in

    def clean_credential(self) -> Any:  # Any: what the browser sent, or the authenticator it fits
        above = getattr(super(), "clean_credential", None)
        if above is None:
            return self.cleaned_data["credential"]  # type: ignore[attr-defined]  # as above
        with _wrong_code():
            return above()


@contextmanager
def _wrong_code() -> Iterator[None]:
    try:
        yield
    except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, InvalidSignature) as error:
        raise ValidationError(_("The passkey did not answer rightly. Try again."), code="incorrect_code") from error


class UsePasskeyForm(_Sturdy, passkey.AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """A passkey as the second step."""


class SignInByPasskeyForm(_Sturdy, passkey.LoginWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """A passkey alone."""


class ConfirmByPasskeyForm(_Sturdy, passkey.ReauthenticateWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey, before something sensitive."""


class AddPasskeyForm(_Sturdy, _Plain, passkey.AddWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """A new passkey: a name to tell it by, and what the browser made."""

    labels = {"name": _("A name to tell it by")}
    hints = {"name": _("For example: work laptop, phone.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as the view gives it
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = 60
        # Always a passkey that can stand alone: unlocked by finger, face or PIN, so that it counts for both steps.
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.initial["passwordless"] = True

    def clean_name(self) -> str:
        return str(super().clean_name())[:60]


class RenamePasskeyForm(_Plain, passkey.EditWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """Another name for a passkey."""

    labels = {"name": _("A name to tell it by")}

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"])[:60]
