"""Forms of the filtering room: they turn what was typed into values for the actions, and say what to mend."""

import ipaddress
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leeward.engine.web.values import Reason, Verdict
from leeward.filtering.actions.policy import NotTaken, add_exception
from leeward.filtering.actions.unblock import UNBLOCK, decide_unblock, request_unblock
from leeward.filtering.models import UnblockRequest
from leeward.filtering.queries.policy import CategoryLine, GroupLine
from leeward.filtering.words import REASONS, REFUSALS, VERDICTS
from leeward.foundation.access import Actor
from leeward.foundation.approvals.actions import CannotAsk, CannotDecide
from leeward.foundation.approvals.words import ApprovalError
from leeward.foundation.days import moment_in_words
from leeward.foundation.fields import Choice, DateField, LongText

SPANS: dict[str, timedelta] = {
    "15m": timedelta(minutes=15),
    "1h": timedelta(hours=1),
    "1w": timedelta(weeks=1),
    "4w": timedelta(weeks=4),
}
"""How long from now; `today` and `date` are worked out from the clock on the wall."""

_SPAN_CHOICES = [
    ("15m", gettext_lazy("For 15 minutes")),
    ("1h", gettext_lazy("For an hour")),
    ("today", gettext_lazy("Until the end of today")),
    ("1w", gettext_lazy("For a week")),
    ("4w", gettext_lazy("For four weeks")),
    ("date", gettext_lazy("Until the end of a day I choose")),
]


def end_of(span: str, day: Any, now: datetime) -> datetime:  # Any: a cleaned date, None unless `span` is `date`
    """When a span chosen at `now` ends. A day ends at midnight on the wall, whatever the clocks do."""
    if span in SPANS:
        return now + SPANS[span]
    last = timezone.localdate(now) if span == "today" else day
    return datetime.combine(last + timedelta(days=1), time(), timezone.get_current_timezone())


class SpanForm(forms.Form):
    """A form that asks until when; `ends()` says it once the form is valid."""

    mark_optional = False

    span = forms.ChoiceField(
        label=gettext_lazy("How long should it be open?"), choices=_SPAN_CHOICES, widget=forms.RadioSelect
    )
    day = DateField(
        label=gettext_lazy("If you chose a day: the last one"),
        required=False,
        help_text=gettext_lazy("For example 27 3 2026"),
    )

    def clean(self) -> dict[str, Any]:  # Any: Django's cleaned values
        cleaned = super().clean() or {}
        if cleaned.get("span") == "date" and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Enter the last day on which it should be open."))
        return cleaned

    def ends(self, now: datetime) -> datetime:
        """When what was chosen ends."""
        return end_of(self.cleaned_data["span"], self.cleaned_data.get("day"), now)


class AskForm(SpanForm):
    """A request to open a site."""

    address = forms.CharField(
        label=gettext_lazy("Which page do you need?"),
        max_length=2000,
        help_text=gettext_lazy("The whole site it belongs to would be opened."),
    )
    group = forms.ChoiceField(label=gettext_lazy("Who needs it?"), widget=forms.RadioSelect)
    why = LongText(
        label=gettext_lazy("What do you need it for?"),
        most=2000,
        rows=4,
        count=True,
        help_text=gettext_lazy("Only whoever decides reads this."),
    )
    field_order = ("address", "group", "span", "day", "why")

    def __init__(self, *args: Any, groups: dict[str, str], **more: Any) -> None:  # Any: whatever Form takes
        super().__init__(*args, **more)
        self.fields["group"].choices = list(groups.items())  # type: ignore[attr-defined]  # a ChoiceField, as declared

    def ask(self, actor: Actor, now: datetime) -> UnblockRequest | None:
        """Makes the request; None with an error on the form where it cannot be."""
        typed = self.cleaned_data
        try:
            return request_unblock(
                actor=actor,
                address=typed["address"],
                group=typed["group"],
                why=typed["why"],
                until=self.ends(now),
                now=now,
            )
        except NotTaken as error:
            self.add_error("address", str(REFUSALS[error.why]))
        except (CannotAsk, ApprovalError) as error:
            self.add_error(None, str(error))
        return None


class DecideForm(SpanForm):
    """The decision about a request."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=[("approve", gettext_lazy("Open the site")), ("refuse", gettext_lazy("Keep it blocked"))],
        widget=forms.RadioSelect,
    )
    confirmed = forms.MultipleChoiceField(
        label=gettext_lazy("Before you open it, confirm"),
        required=False,
        choices=[(criterion.key, gettext_lazy(criterion.text)) for criterion in UNBLOCK.criteria],
        widget=forms.CheckboxSelectMultiple,
    )
    reason = LongText(
        label=gettext_lazy("Why do you decide so?"),
        most=2000,
        rows=3,
        help_text=gettext_lazy("The person who asked will read this."),
    )
    field_order = ("decision", "confirmed", "span", "day", "reason")

    def __init__(self, *args: Any, wanted: datetime, **more: Any) -> None:  # Any: whatever Form takes
        super().__init__(*args, **more)
        asked = _("As asked: until %(when)s") % {"when": moment_in_words(wanted)}
        self.fields["span"].choices = [("asked", asked), *_SPAN_CHOICES]  # type: ignore[attr-defined]  # as declared
        self.fields["span"].label = _("If you open it, how long?")
        self.fields["span"].required = False
        self.wanted = wanted

    def clean(self) -> dict[str, Any]:  # Any: Django's cleaned values
        cleaned = super().clean()
        if cleaned.get("decision") == "approve":
            if len(cleaned.get("confirmed", [])) < len(UNBLOCK.criteria):
                self.add_error("confirmed", _("Confirm both points before you open the site, or keep it blocked."))
            if not cleaned.get("span") and "span" not in self.errors:
                self.add_error("span", _("Choose how long the site stays open."))
        return cleaned

    def ends(self, now: datetime) -> datetime:
        return self.wanted if self.cleaned_data["span"] == "asked" else super().ends(now)

    @property
    def approves(self) -> bool:
        return bool(self.cleaned_data["decision"] == "approve")

    def decide(self, actor: Actor, reference: str, now: datetime) -> bool:
        """Decides; False with an error on the form where that cannot be. Raises NoSuchRequest as the action does."""
        try:
            decide_unblock(
                actor=actor,
                reference=reference,
                approve=self.approves,
                reason=self.cleaned_data["reason"],
                confirmed=self.cleaned_data["confirmed"],
                until=self.ends(now) if self.approves else None,
                now=now,
            )
        except (ApprovalError, CannotDecide) as error:
            self.add_error(None, str(error))
            return False
        return True


class ExceptionForm(SpanForm):
    """A site opened or closed by hand."""

    address = forms.CharField(label=gettext_lazy("Which site?"), max_length=2000)
    verdict = forms.ChoiceField(label=gettext_lazy("What should happen?"), widget=forms.RadioSelect)
    groups = forms.MultipleChoiceField(label=gettext_lazy("For whom?"), widget=forms.CheckboxSelectMultiple)
    reason = forms.ChoiceField(
        label=gettext_lazy("If you close it, for what reason?"), required=False, widget=forms.RadioSelect
    )
    why = LongText(label=gettext_lazy("Why?"), most=500, rows=3, help_text=gettext_lazy("Shown in the history."))
    field_order = ("address", "verdict", "groups", "span", "day", "reason", "why")

    def __init__(
        self,
        *args: Any,
        groups: dict[str, str],
        may_open: bool,
        may_close: bool,
        **more: Any,  # Any: whatever Form takes
    ) -> None:
        super().__init__(*args, **more)
        offered = [
            (Verdict.BLOCK.value, _("Close it"), may_close),
            (Verdict.ALLOW.value, _("Open it"), may_open),
        ]
        choices: dict[str, list[tuple[str, Any]]] = {  # Any: labels, lazy or with a hint
            "verdict": [(value, label) for value, label, may in offered if may],
            "groups": list(groups.items()),
            "reason": [(reason.value, Choice(title, hint=purpose)) for reason, (title, purpose) in REASONS.items()],
            "span": [*_SPAN_CHOICES, ("", _("Until it is ended by hand (closing only)"))],
        }
        for name, offered_choices in choices.items():
            self.fields[name].choices = offered_choices  # type: ignore[attr-defined]  # choice fields, as declared
        self.fields["span"].required = False
        self.fields["span"].label = _("How long?")

    def clean(self) -> dict[str, Any]:  # Any: Django's cleaned values
        cleaned = super().clean()
        if cleaned.get("verdict") == Verdict.ALLOW and not cleaned.get("span") and "span" not in self.errors:
            self.add_error("span", _("Choose how long the site stays open."))
        if cleaned.get("verdict") == Verdict.BLOCK and not cleaned.get("reason"):
            self.add_error("reason", _("Choose the reason the site is closed for."))
        return cleaned

    def add(self, actor: Actor, now: datetime) -> bool:
        """Makes the exception; False with an error on the form where it cannot be."""
        typed = self.cleaned_data
        try:
            add_exception(
                actor=actor,
                address=typed["address"],
                groups=typed["groups"],
                verdict=Verdict(typed["verdict"]),
                starts=now,
                ends=self.ends_or_never(now),
                why=typed["why"],
                reason=self.blocked_for(),
                now=now,
            )
        except NotTaken as error:
            self.add_error("address", str(REFUSALS[error.why]))
            return False
        return True

    def ends_or_never(self, now: datetime) -> datetime | None:
        """When it ends; None for until it is ended by hand."""
        return self.ends(now) if self.cleaned_data["span"] else None

    def blocked_for(self) -> Reason | None:
        """The reason a closed site is closed for."""
        chosen = self.cleaned_data["reason"]
        return Reason(chosen) if chosen and self.cleaned_data["verdict"] == Verdict.BLOCK else None


class WhyForm(forms.Form):
    """A reason, where nothing else is to be said."""

    why = LongText(label=gettext_lazy("Why?"), most=500, rows=3, help_text=gettext_lazy("Shown in the history."))


class GroupForm(forms.Form):
    """What a group may do with each category, and who is in it."""

    def __init__(
        self,
        *args: Any,
        group: GroupLine,
        categories: list[CategoryLine],
        **more: Any,  # Any: whatever Form takes
    ) -> None:
        super().__init__(*args, **more)
        self.locked = {line.name for line in categories if line.locked}
        for line in categories:
            if line.locked:
                continue
            self.fields[f"category-{line.name}"] = forms.ChoiceField(
                label=line.title,
                help_text=str(REASONS[line.reason][0]),
                choices=[(verdict.value, words) for verdict, words in VERDICTS.items()],
                initial=group.verdict(line.name).value,
            )
        self.fields["why"] = LongText(
            label=_("Why do you change this?"), most=500, rows=3, help_text=_("Shown in the history.")
        )

    def verdicts(self) -> dict[str, Verdict]:
        """What was chosen for each category."""
        return {
            name.removeprefix("category-"): Verdict(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("category-")
        }


class MembersForm(forms.Form):
    """Who is in a group: names as the proxy knows them, and address ranges, one a line."""

    users = LongText(
        label=gettext_lazy("Sign-in names"),
        required=False,
        rows=6,
        help_text=gettext_lazy("As they sign in at the proxy, one on each line."),
    )
    networks = LongText(
        label=gettext_lazy("Address ranges"),
        required=False,
        rows=4,
        help_text=gettext_lazy("For example 10.1.0.0/16, one on each line. Of several that fit, the narrowest counts."),
    )

    def clean_users(self) -> list[str]:
        """The names. Raises ValidationError naming the first that is too long."""
        names = [line.strip() for line in self.cleaned_data["users"].splitlines() if line.strip()]
        for name in names:
            if len(name) > 150:
                raise ValidationError(
                    _("Shorten %(name)s: a sign-in name has at most 150 letters."), params={"name": name[:30]}
                )
        return names

    def clean_networks(self) -> list[str]:
        """The ranges. Raises ValidationError naming the first that is none."""
        networks = [line.strip() for line in self.cleaned_data["networks"].splitlines() if line.strip()]
        for text in networks:
            try:
                ipaddress.ip_network(text, strict=False)
            except ValueError:
                raise ValidationError(
                    _("%(text)s is not an address range. Write it like 10.1.0.0/16."), params={"text": text[:50]}
                ) from None
        return networks


class CheckForm(forms.Form):
    """An address somebody wants to know about. By GET: nothing is kept."""

    url = forms.CharField(label=gettext_lazy("Address of the page"), max_length=4000)
