"""The pages of groups: which there are, how each stands, who belongs."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.people.actions import groups as actions
from leeward.people.forms import refuse
from leeward.people.meetings.forms import GroupForm, MemberForm, NewGroupForm, SeatForm
from leeward.people.meetings.rules import SHAPES, Part, Template
from leeward.people.meetings.wording import TEMPLATES
from leeward.people.queries import groups as queries
from leeward.people.queries import today
from leeward.people.queries.groups import KEEP, SEE, GroupLine
from leeward.people.queries.meetings import actions_of, feed_of, meetings_of, open_actions_of_group
from leeward.people.refusals import Refused


def found(request: Request, group: UUID) -> GroupLine:
    """The group, or a missing page for whom it is none."""
    line = queries.group_seen(request.actor, group, request.now)
    if line is None:
        raise Http404
    return line


@allow(SIGNED_IN)
@require_GET
def meetings(request: Request) -> HttpResponseBase:
    """One's own groups and actions; for whoever keeps or oversees groups all of them, and those that are missing."""
    may = request.actor.may
    overseen = may(KEEP) or may(SEE)
    missing = [(kind.value, TEMPLATES[kind]) for kind in queries.missing_groups(request.now)] if overseen else []
    context = {
        "groups": queries.groups_for(request.actor, request.now),
        "missing": missing,
        "actions": actions_of(request.actor, request.now),
        "may_keep": may(KEEP),
        "feed": feed_of(request.actor.person),
    }
    return render(request, "people/meetings/meetings.html", context)


@allow(SIGNED_IN)
@require_GET
def group(request: Request, group: UUID) -> HttpResponseBase:
    """One group: how it stands, who belongs, when it met. What it spoke about is on its meetings' pages."""
    line = found(request, group)
    leads = line.part in {Part.CHAIR, Part.CLERK}
    context = {
        "line": line,
        "members": queries.members_of(group, today(request.now)),
        "seats": [queries.seat_in_words(seat) for seat in queries.seats_of(group)],
        "meetings": meetings_of(group),
        "actions": open_actions_of_group(request.actor, group, request.now),
        "may_keep": request.actor.may(KEEP),
        "may_call": leads or request.actor.may(KEEP),
    }
    return render(request, "people/meetings/group.html", context)


@allow(KEEP)
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """A new group."""
    form = NewGroupForm(request.POST or None, initial=_beginning(request.GET.get("kind", "")))
    if form.is_valid():
        try:
            made = actions.make_group(
                actor=request.actor, now=request.now, template=form.kind(), details=form.details()
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The group is made. Say who belongs to it."))
            return redirect("people:group-members", made)
    return render(request, "people/meetings/add_group.html", {"form": form})


def _beginning(kind: str) -> dict[str, object]:
    if kind not in set(Template):
        return {}
    shape = SHAPES[Template(kind)]
    return {
        "template": kind,
        "name": TEMPLATES[Template(kind)],
        "every": shape.every,
        "count": shape.count,
        "quorum": shape.quorum,
    }


@allow(KEEP)
@require_http_methods(["GET", "POST"])
def change(request: Request, group: UUID) -> HttpResponseBase:
    """Name, rhythm and quorum of a group anew."""
    line = found(request, group)
    known = queries.details_of(group)
    form = GroupForm(request.POST or None, initial=None if known is None else asdict(known))
    if form.is_valid():
        actions.change_group(actor=request.actor, now=request.now, group=group, details=form.details())
        messages.success(request, _("The changes are kept."))
        return redirect("people:group", group)
    return render(request, "people/meetings/change_group.html", {"form": form, "line": line})


@allow(KEEP)
@require_http_methods(["GET", "POST"])
def members(request: Request, group: UUID) -> HttpResponseBase:
    """Who belongs to a group: adding a named person."""
    line = found(request, group)
    form = MemberForm(request.POST or None)
    if form.is_valid():
        try:
            actions.add_member(
                actor=request.actor,
                now=request.now,
                group=group,
                person=form.cleaned_data["who"],
                part=Part(form.cleaned_data["part"]),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("They belong to the group now."))
            return redirect("people:group-members", group)
    return _members_page(request, line, form)


def _members_page(request: Request, line: GroupLine, form: MemberForm) -> HttpResponseBase:
    context = {
        "line": line,
        "form": form,
        "members": queries.members_of(line.id, today(request.now)),
        "seats": [(seat.post or seat.kind, queries.seat_in_words(seat)) for seat in queries.seats_of(line.id)],
        "seat_form": SeatForm(prefix="rule"),
    }
    return render(request, "people/meetings/members.html", context)


@allow(KEEP)
@require_POST
def membership(request: Request, group: UUID) -> HttpResponseBase:
    """Ends a membership, adds or takes away a rule, or ends the group."""
    found(request, group)
    try:
        _change_membership(request, group, request.POST.get("what", ""))
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("The changes are kept."))
    return redirect("people:group-members", group)


def _change_membership(request: Request, group: UUID, what: str) -> None:
    actor, now = request.actor, request.now
    match what:
        case "end-member":
            person = _uuid(request.POST.get("person", ""))
            actions.end_member(actor=actor, now=now, group=group, person=person)
        case "take-seat":
            actions.take_seat_away(actor=actor, now=now, group=group, seat=request.POST.get("seat", ""))
        case "end-group":
            actions.end_group(actor=actor, now=now, group=group)
        case _:
            form = SeatForm(request.POST, prefix="rule")
            if not form.is_valid():
                raise Refused(_("Choose a post or a class."))
            actions.add_seat(actor=actor, now=now, group=group, seat=form.rule())


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
