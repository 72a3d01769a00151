"""What posts are called, posts of one's own, and what a post may do."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from leeward.foundation.access import Request, allow
from leeward.people import actions, queries
from leeward.people.actions import Refused
from leeward.people.forms import refuse
from leeward.people.post_forms import CloseForm, NamesForm, OwnPostForm, PermissionsForm
from leeward.people.views.posts import post_line


@allow("people.change")
@require_http_methods(["GET", "POST"])
def add_post(request: Request) -> HttpResponseBase:
    """A post that the catalogue does not have."""
    form = OwnPostForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.add_own_post(actor=request.actor, now=request.now, name=form.cleaned_data["name"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The post is there. It may do nothing yet."))
            return redirect("people:post", made)
    return render(request, "people/add_post.html", {"form": form})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def post_names(request: Request, post: str) -> HttpResponseBase:
    """What a post is called here."""
    line = post_line(request, post)
    known = "\n".join(queries.aliases_of_posts().get(post, []))
    form = NamesForm(request.POST or None, initial={"names": known})
    if form.is_valid():
        try:
            actions.name_post(actor=request.actor, now=request.now, post=post, names=form.lines())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The names are kept."))
            return redirect("people:post", post)
    return render(request, "people/post_names.html", {"form": form, "line": line})


@allow("people.change", confirmed=True)
@require_http_methods(["GET", "POST"])
def post_permissions(request: Request, post: str) -> HttpResponseBase:
    """Asks a second person to change what a post may do."""
    line = post_line(request, post)
    form = PermissionsForm(
        request.POST or None, initial={"permissions": sorted(queries.permissions_by_post().get(post, frozenset()))}
    )
    if form.is_valid():
        wanted, why = form.cleaned_data["permissions"], form.cleaned_data["why"]
        try:
            actions.propose_permissions(actor=request.actor, now=request.now, post=post, wanted=wanted, why=why)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("A second person is asked. Until they agree nothing changes."))
            return redirect("people:post", post)
    return render(request, "people/post_permissions.html", {"form": form, "line": line})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def close_post(request: Request, post: str) -> HttpResponseBase:
    """Closes a post of one's own."""
    line = post_line(request, post)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_own_post(actor=request.actor, now=request.now, post=post)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The post is closed."))
            return redirect("people:posts")
    return render(request, "people/close_post.html", {"form": form, "line": line})
