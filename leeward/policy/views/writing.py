"""The writing aid: advice on a version's sentences, and on a draft that is kept nowhere."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leeward.foundation.access import Request, allow
from leeward.policy.forms_writing import DraftForm
from leeward.policy.queries.pages import version_page
from leeward.policy.queries.writing import Advised, advice_on_draft, advice_on_version
from leeward.policy.reading import CannotRead
from leeward.policy.refusals import NoSuchPolicy
from leeward.policy.rules.writing import Advice, Flaw


def advice_words(advice: Advice) -> str:
    """One piece of advice as a plain sentence."""
    said = {
        Flaw.NO_OWNER: _("It names nobody. Say which post does it."),
        Flaw.VAGUE_TIMING: _("“%(words)s” can never be late. Say “every term” or “within 24 hours”."),
        Flaw.NO_LIMIT: _("It does not say by when. Give a time."),
        Flaw.NO_MEASURE: _("A word such as “appropriate” means something else to everybody. Say what you look for."),
        Flaw.NO_PROOF: _("No check speaks of this. Say it so that somebody could see whether it is done."),
        Flaw.CONTRADICTS: _("It goes against: “%(words)s”"),
    }
    if advice.flaw is Flaw.BROKEN:
        return ngettext(
            "It was broken %(times)d time in the last twelve months.",
            "It was broken %(times)d times in the last twelve months.",
            advice.times,
        ) % {"times": advice.times}
    if advice.flaw is Flaw.VAGUE_TIMING and not advice.words:
        return _("It does not say how often. Say “every term” or “every year”.")
    words = said[advice.flaw]
    return words % {"words": advice.words} if "%(words)s" in words else words


def _lines(found: list[Advised]) -> list[tuple[Advised, list[str]]]:
    return [(one, [advice_words(advice) for advice in one.advice]) for one in found]


@allow("policy.manage")
def version_writing(request: Request, version: UUID) -> HttpResponseBase:
    """Every promise of a version, those that could be said better first."""
    try:
        page = version_page(request.actor, version, now=request.now)
        lines = _lines(advice_on_version(request.actor, version, now=request.now))
    except NoSuchPolicy as error:
        raise Http404 from error
    lines.sort(key=lambda line: -len(line[1]))
    return render(request, "policy/version_writing.html", {"page": page, "lines": lines})


@allow("policy.manage")
def draft(request: Request) -> HttpResponseBase:
    """A draft pasted into a box, with advice beside each promise."""
    form = DraftForm(request.POST or None)
    lines: list[tuple[Advised, list[str]]] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            lines = _lines(advice_on_draft(request.actor, form.cleaned_data["text"], now=request.now))
        except CannotRead as error:
            form.add_error("text", str(error))
    context = {"form": form, "lines": lines}
    return render(request, "policy/draft.html", context, status=400 if form.errors else 200)
