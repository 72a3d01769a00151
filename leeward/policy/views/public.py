"""What is published, for everyone; and agreeing to it, for whoever is signed in."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import EVERYONE, FIRST_STEPS_PAGE, SIGNED_IN, Request, allow, is_held_back
from leeward.policy.actions import acknowledge
from leeward.policy.forms import AcknowledgeForm
from leeward.policy.queries.marked import marked
from leeward.policy.queries.pages import policy_page, published, to_acknowledge
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused


@allow(EVERYONE)
def policies(request: Request) -> HttpResponseBase:
    """What is in force, and what waits for the viewer to acknowledge."""
    waiting = to_acknowledge(request.actor, now=request.now)
    return render(
        request,
        "policy/policies.html",
        {
            "published": published(now=request.now),
            "waiting": waiting,
            "signed_in": request.actor.person is not None,
            "may_manage": request.actor.may("policy.manage"),
        },
    )


@allow(EVERYONE)
def policy(request: Request, slug: str) -> HttpResponseBase:
    """One policy in force, to read and print."""
    try:
        page = policy_page(request.actor, slug, now=request.now)
    except NoSuchPolicy as error:
        raise Http404 from error
    sections = marked(page.sections, slug, now=request.now) if page.shows_states else None
    return render(request, "policy/policy.html", {"page": page, "marked": sections})


@allow(SIGNED_IN, gated=False)
def acknowledgement(request: Request, slug: str) -> HttpResponseBase:
    """Reading and agreeing; a second time changes nothing."""
    try:
        page = policy_page(request.actor, slug, now=request.now)
    except NoSuchPolicy as error:
        raise Http404 from error
    form = AcknowledgeForm(request.POST or None, words=page.words, initial={"version": page.version})
    if request.method == "POST" and form.is_valid():
        try:
            acknowledge(actor=request.actor, version=form.cleaned_data["version"], now=request.now)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        except (NoSuchPolicy, NotAllowed) as error:
            raise Http404 from error
        else:
            messages.success(request, _("Thank you. Your acknowledgement is kept with today’s date."))
            return redirect(FIRST_STEPS_PAGE if is_held_back(request.actor, request.now) else "policy:policies")
    return render(request, "policy/acknowledge.html", {"page": page, "form": form})
