"""What is asked when somebody outside asks for what is in a case, and what is left out for them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import DateField, LongText
from leeward.safeguarding.actions.disclosing import OpenDisclosure
from leeward.safeguarding.forms.printing import part_choices
from leeward.safeguarding.labels import label_later
from leeward.safeguarding.rules.disclosures import Asked, Asker
from leeward.safeguarding.rules.record import Part
from leeward.safeguarding.rules.redaction import Code


class AskedForm(forms.Form):
    """Who asks, and for what."""

    asker = forms.ChoiceField(
        label=_("Who asks?"), choices=[(str(one), label_later(one)) for one in Asker], widget=forms.RadioSelect
    )
    who = forms.CharField(label=_("Name, post and organisation"), max_length=300)
    asked_on = DateField(label=_("When did they ask?"))
    identity = LongText(
        label=_("How do you know that they are who they say?"),
        help_text=_("Such as: rang back on a number I found myself. For a parent, also that they may ask."),
        most=1000,
        rows=2,
    )
    basis = forms.CharField(
        label=_("On which legal basis?"),
        help_text=_(
            "Such as an order of a court, a public task, safeguarding as a legitimate interest, their own data."
        ),
        max_length=300,
    )
    asked = LongText(label=_("What do they ask for, and what for?"), most=2000, rows=3)
    least = LongText(label=_("What is the least that will do?"), most=1000, rows=2)

    def __init__(self, parts: tuple[Part, ...], today: date, *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["parts"] = forms.MultipleChoiceField(
            label=_("Which parts may be needed?"),
            choices=part_choices(parts),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one part.")},
        )

    def clean_asked_on(self) -> date:
        day: date = self.cleaned_data["asked_on"]
        if day > self.today:
            raise ValidationError(_("This day is still to come."))
        return day

    @property
    def what(self) -> Asked:
        return Asked(**{name: self.cleaned_data[name] for name in ("who", "identity", "basis", "asked", "least")})

    @property
    def parts(self) -> list[Part]:
        return [Part(one) for one in self.cleaned_data["parts"]]

    @property
    def asker_kind(self) -> Asker:
        return Asker(self.cleaned_data["asker"])


class ReviewForm(forms.Form):
    """Every passage as it goes out, with the reason where it does not."""

    more_names = LongText(
        label=_("Whose name must go as well?"),
        help_text=_("One on each line. Every way it may be written is replaced by the same letter."),
        most=2000,
        rows=3,
        required=False,
    )
    confirmed = forms.BooleanField(
        label=_("I have read every passage as it goes out, and nothing in it gives away what must not go"),
        required=False,
        help_text=_("Without this, what you chose is kept and shown again as it would go out."),
    )

    def __init__(self, opened: OpenDisclosure, *args: Any, **kwargs: Any) -> None:  # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.opened = opened
        self.fields["keep_names"] = forms.MultipleChoiceField(
            label=_("Whose name may stay?"),
            choices=[(one.alias, f"{one.forms[0]} ({one.alias})") for one in opened.plan.names],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        codes = [("", _("Goes out")), *((str(code), label_later(code)) for code in Code)]
        for passage in opened.record.passages:
            self.fields[f"p-{passage.key}"] = forms.ChoiceField(
                choices=codes, required=False, initial=str(opened.plan.left_out.get(passage.key, ""))
            )
        self.order_fields(["keep_names", "more_names", "confirmed"])

    @property
    def shown(self) -> list[tuple[str, str, str, object]]:
        """Each passage as it goes out, with the question whether it does: what it belongs to, label, text, field.

        What it belongs to (part, title, who and when) goes out as well, so it is read with the first passage of it.
        """
        found: list[tuple[str, str, str, object]] = []
        for section in self.opened.goes_out.sections:
            for item in section.items:
                head = " · ".join(text for text in (section.title, item.title, item.meta) if text)
                for one in item.passages:
                    found.append((head, one.label, one.text, self[f"p-{one.key}"]))
                    head = ""
        return found

    @property
    def choices_below(self) -> list[object]:
        """The questions that are about the whole record."""
        return [self[name] for name in ("keep_names", "more_names", "confirmed")]

    @property
    def left_out(self) -> dict[str, Code]:
        given = self.cleaned_data
        keys = (one.key for one in self.opened.record.passages)
        return {key: Code(given[f"p-{key}"]) for key in keys if given.get(f"p-{key}")}


class FindForm(forms.Form):
    """Whose data are asked for."""

    name = forms.CharField(label=_("Whose data are asked for? Given name and family name"), max_length=200)
