"""Keeping policies: import, look over, send for approval, sign, publish, withdraw."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.policy.actions import import_policy, publish, refuse_to_sign, sign, submit_for_approval, withdraw
from leeward.policy.forms import ImportForm, ReasonForm, SignForm, SubmitForm
from leeward.policy.queries.one_promise import promise_lines
from leeward.policy.queries.pages import VersionPage, managed, version_page
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused


@allow("policy.manage")
def manage(request: Request) -> HttpResponseBase:
    """Every policy with its versions."""
    return render(request, "policy/manage.html", {"policies": managed(request.actor)})


@allow("policy.manage")
def import_page(request: Request) -> HttpResponseBase:
    """Bringing a policy in; what was found is shown on the version's own page."""
    known = [(str(policy.id), policy.title) for policy in managed(request.actor)]
    chosen = {"policy": request.GET.get("policy", "")}
    form = ImportForm(request.POST or None, request.FILES or None, policies=known, initial=chosen)
    if request.method == "POST" and form.is_valid():
        file, policy = form.cleaned_data["file"], form.cleaned_data["policy"]
        try:
            made = import_policy(
                actor=request.actor,
                data=file.read(),
                name=file.name,
                reason=form.cleaned_data["reason"],
                policy=UUID(policy) if policy else None,
                now=request.now,
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text)
        else:
            _tell_import(request, made.is_new, made.carried)
            return redirect("policy:version", version=made.version)
    return render(request, "policy/import.html", {"form": form}, status=400 if form.errors else 200)


def _tell_import(request: Request, is_new: bool, carried: int) -> None:
    if not is_new:
        messages.info(request, _("This text is word for word the latest version, so nothing was added."))
        return
    told = _("The policy was read. Nothing is published yet: look it over first.")
    if carried:
        told += " " + ngettext(
            "%(count)d promise stands as before and keeps its proof.",
            "%(count)d promises stand as before and keep their proof.",
            carried,
        ) % {"count": carried}
    messages.success(request, told)


def _page(request: Request, version: UUID) -> VersionPage:
    try:
        return version_page(request.actor, version, now=request.now)
    except NoSuchPolicy as error:
        raise Http404 from error


def _show(request: Request, page: VersionPage, **forms: Form) -> HttpResponseBase:
    context: dict[str, object] = {
        "page": page,
        "submit": SubmitForm(prefix="submit"),
        "sign": SignForm(prefix="sign"),
        "refuse": ReasonForm(prefix="refuse"),
        "withdraw": ReasonForm(prefix="withdraw"),
        "may_manage": request.actor.may("policy.manage"),
        **forms,
    }
    wrong = next((form for form in forms.values() if form.errors), None)
    context["form"] = wrong
    return render(request, "policy/version.html", context, status=400 if wrong is not None else 200)


@allow(SIGNED_IN)
def version(request: Request, version: UUID) -> HttpResponseBase:
    """One version: its text, what was noticed, and what may be done with it by whoever looks."""
    return _show(request, _page(request, version))


def _do(
    request: Request, version: UUID, name: str, form: Form, do: Callable[[], object], done: str
) -> HttpResponseBase:
    """Runs an action for a posted form and goes back to the version, or shows the form again with its errors."""
    page = _page(request, version)
    if request.method != "POST":
        return redirect("policy:version", version=version)
    if form.is_valid():
        try:
            do()
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text)
        except (NoSuchPolicy, NotAllowed) as error:
            raise Http404 from error
        else:
            messages.success(request, done)
            may_still_see = request.actor.may("policy.manage")
            return redirect("policy:version", version=version) if may_still_see else redirect("policy:policies")
    return _show(request, page, **{name: form})


@allow("policy.manage")
def submit_version(request: Request, version: UUID) -> HttpResponseBase:
    """Asking the signatory."""
    form = SubmitForm(request.POST, prefix="submit")
    return _do(
        request,
        version,
        "submit",
        form,
        lambda: submit_for_approval(
            actor=request.actor, version=version, why=form.cleaned_data["why"], now=request.now
        ),
        _("It was sent for approval. The signatory has been told."),
    )


@allow(SIGNED_IN)
def sign_version(request: Request, version: UUID) -> HttpResponseBase:
    """The signatory approves the exact text."""
    form = SignForm(request.POST, prefix="sign")
    return _do(
        request,
        version,
        "sign",
        form,
        lambda: sign(
            actor=request.actor,
            version=version,
            reason=form.cleaned_data["reason"],
            confirmed=["read", "right"],
            now=request.now,
        ),
        _("You have approved this version. It can be published now."),
    )


@allow(SIGNED_IN)
def refuse_version(request: Request, version: UUID) -> HttpResponseBase:
    """The signatory refuses, with a reason."""
    form = ReasonForm(request.POST, prefix="refuse")
    return _do(
        request,
        version,
        "refuse",
        form,
        lambda: refuse_to_sign(
            actor=request.actor, version=version, reason=form.cleaned_data["reason"], now=request.now
        ),
        _("You have refused this version. Whoever asked can read your reason."),
    )


@allow("policy.manage")
def publish_version(request: Request, version: UUID) -> HttpResponseBase:
    """Putting it in force."""
    form = Form(request.POST)
    return _do(
        request,
        version,
        "publish",
        form,
        lambda: publish(actor=request.actor, version=version, now=request.now),
        _("It is in force now, and everyone asked to acknowledge it is being told."),
    )


@allow("policy.manage")
def withdraw_version(request: Request, version: UUID) -> HttpResponseBase:
    """Taking it out of force."""
    form = ReasonForm(request.POST, prefix="withdraw")
    return _do(
        request,
        version,
        "withdraw",
        form,
        lambda: withdraw(actor=request.actor, version=version, reason=form.cleaned_data["reason"], now=request.now),
        _("It is no longer in force."),
    )


@allow("policy.manage")
def version_promises(request: Request, version: UUID) -> HttpResponseBase:
    """The sentences of a version that carry a duty, to confirm one by one."""
    page = _page(request, version)
    lines = promise_lines(request.actor, version)
    left = sum(1 for line in lines if line.state == "to-confirm")
    return render(request, "policy/version_promises.html", {"page": page, "lines": lines, "left": left})
