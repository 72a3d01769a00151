"""Cases put together or apart, and the whole chronology of one."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions import Moved
from leeward.safeguarding.forms.links import ChronologyForm, LinkForm, SplitForm
from leeward.safeguarding.rules.chronology import Moment, narrowed
from leeward.safeguarding.views.cases import RECEIVE
from leeward.safeguarding.views.taking import Page, take_step, the_case


@allow(RECEIVE, confirmed=True)
def link(request: Request, ref: str) -> HttpResponseBase:
    """Two cases have to do with each other."""
    the_case(request, ref)
    form = LinkForm(request.POST or None)

    def do() -> None:
        given = form.cleaned_data
        actions.link_cases(
            actor=request.actor,
            ref=ref,
            other=given["other_case"],
            reason=given["reason"],
            seen=given["seen"],
            now=request.now,
        )

    lead = _("Each shows the other, to whoever may see both. No role and no reader goes from one to the other.")
    return take_step(request, ref, Page(_("Link another case"), _("Link them"), lead), form, do)


@allow(RECEIVE, confirmed=True)
def move(request: Request, ref: str, concern: UUID) -> HttpResponseBase:
    """A concern belongs into another case."""
    _has(request, ref, concern)
    form = LinkForm(request.POST or None)

    def do() -> Moved:
        given = form.cleaned_data
        return actions.move_concern(
            actor=request.actor,
            ref=ref,
            concern=concern,
            other=given["other_case"],
            reason=given["reason"],
            seen=given["seen"],
            now=request.now,
        )

    lead = _(
        "The concern stays as it was told, and whoever told it keeps the way back. Nobody barred from either case will "
        "see the other; who reads it follows from both. A case left without a concern is closed."
    )
    return take_step(request, ref, Page(_("Put the concern into another case"), _("Move it"), lead), form, do)


@allow(RECEIVE, confirmed=True)
def split(request: Request, ref: str, concern: UUID) -> HttpResponseBase:
    """A concern gets a case of its own."""
    _has(request, ref, concern)
    form = SplitForm(request.POST or None)

    def do() -> None:
        given = form.cleaned_data
        made = actions.split_concern(
            actor=request.actor,
            ref=ref,
            concern=concern,
            reason=given["reason"],
            seen=given["seen"],
            now=request.now,
        )
        messages.success(request, _("It is now case %(ref)s.") % {"ref": made})

    lead = _("The new case has the same readers and bars. Say anew who is in it: no role is copied.")
    return take_step(request, ref, Page(_("A case of its own"), _("Split it off"), lead), form, do)


def _has(request: Request, ref: str, concern: UUID) -> None:
    if not the_case(request, ref).concerns.filter(pk=concern).exists():
        raise Http404


@allow(RECEIVE, confirmed=True)
def chronology(request: Request, ref: str) -> HttpResponseBase:
    """Everything that happened in a case, in one order, narrowed as asked; made to be printed."""
    try:
        file = actions.open_case(request.actor, ref, request.now)
    except actions.NoSuchCase:
        raise Http404 from None
    form = ChronologyForm(request.GET)
    since, until = form.days
    moments = narrowed(map(_local, actions.woven(file)), sources=form.chosen, since=since, until=until)
    return render(request, "safeguarding/chronology.html", {"case": file, "moments": moments, "form": form, "ref": ref})


def _local(moment: Moment) -> Moment:
    """With times in the organisation's zone, as days are chosen and shown."""
    at = timezone.localtime(moment.at) if moment.at else None
    return replace(moment, at=at, written=timezone.localtime(moment.written))


@allow(RECEIVE)
def patterns(request: Request) -> HttpResponseBase:
    """What several cases have in common, within what this person may see."""
    found = queries.patterns(request.actor, request.now)
    return render(request, "safeguarding/patterns.html", {"patterns": found})


@allow(RECEIVE, confirmed=True)
def brief(request: Request) -> HttpResponseBase:
    """The open cases of one lead on a sheet, for whoever covers; each is opened, which leaves its trace."""
    loads = queries.caseload(request.actor, request.now)
    chosen = request.GET.get("lead", "")
    lead = next((one for one in loads if str(one.person) == chosen), None)
    if lead is None:
        lead = next((one for one in loads if one.person == request.actor.person), None)
    files = actions.open_brief(request.actor, lead.person, request.now) if lead else []
    return render(request, "safeguarding/brief.html", {"loads": loads, "lead": lead, "files": files})
