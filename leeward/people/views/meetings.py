"""The pages of meetings: calling, attendance, minutes, actions, the calendar."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import MACHINE, SIGNED_IN, Request, allow
from leeward.people.actions import calendars
from leeward.people.actions import meetings as actions
from leeward.people.forms import refuse
from leeward.people.meetings.calendar import Event, calendar
from leeward.people.meetings.forms import ActionForm, AttendanceForm, CallForm, HandOverForm, MinutesForm, WhoForm
from leeward.people.models import Meeting
from leeward.people.queries import meetings as queries
from leeward.people.queries.groups import KEEP
from leeward.people.queries.meetings import ActionLine, MeetingPage
from leeward.people.refusals import Refused
from leeward.people.views.groups import found as group_found


def found(request: Request, meeting: UUID) -> MeetingPage:
    """The meeting, or a missing page for whom it is none."""
    page = queries.meeting_seen(request.actor, meeting, request.now)
    if page is None:
        raise Http404
    return page


def led(request: Request, meeting: UUID) -> MeetingPage:
    """The meeting for its chair or clerk, else a missing page."""
    page = found(request, meeting)
    if not page.leads:
        raise Http404
    return page


@allow(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def call(request: Request, group: UUID) -> HttpResponseBase:
    """Calls a meeting."""
    line = group_found(request, group)
    if line.part not in {"chair", "clerk"} and not request.actor.may(KEEP):
        raise Http404
    form = CallForm(request.POST or None)
    if form.is_valid():
        try:
            actions.call_meeting(actor=request.actor, now=request.now, group=group, call=form.call())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The meeting is called. Members get a letter that says so."))
            return redirect("people:group", group)
    return render(request, "people/meetings/call.html", {"form": form, "line": line})


@allow(SIGNED_IN)
@require_GET
def meeting(request: Request, meeting: UUID) -> HttpResponseBase:
    """One meeting."""
    return render(request, "people/meetings/meeting.html", {"page": found(request, meeting), "who": WhoForm()})


@allow(SIGNED_IN, confirmed=True)
@require_GET
def minutes(request: Request, meeting: UUID) -> HttpResponseBase:
    """The minutes, for members and whom they allow; opening them leaves a trace."""
    page = found(request, meeting)
    version = request.GET.get("version", "")
    wanted = int(version) if version.isascii() and version.isdigit() and len(version) < 4 else None
    try:
        text = actions.open_minutes(actor=request.actor, now=request.now, meeting=meeting, version=wanted)
    except Refused:
        raise Http404 from None
    shown = wanted or page.versions[0]
    return render(request, "people/meetings/minutes.html", {"page": page, "text": text, "shown": shown})


@allow(SIGNED_IN, confirmed=True)
@require_http_methods(["GET", "POST"])
def write(request: Request, meeting: UUID) -> HttpResponseBase:
    """A version of the minutes; begins with the text of the last one."""
    page = led(request, meeting)
    before = ""
    if request.method == "GET" and page.versions:
        before = actions.open_minutes(actor=request.actor, now=request.now, meeting=meeting)
    form = MinutesForm(request.POST or None, initial={"text": before})
    if form.is_valid():
        try:
            actions.write_minutes(actor=request.actor, now=request.now, meeting=meeting, text=form.cleaned_data["text"])
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("people:meeting", meeting)
    return render(request, "people/meetings/write.html", {"form": form, "page": page})


@allow(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def attendance(request: Request, meeting: UUID) -> HttpResponseBase:
    """Who was there."""
    page = led(request, meeting)
    form = AttendanceForm(page.here, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.record_attendance(actor=request.actor, now=request.now, meeting=meeting, here=form.here())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("people:meeting", meeting)
    return render(request, "people/meetings/attendance.html", {"form": form, "page": page})


@allow(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def add_action(request: Request, meeting: UUID) -> HttpResponseBase:
    """Something a member is to do."""
    page = led(request, meeting)
    form = ActionForm(queries.members_for_form(page.group, request.now), request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.add_action(
                actor=request.actor,
                now=request.now,
                meeting=meeting,
                owner=UUID(given["owner"]),
                what=given["what"],
                due=given["due"],
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("people:meeting", meeting)
    return render(request, "people/meetings/add_action.html", {"form": form, "page": page})


def _action(request: Request, action: UUID) -> ActionLine:
    line = queries.action_seen(request.actor, action, request.now)
    if line is None:
        raise Http404
    return line


@allow(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def action(request: Request, action: UUID) -> HttpResponseBase:
    """One action: done, dropped, or given to another member."""
    line = _action(request, action)
    members = queries.members_for_action(action, request.now)
    what = request.POST.get("what", "")
    form = HandOverForm(members, request.POST if what == "hand-over" else None)
    try:
        if what in {"done", "dropped"}:
            actions.close_action(actor=request.actor, now=request.now, action=action, done=what == "done")
            return redirect("people:meetings")
        if what == "hand-over" and form.is_valid():
            owner = UUID(form.cleaned_data["owner"])
            actions.hand_over(actor=request.actor, now=request.now, action=action, owner=owner)
            return redirect("people:action", action)
    except Refused as refusal:
        messages.error(request, refusal.text)
        return redirect("people:action", action)
    mine = line.owner == request.actor.person
    return render(request, "people/meetings/action.html", {"line": line, "form": form, "mine": mine})


Step = Callable[[Request, UUID], None]


def _apologise(request: Request, meeting: UUID) -> None:
    actions.apologise(actor=request.actor, now=request.now, meeting=meeting)


def _cancel(request: Request, meeting: UUID) -> None:
    actions.cancel_meeting(actor=request.actor, now=request.now, meeting=meeting)


def _confirm(request: Request, meeting: UUID) -> None:
    later, version = request.POST.get("at", ""), request.POST.get("version", "")
    if not version.isdigit():
        raise Refused(_("Choose the meeting that confirmed them."))
    try:
        at_meeting = UUID(later)
    except ValueError:
        raise Refused(_("Choose the meeting that confirmed them.")) from None
    actions.confirm_minutes(
        actor=request.actor, now=request.now, meeting=meeting, version=int(version[:4]), at_meeting=at_meeting
    )


def _allow_reader(request: Request, meeting: UUID) -> None:
    form = WhoForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Nobody in the directory has this reference or e-mail address."))
    actions.allow_reader(actor=request.actor, now=request.now, meeting=meeting, person=form.cleaned_data["who"])


def _disallow(request: Request, meeting: UUID) -> None:
    try:
        person = UUID(request.POST.get("person", ""))
    except ValueError:
        raise Refused(_("There is no such person.")) from None
    actions.take_reader_away(actor=request.actor, now=request.now, meeting=meeting, person=person)


STEPS: dict[str, Step] = {
    "apologise": _apologise,
    "cancel": _cancel,
    "confirm": _confirm,
    "allow": _allow_reader,
    "disallow": _disallow,
}


@allow(SIGNED_IN)
@require_POST
def step(request: Request, meeting: UUID) -> HttpResponseBase:
    """A small step about a meeting: apologies, cancelling, confirming its minutes, letting somebody read them."""
    found(request, meeting)
    chosen = STEPS.get(request.POST.get("what", ""))
    if chosen is None:
        raise Http404
    try:
        chosen(request, meeting)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, _("That is kept."))
    return redirect("people:meeting", meeting)


def _event(row: Meeting) -> Event:
    link = settings.LEEWARD_URL.rstrip("/") + reverse("people:meeting", args=[row.pk])
    cancelled = row.state == Meeting.State.CANCELLED
    return Event(f"{row.pk}@leeward", row.starts_at, row.length, row.changed_at, row.sequence, cancelled, link)


@allow(SIGNED_IN)
@require_GET
def invitation(request: Request, meeting: UUID) -> HttpResponseBase:
    """One meeting as a file for a calendar: when, and the address of its page. For members."""
    found(request, meeting)
    person = request.actor.person
    coming = [] if person is None else queries.coming_meetings(person, request.now)
    rows = [row for row in coming if row.pk == meeting]
    if not rows:
        raise Http404
    return _sent([_event(row) for row in rows], invitation=True)


@allow(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def feed_page(request: Request) -> HttpResponseBase:
    """The address under which one's own calendar reads when meetings are; shown once."""
    address = ""
    if request.method == "POST":
        try:
            if request.POST.get("what") == "make":
                key = calendars.make_feed(actor=request.actor, now=request.now)
                address = settings.LEEWARD_URL.rstrip("/") + reverse("people:feed", args=[key])
            else:
                calendars.revoke_feed(actor=request.actor, now=request.now)
        except Refused:
            raise Http404 from None
    context = {"address": address, "feed": queries.feed_of(request.actor.person)}
    return render(request, "people/meetings/feed.html", context)


@allow(MACHINE)
@require_GET
def feed(request: Request, key: str) -> HttpResponseBase:
    """What a calendar reads with its key. A wrong or revoked one gets the page of nothing."""
    person = queries.person_of_feed(calendars.mark_of(key[:200]))
    if person is None:
        raise Http404
    return _sent([_event(row) for row in queries.coming_meetings(person, request.now)])


def _sent(events: list[Event], *, invitation: bool = False) -> HttpResponse:
    body = calendar(events, title=_("Meeting"), invitation=invitation)
    kind = "text/calendar; charset=utf-8" + ("; method=REQUEST" if invitation else "")
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": 'attachment; filename="meeting.ics"'})
