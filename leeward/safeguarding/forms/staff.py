"""What those who work here are asked when they pass a worry on: their own, somebody else's, or a post online.

Fact apart from opinion, exact words, who was there, who was told. Nothing but the account and whom it is about must be
answered: a short report now is better than a full one tomorrow.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import DateField, LongText
from leeward.foundation.settings_history.declared import scopes
from leeward.foundation.settings_history.scopes import GROUP
from leeward.people.wording import Words
from leeward.safeguarding.forms.report import SHORT, named, one_of
from leeward.safeguarding.route_words import kind_words, severity_words, subject_words
from leeward.safeguarding.rules.facts import ConcernKind, Facts, Severity, Subject
from leeward.safeguarding.rules.routing import Holder
from leeward.safeguarding.rules.telling import LONGEST_ANSWER, About, CameBy, Known, Worry

Cleaned = dict[str, Any]  # Any: Django's shape of cleaned data


def _line(label: Words, hint: Words = "", *, most: int = 300) -> forms.CharField:
    shown: dict[str, Any] = {"label": label, "help_text": hint}  # Any: texts as Django's stubs do not know them
    return forms.CharField(**shown, max_length=most, required=False)


def _text(label: Words, hint: Words = "", *, rows: int = 2, most: int = SHORT) -> LongText:
    return LongText(label=label, help_text=hint, most=most, rows=rows, required=False)


class Intake(forms.Form):
    """What every form for staff has in common; each orders it in its own way."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    about = one_of(About, label=_("Who is it about?"), error_messages={"required": _("Choose who it is about.")})
    about_names = LongText(
        label=_("Names of everybody involved"),
        help_text=_("Full names, not initials: in five years it will be a riddle who A.B. was."),
        most=SHORT,
        rows=3,
        required=False,
    )
    happened = LongText(
        label=_("What did you see or hear?"),
        help_text=_("Facts only, in order. Do not investigate and do not ask leading questions."),
        most=LONGEST_ANSWER,
        rows=8,
        error_messages={"required": _("Write what you saw or heard.")},
    )
    exact_words = _text(
        _("What was said, word for word?"),
        _("In the words that were used, also if they are rude or childish."),
        rows=3,
        most=LONGEST_ANSWER,
    )
    opinion = _text(
        _("What do you think, or worry about?"),
        _("Your opinion belongs here, apart from the facts above."),
        rows=3,
        most=LONGEST_ANSWER,
    )
    when = _line(_("When did it happen?"))
    where = _line(_("Where? Online counts too."))
    people_there = _text(_("Who was there, or saw it?"))
    told = _text(_("Whom have you told?"))
    done = _text(_("What have you done so far?"), _("For example: stayed with them, rang 999, told their tutor."))
    learned_on = DateField(label=_("When did you learn of it?"), required=False)
    learned_at = forms.TimeField(
        label=_("At what time?"),
        help_text=_("Such as 14:30. The time until now is measured against “at once”; being late is no reason not to."),
        required=False,
    )
    kind = forms.ChoiceField(label=_("What is it mainly about?"), required=False)
    severity = forms.ChoiceField(label=_("How serious does it seem?"), required=False, widget=forms.RadioSelect)
    subject = forms.ChoiceField(label=_("If you know: whom does it concern?"), required=False)
    site = forms.ChoiceField(label=_("Which site?"), required=False)
    close_names = _line(_("Is somebody in it close to a person who works here? To whom?"))

    order: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    coached = True
    """Does the record coach look at the account? Not where it is a description of what others wrote, or not the
    writer's to judge."""

    def __init__(self, readers: Sequence[Holder], now: datetime, *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        self.now = now
        kwargs.setdefault("initial", {"submission": uuid4()})
        super().__init__(*args, **kwargs)
        for name in self.without:
            del self.fields[name]
        self._choose("kind", [(one.value, kind_words(one)) for one in ConcernKind])
        self._choose("subject", [(one.value, subject_words(one)) for one in Subject])
        self._choose("severity", list(severity_words(now).items()))
        sites = [(scope.key, name) for scope, name in scopes().items() if scope != GROUP]
        if sites:
            self._choose("site", sites)
        else:
            del self.fields["site"]
        if readers:
            self.fields["flagged"] = forms.MultipleChoiceField(
                label=_("Concerns like this are read by these people. Is it about, or may it be about, any of them?"),
                help_text=_("If you choose somebody, another person will read it instead."),
                choices=[(str(one.person), named(one)) for one in readers],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.order_fields(self.order or None)

    def _choose(self, name: str, options: list[tuple[str, str]]) -> None:
        if name in self.fields:
            self.fields[name].choices = [("", _("I do not know")), *options]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> Cleaned:
        found = super().clean() or {}
        if found.get("learned_at") and not found.get("learned_on") and "learned_on" not in self.errors:
            self.add_error("learned_on", _("Enter the day as well."))
        learned = self._learned(found)
        if learned is not None and learned > self.now:
            self.add_error("learned_on", _("The day or time cannot be in the future."))
        return found

    def _learned(self, found: Cleaned) -> datetime | None:
        day = found.get("learned_on")
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, found.get("learned_at") or time()))

    @property
    def learned(self) -> datetime | None:
        """When whoever passes it on learned of it; midnight where only the day is known."""
        return self._learned(self.cleaned_data)

    @property
    def flagged_persons(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data.get("flagged", [])]

    @property
    def to_be_coached(self) -> bool:
        """Whether the writer is advised before it is saved: never while somebody is in danger now."""
        return self.coached and self.cleaned_data.get("severity") != Severity.IMMEDIATE

    @property
    def facts(self) -> Facts:
        """What is known of it for the routes."""
        given = self.cleaned_data
        return Facts(*(given.get(name, "") for name in ("kind", "subject", "severity", "site")))


class StaffForm(Intake):
    """One's own: what somebody who works here saw, heard or was told."""

    order = ("submission", "about", "about_names", "happened", "exact_words", "opinion")


class OnBehalfForm(Intake):
    """Somebody rang, wrote or came: how it came, when it came, whom it came from, and whether they know."""

    came_by = one_of(CameBy, label=_("How did it come?"), error_messages={"required": _("Choose how it reached you.")})
    on_behalf_of = forms.CharField(
        label=_("Who did it come from?"),
        help_text=_("Their name, and what they are to the person it is about. If they gave no name, say so."),
        max_length=300,
        error_messages={"required": _("Say whom it came from, or that they gave no name.")},
    )
    came_when = _line(_("If it is a letter or a message: what date does it bear?"))
    may_contact = one_of(Known, label=_("May we contact them?"), required=False)
    how_to_contact = _text(
        _("How, when, and what may we say if somebody else answers?"),
        _("Say also if it would put them in danger."),
    )
    knows = one_of(Known, label=_("Do they know that you are passing it on?"), required=False)
    knows_why = _line(
        _("If not: why not?"), _("Ask nobody’s leave: passing it on needs no consent. Say what you told.")
    )

    order = (
        "submission",
        "came_by",
        "learned_on",
        "learned_at",
        "came_when",
        "on_behalf_of",
        "about",
        "about_names",
        "happened",
        "exact_words",
        "opinion",
        "when",
        "where",
        "people_there",
        "may_contact",
        "how_to_contact",
        "knows",
        "knows_why",
    )

    def __init__(self, readers: Sequence[Holder], now: datetime, *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(readers, now, *args, **kwargs)
        self.fields["happened"].label = _("What did they say or write?")
        self.fields["happened"].help_text = _("As they told it. What you think of it yourself comes further down.")
        self.fields["learned_on"].label = _("When did it reach us?")
        self.fields["learned_on"].help_text = _("The day the call or the letter came, not the day you write this.")
        self.fields["learned_on"].required = True
        self.fields["learned_on"].error_messages["required"] = _("Enter the day on which it reached us.")


class PostForm(Intake):
    """A worrying post online. A link and a handle are enough; never a copy of a nude picture."""

    post_where = forms.CharField(
        label=_("Which app, site or group?"),
        max_length=200,
        error_messages={"required": _("Say where the post is.")},
    )
    post_link = _line(_("Link to it"), _("Copy the address. Do not send it on to anybody else."), most=1000)
    post_by = _line(_("Who posted it?"), _("The name shown and the handle, as they are written there."))
    post_seen = _line(_("When was it posted, and when did you see it?"))
    post_worry = one_of(
        Worry,
        label=_("What worries you about it?"),
        error_messages={"required": _("Choose what worries you about it.")},
    )

    without = ("kind", "exact_words", "when", "where", "people_there")
    coached = False
    order = (
        "submission",
        "post_where",
        "post_link",
        "post_by",
        "post_seen",
        "post_worry",
        "happened",
        "about",
        "about_names",
    )

    def __init__(self, readers: Sequence[Holder], now: datetime, *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(readers, now, *args, **kwargs)
        self.fields["happened"].label = _("What does it say or show, in your words?")
        self.fields["happened"].help_text = _(
            "Describe it. Do not look for more, do not answer it, and never copy or print a nude picture."
        )

    @property
    def facts(self) -> Facts:
        extreme = self.cleaned_data.get("post_worry") == Worry.EXTREME
        kind = ConcernKind.EXTREMISM if extreme else ConcernKind.WORRYING_POST
        given = self.cleaned_data
        return Facts(kind, *(given.get(name, "") for name in ("subject", "severity", "site")))
