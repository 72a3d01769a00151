"""The pages of this room."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leeward.engine.load_rules import standard_library
from leeward.foundation.access import EVERYONE, Request, allow
from leeward.foundation.settings_history.queries import value
from leeward.foundation.vault.store import CannotOpen
from leeward.monitoring import actions, queries, words
from leeward.monitoring.chosen import DISMISSED_DAYS, MESSAGE_HOURS
from leeward.monitoring.forms import BasisForm, DismissForm, WhyForm
from leeward.monitoring.models import Finding
from leeward.monitoring.queries import CONFIGURE, REVIEW
from leeward.monitoring.rules import State


@allow(REVIEW, CONFIGURE)
@require_safe
def home(request: Request) -> HttpResponseBase:
    """What is monitored and why; what waits for a decision, for whoever may review."""
    reviews = request.actor.may(REVIEW)
    return render(
        request,
        "monitoring/home.html",
        {
            "sources": [_source(line) for line in queries.sources()],
            "configures": request.actor.may(CONFIGURE),
            "reviews": reviews,
            "waiting": [_line(one) for one in queries.waiting(request.actor, request.now)],
            "decided": [_line(one) for one in queries.decided(request.actor, request.now)],
            "precision": queries.precision(request.actor, request.now),
            "library": standard_library(),
        },
    )


@allow(EVERYONE)
@require_safe
def notice(request: Request) -> HttpResponseBase:
    """What is monitored here, for whom and why, in plain words for everybody."""
    return render(
        request,
        "monitoring/notice.html",
        {
            "sources": [_source(line) for line in queries.sources() if line.on],
            "categories": [_(label) for label in words.CATEGORIES.values()],
            "message_hours": value(MESSAGE_HOURS, at=request.now),
            "dismissed_days": value(DISMISSED_DAYS, at=request.now),
            "library": standard_library(),
        },
    )


@allow(CONFIGURE, confirmed=True)
@require_http_methods(["GET", "HEAD", "POST"])
def basis(request: Request) -> HttpResponseBase:
    """Records purpose, notice and lawful basis, and asks somebody else to approve them."""
    form = BasisForm(_posted(request), today=timezone.localdate(request.now))
    if request.method == "POST" and form.is_valid():
        actions.record_basis(actor=request.actor, details=form.details(), now=request.now)
        messages.success(request, _("Recorded. Monitoring stays off until somebody else has read and approved it."))
        return redirect("monitoring:home")
    return render(request, "monitoring/basis.html", {"form": form, "back": reverse("monitoring:home")})


@allow(CONFIGURE, REVIEW, confirmed=True)
@require_http_methods(["GET", "HEAD", "POST"])
def switch_off(request: Request, source: UUID) -> HttpResponseBase:
    """Ends monitoring of a channel at once."""
    line = next((one for one in queries.sources() if one.id == source), None)
    if line is None:
        raise Http404
    form = WhyForm(_posted(request), label=_("Why is it switched off?"), hint=_("This is kept in the record."))
    if request.method == "POST" and form.is_valid():
        actions.switch_off(actor=request.actor, source_id=source, why=form.cleaned_data["why"], now=request.now)
        messages.success(request, _("Monitoring of this channel is off. Nothing more is taken."))
        return redirect("monitoring:home")
    page = {"form": form, "source": _source(line), "back": reverse("monitoring:home")}
    return render(request, "monitoring/switch_off.html", page)


@allow(REVIEW, confirmed=True)
@require_safe
def finding(request: Request, ref: str) -> HttpResponseBase:
    """One finding: under short names until a reason was given, then with its words."""
    found = _found(request, ref)
    if not queries.is_open_for(request.actor, found, request.now):
        return _closed(request, found, _opening_form())
    return _shown(request, found)


@allow(REVIEW, confirmed=True)
@require_POST
def open_finding(request: Request, ref: str) -> HttpResponseBase:
    """Takes the reason for opening a finding."""
    found = _found(request, ref)
    form = _opening_form(request)
    if not form.is_valid():
        return _closed(request, found, form)
    actions.open_finding(actor=request.actor, ref=ref, reason=form.cleaned_data["why"], now=request.now)
    return redirect("monitoring:finding", ref)


@allow(REVIEW, confirmed=True)
@require_POST
def whole_message(request: Request, ref: str) -> HttpResponseBase:
    """The whole message behind an opened finding, while it is kept."""
    found = _found(request, ref)
    try:
        text = actions.open_message(actor=request.actor, ref=ref, now=request.now)
    except actions.NotOpened:
        return redirect("monitoring:finding", ref)
    back = reverse("monitoring:finding", args=[ref])
    return render(request, "monitoring/message.html", {"finding": _line(found), "text": text, "back": back})


@allow(REVIEW, confirmed=True)
@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: Request, ref: str) -> HttpResponseBase:
    """Says that a finding is no concern, and why."""
    found = _found(request, ref)
    if not queries.is_open_for(request.actor, found, request.now):
        return redirect("monitoring:finding", ref)
    form = DismissForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.dismiss(actor=request.actor, ref=ref, reason=form.reason, now=request.now)
        except actions.AlreadyDecided as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your decision and its reason are kept. No concern was raised."))
        return redirect("monitoring:home")
    back = reverse("monitoring:finding", args=[ref])
    return render(request, "monitoring/dismiss.html", {"finding": _line(found), "form": form, "back": back})


@allow(REVIEW, confirmed=True)
@require_http_methods(["GET", "HEAD", "POST"])
def raise_concern(request: Request, ref: str) -> HttpResponseBase:
    """Raises a finding as a concern."""
    found = _found(request, ref)
    if not queries.is_open_for(request.actor, found, request.now):
        return redirect("monitoring:finding", ref)
    form = WhyForm(
        _posted(request),
        label=_("What worries you about it?"),
        hint=_("In your own words. The marked words of the message go with it."),
    )
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        try:
            concern = actions.raise_as_concern(actor=request.actor, ref=ref, why=why, now=request.now)
        except actions.AlreadyDecided as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Raised as concern %(ref)s. The right people are told.") % {"ref": concern})
        return redirect("monitoring:home")
    back = reverse("monitoring:finding", args=[ref])
    return render(request, "monitoring/raise.html", {"finding": _line(found), "form": form, "back": back})


def _posted(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _found(request: Request, ref: str) -> Finding:
    found = queries.find_finding(request.actor, ref, request.now)
    if found is None or found.body is None:
        raise Http404
    return found


def _opening_form(request: Request | None = None) -> WhyForm:
    return WhyForm(
        _posted(request) if request else None,
        label=_("Why do you need to see this?"),
        hint=_("For example, to decide whether it is a concern. Your reason and every look are recorded."),
    )


def _closed(request: Request, found: Finding, form: WhyForm) -> HttpResponseBase:
    page = {"finding": _line(found), "form": form, "back": reverse("monitoring:home")}
    return render(request, "monitoring/closed.html", page)


def _shown(request: Request, found: Finding) -> HttpResponseBase:
    try:
        contents = actions.see_finding(actor=request.actor, ref=found.ref, now=request.now)
    except CannotOpen:
        raise Http404 from None
    page = {
        "finding": _line(found),
        "contents": contents,
        "said": _said(contents),
        "undecided": found.state == State.WAITING,
        "back": reverse("monitoring:home"),
    }
    return render(request, "monitoring/finding.html", page)


def _said(contents: actions.Contents) -> list[dict[str, object]]:
    """What each rule said, in words."""
    notes = {rule.id: rule.note for rule in standard_library().rules}
    notes |= {each.id: each.note for each in standard_library().combinations}
    return [
        {
            "category": words.category(one.category),
            "severity": words.severity(one.severity),
            "why": notes.get(one.rule, ""),
            "rule": one.rule,
            "lowered": words.lowered(one.lowered_by),
        }
        for one in contents.said
    ]


def _line(found: Finding) -> dict[str, object]:
    """A finding as one line of a list: no names, no words of anybody."""
    state, say = words.severity(found.severity)
    return {
        "ref": found.ref,
        "category": words.category(found.category),
        "state": state,
        "severity": say,
        "who": words.who(found),
        "found_at": found.found_at,
        "decided_at": found.decided_at,
        "raised": found.state == State.RAISED,
        "kept": found.body is not None,
    }


def _source(line: queries.SourceLine) -> dict[str, object]:
    basis = line.basis or line.waiting
    return {
        "id": line.id,
        "address": line.address,
        "on": line.on,
        "waits": line.waiting is not None,
        "basis": basis,
        "ground": _(words.GROUNDS[basis.ground]) if basis else "",
        "condition": _(words.CONDITIONS[basis.condition]) if basis else "",
    }
