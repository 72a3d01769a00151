"""What is filled in about places, dated facts, people close to a learner, and what makes a learner vulnerable."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import Choice, DateField, LongText
from leeward.people.queries import Place, find_tutor
from leeward.people.rules import RelationKind
from leeward.people.wording import FACTS, RELATIONS


class PlaceForm(forms.Form):
    """A new company or site."""

    name = forms.CharField(label=_("Name"), max_length=120)
    since = DateField(label=_("Open from"), help_text=_("For example, 27 3 2026."))


class RenameForm(forms.Form):
    """Another name for a place."""

    name = forms.CharField(label=_("Name"), max_length=120)


class FactForm(forms.Form):
    """What holds of somebody from a day on."""

    kind = forms.ChoiceField(label=_("What changes"), choices=list(FACTS.items()), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("New value"),
        max_length=254,
        required=False,
        help_text=_("For a tutor, the reference or e-mail address; for a site, its name. Empty means none."),
    )
    since = DateField(label=_("From"), help_text=_("This day counts. Earlier days keep what they had."))

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        self.places = places

    def clean(self) -> dict[str, Any]:  # Any: Django's shape of cleaned data
        given: dict[str, Any] = super().clean() or {}  # Any: as above
        words = " ".join(str(given.get("words") or "").split())
        try:
            given["value"] = self._value(str(given.get("kind") or ""), words)
        except ValidationError as error:
            self.add_error("words", error)
        return given

    def _value(self, kind: str, words: str) -> str | UUID | None:
        if kind == "tutor":
            found = find_tutor(words) if words else None
            if words and found is None:
                raise ValidationError(_("Nobody in the directory has this reference or e-mail address."))
            return found
        if kind == "site":
            named = (place for place in self.places if place.site and words.casefold() in _names(place))
            site = next((place.site for place in named if place.closed_on is None), None)
            if words and site is None:
                raise ValidationError(_("There is no open site of this name."))
            return site
        if len(words) > (60 if kind == "cohort" else 120):
            raise ValidationError(_("This is too long."))
        return words


def _names(place: Place) -> set[str]:
    return {place.alone.casefold(), place.name.casefold()}


class DayForm(forms.Form):
    """Which day, and as known when."""

    mark_optional = False
    day = DateField(label=_("The day"), help_text=_("For example, 27 3 2026."))
    known = DateField(
        label=_("As it was known on (leave empty for today)"), required=False, help_text=_("Before later corrections.")
    )


class RelationForm(forms.Form):
    """Somebody close to a learner: known here already, or new."""

    who = forms.CharField(
        label=_("Known here as"),
        required=False,
        max_length=254,
        help_text=_("Their reference or e-mail address. Leave empty for somebody new, and give the names."),
    )
    given_name = forms.CharField(label=_("First name"), required=False, max_length=80)
    family_name = forms.CharField(label=_("Family name"), required=False, max_length=80)
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    kind = forms.ChoiceField(
        label=_("What they are to the learner"), choices=[(kind.value, words) for kind, words in RELATIONS.items()]
    )
    responsibility = forms.ChoiceField(
        label=_("Parental responsibility in law"),
        choices=[("unknown", _("Not known")), ("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        initial="unknown",
    )
    may_contact = forms.ChoiceField(
        label=_("May we contact them?"),
        choices=[("no", Choice(_("No"), hint=_("Until the learner or the DSL says so."))), ("yes", Choice(_("Yes")))],
        widget=forms.RadioSelect,
        initial="no",
    )
    note = LongText(
        label=_("How to reach them safely"),
        most=1000,
        rows=3,
        required=False,
        help_text=_("Telephone, times, who must not answer. Kept sealed."),
    )
    since = DateField(label=_("From"), required=False, help_text=_("Leave empty for today."))

    def clean(self) -> dict[str, Any]:  # Any: Django's shape of cleaned data
        given: dict[str, Any] = super().clean() or {}  # Any: as above
        who = str(given.get("who") or "").strip()
        given["person"] = find_tutor(who) if who else None
        if who and given["person"] is None:
            self.add_error("who", _("Nobody in the directory has this reference or e-mail address."))
        if not who and not (given.get("given_name") and given.get("family_name")):
            self.add_error("given_name", _("Give the names of somebody new, or say whom you mean."))
        return given

    def relation_kind(self) -> RelationKind:
        """What they are to the learner. Only after is_valid()."""
        return RelationKind(self.cleaned_data["kind"])


class VulnerabilityForm(forms.Form):
    """One thing that makes a learner vulnerable."""

    kind = forms.ChoiceField(label=_("What"))
    source = forms.CharField(
        label=_("Who or what says so"), max_length=200, help_text=_("The learner, a school, an EHC plan …")
    )
    note = LongText(label=_("What those who see it need to know"), most=1000, rows=4, required=False)
    since = DateField(label=_("Since"), help_text=_("For example, 27 3 2026."))

    def __init__(self, *args: Any, kinds: tuple[str, ...], today: date, **kwargs: Any) -> None:
        # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose one")), *((kind, gettext(kind)) for kind in kinds)]
        self.fields["kind"] = forms.ChoiceField(label=_("What"), choices=choices)
        self.fields["since"].initial = today


class EmployerSearchForm(forms.Form):
    """Looking for an employer."""

    mark_optional = False
    words = forms.CharField(label=_("Name of the employer"), required=False, max_length=100)
