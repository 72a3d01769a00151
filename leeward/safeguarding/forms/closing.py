"""What is asked on the way to a closed case: needs, a decision about one point, and the second reader's word."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import Choice, LongText
from leeward.safeguarding.forms.case import Seen
from leeward.safeguarding.labels import label_later
from leeward.safeguarding.rules.closing import Need, Settles
from leeward.safeguarding.rules.telling import LONGEST_ANSWER


class NeedsForm(Seen):
    """Whose needs were looked at, and what was found."""

    harmed = LongText(label=_("What does whoever was harmed need?"), most=LONGEST_ANSWER, rows=3, required=False)
    bystanders = LongText(
        label=_("What do those need who saw or heard it, or are close to it?"),
        help_text=_("If there was nobody, say so."),
        most=LONGEST_ANSWER,
        rows=3,
        required=False,
    )
    organisation = LongText(
        label=_("What does the organisation need to change or to do?"),
        help_text=_("Training, supervision, a rule, a place. If nothing, say why."),
        most=LONGEST_ANSWER,
        rows=3,
        required=False,
    )

    @property
    def needs(self) -> dict[Need, str]:
        return {need: self.cleaned_data[str(need)] for need in Need}


class SettleForm(Seen):
    """A decision about one point of closing."""

    def __init__(self, says: Sequence[Settles], *args: Any, reference: object = "", **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.fields["says"] = forms.ChoiceField(
            label=_("What is decided?"),
            choices=[(str(one), label_later(one)) for one in says],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose what is decided.")},
        )
        if len(says) == 1:
            self.fields["says"].initial = str(says[0])
        if reference:
            self.fields["reference"] = forms.CharField(label=reference, max_length=300, required=False)  # type: ignore[arg-type]  # a lazy text
        self.fields["reason"] = LongText(
            label=_("Why?"),
            most=LONGEST_ANSWER,
            rows=4,
            error_messages={"required": _("Give the reason: in years to come it shows that the decision was sound.")},
        )


class SecondForm(Seen):
    """What a second reader says."""

    agreed = forms.ChoiceField(
        label=_("Is it right to close it?"),
        choices=[
            ("yes", Choice(_("Yes: close it"))),
            ("no", Choice(_("No: back to work"), hint=_("Say what is missing."))),
        ],
        widget=forms.RadioSelect,
    )
    reason = LongText(
        label=_("Why?"), most=LONGEST_ANSWER, rows=4, error_messages={"required": _("Give the reason, either way.")}
    )
