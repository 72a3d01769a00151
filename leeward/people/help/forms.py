"""What people enter to keep help outside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import LongText
from leeward.people.actions.signposts import NewSignpost
from leeward.people.help.rules import Topic
from leeward.people.help.wording import TOPICS


class SignpostForm(forms.Form):
    """A new entry of the organisation's own."""

    name = forms.CharField(label=_("Name"), max_length=80)
    what_for = forms.CharField(label=_("Whom it is for, in one sentence"), max_length=200)
    topic = forms.ChoiceField(label=_("Topic"), choices=[(topic.value, words) for topic, words in TOPICS.items()])
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    text = forms.CharField(label=_("Number for texts"), max_length=40, required=False)
    website = forms.CharField(
        label=_("Website"), max_length=200, required=False, help_text=_("It begins with https://")
    )
    hours = LongText(
        label=_("Hours"),
        most=300,
        rows=3,
        required=False,
        help_text=_("A line for each, such as Monday to Friday 09:00 to 17:00, or the word always."),
    )
    ages = forms.CharField(label=_("Ages"), max_length=60, required=False, help_text=_("For example, under 19."))

    def entry(self) -> NewSignpost:
        """What was filled in. Only after is_valid()."""
        given = self.cleaned_data
        names = ("name", "what_for", "phone", "text", "website", "hours", "ages")
        return NewSignpost(topic=Topic(given["topic"]), **{name: str(given[name]).strip() for name in names})
