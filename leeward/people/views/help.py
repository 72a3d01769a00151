"""The page of help, its poster, and keeping both."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import EVERYONE, Request, allow
from leeward.foundation.settings_history.queries import value
from leeward.people.actions.signposts import add_signpost, remove_signpost, state_looked
from leeward.people.forms import refuse
from leeward.people.help import choices
from leeward.people.help.forms import SignpostForm
from leeward.people.help.poster import code_for
from leeward.people.queries import help as queries
from leeward.people.refusals import Refused


@allow(EVERYONE)
@require_GET
def help_page(request: Request) -> HttpResponseBase:
    """Whom to talk to and where to get help. Sets no cookie and keeps nothing about who looks."""
    now = request.now
    known = queries.chosen_for_help(now)
    context = {
        "answers": queries.help_for(request.actor, now, known),
        "ways": queries.ways(now, known),
        "reading": queries.reading(now, known),
        "night": known.value(choices.NIGHT),
        "topics": queries.by_topic(now),
        "may_keep": request.actor.may(choices.KEEP),
    }
    return render(request, "people/help/help.html", context)


@allow(EVERYONE)
@require_GET
def poster(request: Request) -> HttpResponseBase:
    """One sheet for the wall, with a code that opens the page of help."""
    now = request.now
    address = f"{settings.LEEWARD_URL.rstrip('/')}/help"
    known = queries.chosen_for_help(now)
    contacts = queries.first_contacts(request.actor, now, known)
    context = {"address": address, "code": code_for(address), "contacts": contacts}
    context |= {"ways": queries.ways(now, known), "lines": queries.by_topic(now)[0].lines}
    return render(request, "people/help/poster.html", context)


@allow(choices.KEEP)
@require_GET
def keep(request: Request) -> HttpResponseBase:
    """What stands on the page, when it was last looked at, and what may be changed where."""
    context = {
        "kept": queries.kept_lines(request.now),
        "every": value(choices.CHECK_EVERY, at=request.now),
        "tests": value(choices.CHECK_LINKS, at=request.now),
        "settings": choices.ON_THE_PAGE,
    }
    return render(request, "people/help/keep.html", context)


@allow(choices.KEEP)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """An entry of the organisation's own."""
    form = SignpostForm(request.POST or None)
    if form.is_valid():
        try:
            add_signpost(actor=request.actor, now=request.now, entry=form.entry())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("It is on the page now."))
            return redirect("people:help-keep")
    return render(request, "people/help/add.html", {"form": form})


@allow(choices.KEEP)
@require_POST
def looked(request: Request) -> HttpResponseBase:
    """Somebody tried an entry, or takes an own one off the page."""
    key, what = request.POST.get("entry", "")[:60], request.POST.get("what", "")
    try:
        if what == "remove":
            remove_signpost(actor=request.actor, now=request.now, key=key)
        else:
            state_looked(actor=request.actor, now=request.now, key=key, good=what == "good")
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("That is kept, with your name and the day."))
    return redirect("people:help-keep")
