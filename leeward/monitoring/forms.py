"""The forms of this room."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import Choice, DateField, LongText
from leeward.monitoring import words
from leeward.monitoring.actions import BasisDetails
from leeward.monitoring.actions.basis import LONGEST_WORDS, faults_of
from leeward.monitoring.journal import Form
from leeward.monitoring.models import LawfulBasis


class BasisForm(forms.Form):
    """What must be written down before a channel may be monitored."""

    address = forms.CharField(
        label=_("Journal mailbox"),
        help_text=_("The address your mail server sends journal copies to. It exists only here."),
        error_messages={"required": _("Enter one e-mail address, such as journal@college.example.")},
    )
    form = forms.ChoiceField(
        label=_("What your mail server sends"),
        choices=[
            (Form.REPORTS, Choice(_("Journal reports"), hint=_("Exchange and Microsoft 365 journaling"))),
            (Form.COPIES, Choice(_("Plain copies of messages"), hint=_("For example Postfix with always_bcc"))),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what your mail server sends.")},
    )
    purpose = LongText(
        label=_("What is the monitoring for?"),
        help_text=_("This is published in the notice to everybody."),
        most=LONGEST_WORDS,
        rows=4,
        error_messages={"required": _("Say what the monitoring is for.")},
    )
    proportionate = LongText(
        label=_("Why would nothing less do?"),
        most=LONGEST_WORDS,
        rows=4,
        error_messages={"required": _("Say why nothing less would do.")},
    )
    ground = forms.ChoiceField(
        label=_("Lawful basis"),
        choices=[(value, _(words.GROUNDS[value])) for value in LawfulBasis.Ground.values],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a lawful basis.")},
    )
    condition = forms.ChoiceField(
        label=_("Condition for special categories of personal data"),
        choices=[(value, _(words.CONDITIONS[value])) for value in LawfulBasis.Condition.values],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a condition, or none.")},
    )
    notice_on = DateField(
        label=_("When were people told?"),
        help_text=_("Staff, learners and, where you need to, parents. For example, 2 11 2026."),
        error_messages={"required": _("Enter the date on which people were told.")},
    )
    notice_where = LongText(
        label=_("Where and how were they told?"),
        most=LONGEST_WORDS,
        rows=3,
        error_messages={"required": _("Say where and how people were told.")},
    )
    dpia = forms.CharField(
        label=_("Reference of the data protection impact assessment"),
        error_messages={"required": _("Give the reference of the data protection impact assessment.")},
    )
    dpia_on = DateField(
        label=_("When was that assessment finished?"),
        error_messages={"required": _("Enter the date on which the assessment was finished.")},
    )
    review_on = DateField(
        label=_("When will all of this be reviewed?"),
        help_text=_("Within a year."),
        error_messages={"required": _("Enter the date of the next review.")},
    )

    def __init__(self, *args: object, today: date, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # passed through as Django gave it
        self.today = today

    def details(self) -> BasisDetails:
        """What was entered, once the form is valid."""
        given = self.cleaned_data
        return BasisDetails(
            address=given["address"],
            form=Form(given["form"]),
            purpose=given["purpose"],
            proportionate=given["proportionate"],
            ground=LawfulBasis.Ground(given["ground"]),
            condition=LawfulBasis.Condition(given["condition"]),
            notice_on=given["notice_on"],
            notice_where=given["notice_where"],
            dpia=given["dpia"],
            dpia_on=given["dpia_on"],
            review_on=given["review_on"],
        )

    def clean(self) -> dict[str, object]:
        """Adds what the action would refuse, beside the field it is about."""
        given = super().clean() or self.cleaned_data
        if not self.errors:
            for name, fault in faults_of(self.details(), self.today).items():
                self.add_error(name, fault)
        return given


class WhyForm(forms.Form):
    """One reason in a few words. The label says what for."""

    why = LongText(most=LONGEST_WORDS, rows=4, error_messages={"required": _("Say why, in a few words.")})

    def __init__(self, *args: object, label: str, hint: str = "", **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # passed through as Django gave it
        self.fields["why"].label = label
        self.fields["why"].help_text = hint


class DismissForm(forms.Form):
    """Why a finding is no concern."""

    kind = forms.ChoiceField(
        label=_("Why is this not a concern?"),
        choices=[(key, _(label)) for key, label in words.DISMISSALS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why this is not a concern.")},
    )
    more = LongText(label=_("Anything to add"), most=2000, rows=3, required=False)

    def clean(self) -> dict[str, object]:
        """“Something else” needs words."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") == "other" and not str(given.get("more", "")).strip():
            self.add_error("more", _("Say what it is."))
        return given

    @property
    def reason(self) -> str:
        """The reason as it is kept."""
        label = str(_(words.DISMISSALS[self.cleaned_data["kind"]]))
        more = self.cleaned_data["more"].strip()
        return f"{label}: {more}" if more else label
