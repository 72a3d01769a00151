"""A page with one of every field, for tests of the form templates only."""

from pathlib import Path

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.template import engines
from django.urls import path

from leeward.foundation.access import EVERYONE, Request, allow
from leeward.foundation.fields import Choice, DateField, LongText
from leeward.frontdoor.urls import handler400, handler403, handler404, handler500
from leeward.frontdoor.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500"]


class Specimen(forms.Form):
    """One of everything."""

    name = forms.CharField(label="Name", help_text="As on their badge.", max_length=20)
    story = LongText(label="What happened", most=200, count=True)
    notes = LongText(label="Notes", required=False)
    born = DateField(label="Date of birth", help_text="For example, 27 3 2009.", birthday=True)
    how = forms.ChoiceField(
        label="How may we reach you?",
        widget=forms.RadioSelect,
        choices=[("post", Choice("By post", hint="It takes two days.")), ("mail", "By e-mail"), ("none", "Do not")],
    )
    where = forms.MultipleChoiceField(
        label="Where was it?", widget=forms.CheckboxSelectMultiple, choices=[("web", "Online"), ("site", "Here")]
    )
    site = forms.ChoiceField(label="Site", choices=[("", "Choose"), ("a", "Harbour Lane"), ("b", "Quayside")])
    email = forms.EmailField(label="E-mail", required=False)
    paper = forms.FileField(label="A file", required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial="kept")
    agreed = forms.BooleanField(label="I have checked this", help_text="You can change it later.")


@allow(EVERYONE)
def specimen(request: Request) -> HttpResponseBase:
    """Shows the form, or its errors."""
    sent = request.method == "POST"
    form = Specimen(request.POST if sent else None, request.FILES if sent else None)
    page = engines["django"].from_string(Path(__file__).with_name("specimen.html").read_text())
    return HttpResponse(page.render({"form": form}, request))


urlpatterns = [*real, path("specimen", specimen, name="specimen")]
