"""The questions this room asks. Forms check shapes; actions decide."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leeward.foundation.evidence.registry import checks
from leeward.foundation.fields import DateField, LongText
from leeward.policy.evidence import STATED
from leeward.policy.queries.naming import holder_words
from leeward.policy.rules.standing import CLASS_PREFIX, holders


class ImportForm(forms.Form):
    """A new policy, or the next version of one."""

    file = forms.FileField(
        label=_("The policy as a file"),
        help_text=_(
            "Word (.docx), PDF or plain text (.txt), up to 20 MB. It is read as it stands; nothing is changed."
        ),
        widget=forms.FileInput({"accept": ".txt,.md,.docx,.pdf"}),
        error_messages={"required": _("Choose the file that holds the policy.")},
    )
    policy = forms.ChoiceField(label=_("Which policy is it?"), required=False)
    reason = LongText(
        label=_("Why is there this version?"),
        help_text=_("For example “Annual review” or “New filter”. It stands in the version table, which is public."),
        most=500,
        rows=2,
        error_messages={"required": _("Say why there is this version.")},
    )

    def __init__(self, *args: object, policies: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they are
        choice = self.fields["policy"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("A new policy")), *policies]


class SubmitForm(forms.Form):
    """Sending a version for approval."""

    why = LongText(
        label=_("What should the signatory know?"),
        most=4000,
        rows=3,
        error_messages={"required": _("Say what has changed and why, so that the signatory can decide.")},
    )


class SignForm(forms.Form):
    """Approving the exact text."""

    read = forms.BooleanField(
        label=_("I have read this exact text."), error_messages={"required": _("Confirm that you have read the text.")}
    )
    right = forms.BooleanField(
        label=_("It says what we do or will do."),
        error_messages={"required": _("Confirm that it says what you do or will do, or refuse it.")},
    )
    reason = LongText(
        label=_("Your reason for approving it"), most=4000, rows=2, error_messages={"required": _("Give a reason.")}
    )


class ReasonForm(forms.Form):
    """Refusing, withdrawing, setting aside: all need a reason and nothing else."""

    reason = LongText(label=_("Reason"), most=500, rows=2, error_messages={"required": _("Give a reason.")})


class AcknowledgeForm(forms.Form):
    """Agreeing to a version. The version is the one that was shown, so that nobody agrees to another unseen."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    agree = forms.BooleanField(
        error_messages={"required": _("Tick the box if you agree, or ask the quality lead first.")}
    )

    def __init__(self, *args: object, words: str, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they are
        self.fields["agree"].label = words


class ConfirmForm(forms.Form):
    """Who holds a promise and how often it is due."""

    holder = forms.ChoiceField(
        label=_("Who holds this promise?"), error_messages={"required": _("Choose who holds this promise.")}
    )
    frequency = forms.CharField(
        label=_("How often, or by when?"),
        required=False,
        max_length=300,
        help_text=_("For example “every term” or “within 24 hours”. Leave it empty where it simply always holds."),
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they are
        choice = self.fields["holder"]
        assert isinstance(choice, forms.ChoiceField)
        posts = [(key, holder_words(key)) for key in holders() if not key.startswith(CLASS_PREFIX)]
        classes = [(key, holder_words(key)) for key in holders() if key.startswith(CLASS_PREFIX)]
        choice.choices = [("", _("Choose")), (_("Posts"), posts), (_("Everyone of a kind"), classes)]


class BindForm(forms.Form):
    """Which live check proves a promise."""

    check_key = forms.ChoiceField(
        label=_("Which check proves it?"),
        help_text=_("The check is asked each time somebody looks, and its answer is kept once a day."),
        error_messages={"required": _("Choose the check that proves it.")},
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they are
        choice = self.fields["check_key"]
        assert isinstance(choice, forms.ChoiceField)
        known = [(check.key, str(_(check.sentence))) for check in checks() if check.key != STATED]
        choice.choices = [("", _("Choose")), *known]


class StateForm(forms.Form):
    """A named person's dated word."""

    words = LongText(
        label=_("What do you know to be so?"),
        help_text=_("Your name and today’s date stand beside it."),
        most=1000,
        rows=3,
        error_messages={"required": _("Say what you know to be so.")},
    )
    valid_until = DateField(
        label=_("Until when may people rely on it?"),
        help_text=_("At most 13 months ahead. After that day the promise counts as unproven again."),
        error_messages={"required": _("Enter the day on which your statement lapses.")},
    )

    def clean_valid_until(self) -> datetime:
        """The end of that day here."""
        day = self.cleaned_data["valid_until"]
        return datetime.combine(day, time(23, 59, 59), timezone.get_default_timezone())
