"""The way to a closed case: what is missing and where to do it, needs, decisions about points, second reader."""

from collections.abc import Iterable

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions
from leeward.safeguarding.forms.case import CloseForm
from leeward.safeguarding.forms.closing import NeedsForm, SecondForm, SettleForm
from leeward.safeguarding.labels import label
from leeward.safeguarding.rules.closing import POINTS, WITH_REFERENCE, Lacking, Settles
from leeward.safeguarding.rules.lifecycle import Missing, State
from leeward.safeguarding.rules.procedures import PROCEDURES
from leeward.safeguarding.views.cases import RECEIVE
from leeward.safeguarding.views.taking import Page, take_step, the_case

_DONE_AT = {
    Missing.TRIAGE: "safeguarding:case-triage",
    Missing.NEEDS_HARMED: "safeguarding:case-needs",
    Missing.NEEDS_BYSTANDERS: "safeguarding:case-needs",
    Missing.NEEDS_ORGANISATION: "safeguarding:case-needs",
    Missing.DECISION: "safeguarding:case-decide",
    Missing.OPEN_ACTION: "safeguarding:case",
}


def steps_to(ref: str, lacking: tuple[Lacking, ...]) -> list[dict[str, str]]:
    """Each thing that is missing in words, where it is done, and where a reason sets it aside."""
    found = []
    for one in lacking:
        title = label(one.what)
        if one.procedure in PROCEDURES:
            title = _("Go through “%(procedure)s”") % {"procedure": _(PROCEDURES[one.procedure].title)}
        settle = (
            reverse("safeguarding:case-settle", kwargs={"ref": ref, "point": _slug(one)}) if one.what in POINTS else ""
        )
        by_procedure = one.what in (Missing.PROCEDURE, Missing.PARENTS, Missing.EMPLOYER, Missing.LADO, Missing.POLICE)
        do = reverse(
            "safeguarding:procedures" if by_procedure else _DONE_AT.get(one.what, "safeguarding:case"), args=[ref]
        )
        found.append({"title": title, "do": "" if settle and not by_procedure else do, "settle": settle})
    return found


def _slug(point: Lacking) -> str:
    return f"{point.what}--{point.procedure}" if point.procedure else str(point.what)


def _point(slug: str) -> Lacking:
    what, _dashes, procedure = slug.partition("--")
    if what not in set(POINTS) or (procedure != "" and procedure not in PROCEDURES):
        raise Http404
    if (what == Missing.PROCEDURE) != bool(procedure):
        raise Http404
    return Lacking(Missing(what), procedure)


def _ahead(request: Request, ref: str) -> actions.Ahead:
    try:
        return actions.open_closing(request.actor, ref, request.now)
    except actions.NoSuchCase:
        raise Http404 from None


@allow(RECEIVE, confirmed=True)
def close(request: Request, ref: str) -> HttpResponseBase:
    """Closing, with everything a closed case must say and hold."""
    ahead = _ahead(request, ref)
    form = CloseForm(request.POST or None)

    def do() -> None:
        seen = form.cleaned_data["seen"]
        actions.close(actor=request.actor, ref=ref, closing=form.closing, seen=seen, now=request.now)

    button = _("Hand it to a second reader") if ahead.second_reader else _("Close it")
    more = {"missing": steps_to(ref, ahead.lacking), "second_reader": ahead.second_reader}
    page = Page(_("Close the case"), button, template="close", more=more)
    return take_step(request, ref, page, form, do, ("summary", "followed_up", "reason"))


@allow(RECEIVE, confirmed=True)
def settle(request: Request, ref: str, point: str) -> HttpResponseBase:
    """A decision about one point, with its reason."""
    ahead, found = _ahead(request, ref), _point(point)
    says = ahead.may_say[found.what]
    form = SettleForm(says, request.POST or None, reference=_reference(found.what, says))

    def do() -> None:
        actions.settle(
            actor=request.actor,
            ref=ref,
            point=found,
            says=Settles(form.cleaned_data["says"]),
            reason=form.cleaned_data["reason"],
            reference=form.cleaned_data.get("reference", ""),
            seen=form.cleaned_data["seen"],
            now=request.now,
        )

    return take_step(request, ref, Page(_title(found), _("Record it")), form, do)


def _title(point: Lacking) -> str:
    if point.procedure:
        return _("“%(procedure)s” is not needed") % {"procedure": _(PROCEDURES[point.procedure].title)}
    return label(point.what)


def _reference(point: Missing, says: Iterable[Settles]) -> str:
    """What is asked for besides the reason; nothing where no reference is needed."""
    if not any((point, one) in WITH_REFERENCE for one in says):
        return ""
    return _("Outcome") if point is Missing.CONDUCT_OUTCOME else _("Reference of the police, or whom you spoke to")


@allow(RECEIVE, confirmed=True)
def needs(request: Request, ref: str) -> HttpResponseBase:
    """What whoever was harmed, bystanders and the organisation need."""
    ahead = _ahead(request, ref)
    form = NeedsForm(request.POST or None, initial={str(need): text for need, text in ahead.needs.items()})

    def do() -> None:
        seen = form.cleaned_data["seen"]
        actions.note_needs(actor=request.actor, ref=ref, needs=form.needs, seen=seen, now=request.now)

    lead = _("Each response looks at all three. What you write stays on record; a later note takes its place.")
    return take_step(request, ref, Page(_("Needs"), _("Keep it"), lead), form, do)


@allow(RECEIVE, confirmed=True)
def second(request: Request, ref: str) -> HttpResponseBase:
    """The second reader agrees, or sends the case back."""
    if the_case(request, ref).state != State.SECOND_READER:
        raise Http404
    form = SecondForm(request.POST or None)

    def do() -> None:
        actions.read_second(
            actor=request.actor,
            ref=ref,
            agreed=form.cleaned_data["agreed"] == "yes",
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            now=request.now,
        )

    lead = _("Read the whole case first. You agree that it may be closed, or say what is missing.")
    return take_step(request, ref, Page(_("Second reader"), _("Record it"), lead), form, do)
