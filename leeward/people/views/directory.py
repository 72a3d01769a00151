"""The directory and somebody's card."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import Request, allow
from leeward.people import actions, queries
from leeward.people.actions import Refused
from leeward.people.forms import AddForm, ClassForm, DetailsForm, EndClassForm, SearchForm, refuse
from leeward.people.queries import PersonCard, comings, leavings, stays, today
from leeward.people.rules import PersonClass
from leeward.people.views.learners import beside

LOOKS = ("people.see", "people.reset_sign_in", "people.lift_hold")
"""Who may open the directory; whom they find in it is for `queries.visible_to`."""


def found(request: Request, person: UUID) -> PersonCard:
    """Somebody's card, or a missing page for who may not look them up."""
    card = queries.seen_by(request.actor, person, today(request.now))
    if card is None:
        raise Http404
    return card


@allow(*LOOKS)
@require_GET
def directory(request: Request) -> HttpResponseBase:
    """Everybody one may look up, by name, or those who were searched for."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"words": "", "kind": ""}
    kind = PersonClass(asked["kind"]) if asked["kind"] else None
    after, before = _key(request.GET.get("after", "")), _key(request.GET.get("before", ""))
    people = queries.search(asked["words"], request.actor, today(request.now), kind=kind, after=after, before=before)
    return render(
        request, "people/directory.html", {"form": form, "found": people, "asked": urlencode(asked), **_rights(request)}
    )


def _key(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _rights(request: Request) -> dict[str, bool]:
    may = request.actor.may
    connects = may("people.connect") or may("people.change")
    return {"may_see": may("people.see"), "may_change": may("people.change"), "may_connect": connects}


@allow(*LOOKS)
@require_GET
def person(request: Request, person: UUID) -> HttpResponseBase:
    """Somebody's card, with posts and history, and what may be done about them."""
    card = found(request, person)
    holdings, classes = queries.history_of(person)
    tutor = queries.person(card.tutor, today(request.now)) if card.tutor else None
    context = {"card": card, "holdings": holdings, "spans": classes, "tutor": tutor, "today": today(request.now)}
    context |= beside(request, card)
    context["sign_in"] = queries.sign_in_of(person)
    context["leaving"], context["stay"] = leavings.leaving_of(person), stays.stay_of(person)
    context["lists"] = comings.lists_of(person, request.now) if request.actor.may("people.change") else []
    context["own"] = request.actor.person == person
    context["may_reset"] = request.actor.may("people.reset_sign_in")
    context["may_lift"] = request.actor.may("people.lift_hold")
    return render(request, "people/person.html", {**context, **_rights(request)})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """A new person."""
    form = AddForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.add_person(
                actor=request.actor,
                now=request.now,
                details=form.details(),
                classes=form.kinds(),
                since=form.cleaned_data["since"],
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Added to the directory."))
            return redirect("people:person", made)
    return render(request, "people/add.html", {"form": form})


@allow("people.change", confirmed=True)
@require_http_methods(["GET", "POST"])
def change(request: Request, person: UUID) -> HttpResponseBase:
    """Somebody's details anew."""
    card = found(request, person)
    tutor = queries.person(card.tutor, today(request.now)) if card.tutor else None
    known = {name: getattr(card, name) for name in ("given_name", "family_name", "known_as", "born", "email")}
    known |= {name: getattr(card, name) for name in ("reference", "employer", "site", "programme", "cohort")}
    known["tutor"] = (tutor.reference or tutor.email) if tutor else ""
    form = DetailsForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            actions.change_person(actor=request.actor, now=request.now, person=person, details=form.details())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The changes are kept."))
            return redirect("people:person", person)
    return render(request, "people/change.html", {"form": form, "card": card})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def give_class(request: Request, person: UUID) -> HttpResponseBase:
    """Says that somebody is something else too."""
    card = found(request, person)
    form = ClassForm(request.POST or None)
    if form.is_valid():
        kind, since = PersonClass(form.cleaned_data["kind"]), form.cleaned_data["since"] or today(request.now)
        try:
            actions.set_class(actor=request.actor, now=request.now, person=person, kind=kind, since=since)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("people:person", person)
    return render(request, "people/give_class.html", {"form": form, "card": card})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def end_class(request: Request, person: UUID, kind: str) -> HttpResponseBase:
    """The last day of something somebody is."""
    card = found(request, person)
    ending = next((known for known in card.classes if known.value == kind), None)
    if ending is None:
        raise Http404
    learner = ending is PersonClass.LEARNER
    form = EndClassForm(request.POST or None, initial={"until": today(request.now)}, learner=learner)
    if form.is_valid():
        until, then = form.cleaned_data["until"], form.then()
        try:
            actions.end_class(actor=request.actor, now=request.now, person=person, kind=ending, until=until, then=then)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("people:person", person)
    return render(request, "people/end_class.html", {"form": form, "card": card, "kind": ending})


@dataclass(frozen=True, slots=True)
class _SignInAct:
    """What one button on the card does: the permission it needs, the action, and what is said then."""

    permission: str
    do: Callable[..., object]
    said: Promise


SIGN_IN_ACTS = {
    "open": _SignInAct("people.change", actions.open_sign_in, gettext_lazy("An invitation is on its way.")),
    "reopen": _SignInAct(
        "people.change",
        actions.reopen_sign_in,
        gettext_lazy("The sign-in is open again, as new; an invitation is on its way."),
    ),
    "reset": _SignInAct(
        "people.reset_sign_in",
        actions.reset_sign_in,
        gettext_lazy("The sign-in is reset; a letter says what to do next."),
    ),
    "lift": _SignInAct("people.lift_hold", actions.lift_hold, gettext_lazy("The hold is lifted.")),
}


@allow("people.change", "people.reset_sign_in", "people.lift_hold", confirmed=True)
@require_POST
def sign_in(request: Request, person: UUID) -> HttpResponseBase:
    """Opens or resets somebody's sign-in, or lifts the hold on it."""
    card = found(request, person)
    act = SIGN_IN_ACTS.get(request.POST.get("do", ""))
    if act is None or not request.actor.may(act.permission):
        raise Http404
    try:
        act.do(actor=request.actor, now=request.now, person=card.id)
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, str(act.said))
    return redirect("people:person", person)
