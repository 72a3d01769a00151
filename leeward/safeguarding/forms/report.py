"""What the report page asks, screen by screen. Open questions, and nothing that is not needed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import Choice, LongText
from leeward.people.wording import Words
from leeward.safeguarding.labels import label_later, post_label
from leeward.safeguarding.rules.routing import Holder
from leeward.safeguarding.rules.telling import LONGEST_ANSWER, About, Close, Contact

SHORT = 2_000


def choices(members: Iterable[object]) -> list[tuple[str, Words]]:
    return [(str(member), label_later(member)) for member in members]


def one_of(members: Iterable[object], **more: Any) -> forms.ChoiceField:  # Any: what django.forms.ChoiceField takes
    return forms.ChoiceField(choices=choices(members), widget=forms.RadioSelect, **more)


class AboutForm(forms.Form):
    """Who it is about, which decides who reads it."""

    about = one_of(
        About, label=_("Who are you worried about?"), error_messages={"required": _("Choose who it is about.")}
    )
    about_names = LongText(
        label=_("Who is involved?"),
        help_text=_(
            "Names, if you know them; or what they look like, or their job. Anybody you name here who works here will "
            "not be the one who reads it."
        ),
        most=SHORT,
        rows=3,
        required=False,
    )
    close = one_of(
        Close,
        label=_("Is somebody in this family, a partner or a good friend of a person who works here?"),
        required=False,
    )
    close_names = forms.CharField(label=_("If yes, of whom?"), max_length=300, required=False)


class WhatForm(forms.Form):
    """What happened, in the reporter's own words."""

    happened = LongText(
        label=_("What happened?"),
        help_text=_(
            "Tell it in your own words. What did you see or hear? If somebody said something that matters, write what "
            "they said, word for word. You do not need proof."
        ),
        most=LONGEST_ANSWER,
        rows=8,
        error_messages={"required": _("Write what happened. A few words are enough.")},
    )
    when = forms.CharField(label=_("When?"), max_length=300, required=False)
    where = forms.CharField(
        label=_("Where? Online counts too."),
        help_text=_("For example the name of an app or a game, a room, a street."),
        max_length=300,
        required=False,
    )
    told = LongText(label=_("Who else knows, or has been told?"), most=SHORT, rows=2, required=False)


class ReachForm(forms.Form):
    """How to reach the reporter without putting them in danger."""

    contact_safe = one_of(
        Contact,
        label=_("How may we reach you safely?"),
        error_messages={"required": _("Choose how we may reach you.")},
    )
    contact = LongText(
        label=_("Number, address, or where to find you"),
        most=SHORT,
        rows=2,
        required=False,
    )
    safe_when = forms.CharField(
        label=_("When is it safe to reach you?"),
        help_text=_("For example: on weekdays between ten and two, never in the evening."),
        max_length=300,
        required=False,
    )
    safe_words = forms.CharField(
        label=_("What may we say if somebody else answers or sees it?"),
        help_text=_("For example: that it is about your timetable. If you leave this empty, we say nothing at all."),
        max_length=300,
        required=False,
    )
    reporter_name = forms.CharField(
        label=_("Your name"),
        help_text=_("You can leave this out. With a name it is easier to help you soon."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:  # Any: Django's shape of cleaned data
        found = super().clean() or {}
        if found.get("contact_safe") not in (None, Contact.ONLY_HERE) and not found.get("contact"):
            self.add_error("contact", _("Say how to reach you, or choose “Only here, with my six words”."))
        return found


class Worried(forms.Form):
    """Is it about any of those who would read it? Built for the readers of the moment."""

    NO, YES, NOT_SURE = "no", "yes", "not-sure"

    def __init__(self, readers: Sequence[Holder], mentioned: Sequence[Holder], *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.readers, self.mentioned = readers, mentioned
        if readers:
            self.fields["worried"] = forms.ChoiceField(
                label=_("Is this about any of these people, or are you worried about any of them?"),
                choices=[
                    (self.NO, Choice(_("No"))),
                    (self.YES, Choice(_("Yes"), hint=_("Somebody else will read it instead."))),
                    (self.NOT_SURE, Choice(_("I am not sure"), hint=_("Somebody else will read it instead."))),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer, so that the right person reads it.")},
            )
            self.fields["who"] = forms.MultipleChoiceField(
                label=_("If yes, about whom?"),
                choices=[(str(one.person), named(one)) for one in readers],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        for one in mentioned:
            self.fields[f"clear_{one.person}"] = forms.ChoiceField(
                label=_("Your answers may mention %(person)s. Is it about them, or are you worried about them?")
                % {"person": named(one)},
                choices=[
                    ("keep", Choice(_("Yes, or I am not sure"), hint=_("They will not read it."))),
                    ("clear", Choice(_("No"), hint=_("Then they may read it."))),
                ],
                widget=forms.RadioSelect,
                initial="keep",
            )

    def clean(self) -> dict[str, Any]:  # Any: Django's shape of cleaned data
        found = super().clean() or {}
        if found.get("worried") == self.YES and not found.get("who"):
            self.add_error("who", _("Choose the person, or “I am not sure” above."))
        return found

    @property
    def flagged(self) -> list[str]:
        """The readers to be passed over: those chosen, or all of them when the reporter is not sure."""
        worried = self.cleaned_data.get("worried")
        if worried == self.NOT_SURE:
            return [str(one.person) for one in self.readers]
        return list(self.cleaned_data.get("who", [])) if worried == self.YES else []

    @property
    def cleared(self) -> list[str]:
        """Those mentioned whom it is not about."""
        return [str(one.person) for one in self.mentioned if self.cleaned_data.get(f"clear_{one.person}") == "clear"]

    @property
    def uncleared(self) -> list[str]:
        """Those mentioned who stay out."""
        return [str(one.person) for one in self.mentioned if str(one.person) not in self.cleared]


def named(holder: Holder) -> str:
    return f"{holder.name}, {post_label(holder.post, deputy=holder.deputy)}"


class WordForm(forms.Form):
    """One word typed back."""

    word = forms.CharField(label=_("The word"), max_length=60)


class WordsForm(forms.Form):
    """All six words."""

    words = forms.CharField(
        label=_("Your six words"),
        help_text=_("In the right order. Capitals and spaces do not matter."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Type your six words.")},
    )


class MessageForm(forms.Form):
    """A message."""

    text = LongText(
        label=_("Your message"), most=LONGEST_ANSWER, rows=5, error_messages={"required": _("Write a message first.")}
    )
