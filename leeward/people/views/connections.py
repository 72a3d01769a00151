"""Pages about connections to identity providers: tokens for who runs the systems, people and posts for HR."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import Request, allow
from leeward.people import queries
from leeward.people.actions import Refused, connections, group_posts
from leeward.people.connection_forms import PROVIDERS, ClassRuleForm, ConnectionForm, GroupPostForm, LinkForm
from leeward.people.connection_rules import ClassBy, Provider
from leeward.people.forms import refuse
from leeward.people.queries import connections as found
from leeward.people.queries.provided import base
from leeward.people.rules import PersonClass

CONNECT, SETTLE = "people.connect", "people.change"


def _page(connection: UUID) -> found.ConnectionPage:
    page = found.connection_page(connection)
    if page is None:
        raise Http404
    return page


@allow(CONNECT, SETTLE)
@require_GET
def listing(request: Request) -> HttpResponseBase:
    """Every connection."""
    lines = [(line, PROVIDERS[Provider(line.provider)]) for line in found.connections()]
    context = {"lines": lines, "may_connect": request.actor.may(CONNECT), "address": base()}
    return render(request, "people/connections/list.html", context)


@allow(CONNECT, confirmed=True)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """A new connection."""
    form = ConnectionForm(request.POST or None)
    if form.is_valid():
        provider = Provider(form.cleaned_data["provider"])
        try:
            made = connections.make_connection(
                actor=request.actor, now=request.now, name=form.cleaned_data["name"], provider=provider
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("people:connection", made)
    return render(request, "people/connections/add.html", {"form": form})


@allow(CONNECT, SETTLE)
@require_GET
def connection(request: Request, connection: UUID) -> HttpResponseBase:
    """One connection: its address and tokens, and what waits for a person."""
    return render(request, "people/connections/connection.html", _shown(request, connection))


def _shown(request: Request, connection: UUID) -> dict[str, object]:
    page = _page(connection)
    names = queries.post_names()
    return {
        "page": page,
        "provider": PROVIDERS[Provider(page.connection.provider)],
        "address": base(),
        "may_connect": request.actor.may(CONNECT),
        "may_settle": request.actor.may(SETTLE),
        "names": names,
        "now": request.now,
    }


@allow(CONNECT, confirmed=True)
@require_http_methods(["GET", "POST"])
def make_token(request: Request, connection: UUID) -> HttpResponseBase:
    """A new token, shown once."""
    page, token = _page(connection), ""
    if request.method == "POST":
        token = connections.make_token(actor=request.actor, now=request.now, connection=connection)
    return render(request, "people/connections/token.html", {"page": page, "token": token, "address": base()})


@allow(CONNECT, confirmed=True)
@require_POST
def revoke_token(request: Request, connection: UUID, token: UUID) -> HttpResponseBase:
    """Revokes a token."""
    _page(connection)
    try:
        connections.revoke_token(actor=request.actor, now=request.now, connection=connection, token=token)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The token opens nothing any more."))
    return redirect("people:connection", connection)


@allow(SETTLE)
@require_http_methods(["GET", "POST"])
def add_rule(request: Request, connection: UUID) -> HttpResponseBase:
    """What people are by what the provider says."""
    page, form = _page(connection), ClassRuleForm(request.POST or None)
    if form.is_valid():
        by, kind = ClassBy(form.cleaned_data["by"]), PersonClass(form.cleaned_data["kind"])
        value = form.cleaned_data["value"]
        try:
            connections.add_class_rule(
                actor=request.actor, now=request.now, connection=connection, by=by, value=value, kind=kind
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The rule holds from now on."))
            return redirect("people:connection", connection)
    return render(request, "people/connections/rule.html", {"form": form, "page": page})


@allow(SETTLE)
@require_POST
def remove_rule(request: Request, connection: UUID, rule: UUID) -> HttpResponseBase:
    """Takes a rule away."""
    _page(connection)
    try:
        connections.remove_class_rule(actor=request.actor, now=request.now, connection=connection, rule=rule)
    except Refused as refusal:
        messages.error(request, refusal.text)
    return redirect("people:connection", connection)


@allow(SETTLE)
@require_http_methods(["GET", "POST"])
def propose(request: Request, connection: UUID, group: UUID) -> HttpResponseBase:
    """Which post the members of a group are proposed for."""
    page, form = _page(connection), GroupPostForm(request.POST or None)
    line = next((line for line in page.groups if line.id == group), None)
    if line is None:
        raise Http404
    if form.is_valid():
        post, deputy = form.cleaned_data["post"], form.cleaned_data["deputy"] == "yes"
        try:
            group_posts.propose_post(actor=request.actor, now=request.now, group=group, post=post, deputy=deputy)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Members are proposed. A sensitive post waits for a second person."))
            return redirect("people:connection", connection)
    return render(request, "people/connections/propose.html", {"form": form, "page": page, "line": line})


@allow(SETTLE)
@require_POST
def end_proposal(request: Request, connection: UUID, group_post: UUID) -> HttpResponseBase:
    """The group gives the post no more."""
    page = _page(connection)
    if all(group_post != one.pk for line in page.groups for one in line.posts):
        raise Http404
    group_posts.end_proposal(actor=request.actor, now=request.now, group_post=group_post)
    return redirect("people:connection", connection)


@allow(SETTLE)
@require_http_methods(["GET", "POST"])
def settle(request: Request, connection: UUID, user: UUID) -> HttpResponseBase:
    """A person's word on whom a user is: somebody here, somebody new, or nobody for the directory."""
    page = _page(connection)
    waits = next((line for line in page.waiting if line.id == user), None)
    if waits is None:
        raise Http404
    form = LinkForm(request.POST or None)
    if form.is_valid():
        try:
            _settle(request, waits, form)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, _("That is settled."))
            return redirect("people:connection", connection)
    return render(request, "people/connections/settle.html", {"form": form, "page": page, "waits": waits})


def _settle(request: Request, waits: found.Waits, form: LinkForm) -> None:
    who = form.cleaned_data["who"] or waits.candidate
    match request.POST.get("do"):
        case "new":
            connections.take_as_new(actor=request.actor, now=request.now, user=waits.id)
        case "ignore":
            connections.ignore(actor=request.actor, now=request.now, user=waits.id)
        case _ if who is not None:
            connections.link(actor=request.actor, now=request.now, user=waits.id, person=who)
        case _:
            raise Refused(_("Say who this is, or choose one of the other two."))
