"""The questions this room asks. Forms check shapes; actions decide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import LongText


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
