"""Pages about tokens: which there are, making one, confirming one, ending one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from leeward.foundation.access import Request, allow
from leeward.foundation.api import tokens
from leeward.foundation.api.forms import TokenForm
from leeward.foundation.api.tokens import CONFIRM, MAKE, TokenLine, TokenRefused


@allow(MAKE, CONFIRM, confirmed=True)
@require_GET
def token_list(request: Request) -> HttpResponseBase:
    """Every token this person may know of."""
    lines = tokens.token_lines(request.actor, now=request.now)
    context = {"tokens": lines, "may_make": request.actor.may(MAKE)}
    return render(request, "foundation/api/tokens.html", context)


@allow(MAKE, confirmed=True)
@require_http_methods(["GET", "POST"])
def make(request: Request) -> HttpResponseBase:
    """Makes a token and shows it, once."""
    form = TokenForm(request.POST or None)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            made = tokens.make_token(
                actor=request.actor,
                name=asked["name"],
                scopes_wanted=asked["scopes"],
                days=asked["days"],
                now=request.now,
            )
        except TokenRefused as refusal:
            form.add_error(refusal.field or None, refusal.text)
        else:
            return render(request, "foundation/api/made.html", {"made": made, "name": asked["name"]})
    return render(request, "foundation/api/make.html", {"form": form})


@allow(CONFIRM, confirmed=True)
@require_http_methods(["GET", "POST"])
def confirm(request: Request, token: UUID) -> HttpResponseBase:
    """Asks whether a token may do what its maker may not, and takes the answer."""
    line = _line(request, token)
    if not line.may_confirm:
        raise Http404
    if request.method == "POST":
        tokens.confirm_token(actor=request.actor, token=token, now=request.now)
        messages.success(request, _("The token works from now on."))
        return redirect("api-tokens")
    return render(request, "foundation/api/confirm.html", {"token": line})


@allow(MAKE, CONFIRM, confirmed=True)
@require_http_methods(["GET", "POST"])
def revoke(request: Request, token: UUID) -> HttpResponseBase:
    """Asks once more, then ends a token at once."""
    line = _line(request, token)
    if request.method == "POST":
        tokens.revoke_token(actor=request.actor, token=token, now=request.now)
        messages.success(request, _("The token is ended. Whoever still uses it is turned away."))
        return redirect("api-tokens")
    return render(request, "foundation/api/revoke.html", {"token": line})


def _line(request: Request, token: UUID) -> TokenLine:
    """The token, if this person may know of it and it is not over."""
    lines = tokens.token_lines(request.actor, now=request.now)
    line = next((line for line in lines if line.id == token and line.state in {"live", "waits"}), None)
    if line is None:
        raise Http404
    return line
