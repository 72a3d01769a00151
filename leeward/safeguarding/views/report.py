"""Reporting a worry without an account: a few short screens that work on any phone and without script."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from leeward.foundation.access import EVERYONE, Request, allow
from leeward.safeguarding.actions import drafts, sending
from leeward.safeguarding.actions.drafts import Content, Value
from leeward.safeguarding.forms.report import AboutForm, ReachForm, WhatForm, WordForm, Worried
from leeward.safeguarding.queries.outside import outside
from leeward.safeguarding.views.cookies import DRAFT, held, hold

Question = type[AboutForm] | type[WhatForm] | type[ReachForm]


@allow(EVERYONE)
def start(request: Request) -> HttpResponseBase:
    """Emergency advice first; then when reports are read, and that nobody here promises to keep a secret."""
    if request.method != "POST":
        return render(request, "safeguarding/report/start.html", {"outside": outside(request.now)})
    response = redirect("safeguarding:report-about")
    content = drafts.read(held(request, DRAFT), now=request.now)
    if content is None or "ref" in content:
        hold(response, DRAFT, drafts.begin({}, now=request.now))
    return response


@allow(EVERYONE)
def about(request: Request) -> HttpResponseBase:
    """Who is it about?"""
    return _question(request, AboutForm, "about", "safeguarding:report-what", "safeguarding:report")


@allow(EVERYONE)
def what(request: Request) -> HttpResponseBase:
    """What happened?"""
    return _question(request, WhatForm, "what", "safeguarding:report-reach", "safeguarding:report-about")


@allow(EVERYONE)
def reach(request: Request) -> HttpResponseBase:
    """How may we reach you safely?"""
    return _question(request, ReachForm, "reach", "safeguarding:report-readers", "safeguarding:report-what")


def _question(request: Request, kind: Question, name: str, following: str, back: str) -> HttpResponseBase:
    content = drafts.read(held(request, DRAFT), now=request.now)
    if content is not None and "ref" in content:
        return redirect("safeguarding:report-sent")
    if content is None and request.method != "POST":
        return redirect("safeguarding:report")
    form = kind(request.POST) if request.method == "POST" else kind(initial=content)
    if request.method == "POST" and form.is_valid():
        done = content is not None and "agreed" in content
        response = redirect("safeguarding:report-check" if done else following)
        return _keep(request, response, {field: str(value) for field, value in form.cleaned_data.items()})
    return render(request, f"safeguarding/report/{name}.html", {"form": form, "back": back})


def _keep(request: Request, response: HttpResponse, answers: dict[str, Value]) -> HttpResponse:
    """Keeps answers in the draft. If its time was over, in a new one: what was just written is never lost."""
    with drafts.changing(held(request, DRAFT), now=request.now) as content:
        if content is not None:
            content.update(answers)
    if content is None:
        hold(response, DRAFT, drafts.begin({**answers, "lost": True}, now=request.now))
    return response


@allow(EVERYONE)
def readers(request: Request) -> HttpResponseBase:
    """Who will read it, by name and post, and whether it is about any of them."""
    content = drafts.read(held(request, DRAFT), now=request.now)
    if content is None or "ref" in content:
        return redirect("safeguarding:report" if content is None else "safeguarding:report-sent")
    plan = sending.plan_of(content, request.now)
    posted = request.POST if request.method == "POST" else None
    form = Worried(plan.route.readers, plan.mentioned, posted, initial=_cleared_before(content))
    if request.method == "POST" and ("again" in request.POST or form.is_valid()):
        if "again" in request.POST:
            sending.ask_again(held(request, DRAFT), now=request.now)
            return redirect("safeguarding:report-readers")
        answers = sending.ReaderAnswers(form.flagged, form.cleared, form.uncleared)
        settled = sending.answer_readers(held(request, DRAFT), plan, answers, now=request.now)
        return redirect("safeguarding:report-check" if settled else "safeguarding:report-readers")
    shown = {"form": form, "plan": plan, "flagged": content.get("flagged"), "outside": outside(request.now)}
    return render(request, "safeguarding/report/readers.html", shown)


def _cleared_before(content: Content) -> dict[str, str]:
    cleared = content.get("cleared", [])
    return {f"clear_{person}": "clear" for person in cleared} if isinstance(cleared, list) else {}


@allow(EVERYONE)
def check(request: Request) -> HttpResponseBase:
    """All answers once more, then sending. Sent twice, it is one concern."""
    token = held(request, DRAFT)
    if request.method == "POST":
        try:
            return redirect(
                "safeguarding:report-sent" if sending.send(token, now=request.now) else "safeguarding:report"
            )
        except sending.NotReady as missing:
            return redirect(f"safeguarding:report-{missing.screen}")
    content = drafts.read(token, now=request.now)
    if content is None or "ref" in content:
        return redirect("safeguarding:report" if content is None else "safeguarding:report-sent")
    screen = sending.first_missing(content, request.now)
    if screen:
        return redirect(f"safeguarding:report-{screen}")
    plan, telling = sending.plan_of(content, request.now), sending.telling_of(content)
    shown = {"telling": telling, "plan": plan, "lost": content.get("lost")}
    return render(request, "safeguarding/report/check.html", shown)


@allow(EVERYONE)
def sent(request: Request) -> HttpResponseBase:
    """The reference, once the six words, who reads it, and what happens next. Reloading never shows the words again."""
    receipt = sending.show(held(request, DRAFT), now=request.now)
    if receipt is None:
        return redirect("safeguarding:report")
    shown = {"receipt": receipt, "outside": outside(request.now)}
    return render(request, "safeguarding/report/sent.html", shown)


@allow(EVERYONE)
def word(request: Request) -> HttpResponseBase:
    """Asks one of the words back, so that nobody leaves with a slip of the pen. It never stands in the way."""
    receipt = sending.show_without_words(held(request, DRAFT), now=request.now)
    if receipt is None or not receipt.check:
        return redirect("safeguarding:report-sent")
    form = WordForm(request.POST or None)
    right = None
    if request.method == "POST" and form.is_valid():
        right = sending.typed_back(held(request, DRAFT), form.cleaned_data["word"], now=request.now)
    shown = {"form": form, "receipt": receipt, "right": right}
    return render(request, "safeguarding/report/word.html", shown)


@allow(EVERYONE)
@require_POST
def new_words(request: Request) -> HttpResponseBase:
    """Six new words instead of those that could not be noted down."""
    sending.ask_for_new_words(held(request, DRAFT), now=request.now)
    return redirect("safeguarding:report-sent")


@allow(EVERYONE)
@require_POST
def finished(request: Request) -> HttpResponseBase:
    """Forgets the receipt on this device and leaves for the page of helplines."""
    drafts.forget(held(request, DRAFT))
    response = redirect("help")
    response.delete_cookie(DRAFT)
    return response
