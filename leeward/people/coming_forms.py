"""What is filled in about joining, moving, leaving and coming for a while."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import Choice, DateField, LongText
from leeward.people.actions import Details
from leeward.people.coming_words import CLOSURES, OCCASIONS
from leeward.people.default_lists import MAY_BE_TEMPORARY
from leeward.people.queries import PersonCard
from leeward.people.rules import PersonClass
from leeward.people.wording import CLASSES


class BoardForm(forms.Form):
    """Which lists to show."""

    mark_optional = False
    occasion = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("Everybody")), *((occasion.value, words) for occasion, words in OCCASIONS.items())],
    )


class NotApplicableForm(forms.Form):
    """Why a task need not be done."""

    reason = LongText(
        label=_("Why need this not be done?"),
        help_text=_("HR and whoever notes it can read this. Write nothing about health, family or a worry here."),
        most=500,
        rows=3,
        count=True,
    )


class LeaveForm(forms.Form):
    """Somebody's last day, and when their sign-in closes."""

    until = DateField(label=_("Last day"), help_text=_("This day still counts. For example, 27 3 2026."))
    sign_in = forms.ChoiceField(
        label=_("The sign-in closes"),
        choices=[
            ("end", Choice(_("At the end of the last day"), hint=_("At once where the last day has passed."))),
            ("now", Choice(_("Now"), hint=_("Every session ends at its next request."))),
        ],
        initial="end",
        widget=forms.RadioSelect,
    )


class LeaveOpenForm(forms.Form):
    """Why something of a leaver may stay open."""

    reason = LongText(
        label=_("Why may this stay open?"), help_text=_("Your name is kept with it."), most=500, rows=3, count=True
    )


class CloseSignInForm(forms.Form):
    """Why a sign-in closes now."""

    why = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("One word is kept, and no story. What led to it belongs in your HR system or in a case."),
        choices=[(why.value, words) for why, words in CLOSURES.items()],
        widget=forms.RadioSelect,
    )


def _sponsors(people: Iterable[PersonCard]) -> list[tuple[str, object]]:
    return [("", _("Choose somebody")), *((str(card.id), card.name) for card in people)]


class Welcome(TypedDict):
    """Who is here for a while, vouched for by whom, for what, until when."""

    details: Details
    kind: PersonClass
    sponsor: UUID
    purpose: str
    since: date | None
    until: date


class WelcomeForm(forms.Form):
    """A temporary user."""

    given_name = forms.CharField(label=_("First name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, max_length=254, help_text=_("Needed only for a sign-in.")
    )
    kind = forms.ChoiceField(label=_("Here as"), choices=[(kind.value, CLASSES[kind]) for kind in MAY_BE_TEMPORARY])
    purpose = forms.CharField(
        label=_("What for?"), max_length=200, help_text=_("For example: repairs the lift, or speaks at careers day.")
    )
    sponsor = forms.ChoiceField(label=_("Sponsor"), help_text=_("Who works here and vouches for this person."))
    since = DateField(label=_("From"), required=False, help_text=_("Leave empty for today."))
    until = DateField(label=_("Last day"), help_text=_("This day still counts. Everything ends with it by itself."))

    def __init__(self, *args: Any, sponsors: Iterable[PersonCard], **kwargs: Any) -> None:
        # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        field = self.fields["sponsor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _sponsors(sponsors)

    def welcome(self) -> Welcome:
        """What was filled in. Only after is_valid()."""
        given = self.cleaned_data
        return Welcome(
            details=Details(given["given_name"], given["family_name"], email=given["email"] or None),
            kind=PersonClass(given["kind"]),
            sponsor=UUID(given["sponsor"]),
            purpose=given["purpose"],
            since=given["since"],
            until=given["until"],
        )


class SponsorForm(forms.Form):
    """Another sponsor."""

    sponsor = forms.ChoiceField(label=_("Sponsor"), help_text=_("Who works here and vouches for this person."))

    def __init__(self, *args: Any, sponsors: Iterable[PersonCard], **kwargs: Any) -> None:
        # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        field = self.fields["sponsor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _sponsors(sponsors)


class MoreTimeForm(forms.Form):
    """A later last day for a temporary user."""

    until = DateField(label=_("New last day"), help_text=_("For example, 27 3 2026."))
    why = LongText(label=_("Why is more time needed?"), most=500, rows=3, count=True)
