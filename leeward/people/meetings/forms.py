"""What people enter about groups and meetings."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from leeward.foundation.fields import DateField, LongText
from leeward.people.actions.groups import GroupDetails
from leeward.people.actions.meetings import Call
from leeward.people.meetings.rules import Every, Here, Part, Seat, Template
from leeward.people.meetings.wording import EVERY, HERE, PARTS, TEMPLATES
from leeward.people.queries import find_tutor
from leeward.people.queries.groups import Member
from leeward.people.queries.meetings import Was
from leeward.people.queries.post_names import post_names
from leeward.people.wording import CLASSES


class GroupForm(forms.Form):
    """A group: what it is called, how often it meets, how many must be there."""

    name = forms.CharField(label=lazy("Name"), max_length=80)
    every = forms.ChoiceField(
        label=lazy("How often it meets"),
        choices=[(every.value, words) for every, words in EVERY.items()],
        widget=forms.RadioSelect,
    )
    count = forms.IntegerField(
        label=lazy("If every so many weeks: how many"), min_value=1, max_value=60, initial=1, required=False
    )
    quorum = forms.IntegerField(label=lazy("How many must be there to decide"), min_value=1, max_value=60)

    def details(self) -> GroupDetails:
        """What was filled in. Only after is_valid()."""
        given = self.cleaned_data
        return GroupDetails(given["name"].strip(), Every(given["every"]), given["count"] or 1, given["quorum"])


class NewGroupForm(GroupForm):
    """A new group: of the catalogue, or one of their own."""

    template = forms.ChoiceField(
        label=lazy("Which kind of group"),
        required=False,
        choices=[("", lazy("One of our own"))] + [(kind.value, words) for kind, words in TEMPLATES.items()],
    )

    field_order = ("template", "name", "every", "count", "quorum")

    def kind(self) -> Template | None:
        """The kind of the catalogue, or None. Only after is_valid()."""
        return Template(self.cleaned_data["template"]) if self.cleaned_data["template"] else None


class WhoForm(forms.Form):
    """Somebody, by reference or e-mail address."""

    mark_optional = False
    who = forms.CharField(label=lazy("Reference or e-mail address"), max_length=254)

    def clean_who(self) -> UUID:
        found = find_tutor(str(self.cleaned_data["who"]).strip())
        if found is None:
            raise ValidationError(_("Nobody in the directory has this reference or e-mail address."))
        return found


class MemberForm(WhoForm):
    """A named member."""

    part = forms.ChoiceField(
        label=lazy("As"), choices=[(part.value, words) for part, words in PARTS.items()], initial=Part.MEMBER
    )


class SeatForm(forms.Form):
    """A rule of membership."""

    seat = forms.ChoiceField(label=lazy("Post or class"))
    least = forms.IntegerField(label=lazy("Of a class, at least"), min_value=1, max_value=50, initial=1, required=False)

    def __init__(self, *given: Any, **named: Any) -> None:  # Any: whatever django.forms.Form takes
        super().__init__(*given, **named)
        posts = [(f"post:{key}", name) for key, name in post_names().items()]
        kinds = [(f"kind:{kind.value}", str(words)) for kind, words in CLASSES.items()]
        self.fields["seat"] = forms.ChoiceField(label=_("Post or class"), choices=[*kinds, *posts])

    def rule(self) -> Seat:
        """What was filled in. Only after is_valid()."""
        kind, _colon, key = self.cleaned_data["seat"].partition(":")
        return Seat(post=key) if kind == "post" else Seat(kind=key, least=self.cleaned_data["least"] or 1)


class CallForm(forms.Form):
    """When and where a meeting is, and what it is about."""

    day = DateField(label=lazy("Day"), earliest=2000)
    at = forms.CharField(
        label=lazy("Time"),
        max_length=5,
        help_text=lazy("For example, 14:30."),
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )
    length = forms.IntegerField(label=lazy("How many minutes"), min_value=5, max_value=600, initial=60)
    place = LongText(label=lazy("Place or link"), most=500, rows=2)
    agenda = LongText(
        label=lazy("What it is about"),
        most=10_000,
        rows=8,
        help_text=lazy("Members read it here; it is in no letter. Write no names of learners: use case references."),
    )

    def clean_at(self) -> time:
        try:
            return time.fromisoformat(str(self.cleaned_data["at"]).strip())
        except ValueError:
            raise ValidationError(_("Enter a time such as 14:30.")) from None

    def call(self) -> Call:
        """What was filled in. Only after is_valid()."""
        given = self.cleaned_data
        starts = datetime.combine(given["day"], given["at"], timezone.get_default_timezone())
        return Call(starts, given["length"], given["place"], given["agenda"])


class AttendanceForm(forms.Form):
    """Who was there: one question for each."""

    mark_optional = False

    def __init__(self, here: Iterable[Was], *given: Any, **named: Any) -> None:  # Any: as django.forms.Form takes it
        super().__init__(*given, **named)
        for was in here:
            self.fields[f"p-{was.person}"] = forms.ChoiceField(
                label=was.name,
                choices=[(one.value, words) for one, words in HERE.items()],
                widget=forms.RadioSelect({"class": "govuk-radios--inline"}),
                initial=was.here or None,
            )

    def here(self) -> dict[UUID, Here]:
        """What was filled in. Only after is_valid()."""
        return {UUID(name.removeprefix("p-")): Here(value) for name, value in self.cleaned_data.items()}


class MinutesForm(forms.Form):
    """The text of the minutes."""

    text = LongText(label=lazy("Minutes"), most=60_000, rows=20)


class ActionForm(forms.Form):
    """Something a member is to do by a day."""

    what = LongText(label=lazy("What is to be done"), most=2_000, rows=3)
    owner = forms.ChoiceField(label=lazy("By whom"))
    due = DateField(label=lazy("By which day"), help_text=lazy("For example, 27 3 2026."))

    def __init__(self, members: Iterable[Member], *given: Any, **named: Any) -> None:
        # Any: as django.forms.Form takes it
        super().__init__(*given, **named)
        self.fields["owner"] = owner_field(members)


class HandOverForm(forms.Form):
    """Another member who does it."""

    def __init__(self, members: Iterable[Member], *given: Any, **named: Any) -> None:
        # Any: as django.forms.Form takes it
        super().__init__(*given, **named)
        self.fields["owner"] = owner_field(members)


def owner_field(members: Iterable[Member]) -> forms.ChoiceField:
    """Who of the group."""
    return forms.ChoiceField(
        label=_("By whom"),
        choices=[("", _("Choose somebody")), *((str(member.person), member.name) for member in members)],
    )
