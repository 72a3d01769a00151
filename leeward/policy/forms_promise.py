"""The questions asked about one promise: who, how often, by when, what proves it, whose word."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leeward.foundation.evidence.registry import checks
from leeward.foundation.fields import DateField, LongText
from leeward.policy.evidence import STATED
from leeward.policy.queries.naming import holder_words, room_words
from leeward.policy.rules.standing import CLASS_PREFIX, holders

OTHER = "other"
_OFTEN = (
    ("", _("It simply always holds")),
    ("each time it happens", _("Each time it happens")),
    ("every day", _("Every day")),
    ("every week", _("Every week")),
    ("every month", _("Every month")),
    ("every term", _("Every term")),
    ("every year", _("Every year")),
    ("once, when somebody joins", _("Once, when somebody joins")),
)
_SOON = (
    ("", _("There is no time limit")),
    ("the same working day", _("The same working day")),
    ("within 24 hours", _("Within 24 hours")),
    ("within 5 working days", _("Within 5 working days")),
    ("within one month", _("Within one month")),
    ("before it begins", _("Before it begins")),
)


class ConfirmForm(forms.Form):
    """Who holds a promise, how often and by when. What the policy says itself is offered first."""

    holder = forms.ChoiceField(
        label=_("Who holds this promise?"), error_messages={"required": _("Choose who holds this promise.")}
    )
    often = forms.ChoiceField(label=_("How often?"), required=False, widget=forms.RadioSelect)
    frequency = forms.CharField(label=_("How often, in words of your own"), required=False, max_length=300)
    soon = forms.ChoiceField(label=_("By when, or how much at least?"), required=False, widget=forms.RadioSelect)
    limit = forms.CharField(label=_("By when, in words of your own"), required=False, max_length=300)

    def __init__(self, *args: object, often_hint: str = "", soon_hint: str = "", **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they are
        posts = [(key, holder_words(key)) for key in holders() if not key.startswith(CLASS_PREFIX)]
        classes = [(key, holder_words(key)) for key in holders() if key.startswith(CLASS_PREFIX)]
        holder = self.fields["holder"]
        assert isinstance(holder, forms.ChoiceField)
        holder.choices = [("", _("Choose")), (_("Posts"), posts), (_("Everyone of a kind"), classes)]
        self._answers("often", "frequency", _OFTEN)
        self._answers("soon", "limit", _SOON)
        self.fields["often"].help_text = often_hint
        self.fields["soon"].help_text = soon_hint
        for chosen, words in (("often", "frequency"), ("soon", "limit")):
            self.initial[chosen] = self.initial.get(words, "")
            self.initial[words] = ""

    def _answers(self, name: str, words: str, offered: tuple[tuple[str, object], ...]) -> None:
        """What the policy or somebody before said, where it is not among the answers; the answers; and one's own."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        said = str(self.initial.get(words, ""))
        own = [(said, said)] if said and said not in {key for key, _label in offered} else []
        field.choices = [*own, *offered, (OTHER, _("Something else, which I write below"))]

    def clean(self) -> dict[str, object]:
        """`frequency` and `limit` as they were chosen or written."""
        given = super().clean() or {}
        for chosen, words in (("often", "frequency"), ("soon", "limit")):
            if given.get(chosen) != OTHER:
                given[words] = given.get(chosen, "")
            elif not given.get(words):
                self.add_error(words, _("Write it in your own words, or choose one of the answers above."))
        return given


class BindForm(forms.Form):
    """Which live checks prove a promise: the suggested and the bound by ticking, any other from the list."""

    checks = forms.MultipleChoiceField(
        label=_("Which checks prove it?"),
        help_text=_("Suggested by the words. Bind several and the worst of them counts."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    another = forms.ChoiceField(label=_("Or another check"), required=False)

    def __init__(self, *args: object, offered: tuple[str, ...], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as they are
        known = {check.key: check for check in checks() if check.key != STATED}
        ticked, listed = self.fields["checks"], self.fields["another"]
        assert isinstance(ticked, forms.MultipleChoiceField)
        assert isinstance(listed, forms.ChoiceField)
        ticked.choices = [(key, str(_(known[key].sentence))) for key in offered if key in known]
        rooms: dict[str, list[tuple[str, str]]] = {}
        for key, check in known.items():
            if key not in offered:
                rooms.setdefault(str(room_words(check.room)), []).append((key, str(_(check.sentence))))
        listed.choices = [("", _("None")), *sorted(rooms.items())]
        if not ticked.choices:
            del self.fields["checks"]

    def clean(self) -> dict[str, object]:
        """`keys`: all that were chosen."""
        given = super().clean() or {}
        ticked = given.get("checks") or []
        another = given.get("another")
        assert isinstance(ticked, list)
        given["keys"] = [*ticked, *([another] if another else [])]
        if not given["keys"]:
            self.add_error("another", _("Choose the check that proves it."))
        return given


class AskForm(forms.Form):
    """How often whoever holds a promise is asked to say that it is kept."""

    every_months = forms.TypedChoiceField(
        label=_("How often should whoever holds it say that it is kept?"),
        help_text=_("They find it under “My duties” and are reminded in one letter with whatever else is due."),
        coerce=int,
        choices=[
            (1, _("Every month")),
            (3, _("Every three months")),
            (6, _("Every six months")),
            (12, _("Every year")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how often the holder is to say so.")},
    )


class StateForm(forms.Form):
    """A named person's dated word, with where the evidence is."""

    words = LongText(
        label=_("What do you know to be so?"),
        help_text=_("Your name and today’s date stand beside it. Name no learner."),
        most=1000,
        rows=3,
        error_messages={"required": _("Say what you know to be so.")},
    )
    evidence = forms.CharField(
        label=_("Where is what shows it?"),
        help_text=_(
            "For example “Register of 3 November, shared drive, Safeguarding”. Leave it empty if nothing does."
        ),
        required=False,
        max_length=500,
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
