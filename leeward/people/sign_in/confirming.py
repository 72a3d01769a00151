"""“Confirm that it is you”: asked before what is sensitive, when the last time was a while ago.

Signing in counts as the first time. How long it lasts is a setting, and use does not lengthen it: a session left open
or stolen opens no case for longer. A form sent after that is not lost: its fields come back inside the page that asks,
and are sent once more with the answer. They are not stored here in between.
"""

import time
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from leeward.foundation.access import Request
from leeward.foundation.settings_history.queries import value
from leeward.people.sign_in.choices import CONFIRM_LEAST, CONFIRM_MINUTES
from leeward.people.sign_in.forms import ConfirmByCodeForm, ConfirmByPasskeyForm
from leeward.people.sign_in.traces import trace

CONFIRMED = "leeward-confirmed"
"""In the session: when whoever signed in last showed that it is them, in seconds."""
PASSWORD, CODE, PASSKEY = "confirm-password", "confirm-code", "credential"
ANSWERS = (PASSWORD, CODE, PASSKEY)


def connect() -> None:
    """Called once when the rooms are wired: signing in, and confirming on allauth's own pages, both count."""
    user_logged_in.connect(_signed_in, dispatch_uid="leeward confirmed")
    authentication_step_completed.connect(_step_done, dispatch_uid="leeward confirmed")


def _signed_in(sender: object, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> None:  # Any: a signal's
    request.session[CONFIRMED] = int(time.time())


def _step_done(sender: object, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> None:  # Any: as above
    if more.get("reauthenticated") and request.user.is_authenticated:
        request.session[CONFIRMED] = int(time.time())


def confirmed_lately(request: Request) -> bool:
    """Did whoever is signed in confirm within the time the organisation chose?"""
    at = request.session.get(CONFIRMED)
    if not isinstance(at, int):
        return False
    age = time.time() - at
    if age < CONFIRM_LEAST * 60:
        return True  # whatever was chosen: spares most requests a question to the database
    return age < value(CONFIRM_MINUTES, at=request.now) * 60


def ask_to_confirm(request: Request) -> HttpResponseBase | None:
    """The page that asks, or None where nothing need be asked. The one Confirmer of `foundation.access`."""
    if confirmed_lately(request):
        return None
    if request.method != "POST":
        return HttpResponseRedirect(f"{reverse('account_confirm')}?{urlencode({'next': request.get_full_path()})}")
    wrong = ""
    if any(request.POST.get(name) for name in ANSWERS):
        wrong = _judge(request)
        if not wrong:
            trace(request.user, "account.confirmed")  # type: ignore[arg-type]  # signed in, so no stranger
            request.POST = _without_answers(request.POST)  # type: ignore[assignment]  # what the view may read
            return None
    return _page(request, wrong)


def _judge(request: Request) -> str:
    """Checks an answer and records it; what is wrong with it, in words, or nothing."""
    user: Any = request.user  # Any: allauth's forms carry no types
    given: Mapping[str, str] = request.POST.dict()
    try:
        if given.get(PASSKEY):
            form = ConfirmByPasskeyForm(user=user, data={"credential": given[PASSKEY]})
        elif given.get(CODE):
            form = ConfirmByCodeForm(user=user, data={"code": given[CODE]})
        elif get_adapter().reauthenticate(user, given[PASSWORD][:1000]):
            reauthenticate_by_password(request)
            return ""
        else:
            return str(get_adapter().error_messages["incorrect_password"])
    except ValidationError as error:
        return " ".join(error.messages)
    if form.is_valid():
        form.save()
        return ""
    return " ".join(message for messages in form.errors.values() for message in messages)


def _without_answers(sent: QueryDict) -> QueryDict:
    left = sent.copy()
    for name in ANSWERS:
        left.pop(name, None)
    left._mutable = False
    return left


def ways_of(user: AbstractBaseUser) -> dict[str, bool]:
    """By what somebody can confirm here: password, code, passkey."""
    kinds = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    return {
        "password": user.has_usable_password(),
        "code": Authenticator.Type.TOTP in kinds or Authenticator.Type.RECOVERY_CODES in kinds,
        "passkey": Authenticator.Type.WEBAUTHN in kinds,
    }


def _page(request: Request, wrong: str) -> HttpResponseBase:
    user: Any = request.user  # Any: a signed-in account; Django types it as maybe a stranger
    ways = ways_of(user)
    kept = [
        (name, text)
        for name, texts in request.POST.lists()
        if name not in (*ANSWERS, "csrfmiddlewaretoken")
        for text in map(str, texts)
    ]
    context = {
        "kept": kept,
        "files": bool(request.FILES),
        "wrong": wrong,
        "has_errors": bool(wrong),
        "ways": ways,
        "minutes": value(CONFIRM_MINUTES, at=request.now),
        "js_data": {"request_options": begin_authentication(user)} if ways["passkey"] else None,
    }
    return render(request, "people/sign_in/confirm_here.html", context, status=401)
