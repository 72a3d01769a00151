"""Taking a step in a case: the form, the step, and what stands in the way. A refused step keeps what was written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import Request
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions.involved import Moved
from leeward.safeguarding.forms.case import Seen, refuse
from leeward.safeguarding.labels import label
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.lifecycle import Missing, Refused
from leeward.safeguarding.views import coaching


@dataclass(frozen=True, slots=True)
class Page:
    """A step that needs no template of its own. `more`: what the template is given besides."""

    title: str
    button: str
    lead: str = ""
    template: str = "step"
    more: Mapping[str, object] = field(default_factory=dict)


def the_case(request: Request, ref: str) -> Case:
    """The case, for its state and keys only. Raises Http404: hidden and missing look the same."""
    found = queries.find_case(request.actor, ref, request.now)
    if found is None:
        raise Http404
    return found


def take_step(
    request: Request,
    ref: str,
    name: str | Page,
    form: forms.Form,
    do: Callable[[], Moved | None],
    coached: Sequence[str] = (),
) -> HttpResponseBase:
    """Shows the form; when it is sent, takes the step and goes back to the case, or says what stands in the way.

    `coached`: fields the record coach looks at first. It advises once; the writer saves or goes back to the text.
    """
    case = the_case(request, ref)
    if request.method == "POST" and form.is_valid() and not coaching.asked_to_change(request):
        texts = {field: form.cleaned_data[field] for field in coached}
        if (advice := coaching.first(request, queries.advice_on(texts, request.now))) is not None:
            return advice
        try:
            return after(request, ref, do())
        except actions.NoSuchCase:
            raise Http404 from None
        except (Refused, actions.PromisesSecrecy, actions.NobodyToAnswer) as problem:
            _say(form, problem, case)
    elif request.method != "POST" and isinstance(form, Seen):
        form.show(case.version)
    page = Page("", "", template=name) if isinstance(name, str) else name
    told = {"form": form, "ref": ref, "page": page, **page.more}
    return render(request, f"safeguarding/steps/{page.template}.html", told)


def _say(form: forms.Form, problem: Exception, case: Case) -> None:
    """Puts what was refused beside the field it is about. The form then belongs to the case as it is now."""
    if isinstance(problem, Refused):
        if Missing.STALE in problem.missing and isinstance(form, Seen):
            form.show(case.version)
        refuse(form, [(str(one).replace("-", "_"), label(one)) for one in problem.missing])
    elif isinstance(problem, actions.PromisesSecrecy):
        refuse(form, [("text", _promise(problem))])
    else:
        refuse(form, [("text", _("Nobody can be answered here: the concern came without a way back."))])


def _promise(found: actions.PromisesSecrecy) -> str:
    words = ", ".join(f"“{promise.words}”" for promise in found.promises)
    return _("This promises to keep a secret: %(words)s. Nobody may promise that; say who knows and why.") % {
        "words": words
    }


def after(request: Request, ref: str, moved: Moved | None) -> HttpResponse:
    """Back to the case; to the list, with who reads it now, where it is no longer this person's."""
    if moved is None or moved.still_mine:
        return redirect("safeguarding:case", ref=ref)
    names = ", ".join(moved.reader_names) or _("nobody here")
    messages.success(request, _("You can no longer read that case. It is read by: %(names)s.") % {"names": names})
    return redirect("safeguarding:cases")
