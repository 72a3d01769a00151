"""What is filled in about connections to identity providers."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leeward.people.connection_rules import ClassBy, Provider
from leeward.people.queries import find_tutor, post_names
from leeward.people.wording import CLASSES

PROVIDERS = {
    Provider.ENTRA: "Microsoft Entra ID",
    Provider.OKTA: "Okta",
    Provider.GOOGLE: "Google",
    Provider.OTHER: _("Another one"),
}
RULES = {
    ClassBy.EVERYBODY: _("Everybody whom no other rule names"),
    ClassBy.USER_TYPE: _("User type"),
    ClassBy.DEPARTMENT: _("Department"),
    ClassBy.TITLE: _("Job title"),
    ClassBy.GROUP: _("Name of a group"),
}


class ConnectionForm(forms.Form):
    """A new connection."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For example, Entra ID of the college."))
    provider = forms.ChoiceField(
        label=_("Identity provider"), choices=[(one.value, PROVIDERS[one]) for one in Provider]
    )


class ClassRuleForm(forms.Form):
    """What people are, by what the provider says of them."""

    by = forms.ChoiceField(label=_("Where the provider says it"), choices=[(one.value, RULES[one]) for one in RULES])
    value = forms.CharField(
        label=_("Value"), max_length=200, required=False, help_text=_("Leave empty for “everybody”.")
    )
    kind = forms.ChoiceField(
        label=_("Is, in the directory"), choices=[(kind.value, words) for kind, words in CLASSES.items()]
    )


class GroupPostForm(forms.Form):
    """Which post the members of a group are proposed for."""

    post = forms.ChoiceField(label=_("Post"))
    deputy = forms.ChoiceField(
        label=_("As"), choices=[("no", _("Holder of the post")), ("yes", _("Deputy"))], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: as django.forms.Form takes it
        super().__init__(*args, **kwargs)
        names = sorted((name, post) for post, name in post_names().items())
        choices = [(post, name) for name, post in names]
        self.fields["post"] = forms.ChoiceField(label=_("Post"), choices=choices)


class LinkForm(forms.Form):
    """Whom a user is."""

    who = forms.CharField(
        label=_("Who this is"),
        required=False,
        max_length=254,
        help_text=_("The person’s reference or e-mail address in the directory."),
    )

    def clean_who(self) -> UUID | None:
        words = str(self.cleaned_data["who"]).strip()
        if not words:
            return None
        found = find_tutor(words)
        if found is None:
            raise ValidationError(_("Nobody in the directory has this reference or e-mail address."))
        return found
