"""The questions about the permission matrix: what somebody wants to know, one line of it, hours, and sending it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import LongText
from leeward.people.wording import CLASSES
from leeward.policy.queries.matrix import Matrix
from leeward.policy.rules.matrix import Account, Cell, Device, Hours, Purpose, Question

ACCOUNTS = ((Account.OURS.value, _("The organisation’s account")), (Account.OWN.value, _("An account of one’s own")))
DEVICES = ((Device.OURS.value, _("The organisation’s device")), (Device.OWN.value, _("A device of one’s own")))
PURPOSES = ((Purpose.WORK.value, _("Work or learning")), (Purpose.PERSONAL.value, _("Something personal")))
_ANY = ("", _("Any"))
_UNSAID = ("", _("Not said"))


class AskForm(forms.Form):
    """Who wants to use what, and as far as it is known when and how. Nothing of it is kept."""

    technology = forms.ChoiceField(label=_("Which technology?"))
    group = forms.ChoiceField(label=_("Who wants to use it?"))
    day = forms.ChoiceField(label=_("On which day?"), required=False)
    at = forms.TimeField(label=_("At what time?"), help_text=_("Such as 20:00."), required=False)
    account = forms.ChoiceField(label=_("With whose account?"), choices=(_UNSAID, *ACCOUNTS), required=False)
    device = forms.ChoiceField(label=_("On whose device?"), choices=(_UNSAID, *DEVICES), required=False)
    purpose = forms.ChoiceField(label=_("For what?"), choices=(_UNSAID, *PURPOSES), required=False)

    def __init__(self, *args: Any, matrix: Matrix, **more: Any) -> None:  # Any: what django.forms.Form takes
        super().__init__(*args, **more)
        _choose(self, "technology", [(one, one) for one in matrix.technologies])
        _choose(self, "group", [(kind.value, words) for kind, words in CLASSES.items()])
        _choose(self, "day", [("", _("Not said")), *((str(day), name) for day, name in WEEKDAYS.items())])

    def clean(self) -> dict[str, Any]:  # Any: Django's shape of cleaned data
        """A day without a time, or the reverse, decides nothing about hours."""
        found = super().clean() or {}
        if bool(found.get("day")) != bool(found.get("at")) and "at" not in self.errors:
            self.add_error("at" if found.get("day") else "day", _("Give both the day and the time, or neither."))
        return found

    @property
    def question(self) -> Question:
        """What was asked."""
        given = self.cleaned_data
        return Question(
            technology=given["technology"],
            group=given["group"],
            at=(int(given["day"]), given["at"]) if given["day"] else None,
            account=Account(given["account"]),
            device=Device(given["device"]),
            purpose=Purpose(given["purpose"]),
        )


class CellForm(forms.Form):
    """One line of the matrix."""

    technology = forms.CharField(
        label=_("Which technology?"),
        help_text=_("A service, a device or a kind of them: “Chat”, “Teams”, “Cameras”, “AI assistants”."),
        max_length=80,
        error_messages={"required": _("Name the technology.")},
    )
    groups = forms.MultipleChoiceField(
        label=_("Who?"),
        help_text=_("Choose nobody for everybody. A line that names people goes before one for everybody."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    allowed = forms.ChoiceField(
        label=_("May they use it?"),
        choices=(("yes", _("Yes")), ("no", _("No"))),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether they may use it.")},
    )
    hours = forms.ChoiceField(label=_("When?"), required=False)
    account = forms.ChoiceField(label=_("With whose account?"), choices=(_ANY, *ACCOUNTS), required=False)
    device = forms.ChoiceField(label=_("On whose device?"), choices=(_ANY, *DEVICES), required=False)
    purpose = forms.ChoiceField(label=_("For what?"), choices=(_ANY, *PURPOSES), required=False)
    how = LongText(
        label=_("How?"),
        help_text=_("In words for those who use it: “Only in the group of the course, which the tutor reads too.”"),
        most=300,
        rows=2,
        required=False,
    )

    def __init__(self, *args: Any, matrix: Matrix, cell: Cell | None = None, **more: Any) -> None:
        # Any: what django.forms.Form takes
        if cell is not None:
            more["initial"] = {
                "technology": cell.technology,
                "groups": list(cell.groups),
                "allowed": "yes" if cell.allowed else "no",
                "hours": cell.hours,
                "account": cell.account.value,
                "device": cell.device.value,
                "purpose": cell.purpose.value,
                "how": cell.how,
            }
        super().__init__(*args, **more)
        _choose(self, "groups", [(kind.value, words) for kind, words in CLASSES.items()])
        _choose(self, "hours", [("", _("At any time")), *((one.name, one.name) for one in matrix.hours)])

    @property
    def cell(self) -> Cell:
        """The line as given."""
        given = self.cleaned_data
        return Cell(
            technology=" ".join(given["technology"].split()),
            groups=tuple(given["groups"]),
            allowed=given["allowed"] == "yes",
            hours=given["hours"],
            account=Account(given["account"]),
            device=Device(given["device"]),
            purpose=Purpose(given["purpose"]),
            how=given["how"].strip(),
        )


class HoursForm(forms.Form):
    """Hours with a name. The same name again replaces them."""

    name = forms.CharField(
        label=_("What are these hours called?"),
        help_text=_("The name of hours in the list replaces them."),
        max_length=80,
        error_messages={"required": _("Name these hours.")},
    )
    days = forms.MultipleChoiceField(
        label=_("On which days?"),
        choices=[(str(day), name) for day, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    start = forms.TimeField(label=_("From"), help_text=_("Such as 09:00."))
    end = forms.TimeField(label=_("Until"), help_text=_("An end before the start is on the day after."))

    @property
    def hours(self) -> Hours:
        """The hours as given."""
        given = self.cleaned_data
        return Hours(" ".join(given["name"].split()), frozenset(map(int, given["days"])), given["start"], given["end"])


class SendForm(forms.Form):
    """Sending the draft to whoever agrees it."""

    reason = LongText(
        label=_("What has changed, or does it still hold?"),
        most=500,
        rows=2,
        error_messages={"required": _("Say what has changed, or that it still holds.")},
    )
    talked_with = forms.CharField(
        label=_("Which of those who use it had a say, and when?"),
        help_text=_("For example “Learner council, 12 November, item 3”. It may stay empty."),
        max_length=500,
        required=False,
    )


def asked_now(now: datetime) -> dict[str, str]:
    """The day and time of this moment, as the form wants them."""
    local = timezone.localtime(now)
    return {"day": str(local.weekday()), "at": f"{local:%H:%M}"}


def _choose(form: forms.Form, name: str, options: list[tuple[str, Any]]) -> None:  # Any: texts put into words late
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = options
