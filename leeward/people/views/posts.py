"""Who holds which post, and giving and ending posts."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.people import actions, queries
from leeward.people.actions import Refused
from leeward.people.forms import AppointForm, LastDayForm, refuse
from leeward.people.post_lines import post_lines
from leeward.people.queries import today
from leeward.people.rules import WORKFORCE, Post
from leeward.people.wording import POSTS


@allow(SIGNED_IN)
@require_GET
def posts(request: Request) -> HttpResponseBase:
    """Every post with who holds it today, what it may do in words, and an alarm where one that matters is empty."""
    on = today(request.now)
    context = {"lines": post_lines(on), "vacancies": queries.vacancies(on), "today": on}
    return render(request, "people/posts.html", {**context, "may_change": request.actor.may("people.change")})


@allow("people.change", confirmed=True)
@require_http_methods(["GET", "POST"])
def appoint(request: Request, post: str) -> HttpResponseBase:
    """Gives somebody a post."""
    if post not in list(Post):
        raise Http404
    on = today(request.now)
    people = [card for card in queries.people_of_class(WORKFORCE, on) if card.id != request.actor.person]
    form = AppointForm(request.POST or None, post=Post(post), people=people, today=on)
    if form.is_valid():
        try:
            actions.appoint(actor=request.actor, now=request.now, **form.appointment())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The post is given."))
            return redirect("people:posts")
    return render(request, "people/appoint.html", {"form": form, "post": POSTS[Post(post)]})


@allow("people.change", confirmed=True)
@require_http_methods(["GET", "POST"])
def end_holding(request: Request, holding: UUID) -> HttpResponseBase:
    """The last day of somebody in a post."""
    held = queries.holding(holding)
    if held is None:
        raise Http404
    form = LastDayForm(request.POST or None, initial={"until": today(request.now)})
    if form.is_valid():
        try:
            actions.end_holding(actor=request.actor, now=request.now, holding=holding, until=form.cleaned_data["until"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The last day is recorded."))
            return redirect("people:posts")
    return render(request, "people/end_holding.html", {"form": form, "held": held})
