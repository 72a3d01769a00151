"""Reviews: due, held, how often; and looks between them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.policy.actions.reconsidering import decide, reconsider
from leeward.policy.actions.reviewing import record_review, set_cycle
from leeward.policy.forms_reviews import CycleForm, DecisionForm, LookForm, ReviewForm
from leeward.policy.queries.reviews import Due, Look, look_of, looks, review_of, reviews_due
from leeward.policy.refusals import NoSuchPolicy, Refused
from leeward.policy.rules.reconsidering import Decision, Trigger


@allow("policy.manage")
def reviews(request: Request) -> HttpResponseBase:
    """What is due, and what waits for a decision."""
    found = looks(request.actor, now=request.now)
    context = {
        "lines": reviews_due(request.actor, now=request.now),
        "waiting": [look for look in found if look.decided_on is None],
        "decided": [look for look in found if look.decided_on is not None],
    }
    return render(request, "policy/reviews.html", context)


def _asked(
    request: Request, form: Form, do: Callable[[], object], template: str, context: dict[str, object]
) -> HttpResponseBase:
    """Runs an action for a posted form and goes back to the reviews, or shows the form with what is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except NoSuchPolicy as error:
            raise Http404 from error
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text)
        else:
            messages.success(request, _("Kept."))
            return redirect("policy:reviews")
    return render(request, template, {**context, "form": form}, status=400 if form.errors else 200)


def _line(request: Request, policy: UUID) -> Due:
    try:
        return review_of(request.actor, policy, now=request.now)
    except NoSuchPolicy as error:
        raise Http404 from error


def _look(request: Request, look: UUID) -> Look:
    try:
        return look_of(request.actor, look, now=request.now)
    except NoSuchPolicy as error:
        raise Http404 from error


@allow("policy.manage")
def review(request: Request, policy: UUID) -> HttpResponseBase:
    """Keeping that a review was held; below it those held before."""
    form, line = ReviewForm(request.POST or None), _line(request, policy)

    def keep() -> None:
        given = form.cleaned_data
        record_review(
            actor=request.actor,
            policy=policy,
            done_on=given["done_on"],
            decision=Decision(given["decision"]),
            finding=given["finding"],
            now=request.now,
        )

    return _asked(request, form, keep, "policy/review.html", {"line": line})


@allow("policy.manage")
def cycle(request: Request, policy: UUID) -> HttpResponseBase:
    """How often a policy is reviewed."""
    line = _line(request, policy)
    now_chosen = {"months": line.cycle.months, "how": "fixed" if line.cycle.anchor else "rolling"}
    form = CycleForm(request.POST or None, initial={**now_chosen, "anchor": line.cycle.anchor})

    def keep() -> None:
        months, anchor, why = (form.cleaned_data[name] for name in ("months", "anchor", "why"))
        set_cycle(actor=request.actor, policy=policy, months=months, anchor=anchor, why=why, now=request.now)

    return _asked(request, form, keep, "policy/cycle.html", {"line": line})


@allow("policy.manage")
def open_look(request: Request, policy: UUID) -> HttpResponseBase:
    """Something happened that may change a policy."""
    form, line = LookForm(request.POST or None), _line(request, policy)

    def keep() -> None:
        trigger, why = Trigger(form.cleaned_data["trigger"]), form.cleaned_data["why"]
        reconsider(actor=request.actor, policy=policy, trigger=trigger, why=why, now=request.now)

    return _asked(request, form, keep, "policy/reconsider.html", {"line": line})


@allow("policy.manage")
def look(request: Request, look: UUID) -> HttpResponseBase:
    """One look: what happened, and what comes of it."""
    form, line = DecisionForm(request.POST or None), _look(request, look)

    def keep() -> None:
        decision, reason = Decision(form.cleaned_data["decision"]), form.cleaned_data["reason"]
        decide(actor=request.actor, reconsideration=look, decision=decision, reason=reason, now=request.now)

    return _asked(request, form, keep, "policy/reconsideration.html", {"look": line})
