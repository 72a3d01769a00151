"""Who holds which post, and giving and ending posts."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.foundation.settings_history.declared import scopes
from leeward.foundation.settings_history.queries import value
from leeward.people import actions, queries
from leeward.people.actions import Refused
from leeward.people.choices import OUT_OF_HOURS
from leeward.people.forms import LastDayForm, refuse
from leeward.people.post_forms import AppointForm, FillForm, candidates
from leeward.people.post_lines import PostLine, post_lines
from leeward.people.queries import today
from leeward.people.rules import Post


def post_line(request: Request, post: str) -> PostLine:
    """One post as it stands today, or a missing page."""
    if post not in queries.known_posts():
        raise Http404
    return post_lines(today(request.now), post)[0]


@allow(SIGNED_IN, gated=False)
@require_GET
def posts(request: Request) -> HttpResponseBase:
    """Every post with who holds it today, what it may do in words, and an alarm where one that matters is empty."""
    on, actor = today(request.now), request.actor
    lines = [line for line in post_lines(on) if not line.own or line.people or actor.may("people.change")]
    vacancies = queries.vacancies(on)
    context = {
        "lines": lines,
        "vacancies": vacancies,
        "today": on,
        "out_of_hours": value(OUT_OF_HOURS, at=request.now),
        "may_change": actor.may("people.change"),
        "may_fill": actor.may("people.fill_vacancy")
        and any(gap.post is Post.DSL and not gap.deputy for gap in vacancies),
        "waiting": queries.proposals_waiting() if actor.may("people.change") else [],
    }
    return render(request, "people/posts.html", context)


@allow("people.change")
@require_GET
def post(request: Request, post: str) -> HttpResponseBase:
    """One post: its names, what it may do, what was asked for, and what may be changed about it."""
    line = post_line(request, post)
    context = {"line": line, "changes": queries.permission_changes(post), "history": queries.history_of_post(post)}
    return render(request, "people/post.html", {**context, "today": today(request.now)})


@allow("people.change", confirmed=True)
@require_http_methods(["GET", "POST"])
def appoint(request: Request, post: str) -> HttpResponseBase:
    """Gives somebody a post, or asks a second person to agree."""
    line = post_line(request, post)
    on = today(request.now)
    people = candidates(on, but=request.actor.person)
    form = AppointForm(
        request.POST or None, post=post, people=people, places=scopes(), sensitive=line.sensitive, today=on
    )
    if form.is_valid():
        try:
            given = actions.give_post(actor=request.actor, now=request.now, **form.appointment())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The post is given.") if given.holding else _("A second person is asked."))
            return redirect("people:posts")
    return render(request, "people/appoint.html", {"form": form, "line": line})


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


@allow("people.fill_vacancy", confirmed=True)
@require_http_methods(["GET", "POST"])
def fill_vacancy(request: Request) -> HttpResponseBase:
    """Puts somebody in the empty post of DSL at once."""
    on = today(request.now)
    form = FillForm(request.POST or None, people=candidates(on, but=request.actor.person))
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.fill_vacancy(actor=request.actor, now=request.now, person=given["person"], why=given["why"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The post is filled. A second person is asked whether it stays."))
            return redirect("people:posts")
    context = {"form": form, "called": queries.post_name(Post.DSL)}
    return render(request, "people/fill_vacancy.html", context)
