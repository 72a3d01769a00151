"""Why a page is blocked, asking for it, and deciding. Why may be read by everyone; asking needs a sign-in."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.engine.web import NEVER_RECORDED, UNREADABLE
from leeward.engine.web.values import Verdict
from leeward.filtering.actions.policy import NotTaken
from leeward.filtering.actions.unblock import decide_unblock, request_unblock
from leeward.filtering.forms import AskForm, CheckForm, DecideForm
from leeward.filtering.queries.policy import category_titles
from leeward.filtering.queries.requests import asked_by, deciders, to_decide, unblock_request
from leeward.filtering.queries.verdicts import decided_now, group_titles
from leeward.filtering.words import REASONS, REFUSALS, category_words, post_words
from leeward.foundation.access import EVERYONE, SIGNED_IN, Request, allow
from leeward.foundation.approvals.actions import AlreadyAsked, CannotAsk, CannotDecide
from leeward.foundation.approvals.queries import NoSuchRequest
from leeward.foundation.approvals.words import ApprovalError


@allow(EVERYONE)
def blocked(request: Request) -> HttpResponseBase:
    """Why a page was refused, and how to ask for it. Nothing is kept about who looks."""
    address = (request.GET.get("url") or request.GET.get("host") or "").strip()
    shown = "".join(letter for letter in address if letter.isprintable())
    groups = group_titles()
    group = request.GET.get("group", "")
    context: dict[str, object] = {
        "address": shown or (address and "?"),
        "check": CheckForm(initial={"url": shown}),
        "deciders": [(post_words(line.post), line.names) for line in deciders(request.now)],
        "group": groups.get(group, ""),
        "group_name": group if group in groups else "",
    }
    if address:
        decision = decided_now(address, group, request.now)
        context |= {
            "decision": decision,
            "blocked": decision.verdict is Verdict.BLOCK,
            "warned": decision.verdict is Verdict.WARN,
            "unreadable": decision.rule == UNREADABLE,
            "always_open": decision.rule == NEVER_RECORDED,
            "category": category_words(decision.category, category_titles()) if decision.category else "",
            "reason": REASONS[decision.reason] if decision.reason else None,
        }
    return render(request, "filtering/blocked.html", context)


@allow(SIGNED_IN)
def ask(request: Request) -> HttpResponseBase:
    """The form by which a site is asked for."""
    initial = {"address": request.GET.get("url", ""), "group": request.GET.get("group", "")}
    form = AskForm(request.POST or None, initial=initial, groups=group_titles())
    if request.method == "POST" and form.is_valid():
        try:
            made = request_unblock(
                actor=request.actor,
                address=form.cleaned_data["address"],
                group=form.cleaned_data["group"],
                why=form.cleaned_data["why"],
                until=form.ends(request.now),
                now=request.now,
            )
        except NotTaken as error:
            form.add_error("address", str(REFUSALS[error.why]))
        except (AlreadyAsked, CannotAsk, ApprovalError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Asked. Whoever decides has been told that a request waits."))
            return redirect("filtering:request", reference=made.reference)
    return render(request, "filtering/ask.html", {"form": form})


@allow(SIGNED_IN)
def listing(request: Request) -> HttpResponseBase:
    """The requests I may decide, and those I made."""
    context = {
        "to_decide": to_decide(request.actor, now=request.now),
        "mine": asked_by(request.actor),
        "titles": category_titles(),
    }
    return render(request, "filtering/requests.html", context)


@allow(SIGNED_IN)
def one(request: Request, reference: str) -> HttpResponseBase:
    """One request: its state for whoever asked, the decision for whoever decides, nothing for anyone else."""
    try:
        found = unblock_request(request.actor, reference, now=request.now)
    except LookupError:
        raise Http404 from None
    form = DecideForm(request.POST or None, wanted=found.line.wanted_until) if found.line.may_decide else None
    if form is not None and request.method == "POST" and form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        try:
            decide_unblock(
                actor=request.actor,
                reference=reference,
                approve=approve,
                reason=form.cleaned_data["reason"],
                confirmed=form.cleaned_data["confirmed"],
                until=form.ends(request.now) if approve else None,
                now=request.now,
            )
        except (NoSuchRequest, LookupError):
            raise Http404 from None
        except (ApprovalError, CannotDecide) as error:
            form.add_error(None, str(error))
        else:
            said = _("Opened, and on its way to every filter.") if approve else _("Kept blocked.")
            messages.success(request, said)
            return redirect("filtering:request", reference=reference)
    context = {
        "form": form,
        "found": found,
        "line": found.line,
        "category": category_words(found.line.category, category_titles()) if found.line.category else "",
        "reason": REASONS[found.line.reason] if found.line.reason else None,
    }
    return render(request, "filtering/request.html", context)
