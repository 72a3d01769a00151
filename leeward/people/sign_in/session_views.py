"""The pages about where somebody is signed in, and whether a sign-in was theirs."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import EVERYONE, SIGNED_IN, Request, allow
from leeward.people.actions import noticed, sessions
from leeward.people.queries.sessions import noticed_sign_in, sessions_of, sign_ins_on_hold
from leeward.people.sign_in.noticing import notice_in
from leeward.people.sign_in.sessions import own_session


@allow(SIGNED_IN)
@require_GET
def where(request: Request) -> HttpResponseBase:
    """Every browser one is signed in with, each with a button that ends it."""
    found = sessions_of(request.actor, request.now, own_session(request))
    return render(request, "people/sign_in/sessions.html", {"sessions": found})


@allow(SIGNED_IN)
@require_POST
def end(request: Request, session: UUID) -> HttpResponseBase:
    """Ends one other session of one's own; somebody else's is a missing page."""
    if session == own_session(request) or not sessions.end_session(
        actor=request.actor, now=request.now, session=session
    ):
        raise Http404
    messages.success(request, _("That session is ended."))
    return redirect("account_sessions")


@allow(SIGNED_IN)
@require_POST
def end_others(request: Request) -> HttpResponseBase:
    """Ends all sessions of one's own but this one."""
    count = sessions.end_other_sessions(actor=request.actor, now=request.now, but=own_session(request))
    text = ngettext("%(count)d other session is ended.", "%(count)d other sessions are ended.", count)
    messages.success(request, text % {"count": count})
    return redirect("account_sessions")


@allow(EVERYONE)
@require_http_methods(["GET", "POST"])
def was_this_you(request: Request, token: str) -> HttpResponseBase:
    """From a letter, without signing in: what was noticed, and a button that closes everything."""
    notice = notice_in(token)
    found = noticed_sign_in(notice) if notice is not None else None
    if found is None:
        return render(request, "people/sign_in/was_this_you.html", {"state": "old"})
    state = found.answer or "asked"
    if request.method == "POST":
        state = _answer(request, found.id, state)
    return render(request, "people/sign_in/was_this_you.html", {"noticed": found, "state": state})


def _answer(request: Request, notice: UUID, state: str) -> str:
    if request.POST.get("answer") == "not-mine":
        noticed.it_was_not_me(notice=notice, now=request.now)
        return "not-mine"
    if request.POST.get("answer") == "mine" and state == "asked":
        noticed.it_was_me(notice=notice, now=request.now)
        return "mine"
    return state


@allow("people.lift_hold", "people.reset_sign_in", "operations.see")
@require_GET
def on_hold(request: Request) -> HttpResponseBase:
    """Whose sensitive pages are shut until a second person says so, and why."""
    return render(request, "people/sign_in/on_hold.html", {"held": sign_ins_on_hold()})
