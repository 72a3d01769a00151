"""Records sent to other settings, the receipt they sign, and records that came from one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from leeward.foundation.access import EVERYONE, Request, allow
from leeward.foundation.pdf import PdfFailed
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions import arriving, transferring
from leeward.safeguarding.actions.recording import PARTS
from leeward.safeguarding.forms.transfers import ArrivalForm, ByTelephoneForm, ReceiptForm, TransferForm, WithdrawForm
from leeward.safeguarding.labels import label
from leeward.safeguarding.rules.transfer import PackRefused
from leeward.safeguarding.views.cases import RECEIVE
from leeward.safeguarding.views.printing import as_file


@allow(RECEIVE, confirmed=True)
def send(request: Request, ref: str) -> HttpResponseBase:
    """Makes a sealed pack for another setting."""
    if queries.find_case(request.actor, ref, request.now) is None:
        raise Http404
    form = TransferForm(PARTS, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            transferring.make_transfer(
                actor=request.actor, ref=ref, to=form.receiver, parts=form.parts, now=request.now
            )
            return redirect("safeguarding:case-records", ref=ref)
        except actions.NoSuchCase:
            raise Http404 from None
        except PdfFailed as failed:
            form.add_error(None, _("The pack could not be made. %(why)s") % {"why": failed})
        except PackRefused:
            form.add_error("parts", _("This is too much for one pack. Leave the files out and hand them over apart."))
    return render(request, "safeguarding/records/send.html", {"form": form, "ref": ref})


@allow(RECEIVE, confirmed=True)
def records(request: Request, ref: str) -> HttpResponseBase:
    """Where a case came from and where it went."""
    try:
        lines = transferring.open_transfers(request.actor, ref, request.now)
        arrival = arriving.open_arrival(request.actor, ref, request.now)
    except actions.NoSuchCase:
        raise Http404 from None
    forms = [(line, ByTelephoneForm(auto_id=f"{line.id}_%s"), WithdrawForm(auto_id=f"{line.id}_%s")) for line in lines]
    return render(request, "safeguarding/records/records.html", {"ref": ref, "lines": forms, "arrival": arrival})


@allow(RECEIVE, confirmed=True)
@require_POST
def words(request: Request, ref: str, pack: UUID) -> HttpResponseBase:
    """The six words, to be said on the telephone."""
    try:
        found = transferring.words_of_transfer(actor=request.actor, ref=ref, pack=pack, now=request.now)
    except actions.NoSuchCase:
        raise Http404 from None
    return render(request, "safeguarding/records/words.html", {"ref": ref, "words": found.split()})


@allow(RECEIVE, confirmed=True)
@require_POST
def fetch(request: Request, ref: str, pack: UUID) -> HttpResponseBase:
    """The sealed file."""
    try:
        body = transferring.fetch_transfer(actor=request.actor, ref=ref, pack=pack, now=request.now)
    except (actions.NoSuchCase, LookupError):
        raise Http404 from None
    return as_file(body, "sealed-record.html", "application/octet-stream")


@allow(RECEIVE, confirmed=True)
@require_POST
def arrived(request: Request, ref: str, pack: UUID) -> HttpResponseBase:
    """The receiver confirmed by telephone."""
    form = ByTelephoneForm(request.POST)
    try:
        if form.is_valid():
            text = form.cleaned_data["text"]
            transferring.note_receipt(actor=request.actor, ref=ref, pack=pack, text=text, now=request.now)
        else:
            messages.error(request, _("Say who confirmed it and how."))
    except actions.NoSuchCase:
        raise Http404 from None
    except ValueError:
        messages.error(request, _("This pack was taken back."))
    return redirect("safeguarding:case-records", ref=ref)


@allow(RECEIVE, confirmed=True)
@require_POST
def withdraw(request: Request, ref: str, pack: UUID) -> HttpResponseBase:
    """A pack is taken back."""
    form = WithdrawForm(request.POST)
    try:
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            transferring.withdraw_transfer(actor=request.actor, ref=ref, pack=pack, reason=reason, now=request.now)
        else:
            messages.error(request, _("Give the reason."))
    except actions.NoSuchCase:
        raise Http404 from None
    except ValueError:
        messages.error(request, _("This pack has arrived: it cannot be taken back."))
    return redirect("safeguarding:case-records", ref=ref)


@allow(RECEIVE, confirmed=True)
@require_POST
def as_sent(request: Request, ref: str) -> HttpResponseBase:
    """The record as another setting sent it, unsealed: an archive with its files."""
    try:
        body = arriving.fetch_arrival(actor=request.actor, ref=ref, now=request.now)
    except (actions.NoSuchCase, LookupError):
        raise Http404 from None
    return as_file(body, "record-as-sent.zip", "application/zip")


@allow(EVERYONE)
def receipt(request: Request, token: str) -> HttpResponseBase:
    """The receiver signs that a record arrived. Says nothing about the record; a wrong or closed token is no page."""
    waits = transferring.receipt_waits(token)
    if waits is None:
        raise Http404
    form = ReceiptForm(request.POST or None)
    if waits and request.method == "POST" and form.is_valid():
        transferring.sign_receipt(token, form.receipt, now=request.now)
        return redirect("safeguarding:transfer-receipt", token=token)
    return render(request, "safeguarding/records/receipt.html", {"form": form, "waits": waits})


@allow(RECEIVE, confirmed=True)
def take_in(request: Request) -> HttpResponseBase:
    """A record from another setting becomes a case."""
    form = ArrivalForm(request.POST or None, request.FILES or None)
    here = ""
    if request.method == "POST" and form.is_valid():
        page, said = form.cleaned_data["file"].read(), form.cleaned_data["words"]
        again = request.POST.get("again") == "yes"
        try:
            found = arriving.take_in(actor=request.actor, page=page, words=said, again=again, now=request.now)
        except PackRefused as refused:
            text = str(label(refused.why))
            form.add_error(
                "words" if refused.why == "wrong-words" else "file",
                f"{text} ({refused.name})" if refused.name else text,
            )
        except arriving.HereAlready as before:
            here = before.ref
        else:
            if found.mine:
                return redirect("safeguarding:case", ref=found.ref)
            return render(request, "safeguarding/records/taken_in.html", {"readers": found.readers})
    return render(request, "safeguarding/records/take_in.html", {"form": form, "here": here})
