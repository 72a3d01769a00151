"""What is filled in about posts: who gets one, what it is called and may do, who is away."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import Choice, DateField, LongText
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.people.queries import PersonCard, find_tutor, workers
from leeward.people.rules import ONE_HOLDER, PERMISSIONS
from leeward.people.wording import PERMISSIONS as SENTENCES

FEW = 150
"""Up to so many people are offered as a list; among more, one is named by reference or e-mail address."""


class Appointment(TypedDict):
    """Who gets which post from when, for `actions.give_post`."""

    person: UUID
    post: str
    since: date
    until: date | None
    deputy: bool
    scope: Scope
    why: str


def who_field(label: Any, people: Iterable[PersonCard] | None, **more: Any) -> forms.Field:
    # Any: as django.forms.Field takes them
    """Choosing a colleague: from a list, or (None: there are too many) by reference or e-mail address."""
    if people is None:
        help_text = _("The person’s reference or e-mail address.")
        return forms.CharField(label=label, max_length=254, help_text=help_text, **more)
    choices = [("", _("Choose somebody")), *((str(card.id), card.name) for card in people)]
    return forms.ChoiceField(label=label, choices=choices, **more)


def candidates(on: date, *, but: UUID | None) -> list[PersonCard] | None:
    """The people who work here and may be chosen, without one; None where there are too many for a list."""
    found = workers(on, most=FEW + 1)
    return None if len(found) > FEW else [card for card in found if card.id != but]


def chosen(value: str) -> UUID | None:
    """Who was chosen, from a list or by reference or address. Raises ValidationError for nobody."""
    if not value:
        return None
    try:
        return UUID(value)
    except ValueError:
        found = find_tutor(value.strip())
    if found is None:
        raise ValidationError(_("Nobody in the directory has this reference or e-mail address."))
    return found


class AppointForm(forms.Form):
    """Giving a post."""

    person = forms.ChoiceField()
    deputy = forms.ChoiceField(
        label=_("As"),
        choices=[
            ("no", Choice(_("Holder of the post"))),
            ("yes", Choice(_("Deputy"), hint=_("May do what the holder may, all the time."))),
        ],
        widget=forms.RadioSelect,
    )
    scope = forms.ChoiceField(label=_("Where"), required=False)
    since = DateField(label=_("From"), help_text=_("For example, 27 3 2026."))
    until = DateField(label=_("Last day"), required=False, help_text=_("Leave empty where it goes on."))
    why = LongText(
        label=_("Why this person"), most=1000, rows=3, required=False, help_text=_("For whoever must agree to it.")
    )

    def __init__(
        self,
        *args: Any,
        post: str,
        people: list[PersonCard] | None,
        places: Mapping[Scope, str],
        sensitive: bool,
        today: date,
        **kwargs: Any,
    ) -> None:
        # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        self.fields["person"] = who_field(_("Who"), people)
        self.fields["since"].initial = today
        self.post = post
        if post in ONE_HOLDER:
            self.fields["deputy"].help_text = _("One person at a time holds this post in one place.")
        if len(places) > 1:
            self.fields["scope"] = forms.ChoiceField(
                label=_("Where"), required=False, choices=[(scope.key, name) for scope, name in places.items()]
            )
        else:
            del self.fields["scope"]
        if not sensitive:
            del self.fields["why"]
        else:
            self.fields["why"].required = True

    def clean_person(self) -> UUID | None:
        return chosen(str(self.cleaned_data["person"]))

    def appointment(self) -> Appointment:
        """Who gets what from when. Only after is_valid()."""
        given = self.cleaned_data
        return Appointment(
            person=given["person"],
            post=self.post,
            since=given["since"],
            until=given["until"],
            deputy=given["deputy"] == "yes",
            scope=Scope.of(given.get("scope") or GROUP.key),
            why=given.get("why", ""),
        )


class FillForm(forms.Form):
    """Filling an empty post at once."""

    person = forms.ChoiceField()
    why = LongText(
        label=_("Why now"), most=1000, rows=3, help_text=_("For whoever says within a week whether it stays.")
    )

    def __init__(self, *args: Any, people: list[PersonCard] | None, **kwargs: Any) -> None:
        # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        self.fields["person"] = who_field(_("Who"), people)

    def clean_person(self) -> UUID | None:
        return chosen(str(self.cleaned_data["person"]))


class AbsenceForm(forms.Form):
    """Being away, and who covers."""

    since = DateField(label=_("First day away"), help_text=_("For example, 27 3 2026."))
    until = DateField(label=_("Last day away"))
    covered_by = forms.ChoiceField()
    why = LongText(
        label=_("Why this person covers"),
        most=1000,
        rows=3,
        required=False,
        help_text=_("Only where somebody who is no deputy covers a post that opens sensitive records."),
    )

    def __init__(self, *args: Any, people: list[PersonCard] | None, **kwargs: Any) -> None:
        # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        help_text = _("May do what the post may, on these days only.")
        self.fields["covered_by"] = who_field(_("Who covers"), people, required=False)
        self.fields["covered_by"].help_text = help_text if people is not None else self.fields["covered_by"].help_text

    def clean_covered_by(self) -> UUID | None:
        return chosen(str(self.cleaned_data["covered_by"]))


class NamesForm(forms.Form):
    """What a post is called here."""

    names = LongText(
        label=_("Names of this post"),
        most=1000,
        rows=4,
        required=False,
        help_text=_("One on each line. Pages show the first; the others are known to be the same post."),
    )

    def lines(self) -> list[str]:
        """The names, as typed. Only after is_valid()."""
        return str(self.cleaned_data["names"]).splitlines()


class OwnPostForm(forms.Form):
    """A post that the catalogue does not have."""

    name = forms.CharField(
        label=_("Name of the post"),
        max_length=80,
        help_text=_("For example, Prevent lead. It may do nothing at first."),
    )


class PermissionsForm(forms.Form):
    """Everything a post may do."""

    permissions = forms.MultipleChoiceField(
        label=_("This post may"),
        required=False,
        choices=[(name, SENTENCES[name]) for name in sorted(frozenset[str]().union(*PERMISSIONS.values()))],
        widget=forms.CheckboxSelectMultiple,
    )
    why = LongText(label=_("Why"), most=1000, rows=3, help_text=_("For whoever must agree to it."))


class CloseForm(forms.Form):
    """Nothing to fill in: only to confirm."""
