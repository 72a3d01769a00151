"""The reporter's way back: six words, how far it is, and messages both ways."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leeward.foundation.access import EVERYONE, Request, allow
from leeward.safeguarding import actions
from leeward.safeguarding.actions import drafts
from leeward.safeguarding.forms.report import MessageForm, WordsForm
from leeward.safeguarding.queries.outside import outside
from leeward.safeguarding.views.cookies import VISIT, held, hold


@allow(EVERYONE)
def follow_up(request: Request) -> HttpResponseBase:
    """Asks for the words. Wrong ones are counted for everybody together, never by address; right ones always open."""
    form = WordsForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            actions.come_back(words, request.now)
        except actions.WrongWordsGiven as wrong:
            many = isinstance(wrong, actions.TooManyWrong)
            form.add_error("words", _TOO_MANY() if many else _WRONG())
            status = 429 if many else 200
        else:
            response = redirect("safeguarding:follow-up-messages")
            hold(response, VISIT, drafts.begin({"words": words}, now=request.now))
            return response
    return render(request, "safeguarding/report/follow_up.html", {"form": form}, status=status)


def _WRONG() -> str:  # noqa: N802  # a text, translated when it is needed
    return _("We know no report with these words. Check each word and their order.")


def _TOO_MANY() -> str:  # noqa: N802  # as above
    return _("These words are not right, and many wrong ones were tried just now. Wait ten minutes, then try again.")


@allow(EVERYONE)
def messages(request: Request) -> HttpResponseBase:
    """How far the report is, the messages, and a new one."""
    words = _words(request)
    if not words:
        return redirect("safeguarding:follow-up")
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_back(words, form.cleaned_data["text"], request.now)
        except actions.GivesWordsAway:
            form.add_error("text", _("Your message contains your six words. Take them out: nobody else may have them."))
        else:
            return redirect("safeguarding:follow-up-messages")
    visit = actions.come_back(words, request.now)
    shown = {"form": form, "visit": visit, "outside": outside(request.now)}
    return render(request, "safeguarding/report/messages.html", shown)


def _words(request: Request) -> str:
    with drafts.changing(held(request, VISIT), now=request.now) as content:
        return str(content["words"]) if content is not None and "words" in content else ""


@allow(EVERYONE)
@require_POST
def done(request: Request) -> HttpResponseBase:
    """Ends the visit on this device."""
    drafts.forget(held(request, VISIT))
    response = redirect("help")
    response.delete_cookie(VISIT)
    return response
