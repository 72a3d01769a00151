"""Where whoever runs the systems adds and changes identity providers."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from leeward.foundation.access import Request, allow
from leeward.people.actions import Refused
from leeward.people.actions.providers import ProviderDetails, add_provider, change_provider
from leeward.people.provider_rules import GOOGLE_ISSUER, issuer_problem
from leeward.people.queries.providers import provider_card, provider_cards, scim_connections
from leeward.people.sign_in.provider_client import seal
from leeward.people.sign_in_rules import ProviderKind

CONNECT = "people.connect"
_PROBLEMS = {
    "entra-tenant": (
        "issuer",
        gettext_lazy("For Entra ID enter your own tenant: https://login.microsoftonline.com/TENANT-ID/v2.0"),
    ),
    "google-issuer": ("issuer", gettext_lazy("For Google enter https://accounts.google.com")),
    "google-domain": ("domain", gettext_lazy("Enter your organisation’s Google domain, such as college.example.")),
    "https": ("issuer", gettext_lazy("Enter an address that begins with https://")),
}


class ProviderForm(forms.Form):
    """What is chosen about a provider that is there."""

    label = forms.CharField(
        label=gettext_lazy("Name on the button"), max_length=60, help_text=gettext_lazy("For example: Microsoft.")
    )
    client_id = forms.CharField(label=gettext_lazy("Client ID"), max_length=300)
    secret = forms.CharField(
        label=gettext_lazy("Client secret"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Kept sealed and never shown again. Leave it empty to keep the one there is."),
    )
    domain = forms.CharField(
        label=gettext_lazy("Google domain"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Google only: accounts of other domains are refused."),
    )
    connection = forms.ChoiceField(
        label=gettext_lazy("People provided by"),
        required=False,
        help_text=gettext_lazy(
            "A connection whose external ID is this provider’s subject. Empty: nobody is linked so."
        ),
    )
    open = forms.BooleanField(label=gettext_lazy("People may sign in with it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        field = self.fields["connection"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Nobody")), *((str(key), name) for key, name in scim_connections())]

    def details(self) -> ProviderDetails:
        """What was filled in, the secret sealed."""
        given = self.cleaned_data
        return ProviderDetails(
            given["label"],
            given["client_id"],
            seal(given["secret"]),
            given["domain"].lower(),
            UUID(given["connection"]) if given["connection"] else None,
            given["open"],
        )


class NewProviderForm(ProviderForm):
    """A new provider: what it is and who it says it is, which never change afterwards."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[
            (ProviderKind.ENTRA.value, "Microsoft Entra ID"),
            (ProviderKind.GOOGLE.value, "Google Workspace"),
            (ProviderKind.OTHER.value, gettext_lazy("Another with OpenID Connect")),
        ],
    )
    issuer = forms.CharField(
        label=gettext_lazy("Issuer"),
        max_length=300,
        help_text=gettext_lazy("An address. It cannot be changed later: people are known by it."),
    )
    field_order = ["kind", "issuer", "label", "client_id", "secret", "domain", "connection", "open"]

    def clean(self) -> dict[str, Any] | None:  # Any: Django's own shape
        given = super().clean()
        if given is not None and "kind" in given:
            kind = ProviderKind(given["kind"])
            issuer = given.get("issuer") or (GOOGLE_ISSUER if kind is ProviderKind.GOOGLE else "")
            problem = _PROBLEMS.get(issuer_problem(kind, issuer, given.get("domain", "")))
            if problem is not None and problem[0] not in self.errors:
                self.add_error(problem[0], str(problem[1]))
        return given


@allow(CONNECT)
@require_GET
def listing(request: Request) -> HttpResponseBase:
    """Every provider."""
    return render(request, "people/sign_in/providers.html", {"providers": provider_cards()})


@allow(CONNECT, confirmed=True)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """A new provider."""
    form = NewProviderForm(request.POST or None, initial={"open": True})
    if form.is_valid():
        kind, issuer = ProviderKind(form.cleaned_data["kind"]), form.cleaned_data["issuer"]
        try:
            made = add_provider(actor=request.actor, now=request.now, kind=kind, issuer=issuer, details=form.details())
        except Refused as refusal:
            form.add_error("label", refusal.text)
        else:
            messages.success(request, _("Added. Enter the address below at the provider."))
            return redirect("sign_in_provider_change", made)
    return render(request, "people/sign_in/provider.html", {"form": form, "card": None})


@allow(CONNECT, confirmed=True)
@require_http_methods(["GET", "POST"])
def change(request: Request, provider: UUID) -> HttpResponseBase:
    """A provider that is there."""
    card = provider_card(provider)
    if card is None:
        raise Http404
    known = {name: getattr(card, name) for name in ("label", "client_id", "domain", "connection", "open")}
    form = ProviderForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            change_provider(actor=request.actor, now=request.now, provider=provider, details=form.details())
        except Refused as refusal:
            form.add_error("label", refusal.text)
        else:
            messages.success(request, _("The changes are kept."))
            return redirect("sign_in_provider_change", provider)
    back = str(settings.LEEWARD_URL).rstrip("/") + reverse("sign_in_provider_back", args=[provider])
    return render(request, "people/sign_in/provider.html", {"form": form, "card": card, "back": back})
