"""The pages of outside providers."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import Request, allow
from leeward.people.actions import outside_it as actions
from leeward.people.actions.outside_it import KEEP, SEE
from leeward.people.forms import refuse
from leeward.people.providers.forms import AssuranceForm, ProviderForm
from leeward.people.providers.wording import DUTIES
from leeward.people.queries import outside_it as queries
from leeward.people.queries.outside_it import ProviderCard
from leeward.people.refusals import Refused


def _found(request: Request, provider: UUID) -> ProviderCard:
    card = queries.provider(provider, request.now)
    if card is None:
        raise Http404
    return card


@allow(KEEP, SEE)
@require_GET
def providers(request: Request) -> HttpResponseBase:
    """Who runs the systems, what they have taken on and shown, and what is missing."""
    context = {
        "runs": queries.runs(request.now).value,
        "providers": queries.providers(request.now),
        "missing": [DUTIES[duty] for duty in queries.missing(request.now)],
        "may_keep": request.actor.may(KEEP),
    }
    return render(request, "people/providers/providers.html", context)


@allow(KEEP)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """A new provider."""
    return _edit(request, None, {})


@allow(KEEP)
@require_http_methods(["GET", "POST"])
def change(request: Request, provider: UUID) -> HttpResponseBase:
    """A provider anew."""
    card = _found(request, provider)
    names = ("name", "contract", "starts", "ends", "contact", "phone", "email")
    known: dict[str, object] = {name: getattr(card, name) for name in names}
    known |= {f"duty-{duty}": hours for duty, _words, hours in card.duties}
    return _edit(request, provider, known)


def _edit(request: Request, provider: UUID | None, known: dict[str, object]) -> HttpResponseBase:
    form = ProviderForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            actions.keep_provider(
                actor=request.actor,
                now=request.now,
                details=form.details(),
                duties=form.duties(),
                provider=provider,
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The provider is kept."))
            return redirect("people:providers")
    return render(request, "people/providers/edit.html", {"form": form, "new": provider is None})


@allow(KEEP)
@require_http_methods(["GET", "POST"])
def assurance(request: Request, provider: UUID) -> HttpResponseBase:
    """Something a provider showed."""
    card = _found(request, provider)
    form = AssuranceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("what", "dated", "expires")}
        file = form.cleaned_data["document"]
        document = None if file is None else file.read()
        try:
            actions.keep_assurance(actor=request.actor, now=request.now, provider=provider, document=document, **given)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("people:providers")
    return render(request, "people/providers/assurance.html", {"form": form, "card": card})


@allow(KEEP)
@require_POST
def close(request: Request, provider: UUID) -> HttpResponseBase:
    """The provider runs nothing here any more."""
    _found(request, provider)
    actions.close_provider(actor=request.actor, now=request.now, provider=provider)
    messages.success(request, _("The provider is closed."))
    return redirect("people:providers")
