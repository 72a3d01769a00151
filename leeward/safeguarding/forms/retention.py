"""What is asked about keeping a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import Choice, DateField, LongText
from leeward.safeguarding.rules.retention import Basis
from leeward.safeguarding.rules.telling import LONGEST_ANSWER

BASES = {
    Basis.CHILD: Choice(_("About somebody under 18"), hint=_("Kept by the date of birth.")),
    Basis.SEXUAL_ABUSE: Choice(_("Sexual abuse"), hint=_("Kept much longer, by the date of birth.")),
    Basis.STAFF_ALLEGATION: Choice(
        _("Allegation against somebody who works here"), hint=_("By pension age, so by their date of birth.")
    ),
    Basis.UNFOUNDED: Choice(_("Allegation found to be malicious or false")),
    Basis.LOW_LEVEL: Choice(_("Low-level concern about somebody who works here"), hint=_("By the day they leave.")),
    Basis.ADULT: Choice(_("Adult at risk")),
    Basis.NOT_SAFEGUARDING: Choice(_("Not a safeguarding matter")),
}


class PlanForm(forms.Form):
    """How long, by which rule, and why."""

    basis = forms.ChoiceField(
        label=_("What is this record?"),
        choices=[(str(basis), words) for basis, words in BASES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    born = DateField(label=_("Date of birth of the person it is about"), required=False)
    left = DateField(label=_("The day they left, if they have"), required=False)
    keep_until = DateField(
        label=_("Keep it longer, until"), required=False, help_text=_("Leave empty to take the day of the rule.")
    )
    reason = LongText(label=_("Why?"), most=LONGEST_ANSWER, rows=3, error_messages={"required": _("Give the reason.")})


class HoldForm(forms.Form):
    """Who needs the record kept, and why."""

    asked_by = forms.CharField(
        label=_("Who needs it kept?"), help_text=_("An inquiry, the police, a court, an insurer."), max_length=300
    )
    why = LongText(label=_("Why?"), most=LONGEST_ANSWER, rows=3, error_messages={"required": _("Give the reason.")})


class ProposeForm(forms.Form):
    """Why a record need not be kept."""

    why = LongText(
        label=_("Why need it not be kept?"),
        most=LONGEST_ANSWER,
        rows=3,
        error_messages={"required": _("Give the reason.")},
    )


class AgreeForm(forms.Form):
    """The second person's decision."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            ("agree", Choice(_("Shred it now"), hint=_("Nobody here can ever read it again."))),
            ("refuse", Choice(_("Keep it"))),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose.")},
    )
