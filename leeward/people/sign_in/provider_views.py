"""The pages of signing in by an identity provider, and of linking one's own sign-in there."""

from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.forms import UserTokenForm
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from leeward.foundation.access import EVERYONE, SIGNED_IN, STRANGER, Request, allow
from leeward.foundation.account.models import Account
from leeward.foundation.act import act
from leeward.foundation.settings_history.queries import value
from leeward.people.actions import Refused
from leeward.people.actions.providers import account_known_as, link_subject, unlink
from leeward.people.models import SignInProvider
from leeward.people.provider_rules import NotAccepted, Why
from leeward.people.queries.providers import linked_providers, open_provider
from leeward.people.sign_in.choices import TRUST_PROVIDERS
from leeward.people.sign_in.provider_client import ProviderAway
from leeward.people.sign_in.provider_flow import Asked, Purpose, asked_with, identity_for, way_there
from leeward.people.sign_in.second_step import BY_PROVIDER, VOUCHED
from leeward.people.sign_in.sessions import SHARED
from leeward.people.sign_in_rules import LinkedBy

RESET_KEY = "_password_reset_key"
"""Where allauth keeps the key of a letter's link while its page is open."""


def _provider(provider: UUID) -> SignInProvider:
    found = open_provider(provider)
    if found is None:
        raise Http404
    return found


def _on_the_way(request: Request, provider: SignInProvider, address: str) -> HttpResponseBase:
    # Not a redirect: browsers hold a form's redirects to our content policy, and the provider may send on to others.
    response = render(request, "people/sign_in/to_provider.html", {"provider": provider, "address": address})
    response["Cache-Control"] = "no-store"
    return response


def _refused(request: Request, provider: SignInProvider, why: str, status: int = 400) -> HttpResponseBase:
    return render(request, "people/sign_in/provider_refused.html", {"provider": provider, "why": why}, status=status)


@allow(EVERYONE)
@require_POST
def start(request: Request, provider: UUID) -> HttpResponseBase:
    """On to the provider, to sign in."""
    row, back = _provider(provider), request.POST.get("next", "")
    safe = back if back and get_adapter().is_safe_url(back) else "/"
    shared = bool(request.POST.get("shared"))
    try:
        return _on_the_way(request, row, way_there(request, row, Purpose.SIGN_IN, next=safe, shared=shared))
    except ProviderAway:
        return _refused(request, row, "away", 502)


@allow(EVERYONE)
@require_POST
def start_invited(request: Request, provider: UUID) -> HttpResponseBase:
    """On to the provider, to link it, for whoever opened a letter's link to choose a password."""
    row, key = _provider(provider), request.session.get(RESET_KEY, "")
    form = UserTokenForm(data={"uidb36": request.POST.get("uidb36", ""), "key": key})
    if not key or not form.is_valid():
        return _refused(request, row, "invitation")
    uidb36 = form.cleaned_data["uidb36"]
    try:
        address = way_there(request, row, Purpose.INVITATION, account=form.reset_user.pk, key=f"{uidb36} {key}")
    except ProviderAway:
        return _refused(request, row, "away", 502)
    return _on_the_way(request, row, address)


@allow(SIGNED_IN, confirmed=True)
@require_POST
def start_link(request: Request, provider: UUID) -> HttpResponseBase:
    """On to the provider, to link it to the sign-in in use."""
    row = _provider(provider)
    try:
        return _on_the_way(request, row, way_there(request, row, Purpose.LINK, account=request.actor.account))
    except ProviderAway:
        return _refused(request, row, "away", 502)


@allow(SIGNED_IN)
@require_GET
def linked(request: Request) -> HttpResponseBase:
    """Which providers one may sign in with, and which are linked."""
    assert request.actor.account is not None
    found = linked_providers(request.actor.account)
    return render(request, "people/sign_in/linked.html", {"providers": found})


@allow(SIGNED_IN, confirmed=True)
@require_POST
def remove_link(request: Request, provider: UUID) -> HttpResponseBase:
    """Takes one's own link away."""
    unlink(actor=request.actor, now=request.now, provider=provider)
    messages.success(request, _("The link is removed."))
    return redirect("account_linked")


@allow(EVERYONE)
@require_GET
def back(request: Request, provider: UUID) -> HttpResponseBase:
    """Where the provider sends people back to: in, linked, or a plain page saying why not."""
    row = _provider(provider)
    try:
        asked = asked_with(request, row)
        if "error" in request.GET:
            return _refused(request, row, "cancelled")
        identity = identity_for(row, asked, request.GET.get("code", ""))
    except NotAccepted as refusal:
        _note(request, row, refusal.why)
        return _refused(request, row, "not-accepted")
    except ProviderAway:
        return _refused(request, row, "away", 502)
    if asked.purpose == Purpose.SIGN_IN:
        return _let_in(request, row, asked, identity.subject, vouched=identity.second_step)
    return _linked(request, row, asked, identity.subject, vouched=identity.second_step)


def _note(request: Request, provider: SignInProvider, why: Why) -> None:
    with act(STRANGER, "account.provider-refused", now=request.now, subject=f"provider:{provider.pk}") as entry:
        entry.details["why"] = why


def _let_in(
    request: Request, provider: SignInProvider, asked: Asked, subject: str, *, vouched: bool
) -> HttpResponseBase:
    account = account_known_as(provider=provider.pk, subject=subject, now=request.now)
    if account is None:
        return _refused(request, provider, "unknown")
    if not account.is_active:
        return _refused(request, provider, "closed")
    return _enter(request, provider, account, asked, vouched=vouched)


def _enter(
    request: Request, provider: SignInProvider, account: Account, asked: Asked, *, vouched: bool
) -> HttpResponseBase:
    if request.user.is_authenticated and request.user.pk != account.pk:
        get_adapter().logout(request)
    trusted = vouched and value(TRUST_PROVIDERS, at=request.now)
    request.session[VOUCHED] = str(provider.pk) if trusted else ""
    request.session[SHARED] = asked.shared
    record_authentication(request, account, BY_PROVIDER, provider=str(provider.pk))
    answer: HttpResponseBase = perform_login(request, Login(user=account, redirect_url=asked.next))
    return answer


def _linked(
    request: Request, provider: SignInProvider, asked: Asked, subject: str, *, vouched: bool
) -> HttpResponseBase:
    account = Account.objects.filter(pk=asked.account, is_active=True).first()
    if account is None:
        return _refused(request, provider, "closed")
    invited = asked.purpose == Purpose.INVITATION
    if invited:
        uidb36, _space, key = asked.key.partition(" ")
        form = UserTokenForm(data={"uidb36": uidb36, "key": key})
        if not form.is_valid() or form.reset_user.pk != account.pk:
            return _refused(request, provider, "invitation")
    elif request.actor.account != account.pk:
        # Somebody else signed in here in between: nothing of theirs may be linked.
        return _refused(request, provider, "not-accepted")
    by = LinkedBy.INVITATION if invited else LinkedBy.OWNER
    try:
        link_subject(account=account.pk, provider=provider.pk, subject=subject, by=by, now=request.now)
    except Refused:
        return _refused(request, provider, "linked-already")
    if invited:
        return _enter(request, provider, account, asked, vouched=vouched)
    messages.success(request, _("Linked. You can sign in with it from now on."))
    return redirect("account_linked")
