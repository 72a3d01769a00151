"""What HR fills in about people and posts."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import DateField
from leeward.people.actions import Details, Refused
from leeward.people.naming import fold
from leeward.people.queries import find_tutor
from leeward.people.rules import PersonClass
from leeward.people.wording import CLASSES


def refuse(form: forms.Form, refusal: Refused) -> None:
    """Says a refusal at the question it is about, else above all of them."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text)


class SearchForm(forms.Form):
    """Looking people up."""

    mark_optional = False
    words = forms.CharField(label=_("Name, e-mail address or reference"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Class"),
        required=False,
        choices=[("", _("Everybody")), *((kind.value, words) for kind, words in CLASSES.items())],
    )


class DetailsForm(forms.Form):
    """What the directory holds about somebody."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    known_as = forms.CharField(label=_("Known as"), required=False, max_length=80)
    born = DateField(
        label=_("Date of birth"),
        required=False,
        help_text=_("For everybody who may be under 18. For example, 27 3 2009."),
    )
    email = forms.EmailField(label=_("E-mail address"), required=False, max_length=254)
    reference = forms.CharField(
        label=_("Reference"), required=False, max_length=40, help_text=_("The number in your MIS or HR system.")
    )
    programme = forms.CharField(label=_("Programme"), required=False, max_length=120, help_text=_("Of a learner."))
    cohort = forms.CharField(label=_("Cohort or group"), required=False, max_length=60)
    employer = forms.CharField(label=_("Employer"), required=False, max_length=120, help_text=_("Of an apprentice."))
    site = forms.CharField(label=_("Site"), required=False, max_length=120)
    tutor = forms.CharField(
        label=_("Tutor"), required=False, max_length=254, help_text=_("The tutor’s reference or e-mail address.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            if isinstance(one.widget, forms.TextInput):
                one.widget.attrs["class"] = "govuk-!-width-one-half"

    def clean_given_name(self) -> str:
        return self._with_letters("given_name")

    def clean_family_name(self) -> str:
        return self._with_letters("family_name")

    def _with_letters(self, name: str) -> str:
        value = str(self.cleaned_data[name])
        if not fold(value):
            raise ValidationError(_("A name has letters in it."))
        return value

    def clean_tutor(self) -> UUID | None:
        words = str(self.cleaned_data["tutor"]).strip()
        if not words:
            return None
        found = find_tutor(words)
        if found is None:
            raise ValidationError(_("Nobody in the directory has this reference or e-mail address."))
        return found

    def details(self) -> Details:
        """What was filled in. Only after is_valid()."""
        names = [name for name in Details.__slots__ if name in self.fields]
        return Details(**{name: self.cleaned_data[name] for name in names})


class AddForm(DetailsForm):
    """A new person: details, and what they are here."""

    classes = forms.MultipleChoiceField(
        label=_("What this person is here"),
        choices=[(kind.value, words) for kind, words in CLASSES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    since = DateField(label=_("From"), required=False, help_text=_("Leave empty for today."))

    field_order = ("given_name", "family_name", "known_as", "classes", "since")

    def kinds(self) -> frozenset[PersonClass]:
        """The classes chosen. Only after is_valid()."""
        return frozenset(PersonClass(value) for value in self.cleaned_data["classes"])


class ClassForm(forms.Form):
    """Something else that somebody is, or the end of something they are."""

    kind = forms.ChoiceField(label=_("Class"), choices=[(kind.value, words) for kind, words in CLASSES.items()])
    since = DateField(label=_("From"), required=False, help_text=_("Leave empty for today."))


class LastDayForm(forms.Form):
    """The last day of something."""

    until = DateField(label=_("Last day"), help_text=_("This day still counts. For example, 27 3 2026."))


class EndClassForm(LastDayForm):
    """The last day as something; a learner may be a former learner from the day after."""

    former = forms.BooleanField(
        label=_("From the day after, a former learner"),
        required=False,
        help_text=_("Rules about contact with former learners under 18 then still count this person."),
    )

    def __init__(self, *args: Any, learner: bool, **kwargs: Any) -> None:  # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        if not learner:
            del self.fields["former"]

    def then(self) -> PersonClass | None:
        """What the person is from the day after, if anything. Only after is_valid()."""
        return PersonClass.FORMER_LEARNER if self.cleaned_data.get("former") else None
