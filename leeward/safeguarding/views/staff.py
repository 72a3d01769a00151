"""The forms for those who work here: one page, one press. Who reads it follows from the answers."""

from dataclasses import fields

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions
from leeward.safeguarding.actions import sending
from leeward.safeguarding.forms.staff import Intake, OnBehalfForm, PostForm, StaffForm
from leeward.safeguarding.forms.systems import SystemsForm
from leeward.safeguarding.queries.coaching import AdviceLine, advice_on_report
from leeward.safeguarding.queries.outside import outside
from leeward.safeguarding.queries.readers import who_would_read
from leeward.safeguarding.rules.telling import Source, Telling
from leeward.safeguarding.views import coaching
from leeward.safeguarding.views.cookies import DRAFT, hold

REPORT = "safeguarding.report"
WRITTEN = frozenset(field.name for field in fields(Telling))


@allow(REPORT, gated=False)
def report(request: Request) -> HttpResponseBase:
    """One's own worry. A recipient it may be about never reads it."""
    return _intake(request, StaffForm, Source.STAFF_FORM, "staff")


@allow(REPORT, gated=False)
def on_behalf(request: Request) -> HttpResponseBase:
    """Somebody else's: they rang, wrote or came. When it reached us is kept apart from when it is written down."""
    return _intake(request, OnBehalfForm, Source.ON_BEHALF, "on_behalf")


@allow(REPORT, gated=False)
def post(request: Request) -> HttpResponseBase:
    """A worrying post online, which becomes something to look into for whoever reads it first."""
    to_do = _(
        "Look into the post online: what it shows, who is at risk, what is to be done. Answer whoever passed it on."
    )
    return _intake(request, PostForm, Source.POST_ONLINE, "post", to_do=to_do)


@allow(REPORT, gated=False)
def systems(request: Request) -> HttpResponseBase:
    """Those who run the systems came across something. They hand it over and have no way back to it."""
    return _intake(request, SystemsForm, Source.FROM_IT, "systems", way_back=False)


def _intake(
    request: Request, kind: type[Intake], source: Source, page: str, *, to_do: str = "", way_back: bool = True
) -> HttpResponseBase:
    readers = who_would_read(Telling(), request.now).route.readers
    form = kind(readers, request.now, request.POST) if request.method == "POST" else kind(readers, request.now)
    if request.method == "POST" and form.is_valid() and not coaching.asked_to_change(request):
        if (advice := coaching.first(request, _advice(form, request))) is not None:
            return advice
        return _taken_in(request, form, source, to_do=to_do, way_back=way_back)
    shown = {"form": form, "readers": readers, "outside": outside(request.now)}
    return render(request, f"safeguarding/report/{page}.html", shown)


def _advice(form: Intake, request: Request) -> list[AdviceLine]:
    """Only the account is looked at: opinion has a field of its own, and exact words are not the writer's."""
    if not form.to_be_coached:
        return []
    said = form.cleaned_data
    return advice_on_report(
        said["happened"], request.now, spoken=said["exact_words"], when=said["when"], where=said["where"]
    )


def _taken_in(request: Request, form: Intake, source: Source, *, to_do: str, way_back: bool) -> HttpResponseBase:
    """Keeps what a valid form tells, and goes to its receipt."""
    submission = form.cleaned_data["submission"]
    receipt = actions.raise_concern(
        actor=request.actor,
        telling=_telling(form, request),
        source=source,
        submission=submission,
        flagged=form.flagged_persons,
        learned_at=form.learned,
        way_back=way_back,
        facts=form.facts,
        to_do=to_do,
        security_half=form.half(form.learned or request.now) if isinstance(form, SystemsForm) else None,
        now=request.now,
    )
    response = redirect("safeguarding:report-sent")
    hold(response, DRAFT, sending.keep_receipt(receipt, submission, now=request.now))
    return response


def _telling(form: Intake, request: Request) -> Telling:
    """The answers as written, and who passed it on."""
    written = {name: str(text) for name, text in form.cleaned_data.items() if name in WRITTEN and text}
    return Telling(**written, reporter_name=request.actor.name, reporter_person=str(request.actor.person or ""))
