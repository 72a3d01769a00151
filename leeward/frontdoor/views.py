"""The pages that belong to no room."""

from contextlib import suppress

from django.conf import settings
from django.contrib.auth import logout
from django.db import DatabaseError, connection
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from leeward.foundation.access import EVERYONE, FIRST_STEPS_PAGE, Request, allow, is_held_back
from leeward.frontdoor.context import account_mark
from leeward.frontdoor.home_cards import cards_for
from leeward.safeguarding.actions import DRAFT_COOKIES, forget_drafts


@allow(EVERYONE)
def home(request: Request) -> HttpResponseBase:
    """What waits for whoever is signed in; the ways to get help for everyone else."""
    if not request.actor.signed_in:
        return render(request, "frontdoor/welcome.html")
    if is_held_back(request.actor, request.now):
        return redirect(FIRST_STEPS_PAGE)
    return render(request, "frontdoor/home.html", {"cards": cards_for(request.actor, request.now)})


@allow(EVERYONE)
def leave(request: Request) -> HttpResponseBase:
    """Leaves at once: the session is gone, the browser is told to forget, and a page about the weather opens."""
    response = HttpResponseRedirect(settings.LEEWARD_EXIT_TO)
    # Whoever must leave leaves, even while the database is away.
    with suppress(DatabaseError):
        request.session.flush()
        forget_drafts(request.COOKIES)
    for name in DRAFT_COOKIES:
        response.delete_cookie(name)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@allow(EVERYONE)
def still_here(request: Request) -> HttpResponseBase:
    """Asked by the page when someone wants to stay: whose session this is, if any, and a fresh form token."""
    if not request.actor.signed_in:
        return JsonResponse({"account": ""})
    return JsonResponse({"account": account_mark(request.actor), "token": get_token(request)})


@allow(EVERYONE)
def signed_out(request: Request) -> HttpResponseBase:
    """Says that nothing happened for a while, makes sure of it, and leads back to where the person was."""
    if request.actor.signed_in:
        logout(request)
        return redirect(request.get_full_path())
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return render(request, "frontdoor/signed_out.html", {"lost": False, "next": back if safe else ""})


@allow(EVERYONE)
def privacy(request: Request) -> HttpResponseBase:
    """What is stored here, and who can see it."""
    return render(request, "frontdoor/privacy.html")


@allow(EVERYONE)
def accessibility(request: Request) -> HttpResponseBase:
    """What works for everyone, what does not yet, and whom to tell."""
    return render(request, "frontdoor/accessibility.html")


@allow(EVERYONE)
def alive(request: Request) -> HttpResponseBase:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@allow(EVERYONE)
def ready(request: Request) -> HttpResponseBase:
    """The database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
