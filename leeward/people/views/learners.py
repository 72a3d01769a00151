"""What belongs to a card besides the details: a day in the past, people close to a learner, employers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from leeward.foundation.access import Request, allow
from leeward.people import actions, queries
from leeward.people.actions import Closeness, Details, Refused
from leeward.people.forms import LastDayForm, refuse
from leeward.people.learner_forms import DayForm, EmployerSearchForm, FactForm, RelationForm
from leeward.people.queries import PersonCard, today
from leeward.people.rules import PersonClass


def found(request: Request, person: UUID) -> PersonCard:
    """Somebody's card, or a missing page for who may not look them up."""
    card = queries.seen_by(request.actor, person, today(request.now))
    if card is None:
        raise Http404
    return card


def beside(request: Request, card: PersonCard) -> dict[str, Any]:  # Any: what a template shows
    """What else the page of a card shows this actor."""
    on, actor = today(request.now), request.actor
    speaks = card.employer and actor.may("people.see")
    return {
        "close_people": queries.close_people(actor, card.id, on),
        "close_to": queries.learners_of(actor, card.id, on),
        "contacts": queries.of_employer(card.employer, PersonClass.EMPLOYER_CONTACT, on) if speaks else [],
        "may_open_vulnerability": queries.markers_open_to(actor, card.id, request.now),
    }


@allow("people.see")
@require_GET
def that_day(request: Request, person: UUID) -> HttpResponseBase:
    """What was true of somebody on a day."""
    card = found(request, person)
    asked = DayForm(request.GET) if "day_0" in request.GET else DayForm(initial={"day": today(request.now)})
    day, known = today(request.now), None
    if asked.is_bound and asked.is_valid():
        day, known = asked.cleaned_data["day"], asked.cleaned_data["known"]
    known_at = request.now if known is None else min(queries.end_of(known), request.now)
    then = queries.that_day(person, day, known_at=known_at)
    context = {"form": asked, "card": card, "then": then, "known": known, "facts": queries.facts_of(person)}
    return render(request, "people/that_day.html", context)


@allow("people.change")
@require_http_methods(["GET", "POST"])
def set_fact(request: Request, person: UUID) -> HttpResponseBase:
    """A site, tutor, employer, programme or cohort from a day on."""
    card = found(request, person)
    form = FactForm(request.POST or None, places=queries.places(), initial={"since": today(request.now)})
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_fact(
                actor=request.actor,
                now=request.now,
                person=person,
                kind=given["kind"],
                value=given["value"],
                since=given["since"],
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The change is kept."))
            return redirect("people:person", person)
    return render(request, "people/set_fact.html", {"form": form, "card": card})


@allow("people.change")
@require_http_methods(["GET", "POST"])
def add_relation(request: Request, person: UUID) -> HttpResponseBase:
    """Somebody close to a learner."""
    card = found(request, person)
    form = RelationForm(request.POST or None)
    if form.is_valid():
        try:
            _relate(request, card, form)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Added to the people close to this learner."))
            return redirect("people:person", person)
    return render(request, "people/add_relation.html", {"form": form, "card": card})


def _relate(request: Request, card: PersonCard, form: RelationForm) -> None:
    given = form.cleaned_data
    said = Closeness(form.relation_kind(), given["responsibility"], given["may_contact"] == "yes", given["note"])
    actions.relate(
        actor=request.actor,
        now=request.now,
        learner=card.id,
        other=given["person"],
        new=Details(given["given_name"], given["family_name"], email=given["email"] or None),
        said=said,
        since=given["since"] or today(request.now),
    )


@allow("people.change")
@require_http_methods(["GET", "POST"])
def end_relation(request: Request, relation: UUID) -> HttpResponseBase:
    """The last day on which somebody counts as close to a learner."""
    known = queries.relation(relation)
    if known is None:
        raise Http404
    learner, name = known
    form = LastDayForm(request.POST or None, initial={"until": today(request.now)})
    if form.is_valid():
        try:
            actions.end_relation(
                actor=request.actor, now=request.now, relation=relation, until=form.cleaned_data["until"]
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return redirect("people:person", learner)
    return render(request, "people/end_relation.html", {"form": form, "name": name, "learner": learner})


@allow("people.see")
@require_GET
def employers(request: Request) -> HttpResponseBase:
    """Employers of learners, and who speaks for each."""
    form = EmployerSearchForm(request.GET)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    page = request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    lines, pages = queries.employers(words, today(request.now), number)
    context = {"form": form, "employers": lines, "page": min(max(number, 1), pages), "pages": pages}
    return render(request, "people/employers.html", {**context, "asked": urlencode({"words": words})})


@allow("people.see")
@require_GET
def employer(request: Request) -> HttpResponseBase:
    """One employer: learners there today, and who speaks for it."""
    name, on = request.GET.get("name", "").replace("\0", "")[:120], today(request.now)
    learners = queries.of_employer(name, PersonClass.LEARNER, on)
    contacts = queries.of_employer(name, PersonClass.EMPLOYER_CONTACT, on)
    return render(request, "people/employer.html", {"name": name, "learners": learners, "contacts": contacts})
