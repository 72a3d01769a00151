"""What is asked while working on a case. One small form for each step."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import Choice, DateField, LongText
from leeward.people.wording import Words
from leeward.safeguarding.labels import label_later
from leeward.safeguarding.rules.entries import EntryKind, KnownFrom
from leeward.safeguarding.rules.lifecycle import Closing, Outcome, State, Step
from leeward.safeguarding.rules.pack import Rule
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.routing import Holder
from leeward.safeguarding.rules.telling import LONGEST_ANSWER


def _choices(members: Iterable[object]) -> list[tuple[str, Words]]:
    return [(str(member), label_later(member)) for member in members]


def at(day: date, moment: time) -> datetime:
    """A day and a wall-clock time as an instant in the organisation's zone."""
    return timezone.make_aware(datetime.combine(day, moment))


def _long(text: object, *, rows: int = 4, required: bool = True, hint: object = "", missing: object = "") -> LongText:
    more: dict[str, Any] = {"error_messages": {"required": missing}} if missing else {}  # Any: Django's shape
    return LongText(label=text, help_text=hint, most=LONGEST_ANSWER, rows=rows, required=required, **more)


_NOT_SAFEGUARDING = (
    Step.NOT_SAFEGUARDING,
    Choice(_("It is not a safeguarding matter"), hint=_("The case is closed; the record stays.")),
)
_ONLY = (None, Choice(_("Nothing: only the decision is kept")))
_FOLLOWS: Mapping[State, Sequence[tuple[Step | None, Choice]]] = {
    State.ACKNOWLEDGED: (_ONLY, _NOT_SAFEGUARDING),
    State.TRIAGED: ((Step.TAKE_ON, Choice(_("It is taken on as a case"))), _NOT_SAFEGUARDING),
    State.OPEN: (
        _ONLY,
        (Step.WATCH, Choice(_("It is watched from now on"), hint=_("Something must be due: an action, a look again."))),
        _NOT_SAFEGUARDING,
    ),
    State.MONITORING: (_ONLY, (Step.WORK_AGAIN, Choice(_("It is worked on again")))),
}
"""What may follow a decision, by the state of the case."""


class Seen(forms.Form):
    """A form that knows which version of the case it was filled in before."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def show(self, version: int) -> None:
        """The version shown with the form from now on: the one the person has before them."""
        self.fields["seen"].initial = version
        if self.is_bound:
            data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict where a form was sent
            data["seen"] = str(version)
            self.data = data


class DecideForm(Seen):
    """A decision with its reason; after the triage one also says what the case is."""

    question = forms.CharField(label=_("What is to be decided?"), max_length=300)
    options = _long(_("Which options were there?"), rows=3, required=False)
    chosen = forms.CharField(label=_("What is decided?"), max_length=300)
    reason = _long(
        _("Why?"),
        hint=_("Also say why other options were not taken, and why it is not referred if it is not."),
        missing=_("Give the reason: in years to come it is what shows that the decision was sound."),
    )
    rule = forms.ChoiceField(
        label=_("Which rule does it rest on?"),
        required=False,
        help_text=_("Its words are kept with the decision as they stand today."),
    )

    def __init__(self, state: State, rules: Iterable[Rule], *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        known = [(rule.id, rule.title) for rule in rules]
        self.fields["rule"].choices = [("", _("No rule in particular")), *known]  # type: ignore[attr-defined]  # a ChoiceField
        follows = _FOLLOWS.get(state, ())
        if follows:
            self.fields["step"] = forms.ChoiceField(
                label=_("What follows?"),
                choices=[(str(step or ""), choice) for step, choice in follows],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose what follows.")},
                required=follows[0][0] is not None,
            )

    @property
    def step(self) -> Step | None:
        chosen = self.cleaned_data.get("step")
        return Step(chosen) if chosen else None


class EntryForm(forms.Form):
    """A line of the chronology: what happened is not always when it was written down."""

    text = _long(
        _("What happened?"),
        rows=6,
        hint=_("Facts apart from opinion. If the person said what they want or feel, use their words."),
        missing=_("Write what happened."),
    )
    voice = _long(
        _("What did the person say, word for word?"), rows=2, hint=_("In their words, without yours."), required=False
    )
    kind = forms.ChoiceField(
        label=_("What was it?"), choices=[("", _("Choose if it fits")), *_choices(EntryKind)], required=False
    )
    known_from = forms.ChoiceField(
        label=_("How is it known?"), choices=[("", _("Choose if it fits")), *_choices(KnownFrom)], required=False
    )
    precision = forms.ChoiceField(
        label=_("How well is the time known?"), choices=_choices(Precision), widget=forms.RadioSelect
    )
    day = DateField(label=_("Day"), required=False)
    clock = forms.TimeField(label=_("Time"), help_text=_("Such as 14:30"), required=False)

    def __init__(self, now: datetime, *args: Any, **kwargs: Any) -> None:  # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self) -> dict[str, Any]:  # Any: Django's shape of cleaned data
        found = super().clean() or {}
        precision = found.get("precision")
        if precision and precision != Precision.UNKNOWN and not found.get("day") and "day" not in self.errors:
            self.add_error("day", _("Enter the day, or choose “It is not known when”."))
        if precision == Precision.MINUTE and found.get("clock") is None and "clock" not in self.errors:
            self.add_error("clock", _("Enter the time, or choose “Only the day is known”."))
        if not self.errors and self._event(found) is not None and self._event(found) > self.now:  # type: ignore[operator]  # not None, as just asked
            self.add_error("day", _("This has not happened yet. What is still to be done is an action."))
        return found

    def _event(self, found: dict[str, Any]) -> datetime | None:  # Any: Django's shape of cleaned data
        if found["precision"] == Precision.UNKNOWN or found.get("day") is None:
            return None
        return at(found["day"], found["clock"] if found["precision"] == Precision.MINUTE else time())

    @property
    def event_at(self) -> datetime | None:
        return self._event(self.cleaned_data)


class ActionForm(forms.Form):
    """Something to be done by somebody, by when."""

    what = _long(_("What is to be done?"), rows=3, missing=_("Say what is to be done."))
    day = DateField(label=_("By when?"), error_messages={"required": _("Enter the day by which it must be done.")})
    clock = forms.TimeField(label=_("Time"), help_text=_("Such as 14:30; without one, 17:00"), required=False)

    def __init__(self, readers: Sequence[Holder], *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ChoiceField(
            label=_("By whom?"),
            choices=[(str(one.person), one.name) for one in readers],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose who does it.")},
        )

    @property
    def due(self) -> datetime:
        return at(self.cleaned_data["day"], self.cleaned_data["clock"] or time(17))

    @property
    def owner(self) -> UUID:
        return UUID(self.cleaned_data["owner"])


class FinishForm(forms.Form):
    """An action is done."""

    result = _long(_("What came of it?"), missing=_("Say what came of it."))


class ReplyForm(forms.Form):
    """A message to whoever raised the concern."""

    text = _long(
        _("Your message"),
        rows=5,
        hint=_("Never promise to keep a secret. Say who knows and what happens next."),
        missing=_("Write the message first."),
    )


class PersonForm(forms.Form):
    """Somebody in the case, with their role in this one."""

    name = forms.CharField(
        label=_("Who?"),
        help_text=_("The full name if you know it. If the directory knows the name, the readers are worked out again."),
        max_length=200,
    )
    role = forms.ChoiceField(
        label=_("Which part have they in this case?"), choices=_choices(Role), widget=forms.RadioSelect
    )


class ReasonForm(Seen):
    """A reason."""

    reason = _long(_("Why?"), missing=_("Give the reason."))


class CloseForm(Seen):
    """What a closed case must say."""

    summary = _long(
        _("Summary"), hint=_("For somebody who was not there: what it was about and what was done."), required=False
    )
    followed_up = _long(_("How was it followed up and resolved?"), required=False)
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=_choices(one for one in Outcome if one not in (Outcome.NOT_SAFEGUARDING, Outcome.JOINED)),
        widget=forms.RadioSelect,
        required=False,
    )
    reason = _long(_("Why is it right to close it?"), hint=_("Also, if nothing was referred, why not."), required=False)

    lessons = _long(
        _("What was learnt from it?"),
        rows=3,
        hint=_("What will be done otherwise. If nothing, say why."),
        required=False,
    )

    @property
    def closing(self) -> Closing:
        answers = self.cleaned_data
        return Closing(
            answers["summary"], answers["followed_up"], answers["outcome"], answers["reason"], answers["lessons"]
        )


def refuse(form: forms.Form, errors: Iterable[tuple[str, object]]) -> None:
    """Puts what an action refused beside the field it is about; without such a field, at the top."""
    for field, text in errors:
        form.add_error(field if field in form.fields else None, ValidationError(str(text)))
